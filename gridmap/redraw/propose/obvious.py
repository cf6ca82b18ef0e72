"""What is plain before anything is solved: groups over the cap, too few grids, islands."""

import math

from gridmap.redraw.propose.problem import Clash, Problem, Solution
from gridmap.redraw.propose.unions import pieces


def no_plan(clash: Clash, least: int = 0, parts: list[list[int]] | None = None, counted: int = 0) -> Solution:
    """No plan, and why."""
    return Solution([], [], clash=clash, least=least, pieces=parts, counted=counted)


def obvious_clash(problem: Problem) -> Solution | None:
    """What no plan can get around, seen by adding up; None when there is nothing."""
    cap, units = problem.cap, len(problem.people)
    for counted, people in enumerate(problem.populations):
        over = [unit for unit, number in enumerate(people) if number > cap]
        if over:
            return no_plan("group_over_cap", parts=[over], counted=counted)
    if problem.grids is None:
        return None
    if problem.grids > units:
        return no_plan("too_many_grids", units)
    counted, people = max(enumerate(problem.populations), key=lambda one: sum(one[1]))
    if problem.grids < _at_least(sum(people), cap):
        return no_plan("too_few_grids", _at_least(sum(people), cap), counted=counted)
    parts = pieces(units, problem.borders)
    least = fewest(problem, parts)
    return no_plan("islands", least, parts, counted) if problem.grids < least else None


def _at_least(people: float, cap: float) -> int:
    return max(1, math.ceil(people / cap - 1e-9)) if cap > 0 else 1


def fewest(problem: Problem, parts: list[list[int]]) -> int:
    """Fewer grids there cannot be: each piece needs its own, for the population that needs the most."""
    return sum(
        max(_at_least(sum(people[unit] for unit in part), problem.cap) for people in problem.populations)
        for part in parts
    )

"""What shorter borders cost: plans of which each moves a few people more than the one before.

Fewest people moved comes first, and so a plan may have a long border that few more people would make a
short one. Which of both is worth more is nobody's to decide but the planner's.
"""

import contextlib
import math
import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from gridmap.redraw.propose.choose import members
from gridmap.redraw.propose.cover import Floats, Limit, OutOfTime, Rows
from gridmap.redraw.propose.few import CHUNK, TooManyPlans, at_most_staying, every_plan, most_staying, staying
from gridmap.redraw.propose.problem import Problem, Solution
from gridmap.redraw.propose.task import Say, Task
from gridmap.redraw.propose.unions import TooManyUnions

WORTH_M = 1.0
"""What a border must be shorter by at least, so that it is worth moving anybody."""


def trade(problem: Problem, say: Say = lambda _solution: None) -> list[Solution]:
    """The plans of ``problem.grids`` grids that are worth a choice, the one that moves the fewest first.

    Each has the shortest border of all that move no more people, and no plan of a border as short moves
    fewer: proved, one by one. ``problem.leeway`` says how many people more than the fewest may move, as
    a share of those. What time is over for is left out at the end. ``bound`` of each is what the first
    one moves. A leader's grids are not given up for new ones that nobody leads.
    """
    task = _Trade(problem, say)
    with contextlib.suppress(TooManyUnions, OutOfTime):
        task.climb(problem.grids or 1)
    return task.found


def best(steps: Sequence[Solution], worth: float) -> Solution:
    """The step with the least of border and people together, each moved person ``worth`` so many metres; the
    last one, with the shortest border, where people are worth nothing."""
    return min(reversed(steps), key=lambda step: step.border + worth * step.moved)


class _Trade(Task):
    """A problem being traded; ``found`` are the plans so far."""

    def __init__(self, problem: Problem, say: Say) -> None:
        self.start = time.perf_counter()
        super().__init__(problem, self.start + problem.seconds, say)
        self.found: list[Solution] = []

    def climb(self, grids: int) -> None:
        if self._few_enough(grids):
            with contextlib.suppress(TooManyPlans):
                return self._of_every_plan(grids)
        return self._one_by_one(grids)

    def _of_every_plan(self, grids: int) -> None:
        columns = self.unions(grids, self.problem.cap)
        plans = every_plan(columns.masks, self.units, grids, self.end)
        if not len(plans):
            return
        stays = members(columns.masks, self.units) @ np.array(self.problem.stay).reshape(self.units, -1)
        everyone = float(np.array(self.problem.stay).sum())
        room = everyone - self._room(everyone - most_staying(stays, plans)[0])
        plans = plans[at_most_staying(stays, plans) >= room - 1e-6]
        stay = np.concatenate([
            staying(stays, part) for part in np.array_split(plans, max(1, len(plans) // CHUNK))
        ])  # fmt: skip
        border, moved = columns.border[plans].sum(axis=1), everyone - stay
        for at in worthwhile(moved, border, everyone - room):
            self._add(self.solution(columns.masks[plans[at]], None, "moved", math.inf))

    def _one_by_one(self, grids: int) -> None:
        columns = self._named(self.unions(grids, self.problem.cap))
        if self.problem.leaders:
            columns = columns.take(columns.names >= 0)
        limits = list[Limit]()
        while True:
            least = self._choose(columns, columns.moved, grids, limits)
            if least is None or not least.optimal or self._past(least.value):
                return
            last = self._choose(columns, columns.tidy, grids, [*limits, (columns.moved, least.value)])
            if last is None or not last.optimal:
                return
            self._add(self.solution(last.masks, last.names, "moved", math.inf))
            limits = [(columns.border, self.found[-1].border - WORTH_M)]

    def _add(self, plan: Solution) -> None:
        first = self.found[0] if self.found else plan
        seconds = time.perf_counter() - self.start
        self.found.append(replace(plan, bound=first.moved, optimal=True, seconds=seconds))
        self.say(self.found[-1])

    def _room(self, fewest: float) -> float:
        return fewest * (1 + self.problem.leeway)

    def _past(self, moved: float) -> bool:
        return bool(self.found) and moved > self._room(self.found[0].moved) + 1e-6


def worthwhile(moved: Floats, border: Floats, most: float) -> Rows:
    """Which plans no other beats in both: those that move the fewest first, no more than ``most``."""
    chosen, shortest = [], math.inf
    for at in np.lexsort([border, moved]).tolist():
        if moved[at] > most + 1e-6:
            break
        if border[at] <= shortest - WORTH_M:
            chosen.append(at)
            shortest = border[at]
    return np.array(chosen, np.int64)

"""The best plan of whole units, exactly: list all connected unions, choose some that cover everything.

Everything here is plain numbers; meant to run in the solver's process.
"""

import contextlib
import math
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from gridmap.redraw.propose.choose import (
    Chosen,
    Columns,
    Floats,
    OutOfTime,
    Rows,
    choose,
    members,
    named,
    rooms,
    unnamed,
)
from gridmap.redraw.propose.few import FEW_GRIDS, NAMES, TooManyPlans, every_plan, most_staying
from gridmap.redraw.propose.problem import Clash, Problem, Solution
from gridmap.redraw.propose.unions import (
    LIMIT,
    WIDEST,
    Masks,
    TooManyUnions,
    connected_unions,
    neighbours,
    pieces,
)

Say = Callable[[Solution], None]


def solve(problem: Problem, say: Say = lambda _solution: None) -> Solution:
    """The best plan with its proof, or why there is none.

    ``say`` hears of each plan that is found on the way, so that whoever runs out of patience has it.
    """
    start = time.perf_counter()
    found = _obvious_clash(problem)
    if found is None:
        task = _Task(problem, start + problem.seconds, say)
        try:
            found = task.run()
        except TooManyUnions:
            found = task.best or _roughly(problem, task.end, say)
        except OutOfTime:
            found = task.best or no_plan("time")
    return replace(found, seconds=time.perf_counter() - start)


EVENNESS = (1.3, 1.1, 1.03, 1.01, 1.003)
"""How much above the equal share a grid may be when not every union can be looked at."""


def _roughly(problem: Problem, end: float, say: Say) -> Solution:
    """A legal plan of nearly equal grids, the best among those only: nothing is proved."""
    if len(problem.people) > WIDEST:
        return no_plan("size")
    least = problem.grids or _fewest(problem, pieces(len(problem.people), problem.borders))
    for evenness in EVENNESS:
        for grids in range(least, least + (1 if problem.grids else 3)):
            cap = min(problem.cap, evenness * max(map(sum, problem.populations)) / grids)
            task = _Task(replace(problem, cap=cap, grids=grids), end, lambda _solution: None)
            try:
                found = task.run(or_else=False)
            except (TooManyUnions, OutOfTime):
                found = task.best or no_plan("size")
            if found.members:
                found = replace(found, optimal=False, bound=0.0)
                say(found)
                return found
    return no_plan("size")


def no_plan(clash: Clash, least: int = 0, parts: list[list[int]] | None = None, counted: int = 0) -> Solution:
    """No plan, and why."""
    return Solution([], [], clash=clash, least=least, pieces=parts, counted=counted)


def _obvious_clash(problem: Problem) -> Solution | None:
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
    least = _fewest(problem, parts)
    return no_plan("islands", least, parts, counted) if problem.grids < least else None


def _at_least(people: float, cap: float) -> int:
    return max(1, math.ceil(people / cap - 1e-9)) if cap > 0 else 1


def _fewest(problem: Problem, parts: list[list[int]]) -> int:
    """Fewer grids there cannot be: each piece needs its own, for the population that needs the most."""
    return sum(
        max(_at_least(sum(people[unit] for unit in part), problem.cap) for people in problem.populations)
        for part in parts
    )


class _Task:
    """One problem being solved; ``best`` is the best plan so far.

    ``tied`` says that it matters from the start which current grid a union goes on as: leaders have
    only so much room, or something is drawn already.
    """

    def __init__(self, problem: Problem, end: float, say: Say) -> None:
        self.problem, self.end, self.say = problem, end, say
        self.people = np.array(problem.people, np.float64)
        self.units = len(self.people)
        self.tied = bool(problem.leaders) or max(problem.drawn, default=-1) >= 0
        self.best: Solution | None = None

    def run(self, or_else: bool = True) -> Solution:
        """The best plan, or the clash; ``or_else`` looks for the fewest grids that would do."""
        problem = self.problem
        if problem.grids is not None:
            found = self._best_of(problem.grids)
            if found or not or_else:
                return found or no_plan("contiguity")
            return no_plan("contiguity", self._first_possible(problem.grids + 1))
        least = _fewest(problem, pieces(self.units, problem.borders))
        if problem.objective == "balance":
            least = self._first_possible(least)
        for grids in range(least, self.units + 1):
            found = self._best_of(grids)
            if found:
                return found
        return no_plan("drawn")  # else each unit alone is a plan

    def _first_possible(self, least: int) -> int:
        """The fewest grids, from ``least`` on, that any plan has."""
        for grids in range(least, self.units):
            columns = self._columns(grids, self.problem.cap)
            if self._choose(columns, columns.border, grids):
                return grids
        return self.units

    def _best_of(self, grids: int) -> Solution | None:
        if self._left() <= 0:
            raise OutOfTime
        few = grids <= FEW_GRIDS and not self.tied and len(self.problem.stay[0]) <= NAMES
        if few:
            with contextlib.suppress(TooManyPlans):
                return self._balanced_few(grids) if self.problem.objective == "balance" else self._few(grids)
        if self.problem.objective == "balance":
            return self._balanced(grids)
        columns = self._columns(grids, self.problem.cap)
        if self.problem.objective == "change":
            return self._moved_then_border(columns, grids, "moved")
        return self._border_then_moved(columns, grids)

    def _few(self, grids: int) -> Solution | None:
        """Look at every plan."""
        columns = self._columns(grids, self.problem.cap)
        plans = every_plan(columns.masks, self.units, grids, self.end)
        if not len(plans):
            return None
        if self.problem.objective == "compact":
            plans = _least(plans, columns.border[plans].sum(axis=1))
        stay = np.array(self.problem.stay, np.float64).reshape(self.units, -1)
        plans = plans[most_staying(members(columns.masks, self.units) @ stay, plans)[1]]
        plan = _least(plans, columns.border[plans].sum(axis=1))[0]
        first = "border" if self.problem.objective == "compact" else "moved"
        self.best = replace(self._solution(columns.masks[plan], None, first, math.inf), optimal=True)
        return self.best

    def _moved_then_border(self, unions: Columns, grids: int, first: str) -> Solution | None:
        columns = self._named(unions)
        least = self._choose(columns, columns.moved, grids)
        if least is None:
            return None
        self._keep(least, first, None if first == "moved" or self.best is None else self.best.bound)
        if not least.optimal:
            return self.best
        columns = columns.take(least.kept)
        last = self._choose(columns, columns.tidy, grids, (columns.moved, least.value))
        return self._settle(last, first)

    def _border_then_moved(self, unions: Columns, grids: int) -> Solution | None:
        least = self._choose(unions, unions.border, grids)
        if least is None:
            return None
        self._keep(least, "border")
        if not least.optimal:
            return self.best
        columns = self._named(unions.take(least.kept))
        last = self._choose(columns, columns.moved, grids, (columns.border, least.value))
        return self._settle(last, "border")

    def _balanced_few(self, grids: int) -> Solution | None:
        """Widen the distance from the equal share until some plan fits, and look at all of those."""
        share, most = sum(self.problem.people) / grids, max(float(self.people.sum()), 1.0)
        wide = max(share * 0.001, 1.0)
        while True:
            columns = self._columns(grids, min(self.problem.cap, share + wide)).within(wide)
            plans = every_plan(columns.masks, self.units, grids, self.end)
            if len(plans):
                break
            if wide > most:
                return None
            wide *= 2
        off = columns.off[plans].max(axis=1)
        plans = _least(plans, off)
        stay = np.array(self.problem.stay, np.float64).reshape(self.units, -1)
        plans = plans[most_staying(members(columns.masks, self.units) @ stay, plans)[1]]
        plan = _least(plans, columns.border[plans].sum(axis=1))[0]
        found = self._solution(columns.masks[plan], None, "spread", math.inf)
        self.best = replace(found, optimal=True)
        return self.best

    def _balanced(self, grids: int) -> Solution | None:
        """Widen the distance from the equal share until a plan fits, then narrow it until none does."""
        share = sum(self.problem.people) / grids
        most = max(float(self.people.sum()), 1.0)
        wide, bound = max(share * 0.004, 1.0), 0.0
        found: Chosen | None = None
        while found is None:
            columns = self._columns(grids, min(self.problem.cap, share + wide)).within(wide)
            found = self._choose(columns, columns.off, grids)
            if found is None and wide > most:
                return None
            bound, wide = (bound, wide) if found else (wide, wide * 2)
        while True:
            spread = self._keep(found, "spread", bound).spread
            closer = columns.take(columns.off < spread - 1e-6)
            better = self._choose(closer, closer.off, grids)
            if better is None:
                break
            found = better
        self._keep(found, "spread", spread)
        return self._moved_then_border(columns.within(spread + 1e-6), grids, "spread")

    def _columns(self, grids: int, cap: float) -> Columns:
        """The unions that can be one of ``grids`` grids: not so small that the others must be over."""
        beside = neighbours(self.units, self.problem.borders)
        people = np.array(self.problem.populations, np.float64).T
        caps = np.array([cap, *[self.problem.cap] * len(self.problem.others)])
        masks, count = connected_unions(people, beside, caps, LIMIT)
        fits = (count >= people.sum(axis=0) - (grids - 1) * caps - 1e-9).all(axis=1)
        every = np.uint64((1 << self.units) - 1)
        if grids == 1:
            fits &= masks == every
        if grids == 2:
            fits &= np.isin(every ^ masks, masks)
        found = unnamed(self.problem, masks[fits], count[fits, 0], grids)
        return named(self.problem, found) if self.tied else found

    def _named(self, unions: Columns) -> Columns:
        return unions if self.tied else named(self.problem, unions)

    def _choose(
        self, columns: Columns, cost: Floats, grids: int, settled: tuple[Floats, float] | None = None
    ) -> Chosen | None:
        limits = rooms(self.problem, columns)
        limits += [settled] if settled else []
        return choose(columns, cost, self.units, grids, self._left(), limits)

    def _left(self) -> float:
        return self.end - time.perf_counter()

    def _keep(self, chosen: Chosen, first: str, bound: float | None = None) -> Solution:
        names = chosen.names if self.tied else None
        self.best = self._solution(chosen.masks, names, first, chosen.bound if bound is None else bound)
        self.say(self.best)
        return self.best

    def _settle(self, last: Chosen | None, first: str) -> Solution:
        """The plan with its last measure settled too."""
        assert self.best is not None
        if last is not None:
            self._keep(last, first, self.best.bound)
            self.best = replace(self.best, optimal=last.optimal)
        return self.best

    def _solution(self, masks: Masks, names: Rows | None, first: str, bound: float) -> Solution:
        inside = members(masks, self.units)
        stay = np.array(self.problem.stay, np.float64).reshape(self.units, -1)
        stays = inside @ stay
        names = _names(inside, stays, self.problem) if names is None else names
        kept = stays[names >= 0, names[names >= 0]].sum()
        moved = float(stays.sum() - kept)
        cut = sum(m for a, b, m in self.problem.borders if not (inside[:, a] & inside[:, b]).any())
        spread = float(np.abs(inside @ self.people - self.people.sum() / len(masks)).max())
        measures = {"moved": moved, "border": float(cut), "spread": spread}
        return Solution(
            [np.flatnonzero(row).tolist() for row in inside], names.tolist(), moved, float(cut), spread,
            value=measures[first], bound=min(bound, measures[first]),
        )  # fmt: skip


def _least(plans: Rows, cost: Floats) -> Rows:
    """The plans that cost the least, within the rounding of sums."""
    return np.asarray(plans[cost <= cost.min() + 1e-6], np.int64)


def _names(inside: NDArray[np.bool_], stays: Floats, problem: Problem) -> Rows:
    """Which current grid each grid goes on as, so that the fewest people move; -1 for a new one."""
    from scipy.optimize import linear_sum_assignment

    home = np.array(problem.home)[:, None] == np.arange(stays.shape[1])
    ground = inside @ home
    names = np.full(len(inside), -1)
    row, name = linear_sum_assignment(-(stays + ground * 1e-6))
    real = (stays[row, name] > 0) | (ground[row, name] > 0)
    names[row[real]] = name[real]
    return names

"""One problem being solved: which unions can be grids, and which are chosen, one measure at a time."""

import contextlib
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from gridmap.redraw.propose.choose import Chosen, Columns, choose, members, named, rooms, unnamed
from gridmap.redraw.propose.cover import Floats, Limit, OutOfTime, Rows
from gridmap.redraw.propose.few import FEW_GRIDS, NAMES, TooManyPlans, every_plan, most_staying
from gridmap.redraw.propose.obvious import fewest, no_plan
from gridmap.redraw.propose.problem import Problem, Solution
from gridmap.redraw.propose.unions import LIMIT, Masks, connected_unions, neighbours, pieces

Say = Callable[[Solution], None]


class Task:
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
        least = fewest(problem, pieces(self.units, problem.borders))
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
            columns = self.unions(grids, self.problem.cap)
            if self._choose(columns, columns.border, grids):
                return grids
        return self.units

    def _best_of(self, grids: int) -> Solution | None:
        if self._left() <= 0:
            raise OutOfTime
        if self._few_enough(grids):
            with contextlib.suppress(TooManyPlans):
                return self._balanced_few(grids) if self.problem.objective == "balance" else self._few(grids)
        if self.problem.objective == "balance":
            return self._balanced(grids)
        columns = self.unions(grids, self.problem.cap)
        if self.problem.objective == "change":
            return self._moved_then_border(columns, grids, "moved")
        return self._border_then_moved(columns, grids)

    def _few_enough(self, grids: int) -> bool:
        return grids <= FEW_GRIDS and not self.tied and len(self.problem.stay[0]) <= NAMES

    def _few(self, grids: int) -> Solution | None:
        """Look at every plan."""
        columns = self.unions(grids, self.problem.cap)
        plans = every_plan(columns.masks, self.units, grids, self.end)
        if not len(plans):
            return None
        if self.problem.objective == "compact":
            plans = least(plans, columns.border[plans].sum(axis=1))
        stay = np.array(self.problem.stay, np.float64).reshape(self.units, -1)
        plans = plans[most_staying(members(columns.masks, self.units) @ stay, plans)[1]]
        plan = least(plans, columns.border[plans].sum(axis=1))[0]
        first = "border" if self.problem.objective == "compact" else "moved"
        self.best = replace(self.solution(columns.masks[plan], None, first, math.inf), optimal=True)
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
        last = self._choose(columns, columns.tidy, grids, [(columns.moved, least.value)])
        return self._settle(last, first)

    def _border_then_moved(self, unions: Columns, grids: int) -> Solution | None:
        least = self._choose(unions, unions.border, grids)
        if least is None:
            return None
        self._keep(least, "border")
        if not least.optimal:
            return self.best
        columns = self._named(unions.take(least.kept))
        last = self._choose(columns, columns.moved, grids, [(columns.border, least.value)])
        return self._settle(last, "border")

    def _balanced_few(self, grids: int) -> Solution | None:
        """Widen the distance from the equal share until some plan fits, and look at all of those."""
        share, most = sum(self.problem.people) / grids, max(float(self.people.sum()), 1.0)
        wide = max(share * 0.001, 1.0)
        while True:
            columns = self.unions(grids, min(self.problem.cap, share + wide)).within(wide)
            plans = every_plan(columns.masks, self.units, grids, self.end)
            if len(plans):
                break
            if wide > most:
                return None
            wide *= 2
        off = columns.off[plans].max(axis=1)
        plans = least(plans, off)
        stay = np.array(self.problem.stay, np.float64).reshape(self.units, -1)
        plans = plans[most_staying(members(columns.masks, self.units) @ stay, plans)[1]]
        plan = least(plans, columns.border[plans].sum(axis=1))[0]
        found = self.solution(columns.masks[plan], None, "spread", math.inf)
        self.best = replace(found, optimal=True)
        return self.best

    def _balanced(self, grids: int) -> Solution | None:
        """Widen the distance from the equal share until a plan fits, then narrow it until none does."""
        share = sum(self.problem.people) / grids
        most = max(float(self.people.sum()), 1.0)
        wide, bound = max(share * 0.004, 1.0), 0.0
        found: Chosen | None = None
        while found is None:
            columns = self.unions(grids, min(self.problem.cap, share + wide)).within(wide)
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

    def unions(self, grids: int | None, cap: float) -> Columns:
        """The unions that can be one of ``grids`` grids: not so small that the others must be over.
        None: any that is not over itself."""
        beside = neighbours(self.units, self.problem.borders)
        people = np.array(self.problem.populations, np.float64).T
        caps = np.array([cap, *[self.problem.cap] * len(self.problem.others)])
        masks, count = connected_unions(people, beside, caps, LIMIT)
        if grids is None:
            return unnamed(self.problem, masks, count[:, 0], 1)
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
        self, columns: Columns, cost: Floats, grids: int, settled: Sequence[Limit] = ()
    ) -> Chosen | None:
        limits = [*rooms(self.problem, columns), *settled]
        return choose(columns, cost, self.units, grids, self._left(), limits)

    def _left(self) -> float:
        return self.end - time.perf_counter()

    def _keep(self, chosen: Chosen, first: str, bound: float | None = None) -> Solution:
        names = chosen.names if self.tied else None
        self.best = self.solution(chosen.masks, names, first, chosen.bound if bound is None else bound)
        self.say(self.best)
        return self.best

    def _settle(self, last: Chosen | None, first: str) -> Solution:
        """The plan with its last measure settled too."""
        assert self.best is not None
        if last is not None:
            self._keep(last, first, self.best.bound)
            self.best = replace(self.best, optimal=last.optimal)
        return self.best

    def solution(self, masks: Masks, names: Rows | None, first: str, bound: float) -> Solution:
        """The plan of some unions with its measures; without ``names`` those that move the fewest."""
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


def least(plans: Rows, cost: Floats) -> Rows:
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

"""Choosing unions that cover every unit once: the columns, and HiGHS that chooses among them."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gridmap.redraw.propose.problem import Problem
from gridmap.redraw.propose.unions import Masks, TooManyUnions

if TYPE_CHECKING:
    from scipy.sparse import csc_array

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

COLUMNS = 400_000
"""Choices given to HiGHS; more would take its memory before they take the time allowed."""

FRESH_M = 0.001
"""What a new grid costs beside metres of border: of two equal plans, the one that keeps names."""

SLACK = 1e-6
"""By how much a measure that is settled may be missed: the rounding of the solver."""


FEW = 400
"""Columns that a first plan is looked for in."""

INFEASIBLE = 2
"""What scipy calls a problem that has no answer."""


class OutOfTime(Exception):
    """The seconds allowed are over before any plan was found."""


@dataclass(frozen=True)
class Columns:
    """Everything that can be chosen: a union of units (``masks``) going on as ``names`` (-1 new).

    ``moved`` people, ``border`` metres (half of each side), ``off`` the distance from the equal share.
    """

    masks: Masks
    names: Rows
    moved: Floats
    border: Floats
    off: Floats

    def take(self, rows: NDArray[np.generic]) -> "Columns":
        """Some of them."""
        return Columns(*(column[rows] for column in vars(self).values()))

    def within(self, off: float) -> "Columns":
        """Those at most so far from the equal share."""
        return self.take(self.off <= off)

    @property
    def tidy(self) -> Floats:
        """Border, and a trifle for each new grid."""
        return self.border + FRESH_M * (self.names < 0)


@dataclass(frozen=True)
class Chosen:
    """What was chosen: masks and names, the sum of their costs, whether it is proved the least, the bound.

    ``kept`` are the rows of the columns that a plan of this value can have; all others are too dear.
    """

    masks: Masks
    names: Rows
    value: float
    optimal: bool
    bound: float
    kept: Rows


def members(masks: Masks, units: int) -> NDArray[np.bool_]:
    """Which units are in each mask."""
    shifts = np.arange(units, dtype=np.uint64)
    return ((masks[:, None] >> shifts) & np.uint64(1)).astype(bool)


def unnamed(problem: Problem, masks: Masks, people: Floats, grids: int) -> Columns:
    """The unions as grids without a name, priced for a plan of ``grids`` grids."""
    shifts = np.arange(len(problem.people), dtype=np.uint64)
    border = np.zeros(len(masks))
    for one, other, metres in problem.borders:
        border += metres / 2 * (((masks >> shifts[one]) ^ (masks >> shifts[other])) & np.uint64(1))
    off = np.abs(people - sum(problem.people) / grids)
    return Columns(masks, np.full(len(masks), -1), np.zeros(len(masks)), border, off)


def named(problem: Problem, columns: Columns) -> Columns:
    """Each union as a new grid, and as each current grid that has ground or people in it.

    Where something is drawn already, only those that go on with it.
    """
    units = len(problem.people)
    stay = np.array(problem.stay, np.float64).reshape(units, -1)
    home = np.array(problem.home)[:, None] == np.arange(stay.shape[1])
    drawn = drawn_units(problem)
    inside = members(columns.masks, units).astype(np.float64)
    stays, held = inside @ stay, inside @ drawn
    row, name = np.nonzero((stays > 0) | (inside @ home > 0) | (held > 0))
    every = stays.sum(axis=1)
    if len(row) + len(every) > COLUMNS:
        raise TooManyUnions
    back = columns.take(np.r_[np.arange(len(every)), row])
    names = np.r_[np.full(len(every), -1), name]
    moved = np.r_[every, every[row] - stays[row, name]]
    mine = held[row, name]
    goes_on = np.r_[
        held.sum(axis=1) == 0, (mine == held[row].sum(axis=1)) & (mine == drawn.sum(axis=0)[name])
    ]
    return Columns(back.masks, names, moved, back.border, back.off).take(goes_on)


def drawn_units(problem: Problem) -> NDArray[np.bool_]:
    """Which units are drawn into which current grid: one line for each unit."""
    grids = len(problem.stay[0]) if problem.stay else 0
    drawn = np.array(problem.drawn or [-1] * len(problem.people))
    return np.asarray(drawn[:, None] == np.arange(grids))


def rooms(problem: Problem, columns: Columns) -> list[tuple[Floats, float]]:
    """What the leaders have room for: the people of each column, and the sum not to be passed."""
    people = np.array(problem.populations).T
    inside = members(columns.masks, len(people)).astype(np.float64) @ people if problem.leaders else people
    return [
        (inside[:, at] * np.isin(columns.names, leader.names), room)
        for leader in problem.leaders
        for at, room in enumerate(leader.room)
    ]


def choose(
    columns: Columns,
    cost: Floats,
    units: int,
    grids: int,
    seconds: float,
    settled: Sequence[tuple[Floats, float]] = (),
) -> Chosen | None:
    """The cheapest ``grids`` columns that hold every unit once and no name twice; None if there are none.

    ``settled`` are other measures with the sum that must not be passed. Exact, in three steps: the
    linear relaxation prices every column; the cheapest few hold a plan; a column dearer than what that
    plan is above the relaxation is in no better plan, and the others are few.
    Raises OutOfTime, and TooManyUnions for more than ``COLUMNS`` columns.
    """
    if not len(cost):
        return None
    if len(cost) > COLUMNS:
        raise TooManyUnions
    end = time.perf_counter() + seconds
    rows = _rows(columns, units, grids, settled)
    priced = _relaxed(cost, rows, seconds)
    if priced is None:
        return None
    floor, dear = priced
    best, kept = _narrowed(cost, rows, floor, dear, end)
    if best is None:
        return None
    return Chosen(
        columns.masks[best.rows],
        columns.names[best.rows],
        best.value,
        best.optimal,
        max(0.0, best.bound),
        kept,
    )


def _narrowed(
    cost: Floats, rows: "_Rows", floor: float, dear: Floats, end: float
) -> tuple["_Answer | None", Rows]:
    """The cheapest plan, and the columns that a plan as cheap can have.

    Ever more of the columns, the cheapest first, until all are in that are not too dear.
    """
    best: _Answer | None = None
    kept, few = np.argsort(dear, kind="stable"), FEW
    while True:
        last = few >= len(kept)
        left = end - time.perf_counter()
        try:
            found = _integer(cost, rows, kept[:few], left if last else left / 4)
        except OutOfTime:
            if left <= 0 or last:
                if best is None:
                    raise
                return replace(best, optimal=False, bound=min(floor, best.value)), kept
            found = None
        if found is not None and (best is None or found.value <= best.value):
            best = found
        if last and best is not found and best is not None and found is not None:
            return replace(best, optimal=found.optimal, bound=min(found.bound, best.value)), kept
        if last:
            return best, kept
        if best is not None:
            kept = kept[dear[kept] <= best.value - floor + SLACK * max(1.0, best.value)]
            if found is best and best.optimal and len(kept) <= few:
                return best, kept
        few *= 4


@dataclass(frozen=True)
class _Rows:
    """What every plan must keep: ``low <= matrix @ chosen <= high``. ``equal`` rows are of one number."""

    matrix: "csc_array"
    low: Floats
    high: Floats

    @property
    def equal(self) -> NDArray[np.bool_]:
        return np.equal(self.low, self.high)


@dataclass(frozen=True)
class _Answer:
    rows: Rows
    value: float
    optimal: bool
    bound: float


def _rows(columns: Columns, units: int, grids: int, settled: Sequence[tuple[Floats, float]]) -> _Rows:
    from scipy.sparse import csc_array, csr_array, vstack

    own = columns.names[None, :] == np.unique(columns.names[columns.names >= 0])[:, None]
    parts = [csr_array(members(columns.masks, units).T.astype(np.float64)), csr_array(own.astype(np.float64))]
    parts += [csr_array(np.ones((1, len(columns.masks))))]
    parts += [csr_array(measure[None, :]) for measure, _sum in settled]
    low = np.r_[np.ones(units), np.full(len(own), -np.inf), grids, np.full(len(settled), -np.inf)]
    high = np.r_[np.ones(units + len(own)), grids, [most + SLACK * max(1.0, most) for _m, most in settled]]
    return _Rows(csc_array(vstack(parts)), low, high)


def _relaxed(cost: Floats, rows: _Rows, seconds: float) -> tuple[float, Floats] | None:
    """The value of the linear relaxation and the reduced cost of every column; None if infeasible."""
    from scipy.optimize import linprog

    if seconds <= 0:
        raise OutOfTime
    equal = rows.equal
    matrix = rows.matrix.tocsr()
    answer = linprog(
        cost, matrix[~equal], rows.high[~equal], matrix[equal], rows.high[equal],
        method="highs", options={"time_limit": seconds},
    )  # fmt: skip
    if answer.status == 2:
        return None
    if answer.x is None or answer.status != 0:
        raise OutOfTime
    price = np.zeros(len(equal))
    price[equal], price[~equal] = answer.eqlin.marginals, answer.ineqlin.marginals
    return float(answer.fun), cost - rows.matrix.T @ price


def _integer(cost: Floats, rows: _Rows, among: Rows, seconds: float) -> _Answer | None:
    """The cheapest plan of some of the columns."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    if seconds <= 0:
        raise OutOfTime
    own = cost[among]
    answer = milp(
        own,
        integrality=np.ones(len(own)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(rows.matrix[:, among], rows.low, rows.high),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    if answer.x is None:
        if answer.status == INFEASIBLE:
            return None
        raise OutOfTime
    chosen = among[answer.x > 0.5]
    value, optimal = float(cost[chosen].sum()), answer.status == 0
    return _Answer(chosen, value, optimal, value if optimal else min(value, float(answer.mip_dual_bound)))

"""The columns of one village: every union as every grid that it can go on as, and the best choice."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gridmap.redraw.propose.cover import Floats, Limit, Rows, cheapest, rules_of
from gridmap.redraw.propose.problem import Problem
from gridmap.redraw.propose.unions import Masks, TooManyUnions

COLUMNS = 400_000
"""Choices given to HiGHS; more would take its memory before they take the time allowed."""

FRESH_M = 0.001
"""What a new grid costs beside metres of border: of two equal plans, the one that keeps names."""


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


def rooms(problem: Problem, columns: Columns) -> list[Limit]:
    """What the leaders have room for: the people of each column, and the sum not to be passed."""
    people = np.array(problem.populations).T
    inside = members(columns.masks, len(people)).astype(np.float64) @ people if problem.leaders else people
    return [
        (inside[:, at] * np.isin(columns.names, leader.names), room)
        for leader in problem.leaders
        for at, room in enumerate(leader.room)
    ]


def choose(
    columns: Columns, cost: Floats, units: int, grids: int, seconds: float, limits: Sequence[Limit] = ()
) -> Chosen | None:
    """The cheapest ``grids`` columns that hold every unit once and no name twice; None if there are none.

    ``limits`` are other measures with the sum that must not be passed. Raises OutOfTime, and
    TooManyUnions for more than ``COLUMNS`` columns.
    """
    if not len(cost):
        return None
    if len(cost) > COLUMNS:
        raise TooManyUnions
    rules = rules_of(members(columns.masks, units), columns.names, grids).within(limits)
    best = cheapest(cost, rules, seconds)
    if best is None:
        return None
    own = columns.take(best.rows)
    return Chosen(own.masks, own.names, best.value, best.optimal, max(0.0, best.bound), best.kept)

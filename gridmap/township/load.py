"""How much a grid asks of its worker beside the number of heads: care and ways, in points.

A person who lives alone, cannot care for himself, is disabled or past 80 counts the points that
``Settings.load`` gives to that kind, several kinds together; every home counts its kilometres from the
middle of the homes of its grid, for the ledgers do not say where a worker lives. Whoever is away today, and a
home where nobody is, asks for nothing. A load is compared with other loads only: no cap is about it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gridmap.township.census import Census
from gridmap.township.memory import once
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table, index_in

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

KINDS: Mapping[str, str] = {
    "lives_alone": "独居", "cannot_self_care": "失能", "disabled": "残疾", "aged_80": "高龄",
}  # fmt: skip
"""The kinds of persons that count, as the columns of the residents call them, with their titles."""
KILOMETRE = "kilometre"


@dataclass(frozen=True)
class Care:
    """What every household asks for: ``points`` of its people, whether somebody is ``there``, and where.

    ``kilometre`` are the points of a kilometre. Prepared once for a township and its weights.
    """

    points: Floats
    there: Flags
    x: Floats
    y: Floats
    kilometre: float

    @classmethod
    def of(cls, snapshot: Snapshot) -> "Care":
        """The care of a township; without a ledger of residents only the ways count."""
        households, weights = snapshot["households"], snapshot.settings.load
        counts = prepare(households, snapshot["residents"])
        points = _points(*counts.values(), *(float(weights.get(kind, 0.0)) for kind in KINDS))
        x, y = households.number("x"), households.number("y")
        there = _there(x, households.number("at_home"))
        return cls(points, there, x, y, float(weights.get(KILOMETRE, 0.0)))

    def like(self, other: "Care") -> bool:
        """Whether the same households ask for the same."""
        pairs = ((self.points, other.points), (self.there, other.there), (self.x, other.x), (self.y, other.y))
        return self.kilometre == other.kilometre and all(one is two for one, two in pairs)

    def load(self, rows: Integers, grid: Integers, count: int) -> Floats:
        """The load of ``count`` grids when the households at ``rows`` are in ``grid`` (-1: in none)."""
        rows, grid = rows[grid >= 0], grid[grid >= 0]
        care = np.bincount(grid, self.points[rows], count)
        there = self.there[rows]
        rows, grid = rows[there], grid[there]
        x, y, homes = self.x[rows], self.y[rows], np.maximum(np.bincount(grid, minlength=count), 1)
        middle_x, middle_y = np.bincount(grid, x, count) / homes, np.bincount(grid, y, count) / homes
        ways = np.bincount(grid, np.hypot(x - middle_x[grid], y - middle_y[grid]), count)
        return np.asarray(care + ways / 1000 * self.kilometre)

    def moved(self, grid: Integers, rows: Integers, came_to: Integers, grids: Sequence[int]) -> Floats:
        """The load of some ``grids`` when the households at ``rows`` leave those of ``grid`` for others."""
        place = np.full(max(int(grid.max(initial=-1)), *grids, *came_to.tolist(), -1) + 2, -1)
        place[np.asarray(grids, np.int64)] = np.arange(len(grids))  # the last entry is that of no grid
        now = place[grid]
        now[rows] = place[came_to]
        own = np.flatnonzero(now >= 0)
        return self.load(own, now[own], len(grids))


@dataclass(frozen=True)
class Loads:
    """The load of every grid by row, in points."""

    points: Floats

    @cached_property
    def mean(self) -> float:
        """That of a grid in the middle; 0 where there are no grids."""
        return float(self.points.mean()) if len(self.points) else 0.0

    def share(self, points: Floats) -> Floats:
        """Loads as shares of the mean, NaN where nothing asks for anything."""
        return points / self.mean if self.mean else np.full(len(points), np.nan)


def loads(census: Census, care: Care, grids: int) -> Loads:
    """The load of all ``grids``, each household where the census has it."""
    grid = census.grid_of_household
    return Loads(care.load(np.arange(len(grid)), grid, grids))


def prepare(households: Table, residents: Table) -> Mapping[str, NDArray[np.int16]]:
    """How many of each kind every household has at home; any thread may work it out before it is shown."""
    own, fids, at_home = residents.fids("household_no_fid"), households.fids(), residents["at_home"]
    return {kind: _count(own, fids, at_home, residents[kind]) for kind in KINDS}


def reloaded(before: Loads, was: Integers, now: Integers, care: Care) -> Loads:
    """The loads after some households, each in the grid ``was``, came to others; as many grids as before.

    Only grids that somebody left or came to are counted again.
    """
    moved = np.flatnonzero(was != now)
    grids = np.unique(np.concatenate([was[moved], now[moved]]))
    grids = grids[grids >= 0]
    points = before.points.copy()
    points[grids] = care.moved(was, moved, now[moved], grids.tolist())
    return Loads(points)


@once
def _points(*counts_and_weights: NDArray[np.int16] | float) -> Floats:
    """The points of every household: the counts of each kind, then the weights of each."""
    counts, weights = counts_and_weights[: len(KINDS)], counts_and_weights[len(KINDS) :]
    total: Floats = sum(count * weight for count, weight in zip(counts, weights, strict=True)) + np.zeros(1)
    return total


@once
def _there(x: Floats, at_home: Floats) -> Flags:
    return np.asarray((at_home != 0) & np.isfinite(x))  # where nobody said, somebody may be


@once
def _count(
    own: Integers, fids: Integers, at_home: NDArray[np.generic], flag: NDArray[np.generic]
) -> NDArray[np.int16]:
    at = index_in(fids, own[(flag == 1) & (at_home != 0) & (own > 0)])
    return np.bincount(at[at >= 0], minlength=len(fids)).astype(np.int16)

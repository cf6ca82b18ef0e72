"""How much some numbers of many rows come to in each polygon, when a number may be missing."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from gridmap.township.value import dataclass

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Number:
    """One number of many rows: ``values`` are 0 where it is not ``known``.

    ``told`` is whether any row of the whole table tells it.
    """

    values: Floats
    known: Flags
    told: bool

    @classmethod
    def of(cls, column: Floats) -> "Number":
        """The number that a column holds, NaN where missing."""
        known = np.isfinite(column)
        values = column if known.all() else np.where(known, column, 0.0)
        return cls(values, known, bool(known.any()))

    def take(self, rows: Integers) -> "Number":
        """The number of some rows."""
        return Number(self.values[rows], self.known[rows], self.told)


@dataclass(frozen=True)
class Tally:
    """For each polygon how many ``rows`` lie in it, and by the name of each number that is ``told`` their
    total and how many of them are ``telling`` it.
    """

    rows: Integers
    totals: Mapping[str, Floats]
    telling: Mapping[str, Integers]
    told: frozenset[str]

    @classmethod
    def of(cls, numbers: Mapping[str, Number], polygon: Integers, count: int) -> "Tally":
        """The tally of rows that lie in ``polygon`` (-1: in none) of ``count`` polygons."""
        first = np.r_[0, np.flatnonzero(polygon[1:] != polygon[:-1]) + 1][: len(polygon)]
        slot = polygon[first] + 1  # neighbours in a ledger mostly are neighbours on the ground

        def summed(in_runs: NDArray[np.generic]) -> Floats:
            return np.bincount(slot, in_runs, count + 1)[1:].astype(np.float64, copy=False)

        def each(values: NDArray[np.generic]) -> Floats:
            return summed(np.add.reduceat(values, first, dtype=np.float64) if len(first) else np.empty(0))

        rows = summed(np.diff(first, append=len(polygon))).astype(np.int64)
        numbers = {name: number for name, number in numbers.items() if number.told}
        totals = {name: each(number.values) for name, number in numbers.items()}
        telling = {
            name: rows if number.known.all() else each(number.known).astype(np.int64)
            for name, number in numbers.items()
        }
        return cls(rows, totals, telling, frozenset(numbers))

    def sums(self, name: str) -> Floats:
        """What a number comes to in each polygon.

        A missing one is 0 beside known ones and 0 where no row lies; NaN where all rows of the polygon
        lack it, and everywhere when no row of the whole table tells it.
        """
        if name not in self.told:
            return np.full(len(self.rows), np.nan)
        return np.where((self.rows > 0) & (self.telling[name] == 0), np.nan, self.totals[name])

    def take(self, polygons: Integers) -> "Tally":
        """The tally of some polygons."""
        return Tally(
            self.rows[polygons],
            {name: total[polygons] for name, total in self.totals.items()},
            {name: telling[polygons] for name, telling in self.telling.items()},
            self.told,
        )

    def changed(self, more: "Tally", less: "Tally") -> "Tally":
        """This tally with rows that came and without those that went; whole numbers stay exact."""
        return Tally(
            self.rows + more.rows - less.rows,
            {name: self.totals[name] + more.totals[name] - less.totals[name] for name in self.totals},
            {name: self.telling[name] + more.telling[name] - less.telling[name] for name in self.telling},
            self.told,
        )

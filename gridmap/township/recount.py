"""Counts that follow borders: who changes polygons when some polygons of a coverage are redrawn.

A place can only change sides inside the box of the border segments that are in one of the two
states and not in the other, so nobody else is looked at. Each is asked of the new polygons
themselves, by exact predicates and with the rule of ``Partition``: the lowest row that touches it.
So every count equals that of a whole new count.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.township.partition import Partition
from gridmap.township.places import Places
from gridmap.township.swept import redrawn, swept_boxes
from gridmap.township.tally import Number, Tally

Shapes = NDArray[np.object_]
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

FEW = 64
"""Up to so many redrawn polygons are looked at one by one; a new table of all is cheaper beyond."""

_NOWHERE = -1


@dataclass(frozen=True)
class Step:
    """What other borders of some polygons make of the counts.

    ``rows`` are the rows of points that change sides, ``polygon`` where each lies now (-1: in none).
    ``sums`` has every redrawn polygon's number by name, and those of others that somebody entered.
    """

    rows: Integers
    polygon: Integers
    sums: Mapping[int, Mapping[str, float]]


@dataclass(frozen=True)
class Recount:
    """Points with numbers, counted in each polygon of a coverage and ready to be counted again.

    Build with ``Recount.of``. ``polygon`` is the row of the polygon of each point, -1 for none.
    """

    x: Floats
    y: Floats
    columns: Mapping[str, Floats]
    numbers: Mapping[str, Number]
    polygons: Shapes
    polygon: Integers
    tally: Tally

    @classmethod
    def of(
        cls,
        x: Floats,
        y: Floats,
        columns: Mapping[str, Floats],
        polygons: Shapes,
        polygon: Integers | None = None,
    ) -> "Recount":
        """The count of points that have numbers (NaN where missing) in (multi)polygons; ``polygon`` is the
        row of each point's where it is known from before."""
        numbers = {name: Number.of(column) for name, column in columns.items()}
        if polygon is None or len(polygon) != len(x):
            return cls._of(x, y, columns, numbers, polygons)
        return cls(x, y, columns, numbers, polygons, polygon, Tally.of(numbers, polygon, len(polygons)))

    @classmethod
    def _of(
        cls,
        x: Floats,
        y: Floats,
        columns: Mapping[str, Floats],
        numbers: Mapping[str, Number],
        polygons: Shapes,
    ) -> "Recount":
        polygon = Partition.of(polygons).locate(x, y)
        return cls(x, y, columns, numbers, polygons, polygon, Tally.of(numbers, polygon, len(polygons)))

    def anew(self, polygons: Shapes) -> "Recount":
        """The count in any other polygons: a whole cap check."""
        return Recount._of(self.x, self.y, self.columns, self.numbers, polygons)

    def counts(self, x: Floats, y: Floats, columns: Mapping[str, Floats]) -> bool:
        """Whether it is these points and numbers that are counted here."""
        own = (self.x, self.y, *self.columns.values())
        pairs = zip(own, (x, y, *columns.values()), strict=True)
        return all(one is other or np.array_equal(one, other, equal_nan=True) for one, other in pairs)

    def step(self, changed: Mapping[int, shapely.Geometry]) -> Step:
        """What the counts are when some polygons, by row, are drawn otherwise. Nothing here changes."""
        rows, old, new = self._movers(changed)
        tally = self._tally_after(rows, old, new)
        touched = sorted({*changed, *old.tolist(), *new.tolist()} - {_NOWHERE})
        tally = tally.take(np.array(touched, np.int64))
        sums = {name: tally.sums(name).tolist() for name in self.columns}
        return Step(
            rows, new, {row: {name: sums[name][at] for name in sums} for at, row in enumerate(touched)}
        )  # fmt: skip

    def redrawn(self, polygons: Shapes) -> "Recount":
        """The count in other polygons, of which most are drawn as they were."""
        same_rows = len(polygons) == len(self.polygons)
        changed = np.flatnonzero(redrawn(self.polygons, polygons)) if same_rows else None
        if changed is None or len(changed) > FEW:
            return self.anew(polygons)
        rows, old, new = self._movers({row: polygons[row] for row in changed.tolist()})
        polygon = self.polygon.copy()
        polygon[rows] = new
        return replace(self, polygons=polygons, polygon=polygon, tally=self._tally_after(rows, old, new))

    def _tally_after(self, rows: Integers, old: Integers, new: Integers) -> Tally:
        if not len(rows):
            return self.tally
        moved = {name: number.take(rows) for name, number in self.numbers.items()}
        came, went = (Tally.of(moved, place, len(self.polygons)) for place in (new, old))
        return self.tally.changed(came, went)

    def _movers(self, changed: Mapping[int, shapely.Geometry]) -> tuple[Integers, Integers, Integers]:
        """The points that change sides, with the polygon of each before and after."""
        near = self._near(changed)
        if not len(near):
            return near, near, near
        row, x, y = self._places.row[near], self._places.x[near], self._places.y[near]
        nothing = len(self.polygons)
        redrawn = np.zeros(nothing + 1, bool)
        redrawn[list(changed)] = True
        old, hit = self.polygon[row], self._lowest_of(changed, x, y)
        gone = redrawn[old]
        kept = np.where(gone | (old < 0), nothing, old)
        # one that is drawn as it was has its turn only where the lowest one was redrawn and is gone
        lost = np.flatnonzero(gone & (hit > old))
        if len(lost):
            kept[lost] = self._lowest_kept(x[lost], y[lost], old[lost], hit[lost], redrawn)
        new = np.minimum(kept, hit)
        new[new == nothing] = _NOWHERE
        moved = new != old
        return row[moved], old[moved], new[moved]

    def _near(self, changed: Mapping[int, shapely.Geometry]) -> Integers:
        """Which of the places lie where ground can have changed hands."""
        boxes = set().union(*(swept_boxes(self.polygons[row], shape) for row, shape in changed.items()))
        found = [self._places.within(*box) for box in boxes]
        return np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)

    def _lowest_of(self, shapes: Mapping[int, shapely.Geometry], x: Floats, y: Floats) -> Integers:
        """The lowest of some polygons that each point touches, the number of all where it touches none."""
        hit = np.full(len(x), len(self.polygons))
        for row, shape in shapes.items():
            x0, y0, x1, y1 = shapely.bounds(shape)
            at = np.flatnonzero((x >= x0) & (x <= x1) & (y >= y0) & (y <= y1))
            at = at[shapely.intersects_xy(shape, x[at], y[at])]
            hit[at] = np.minimum(hit[at], row)
        return hit

    def _lowest_kept(
        self, x: Floats, y: Floats, above: Integers, below: Integers, redrawn: NDArray[np.bool_]
    ) -> Integers:
        """The lowest polygon drawn as it was that each point touches, looked for between two rows."""
        lowest = np.full(len(x), len(self.polygons))
        point, row = self._index.query(shapely.points(x, y))
        asked = (row > above[point]) & (row < below[point]) & ~redrawn[row]
        point, row = point[asked], row[asked]
        touches = shapely.intersects_xy(self.polygons[row], x[point], y[point])
        np.minimum.at(lowest, point[touches], row[touches])
        return lowest

    @cached_property
    def _places(self) -> Places:
        return Places.of(self.x, self.y)

    @cached_property
    def _index(self) -> shapely.STRtree:
        return shapely.STRtree(self.polygons)

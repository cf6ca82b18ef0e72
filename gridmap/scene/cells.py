"""Places sorted by square cell, so that a window takes the few it shows and not a mask over all."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from gridmap.scene.view import Bounds
from gridmap.township.memory import once
from gridmap.township.value import dataclass

FEW = 256  # places that are quicker looked through than sorted
IN_A_CELL = 32  # places on average
Floats = NDArray[np.float64]
Rows = NDArray[np.int64]


class Spots:
    """Places that are worked out when first asked for: ``x``, ``y`` (NaN: nowhere) and, where there are
    several kinds of them, the number of each one's kind. ``work`` remembers its result (``once``)."""

    def __init__(self, work: Callable[[], tuple[Floats, Floats, Rows]]) -> None:
        self._work = work

    @classmethod
    def of(cls, x: Floats, y: Floats, kinds: Rows | None = None) -> "Spots":
        """Places that are known already."""
        known = np.zeros(len(x), np.int64) if kinds is None else kinds
        return cls(lambda: (x, y, known))

    @property
    def x(self) -> Floats:
        """Eastings."""
        return self._work()[0]

    @property
    def y(self) -> Floats:
        """Northings."""
        return self._work()[1]

    @property
    def kinds(self) -> Rows:
        """Numbers of kinds."""
        return self._work()[2]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Spots) and all(
            one is two or np.array_equal(one, two, equal_nan=True)
            for one, two in zip(self._work(), other._work(), strict=True)
        )

    __hash__ = object.__hash__


NOWHERE = Spots.of(np.empty(0), np.empty(0))


def within(x: Floats, y: Floats, bounds: Bounds) -> Rows:
    """The rows, ascending, of the places inside ``bounds``; a place that is NaN is nowhere."""
    west, south, east, north = bounds
    if len(x) <= FEW:
        return np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))
    near = cells_of(x, y).near(bounds)
    if not len(near):
        return near
    px, py = x[near], y[near]
    rows = near[(px >= west) & (px <= east) & (py >= south) & (py <= north)]
    rows.sort()
    return rows


@dataclass(frozen=True)
class Cells:
    """Rows of places by cell: ``order[starts[c]:starts[c + 1]]`` lie in cell ``c`` of ``columns`` a row."""

    west: float
    south: float
    side: float
    columns: int
    order: Rows
    starts: Rows

    def near(self, bounds: Bounds) -> Rows:
        """The rows in all cells that ``bounds`` touch: a slice for each row of cells."""
        lines = (len(self.starts) - 1) // self.columns
        left, bottom, right, top = (
            int(np.clip(np.floor((value - low) / self.side), -1, most))
            for value, low, most in zip(
                bounds, (self.west, self.south) * 2, (self.columns, lines) * 2, strict=True
            )
        )
        left, bottom = max(left, 0), max(bottom, 0)
        right, top = min(right, self.columns - 1), min(top, lines - 1)
        slices = [
            self.order[self.starts[line * self.columns + left] : self.starts[line * self.columns + right + 1]]
            for line in range(bottom, top + 1)
            if right >= left
        ]
        return np.concatenate(slices) if slices else np.empty(0, np.int64)


@once
def cells_of(x: Floats, y: Floats) -> Cells:
    """Sort places into cells that hold some dozen each on average."""
    known = np.flatnonzero(~(np.isnan(x) | np.isnan(y)))
    if not len(known):
        return Cells(0.0, 0.0, 1.0, 1, known, np.zeros(2, np.int64))
    px, py = x[known], y[known]
    west, south = float(px.min()), float(py.min())
    wide, high = float(px.max()) - west, float(py.max()) - south
    side = max((wide * high * IN_A_CELL / len(known)) ** 0.5, max(wide, high) / 1024, 1e-9)
    columns, lines = int(wide / side) + 1, int(high / side) + 1
    cell = ((py - south) / side).astype(np.int64) * columns + ((px - west) / side).astype(np.int64)
    order = np.argsort(cell.astype(np.int32), kind="stable")
    starts = np.searchsorted(cell[order], np.arange(columns * lines + 1))
    return Cells(west, south, side, columns, known[order], starts)

"""Many points in the order of square cells: those of a window are a few runs."""

import numpy as np
from numpy.typing import NDArray

from gridmap.township.cells import in_order, runs
from gridmap.township.memory import once
from gridmap.township.value import dataclass

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

CELL = 128.0
"""The side of a cell, in metres: a hamlet."""

_MOST_CELLS = 1 << 16  # a side: a place typed wrongly lies anywhere on Earth


@dataclass(frozen=True)
class Places:
    """Points sorted by cell, row after row of cells. Build with ``Places.of``.

    ``row`` is where each came from; points without a place are left out. ``key`` is the number of
    each one's cell, ascending.
    """

    row: Integers
    x: Floats
    y: Floats
    key: Integers
    corner: tuple[float, float]
    cell: float
    columns: int

    @classmethod
    def of(cls, x: Floats, y: Floats) -> "Places":
        """The places at ``x``, ``y``; those of two columns of a table are sorted once."""
        return _of_columns(x, y) if not (x.flags.writeable or y.flags.writeable) else cls._of(x, y)

    @classmethod
    def _of(cls, x: Floats, y: Floats) -> "Places":
        row = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
        if not len(row):
            return cls(row, x[row], y[row], row, (0.0, 0.0), CELL, 1)
        x, y = x[row], y[row]
        corner = float(x.min()), float(y.min())
        width, height = float(x.max()) - corner[0], float(y.max()) - corner[1]
        cell = max(CELL, width / _MOST_CELLS, height / _MOST_CELLS)
        columns = int(width / cell) + 1
        key, order = in_order(
            ((y - corner[1]) / cell).astype(np.int64) * columns + ((x - corner[0]) / cell).astype(np.int64)
        )
        return cls(row[order], x[order], y[order], key, corner, cell, columns)

    def within(self, x0: float, y0: float, x1: float, y1: float) -> Integers:
        """Which of the places (not of the rows) lie in a window or on its border."""
        if not len(self.row) or not (x0 <= x1 and y0 <= y1):
            return np.empty(0, np.int64)
        west, east = (self._line(x - self.corner[0], self.columns - 1) for x in (x0, x1))
        last = int(self.key[-1]) // self.columns
        south, north = (self._line(y - self.corner[1], last) for y in (y0, y1))
        lines = np.arange(south, north + 1) * self.columns
        first = np.searchsorted(self.key, lines + west)
        count = np.searchsorted(self.key, lines + east, side="right") - first
        found = runs(first, count)[1]
        x, y = self.x[found], self.y[found]
        return found[(x >= x0) & (x <= x1) & (y >= y0) & (y <= y1)]

    def _line(self, offset: float, last: int) -> int:
        """The row or column of cells that an offset from the corner falls into, or the nearest."""
        return int(min(max(offset / self.cell, 0.0), float(last)))


@once
def _of_columns(x: Floats, y: Floats) -> Places:
    return Places._of(x, y)

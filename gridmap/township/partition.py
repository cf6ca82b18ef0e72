"""Which polygon of a coverage each of many points lies in: a lookup table with an exact border test.

A square cell of the table is either wholly inside one polygon (or outside all of them), or a
border cell that knows the few border segments in it. The polygon of a point in a border cell is
the one at the cell's centre changed by every border crossed on the way centre -> (px, cy) ->
point. Every point that floating point cannot decide for certain (within ``_DOUBT`` of a border)
or that lies in several polygons at once is asked of a spatial index instead, so every answer is
that of ``STRtree.query(points, "intersects")`` with the lowest row winning.
"""

from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.township.borders import Flags, Floats, Integers, Picked, Segments, crossings, segments_of
from gridmap.township.cells import in_order, runs
from gridmap.township.memory import once
from gridmap.township.value import dataclass
from gridmap.township.wedges import Wedges

_DOUBT = 1e-12  # of the extent: some hundred times the rounding error of a crossing
_OUTSIDE, _DOUBTFUL, _BORDER = -1, -2, -3  # cells of the table; from -3 down border cells, each by its slot


@dataclass(frozen=True)
class Partition:
    """A coverage of polygons that answers where points lie, 250,000 of them in some milliseconds.

    Build with ``Partition.of``. Polygons may have holes and parts, gaps between them, and may even
    overlap (such points cost more). Coordinates are those of the polygons, any unit. Border cells are
    numbered along the rows of the ``table``, which knows them by their place in a row: two bytes a cell.
    """

    polygons: NDArray[np.object_]
    corner: tuple[float, float]
    cell: float
    columns: int
    rows: int
    table: NDArray[np.signedinteger[Any]]
    row_slot: Integers
    slot_cell: Integers
    slot_weight: Integers
    slot_start: Integers
    slot_segments: Picked
    doubt: float

    @classmethod
    def of(cls, polygons: NDArray[np.generic], cell: float | None = None) -> "Partition":
        """A partition of shapely (multi)polygons; None and empty ones have no points.

        ``cell`` is the side of a table cell, rounded to a power of two so that cell arithmetic is
        exact; by default from the extent and the number of border segments. Columns of a table
        never change, so the partition of one is made once.
        """
        if not polygons.flags.writeable:
            return _of_column(polygons, cell)
        return cls._of(polygons, cell)

    @classmethod
    def _of(cls, polygons: NDArray[np.generic], cell: float | None) -> "Partition":
        shapes = polygons.astype(object, copy=False)
        bounds = shapely.total_bounds(shapes) if len(shapes) else np.full(4, np.nan)
        if not np.isfinite(bounds).all():
            none = np.empty(0, np.int64)
            lines = Segments(np.empty(0), np.empty(0), np.empty(0), np.empty(0), none)
            table, first = np.full(1, _OUTSIDE, np.int16), np.zeros(1, np.int64)
            picked = Picked(lines, np.empty(0, np.int32))
            return cls(shapes, (0.0, 0.0), 1.0, 1, 1, table, first, none, none, first, picked, 0)
        return cls._build(shapes, bounds, cell)

    @classmethod
    def _build(cls, polygons: NDArray[np.object_], bounds: Floats, cell: float | None) -> "Partition":
        width, height = float(bounds[2] - bounds[0]), float(bounds[3] - bounds[1])
        vertices = int(shapely.get_num_coordinates(polygons).sum())
        side = _power_of_two(cell or _cell_for(width, height, vertices))
        # two cells away, so that the first cell of the table touches no border
        corner = (float(np.floor(bounds[0] / side) - 2) * side, float(np.floor(bounds[1] / side) - 2) * side)
        columns = int((bounds[2] - corner[0]) / side) + 2
        rows = int((bounds[3] - corner[1]) / side) + 2
        segments = segments_of(polygons, corner)
        doubt = _DOUBT * max(width, height, abs(bounds).max() * 1e-2)
        first, weight = _weights_in_runs(segments, side, columns, rows)
        small = np.int16 if max(len(polygons), columns) < 1 << 15 else np.int32
        table = np.repeat(_rows_of(weight, len(polygons)).astype(small), np.diff(first))
        keys, owners = _cells_of(segments, side, columns, doubt)
        keys, order = in_order(keys)
        start = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
        cells = keys[start]
        slot_weight = weight[np.searchsorted(first, cells, side="right") - 1]
        row_slot = np.searchsorted(cells, np.arange(rows) * columns)
        table[cells] = _BORDER - (np.arange(len(cells)) - row_slot[cells // columns])
        picked = Picked(segments, owners[order].astype(np.int32))
        return cls(polygons, corner, side, columns, rows, table, row_slot, cells, slot_weight,
                   np.r_[start, len(keys)], picked, doubt)  # fmt: skip

    def locate(self, x: Floats, y: Floats) -> Integers:
        """The row of the polygon each point lies in, -1 outside all of them and for NaN.

        A point on a shared border belongs to the lowest row that it touches.
        """
        x, y = np.asarray(x, np.float64), np.asarray(y, np.float64)
        cells = _cells_of_columns if not (x.flags.writeable or y.flags.writeable) else _cells_of_points
        at = cells(x, y, self.corner, self.cell, self.columns, self.rows)
        found = self.table.take(at, mode="wrap")  # none is beyond it: only cheaper than to look for one
        border = np.flatnonzero(found < _OUTSIDE)
        if len(border):
            entry = found.take(border)
            slot = self.row_slot.take(at.take(border) // self.columns) + np.maximum(_BORDER - entry, 0)
            found[border] = self._near_borders(x.take(border), y.take(border), slot, entry == _DOUBTFUL)
        return found.astype(np.int64)

    def _near_borders(self, x: Floats, y: Floats, slot: Integers, ask: Flags) -> NDArray[np.int32]:
        """Rows of points in cells that are not wholly in one polygon: in border cells by their ``slot``, and
        those to ``ask`` the index of."""
        px, py = x - self.corner[0], y - self.corner[1]
        weight, doubt, others = self._wedges.locate(px, py, slot)
        if len(others):
            weight[others], doubt[others] = self._across(px[others], py[others], slot[others])
        found = _rows_of(weight, len(self.polygons))
        found[doubt | ask] = _DOUBTFUL
        doubtful = np.flatnonzero(found == _DOUBTFUL)
        if len(doubtful):
            found[doubtful] = self._ask_index(x[doubtful], y[doubtful])
        return found

    def _across(self, px: Floats, py: Floats, slot: Integers) -> tuple[Integers, Flags]:
        """Weights of points in border cells: the centre's changed by each border on the way."""
        start = self.slot_start[slot]
        count = self.slot_start[slot + 1] - start
        end = np.cumsum(count)
        point, entry = runs(start, count)
        at = self.slot_segments.take(entry)
        cx, cy = (middle.take(slot).take(point) for middle in self._middles)
        step, doubt = crossings(at, px.take(point), py.take(point), cx, cy, self.doubt)
        first = end - count
        weight = self.slot_weight[slot] + np.add.reduceat(step, first)
        return weight, np.logical_or.reduceat(doubt, first)

    @cached_property
    def _wedges(self) -> Wedges:
        return Wedges(self.slot_segments, self.slot_start, *self._middles, self.slot_weight, self.cell,
                      self.doubt)  # fmt: skip

    @cached_property
    def _middles(self) -> tuple[Floats, Floats]:
        """x and y of the middle of each border cell."""
        row, column = np.divmod(self.slot_cell, self.columns)
        return (column + 0.5) * self.cell, (row + 0.5) * self.cell

    @cached_property
    def _index(self) -> shapely.STRtree:
        return shapely.STRtree(self.polygons)

    def _ask_index(self, x: Floats, y: Floats) -> Integers:
        point, polygon = self._index.query(shapely.points(x, y), predicate="intersects")
        found = np.full(len(x), len(self.polygons), np.int64)
        np.minimum.at(found, point, polygon)
        found[found == len(self.polygons)] = _OUTSIDE
        return found


def _power_of_two(length: float) -> float:
    """The nearest one, so that cell arithmetic is exact."""
    return float(2.0 ** np.round(np.log2(length)))


def _cell_for(width: float, height: float, vertices: int) -> float:
    """Sixty-four cells a border segment, of which there is one for two vertices: of a district's houses
    one in forty then stands in a border cell."""
    cells = min(max(32 * vertices, 1 << 14), 1 << 21)
    return max(float(np.sqrt(width * height / cells)), max(width, height) / 4096)


def _weights_in_runs(segments: Segments, cell: float, columns: int, rows: int) -> tuple[Integers, Integers]:
    """The sum of weights at every cell's centre, as runs along the rows: first cell and weight of each.

    A scanline fill of all polygons at once: the weight changes where a border crosses the line
    through the centres of a row.
    """
    row0 = np.ceil(segments.y0 / cell - 0.5).astype(np.int64)  # rows with y0 <= centre < y1
    count = np.ceil(segments.y1 / cell - 0.5).astype(np.int64) - row0
    owner, row = runs(row0, count)
    at = segments.take(owner)
    centre = (row + 0.5) * cell
    crossing = at.x0 + (centre - at.y0) * (at.x1 - at.x0) / (at.y1 - at.y0)
    column = np.ceil(crossing / cell - 0.5).astype(np.int64)  # the first centre at or right of it
    first, event = in_order(row * columns + column)
    return np.r_[0, first, rows * columns], np.r_[0, np.cumsum(at.jump[event])]


def _cells_of(segments: Segments, cell: float, columns: int, doubt: float) -> tuple[Integers, Integers]:
    """Every (cell, segment) where the segment touches the cell, row by row along the segment."""
    row0 = np.floor((segments.y0 - doubt) / cell).astype(np.int64)
    count = np.floor((segments.y1 + doubt) / cell).astype(np.int64) - row0 + 1
    owner, row = runs(row0, count)
    at = segments.take(owner)
    height = at.y1 - at.y0
    slope = np.divide(at.x1 - at.x0, height, out=np.zeros_like(height), where=height > 0)
    low, high = np.maximum(at.y0, row * cell), np.minimum(at.y1, (row + 1) * cell)
    xa = np.where(height > 0, at.x0 + (low - at.y0) * slope, at.x0)
    xb = np.where(height > 0, at.x0 + (high - at.y0) * slope, at.x1)
    left, right = np.minimum(at.x0, at.x1), np.maximum(at.x0, at.x1)
    xa, xb = np.minimum(xa, xb).clip(left, right), np.maximum(xa, xb).clip(left, right)
    column0 = np.floor((xa - 2 * doubt) / cell).astype(np.int64)
    count = np.floor((xb + 2 * doubt) / cell).astype(np.int64) - column0 + 1
    index, column = runs(column0, count)
    return row[index] * columns + column, owner[index]


def _rows_of(weight: Integers, polygons: int) -> NDArray[np.int32]:
    """The row that a sum of weights stands for; doubtful when it is more than one polygon's."""
    row = (weight - (polygons + 1)).astype(np.int32)
    row[(row < 0) | (row >= polygons)] = _DOUBTFUL
    row[weight == 0] = _OUTSIDE
    return row


def _cells_of_points(
    x: Floats, y: Floats, corner: tuple[float, float], cell: float, columns: int, rows: int
) -> Integers:
    """The table's cell of each point: the first, which is outside of all polygons, for those beyond it."""
    across, up = x - corner[0], y - corner[1]
    beyond = ~((across >= 0) & (up >= 0) & (across < columns * cell) & (up < rows * cell))
    if beyond.any():
        across[beyond] = up[beyond] = 0.0
    across *= 1.0 / cell
    up *= 1.0 / cell
    found = up.astype(np.int64)
    found *= columns
    found += across.astype(np.int64)
    return found


_cells_of_columns = once(_cells_of_points)
"""The same points are asked of every state of the borders, whose table seldom gets another shape."""


@once
def _of_column(polygons: NDArray[np.generic], cell: float | None) -> Partition:
    return Partition._of(polygons.copy(), cell)  # a partition must not keep alive what it is known by

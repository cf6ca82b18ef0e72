"""Which polygon of a coverage each of many points lies in: a lookup table with an exact border test.

A square cell of the table is either wholly inside one polygon (or outside all of them), or a
border cell that knows the few border segments in it. The polygon of a point in a border cell is
the one at the cell's centre changed by every border crossed on the way centre -> (px, cy) ->
point. Every point that floating point cannot decide for certain (within ``_DOUBT`` of a border)
or that lies in several polygons at once is asked of a spatial index instead, so every answer is
that of ``STRtree.query(points, "intersects")`` with the lowest row winning.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_DOUBT = 1e-12  # of the extent: some hundred times the rounding error of a crossing
_OUTSIDE, _DOUBTFUL = -1, -2  # cells of the table; -3 and below are slots of border cells
_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5], np.uint64)


@dataclass(frozen=True)
class _Segments:
    """Border segments, each once, pointing up (or right when level), relative to the table's corner.

    ``jump`` is what a way that crosses the segment eastwards adds to the sum of the weights of the
    polygons it is in; a polygon weighs ``count + 1 + row``, so that a sum tells how many they are.
    """

    x0: Floats
    y0: Floats
    x1: Floats
    y1: Floats
    jump: Integers

    def take(self, index: Integers) -> "_Segments":
        return _Segments(self.x0[index], self.y0[index], self.x1[index], self.y1[index], self.jump[index])


@dataclass(frozen=True)
class Partition:
    """A coverage of polygons that answers where points lie, 250,000 of them in some milliseconds.

    Build with ``Partition.of``. Polygons may have holes and parts, gaps between them, and may even
    overlap (such points cost more). Coordinates are those of the polygons, any unit.
    """

    polygons: NDArray[np.object_]
    corner: tuple[float, float]
    cell: float
    columns: int
    rows: int
    table: NDArray[np.int32]
    slot_cell: Integers
    slot_weight: Integers
    slot_start: Integers
    slot_segment: Integers
    segments: _Segments
    doubt: float

    @classmethod
    def of(cls, polygons: NDArray[np.generic], cell: float | None = None) -> "Partition":
        """A partition of shapely (multi)polygons; None and empty ones have no points.

        ``cell`` is the side of a table cell, rounded down to a power of two so that cell
        arithmetic is exact; by default from the extent and the number of border segments.
        Columns of a table never change, so those of the newest few are worked out once.
        """
        if not polygons.flags.writeable:
            return _of_column(_Column(polygons), cell)
        return cls._of(polygons, cell)

    @classmethod
    def _of(cls, polygons: NDArray[np.generic], cell: float | None) -> "Partition":
        shapes = polygons.astype(object, copy=False)
        bounds = shapely.total_bounds(shapes) if len(shapes) else np.full(4, np.nan)
        if not np.isfinite(bounds).all():
            none = np.empty(0, np.int64)
            lines = _Segments(np.empty(0), np.empty(0), np.empty(0), np.empty(0), none)
            table = np.full(1, _OUTSIDE, np.int32)
            return cls(
                shapes, (0.0, 0.0), 1.0, 1, 1, table, none, none, np.zeros(1, np.int64), none, lines, 0
            )
        return cls._build(shapes, bounds, cell)

    @classmethod
    def _build(cls, polygons: NDArray[np.object_], bounds: Floats, cell: float | None) -> "Partition":
        width, height = float(bounds[2] - bounds[0]), float(bounds[3] - bounds[1])
        raw = _directed(polygons)
        side = _power_of_two(cell or _cell_for(width, height, len(raw[0])))
        corner = (float(np.floor(bounds[0] / side) - 1) * side, float(np.floor(bounds[1] / side) - 1) * side)
        columns = int((bounds[2] - corner[0]) / side) + 2
        rows = int((bounds[3] - corner[1]) / side) + 2
        doubt = _DOUBT * max(width, height, abs(bounds).max() * 1e-2)
        segments = _merged(raw, corner)
        weights = _weights_at_centres(segments, side, columns, rows)
        keys, owners = _cells_of(segments, side, columns, doubt)
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        first = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.empty(0, np.int64)
        cells = keys[first]
        slot_weight = weights[cells]
        table = _rows_of(weights, len(polygons))
        table[cells] = -3 - np.arange(len(cells), dtype=np.int32)
        start = np.r_[first, len(keys)].astype(np.int64)
        return cls(polygons, corner, side, columns, rows, table, cells, slot_weight, start, owners[order],
                   segments, doubt)  # fmt: skip

    def locate(self, x: Floats, y: Floats) -> Integers:
        """The row of the polygon each point lies in, -1 outside all of them and for NaN.

        A point on a shared border belongs to the lowest row that it touches.
        """
        px = np.asarray(x, np.float64) - self.corner[0]
        py = np.asarray(y, np.float64) - self.corner[1]
        inside = (px >= 0) & (py >= 0) & (px < self.columns * self.cell) & (py < self.rows * self.cell)
        if not inside.all():
            found = np.full(len(px), _OUTSIDE, np.int64)
            here = np.flatnonzero(inside)
            found[here] = self._look_up(px[here], py[here])
        else:
            found = self._look_up(px, py)
        doubtful = np.flatnonzero(found == _DOUBTFUL)
        if len(doubtful):
            found[doubtful] = self._ask_index(np.asarray(x)[doubtful], np.asarray(y)[doubtful])
        return found

    def _look_up(self, px: Floats, py: Floats) -> Integers:
        column = (px * (1.0 / self.cell)).astype(np.int32)
        row = (py * (1.0 / self.cell)).astype(np.int32)
        row *= np.int32(self.columns)
        row += column
        found: Integers = self.table[row].astype(np.int64)
        border = np.flatnonzero(found <= -3)
        if len(border):
            found[border] = self._across(px[border], py[border], -3 - found[border])
        return found

    def _across(self, px: Floats, py: Floats, slot: Integers) -> Integers:
        """Rows of points in border cells: the centre's polygon changed by each border on the way."""
        start = self.slot_start[slot]
        count = self.slot_start[slot + 1] - start
        end = np.cumsum(count)
        point = np.repeat(np.arange(len(slot)), count)
        at = self.segments.take(
            self.slot_segment[np.arange(len(point)) + np.repeat(start + count - end, count)]
        )
        cell = self.slot_cell[slot]
        cx = ((cell % self.columns).astype(np.float64) + 0.5)[point] * self.cell
        cy = ((cell // self.columns).astype(np.float64) + 0.5)[point] * self.cell
        step, doubt = _crossings(at, px[point], py[point], cx, cy, self.doubt)
        first = end - count
        weight = self.slot_weight[slot] + np.add.reduceat(step, first)
        found = _rows_of(weight, len(self.polygons)).astype(np.int64)
        found[np.logical_or.reduceat(doubt, first)] = _DOUBTFUL
        return found

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
    return float(2.0 ** np.floor(np.log2(length)))


def _cell_for(width: float, height: float, segments: int) -> float:
    """Sixteen cells or more a border segment (a power of two makes it up to four times as many)."""
    cells = min(max(16 * segments, 1 << 14), 1 << 20)
    return max(float(np.sqrt(width * height / cells)), max(width, height) / 4096)


def _directed(polygons: NDArray[np.object_]) -> tuple[Floats, Floats, Integers]:
    """Every ring's segments: starts, ends and the jump of an eastward crossing of an upward one."""
    parts, owner = shapely.get_parts(polygons, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    start, end, ring = points[:-1][same], points[1:][same], ring[:-1][same]
    low = points.min(axis=0)
    a, b = start - low, end - low
    area = np.bincount(ring, weights=a[:, 0] * b[:, 1] - b[:, 0] * a[:, 1], minlength=len(rings))
    exterior = np.r_[True, part[1:] != part[:-1]]
    # a shell that turns left has the polygon on its left: going east over an upward segment leaves it
    sign = np.where((area > 0) == exterior, -1, 1)
    weight = len(polygons) + 1 + owner[part]
    return start, end, (sign * weight)[ring].astype(np.int64)


def _merged(raw: tuple[Floats, Floats, Integers], corner: tuple[float, float]) -> _Segments:
    """Each geometric segment once, pointing up, with the sum of the jumps of both its sides.

    One direction for both sides matters beyond speed: two roundings of one crossing would leave a
    sliver between neighbours.
    """
    start, end, jump = raw
    start, end = start - corner, end - corner
    down = (start[:, 1] > end[:, 1]) | ((start[:, 1] == end[:, 1]) & (start[:, 0] > end[:, 0]))
    turned = down[:, None]
    ends = np.hstack([np.where(turned, end, start), np.where(turned, start, end)]) + 0.0  # no -0.0
    jump = np.where(down, -jump, jump)
    key = (ends.view(np.uint64) * _MIX).sum(axis=1, dtype=np.uint64)
    key ^= key >> np.uint64(29)
    order = np.argsort(key)
    ends, jump = ends[order], jump[order]
    first = np.flatnonzero(np.r_[True, (ends[1:] != ends[:-1]).any(axis=1)])
    total = np.add.reduceat(jump, first)
    real = (total != 0) & (ends[first, :2] != ends[first, 2:]).any(axis=1)
    x0, y0, x1, y1 = np.ascontiguousarray(ends[first[real]].T)
    return _Segments(x0, y0, x1, y1, total[real])


def _weights_at_centres(segments: _Segments, cell: float, columns: int, rows: int) -> Integers:
    """The sum of weights at every cell's centre: a scanline fill of all polygons at once."""
    row0 = np.ceil(segments.y0 / cell - 0.5).astype(np.int64)  # rows with y0 <= centre < y1
    count = np.ceil(segments.y1 / cell - 0.5).astype(np.int64) - row0
    owner, row = _spread(row0, count)
    at = segments.take(owner)
    centre = (row + 0.5) * cell
    crossing = at.x0 + (centre - at.y0) * (at.x1 - at.x0) / (at.y1 - at.y0)
    column = np.ceil(crossing / cell - 0.5).astype(np.int64)  # the first centre at or right of it
    jumps = np.bincount(row * columns + column, weights=at.jump, minlength=rows * columns)
    return np.cumsum(jumps.reshape(rows, columns), axis=1).astype(np.int64).ravel()


def _cells_of(segments: _Segments, cell: float, columns: int, doubt: float) -> tuple[Integers, Integers]:
    """Every (cell, segment) where the segment touches the cell, row by row along the segment."""
    row0 = np.floor((segments.y0 - doubt) / cell).astype(np.int64)
    count = np.floor((segments.y1 + doubt) / cell).astype(np.int64) - row0 + 1
    owner, row = _spread(row0, count)
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
    index, column = _spread(column0, count)
    return row[index] * columns + column, owner[index]


def _spread(first: Integers, count: Integers) -> tuple[Integers, Integers]:
    """``count`` consecutive numbers from each ``first``, with the index they belong to."""
    index = np.repeat(np.arange(len(count)), count)
    run = np.arange(len(index)) - np.repeat(np.cumsum(count) - count, count)
    return index, first[index] + run


def _rows_of(weight: Integers, polygons: int) -> NDArray[np.int32]:
    """The row that a sum of weights stands for; doubtful when it is more than one polygon's."""
    row = (weight - (polygons + 1)).astype(np.int32)
    row[(row < 0) | (row >= polygons)] = _DOUBTFUL
    row[weight == 0] = _OUTSIDE
    return row


def _crossings(
    at: _Segments, px: Floats, py: Floats, cx: Floats, cy: Floats, doubt: float
) -> tuple[Integers, NDArray[np.bool_]]:
    """What each segment adds on the way (cx, cy) -> (px, cy) -> (px, py), and where that is doubtful.

    Doubtful: the point lies on the segment, or the segment runs through the corner of the way.
    """
    wide, high = at.x1 - at.x0, at.y1 - at.y0
    level = (at.y0 <= cy) & (cy < at.y1)
    upright = (at.x0 <= px) != (at.x1 <= px)
    with np.errstate(divide="ignore", invalid="ignore"):
        xi = at.x0 + (cy - at.y0) * wide / high
        yi = at.y0 + (px - at.x0) * high / wide
    east = (xi > cx) & (xi <= px)
    west = (xi > px) & (xi <= cx)
    north = (yi > cy) & (yi <= py)
    south = (yi > py) & (yi <= cy)
    # north over a segment that points right is east over it turned to point up, the other way round
    side = np.where(wide > 0, -1, 1)
    step = level * (east.astype(np.int8) - west) + upright * side * (north.astype(np.int8) - south)
    corner = (level & (np.abs(xi - px) <= doubt)) | (upright & (np.abs(yi - cy) <= doubt))
    off = np.abs(wide * (py - at.y0) - high * (px - at.x0)) <= doubt * (np.abs(wide) + high)
    beside = (
        (py >= at.y0 - doubt)
        & (py <= at.y1 + doubt)
        & (np.abs(px - (at.x0 + at.x1) / 2) <= np.abs(wide) / 2 + doubt)
    )
    return step * at.jump, corner | (off & beside)


class _Column:
    """An array that counts by identity."""

    def __init__(self, array: NDArray[np.generic]) -> None:
        self.array = array

    def __hash__(self) -> int:
        return id(self.array)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Column) and other.array is self.array


@lru_cache(maxsize=4)
def _of_column(polygons: _Column, cell: float | None) -> Partition:
    return Partition._of(polygons.array, cell)

"""The border segments of a coverage, each once, and how a way that crosses them changes polygons."""

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.township.value import dataclass

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Places = NDArray[np.complex128]

_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)
_TURN = 7  # bits of a digest that are new to each round


@dataclass(frozen=True)
class Segments:
    """Border segments, each once, pointing up (or right when level), relative to a corner.

    ``jump`` is what a way that crosses the segment eastwards adds to the sum of the weights of the
    polygons it is in; a polygon weighs ``count + 1 + row``, so that a sum tells how many they are.
    """

    x0: Floats
    y0: Floats
    x1: Floats
    y1: Floats
    jump: Integers

    def __len__(self) -> int:
        return len(self.jump)

    def take(self, index: Integers) -> "Segments":
        """The segments at ``index``, in that order."""
        return Segments(*(values.take(index) for values in vars(self).values()))


@dataclass(frozen=True)
class Picked:
    """Segments by their number, one of which may stand in many places."""

    segments: Segments
    number: NDArray[np.int32]

    def take(self, index: Integers) -> Segments:
        """The segments in the places ``index``, in that order."""
        return self.segments.take(self.number.take(index).astype(np.int64))


def segments_of(polygons: NDArray[np.object_], corner: tuple[float, float]) -> Segments:
    """The borders of shapely (multi)polygons, in the order of their rings; None and empty ones have none.

    All segments point up, so that both sides of a shared border cross it at the same rounding: two
    would leave a sliver between neighbours. Nearly every shared one is there once, with what both
    its sides add; one that is left over twice only costs time.
    """
    sides = _sides(polygons, len(polygons) + 1 + np.arange(len(polygons)), corner)
    jump = _merged(sides)
    kept = np.flatnonzero(jump)
    low, high = sides.low[kept], sides.high[kept]
    return Segments(low.real.copy(), low.imag.copy(), high.real.copy(), high.imag.copy(), jump[kept])


def tiled(parts: NDArray[np.object_], whole: Integers, wholes: NDArray[np.object_]) -> Flags:
    """Which of the wholes are made of the parts that name them, vertex for vertex.

    All are valid (multi)polygons, ``whole`` is the row of each part's whole. Seen as sums of signed
    segments, every side of a part is taken away by that of another part of the same whole, or by the
    whole's own: then the parts add up to the whole without gap, overlap or anything beyond it.
    """
    found = np.ones(len(wholes), bool)
    inner = _sides(parts, 1 + whole, (0.0, 0.0))
    outer = _sides(wholes, -1 - np.arange(len(wholes)), (0.0, 0.0))
    both = _Sides(*map(np.concatenate, zip(vars(inner).values(), vars(outer).values(), strict=True)))
    weight = np.abs(both.jump)
    both.digest[:] += weight.astype(np.uint64) * _MIX[1]  # a side of another whole is no twin
    left = _summed(both, _merged(both, same_weight=True))
    found[weight[left != 0] - 1] = False
    return found


def crossings(
    at: Segments, px: Floats, py: Floats, cx: Floats, cy: Floats, doubt: float
) -> tuple[Integers, Flags]:
    """What each segment adds on the way (cx, cy) -> (px, cy) -> (px, py), and where that is doubtful.

    Doubtful: the point lies on the segment, or the segment runs through the corner of the way.
    """
    level = (at.y0 <= cy) & (cy < at.y1)
    upright = (at.x0 <= px) != (at.x1 <= px)
    wide, high = at.x1 - at.x0, at.y1 - at.y0
    with np.errstate(divide="ignore", invalid="ignore"):
        xi = at.x0 + (cy - at.y0) * wide / high
        yi = at.y0 + (px - at.x0) * high / wide
    # eastwards is +1, back again -1: the sides of the crossing on which the way begins and ends
    across = (xi > cx).view(np.int8) - (xi > px).view(np.int8)
    along = (yi > cy).view(np.int8) - (yi > py).view(np.int8)
    # north over a segment that points right is east over it turned to point up, the other way round
    step = level * across + upright * np.where(wide > 0, -along, along)
    corner = (level & (np.abs(xi - px) <= doubt)) | (upright & (np.abs(yi - cy) <= doubt))
    off = np.abs(wide * (py - at.y0) - high * (px - at.x0)) <= doubt * (np.abs(wide) + high)
    beside = (py >= at.y0 - doubt) & (py <= at.y1 + doubt)
    beside &= np.abs(px - (at.x0 + at.x1) / 2) <= np.abs(wide) / 2 + doubt
    return step * at.jump, corner | (off & beside)


@dataclass(frozen=True)
class _Sides:
    """The sides of rings, pointing up. ``digest`` is the same for equal ones, and rarely for others."""

    low: Places
    high: Places
    jump: Integers
    digest: NDArray[np.uint64]


def _sides(polygons: NDArray[np.object_], weight: Integers, corner: tuple[float, float]) -> _Sides:
    """Every side of every ring of polygons that weigh something; sides without length are left out."""
    parts, owner = polygons, np.arange(len(polygons))
    if not (shapely.get_type_id(polygons) == shapely.GeometryType.POLYGON).all():
        parts, owner = shapely.get_parts(polygons, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    places = points.view(np.complex128).ravel()  # both coordinates move together
    places -= complex(*corner)
    start = np.flatnonzero((ring[1:] == ring[:-1]) & (places[1:] != places[:-1]))
    x, y = places.real, places.imag
    down = ((y[1:] < y[:-1]) | ((y[1:] == y[:-1]) & (x[1:] < x[:-1])))[start]
    exterior = np.r_[True, part[1:] != part[:-1]]
    # a shell that turns left has the polygon on its left: going east over an upward side leaves it
    jump = np.where(shapely.is_ccw(rings) == exterior, -1, 1) * weight[owner[part]]
    jump = jump[ring[start]]
    np.negative(jump, out=jump, where=down)
    return _Sides(places[start + down], places[start + ~down], jump, _digests(places)[start])


def _digests(places: Places) -> NDArray[np.uint64]:
    """A number for each place and the next that is the same the other way round."""
    bits = places.view(np.uint64)
    own = bits[::2] * _MIX[0]
    own += bits[1::2] * _MIX[1]
    own ^= own >> np.uint64(29)
    own *= _MIX[2]
    pair = own[1:] + own[:-1]
    pair *= _MIX[0]
    return np.asarray(pair, np.uint64)


def _merged(sides: _Sides, same_weight: bool = False) -> Integers:
    """The jumps of sides where equal ones are one: the sum at one of them, 0 at the others.

    Equal are two with the polygon on the one and on the other hand, as neighbours have them, and if
    asked of the ``same_weight``. A table keeps the last side of each digest; those that were pushed
    out have the next round. One that is never found only stays apart.
    """
    total, weight = sides.jump.copy(), np.abs(sides.jump)
    bits = len(total).bit_length() + 1
    one, other = np.flatnonzero(total > 0), np.flatnonzero(total < 0)
    last = np.full(1 << bits, one[0] if len(one) else 0, np.int32)
    for drop in range(64 - bits, -1, -_TURN):
        last[_slots(sides.digest[one], drop, bits)] = one
        twin = last[_slots(sides.digest[other], drop, bits)]
        same = (sides.low[other] == sides.low[twin]) & (sides.high[other] == sides.high[twin])
        if same_weight:
            same &= weight[other] == weight[twin]
        if not (len(one) and same.any()):
            break
        np.add.at(total, twin[same], sides.jump[other[same]])
        total[other[same]] = 0
        met = np.zeros(len(total), bool)
        met[twin[same]] = True
        one, other = one[~met[one]], other[~same]
    return total


def _summed(sides: _Sides, jump: Integers) -> Integers:
    """The jumps of sides of which the table may have missed some: those of equal ones, by sorting."""
    total, rest = jump.copy(), np.flatnonzero(jump)
    _values, first, group = np.unique(sides.digest[rest], return_index=True, return_inverse=True)
    head = rest[first[group]]
    same = (sides.low[rest] == sides.low[head]) & (sides.high[rest] == sides.high[head])
    total[rest[same]] = 0
    np.add.at(total, head[same], jump[rest[same]])
    return total


def _slots(digest: NDArray[np.uint64], drop: int, bits: int) -> Integers:
    return ((digest >> np.uint64(drop)) & np.uint64((1 << bits) - 1)).astype(np.int64)

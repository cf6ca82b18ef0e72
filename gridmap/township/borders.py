"""The border segments of a coverage, each once, and how a way that crosses them changes polygons."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Places = NDArray[np.complex128]

_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)
_ROUNDS = 3  # of looking for twins: each finds nine of ten that are left


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

    def take(self, index: Integers | Flags) -> "Segments":
        """The segments at ``index``, in that order."""
        return Segments(self.x0[index], self.y0[index], self.x1[index], self.y1[index], self.jump[index])


def segments_of(polygons: NDArray[np.object_], corner: tuple[float, float]) -> Segments:
    """The borders of shapely (multi)polygons, in the order of their rings; None and empty ones have none.

    All segments point up, so that both sides of a shared border cross it at the same rounding: two
    would leave a sliver between neighbours. Nearly every shared one is there once, with what both
    its sides add; one that is left over twice only costs time.
    """
    rings, weight = _rings(polygons)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    places = points.view(np.complex128).ravel()  # both coordinates move together
    places -= complex(*corner)
    start = np.flatnonzero(ring[1:] == ring[:-1])
    x, y = places.real, places.imag
    down = ((y[1:] < y[:-1]) | ((y[1:] == y[:-1]) & (x[1:] < x[:-1])))[start]
    jump = weight[ring[start]]
    np.negative(jump, out=jump, where=down)
    low, high = places[start + down], places[start + ~down]
    one, twin = _twins(low, high, _digests(places)[start], down)
    np.add.at(jump, one, jump[twin])
    jump[twin] = 0
    kept = np.flatnonzero((jump != 0) & (low != high))
    low, high = low[kept], high[kept]
    return Segments(low.real.copy(), low.imag.copy(), high.real.copy(), high.imag.copy(), jump[kept])


def crossings(
    at: Segments, px: Floats, py: Floats, cx: Floats, cy: Floats, doubt: float
) -> tuple[Integers, Flags]:
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


def _rings(polygons: NDArray[np.object_]) -> tuple[NDArray[np.object_], Integers]:
    """Every ring, and what an eastward crossing of one of its segments adds where it points up."""
    parts, owner = polygons, np.arange(len(polygons))
    if not (shapely.get_type_id(polygons) == shapely.GeometryType.POLYGON).all():
        parts, owner = shapely.get_parts(polygons, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    exterior = np.r_[True, part[1:] != part[:-1]]
    # a shell that turns left has the polygon on its left: going east over an upward segment leaves it
    sign = np.where(shapely.is_ccw(rings) == exterior, -1, 1)
    return rings, sign * (len(polygons) + 1 + owner[part])


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


def _twins(low: Places, high: Places, digest: NDArray[np.uint64], down: Flags) -> tuple[Integers, Integers]:
    """Pairs of equal segments, whose rings run in opposite directions as those of neighbours do.

    A table keeps the last segment of each digest; what another one pushed out has the next round.
    """
    bits = len(low).bit_length() + 1
    one, other = np.flatnonzero(down), np.flatnonzero(~down)
    last = np.zeros(1 << bits, np.int32)
    found = []
    for turn in range(_ROUNDS):
        drop, mask = np.uint64(64 - bits - turn * 8), np.uint64((1 << bits) - 1)
        last[((digest[one] >> drop) & mask).astype(np.int64)] = one
        twin = last[((digest[other] >> drop) & mask).astype(np.int64)]
        same = down[twin] & (low[other] == low[twin]) & (high[other] == high[twin])
        found.append((twin[same], other[same]))
        met = np.zeros(len(low), bool)
        met[twin[same]] = True
        one, other = one[~met[one]], other[~same]
    return np.concatenate([pair[0] for pair in found]), np.concatenate([pair[1] for pair in found])

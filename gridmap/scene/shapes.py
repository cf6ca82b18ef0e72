"""From polygons and lines to flat arrays: closed paths to fill, shared borders to stroke once."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.scene.marks import EMPTY_PATHS, EMPTY_RINGS, Paths, Rings
from gridmap.township.memory import once

Geometries = NDArray[np.generic]  # an object array of shapely geometries, None where there is none

OCTAVES = 10
FIRST_TOLERANCE = 1.0  # metres; each octave doubles it


@once
def rings_of(geometries: Geometries) -> Rings:
    """Closed odd-even paths of (multi)polygons; a missing geometry is an empty path.

    All rings of one polygon become one path: out along a bridge from ring to ring and back along
    the same bridges, which fill to nothing.
    """
    if not len(geometries):
        return EMPTY_RINGS
    parts, owners = shapely.get_parts(geometries, return_index=True)
    rings, part_of = shapely.get_rings(parts, return_index=True)
    owner_of_ring = owners[part_of] if len(rings) else np.empty(0, np.int64)
    coordinates, ring_of = shapely.get_coordinates(rings, return_index=True)
    starts = np.searchsorted(ring_of, np.arange(len(rings) + 1))
    chunks: list[NDArray[np.float64]] = [np.empty((0, 2))]
    lengths = np.zeros(len(geometries) + 1, np.int64)
    for area in range(len(geometries)):
        own = np.flatnonzero(owner_of_ring == area)
        path = [coordinates[starts[ring] : starts[ring + 1]] for ring in own]
        path.append(coordinates[starts[own[:-1][::-1]]])
        chunks += path
        lengths[area + 1] = sum(map(len, path))
    bounds = np.asarray(shapely.bounds(geometries), np.float64).reshape(-1, 4)
    return Rings(np.concatenate(chunks), np.cumsum(lengths), bounds)


def paths_of(lines: list[NDArray[np.float64]]) -> Paths:
    """Polylines with their octaves of detail."""
    lines = [line for line in lines if len(line) > 1]
    if not lines:
        return EMPTY_PATHS
    xy = np.ascontiguousarray(np.concatenate(lines))
    offsets = np.concatenate([[0], np.cumsum([len(line) for line in lines])]).astype(np.int64)
    low = np.minimum.reduceat(xy, offsets[:-1], axis=0)
    high = np.maximum.reduceat(xy, offsets[:-1], axis=0)
    levels = [(0.0, xy, offsets)]
    shapes = shapely.linestrings(xy, indices=np.repeat(np.arange(len(lines)), np.diff(offsets)))
    for octave in range(OCTAVES):
        tolerance = FIRST_TOLERANCE * 2.0**octave
        shapes = shapely.simplify(shapes, tolerance / 2, preserve_topology=False)
        thin, owner = shapely.get_coordinates(shapes, return_index=True)
        levels.append((tolerance, thin, np.searchsorted(owner, np.arange(len(lines) + 1))))
    return Paths(tuple(levels), np.hstack([low, high]))


@once
def drawn(geometries: Geometries) -> Paths:
    """The lines, or the rings of the polygons, of a column, each as it is."""
    return paths_of(lines_of(geometries)[0])


def lines_of(geometries: Geometries) -> tuple[list[NDArray[np.float64]], list[int]]:
    """The polylines of (multi)lines or the rings of polygons, with the row each came from."""
    if not len(geometries):
        return [], []
    parts, owners = shapely.get_parts(geometries, return_index=True)
    if len(parts) and shapely.get_dimensions(parts[0]) == 2:
        parts, ring_owner = shapely.get_rings(parts, return_index=True)
        owners = owners[ring_owner]
    coordinates, index = shapely.get_coordinates(parts, return_index=True)
    starts = np.searchsorted(index, np.arange(len(parts) + 1))
    return [coordinates[a:b] for a, b in pairwise(starts.tolist())], list(owners)


@dataclass(frozen=True)
class Borders:
    """The borders of a coverage, each drawn once: with an area on both sides, or with nothing beyond."""

    shared: Paths = EMPTY_PATHS
    outer: Paths = EMPTY_PATHS


@once
def borders_of(geometries: Geometries, without: Geometries | None = None) -> Borders:
    """The borders of polygons whose shared edges match exactly, cut where three areas meet.

    ``without`` leaves out what is also a border of those polygons (a grid border that is a village
    border belongs to the village).
    """
    rings, owners = lines_of(geometries)
    if not rings:
        return Borders()
    count = len(rings)
    other = lines_of(without)[0] if without is not None else []
    xy = np.concatenate([*rings, *other])
    _, vertex = np.unique(xy.view(np.complex128).ravel(), return_inverse=True)
    lengths = np.array([len(ring) for ring in [*rings, *other]])
    ends = np.cumsum(lengths)
    inner = np.ones(len(xy), bool)
    inner[ends - 1] = False  # the closing vertex begins no segment
    start = np.flatnonzero(inner)
    a, b = vertex[start], vertex[start + 1]
    keys = np.minimum(a, b) * (vertex.max() + 1) + np.maximum(a, b)
    own = start < ends[count - 1]
    unique, segment = np.unique(keys[own], return_inverse=True)
    uses = np.bincount(segment)
    hidden = _among(unique, np.sort(keys[~own]))
    side = _sides(segment, np.repeat(owners, lengths[:count] - 1), len(unique))
    return _cut(xy, vertex, lengths[:count], segment, uses, hidden, side)


def _among(values: NDArray[np.int64], ordered: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether each value is in a sorted array (np.isin imports numpy.ma: 25 ms of the first map)."""
    if not len(ordered):
        return np.zeros(len(values), bool)
    at = np.minimum(np.searchsorted(ordered, values), len(ordered) - 1)
    return np.asarray(ordered[at] == values)


def _sides(segment: NDArray[np.int64], owner: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """A number for each segment that is the same where the same areas lie on both sides."""
    low = np.full(count, np.iinfo(np.int64).max)
    high = np.full(count, -1)
    np.minimum.at(low, segment, owner)
    np.maximum.at(high, segment, owner)
    return np.asarray(low * (owner.max() + 2) + high, np.int64)


def _cut(
    xy: NDArray[np.float64],
    vertex: NDArray[np.int64],
    lengths: NDArray[np.int64],
    segment: NDArray[np.int64],
    uses: NDArray[np.int64],
    hidden: NDArray[np.bool_],
    side: NDArray[np.int64],
) -> Borders:
    """Walk every ring, cut where the neighbours on the sides change, keep each piece once."""
    inner: list[NDArray[np.float64]] = []
    outer: list[NDArray[np.float64]] = []
    seen: set[tuple[int, int]] = set()
    at = first = 0
    for length in lengths.tolist():
        own = segment[first : first + length - 1]
        ring = xy[at : at + length]
        at, first = at + length, first + length - 1
        state = np.where(hidden[own], -1, side[own])
        change = np.flatnonzero(state != _turned(state, -1))
        begin = int(change[0]) if len(change) else 0
        turned, state = _turned(own, begin), _turned(state, begin)
        points = np.concatenate([ring[begin:-1], ring[: begin + 1]])
        cuts = np.concatenate([[0], np.flatnonzero(np.diff(state)) + 1, [len(turned)]])
        for low, high in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
            name = (int(turned[low:high].min()), high - low)
            if state[low] < 0 or name in seen:
                continue
            seen.add(name)
            (inner if uses[turned[low]] > 1 else outer).append(points[low : high + 1])
    return Borders(paths_of(inner), paths_of(outer))


def _turned(values: NDArray[np.int64], begin: int) -> NDArray[np.int64]:
    """A ring begun elsewhere (np.roll, at a fifth of its cost for a few values)."""
    return np.concatenate([values[begin:], values[:begin]])


def even_odd(path: NDArray[np.float64], x: float, y: float) -> bool:
    """Whether a place lies inside a closed odd-even path."""
    x1, y1, x2, y2 = path[:-1, 0], path[:-1, 1], path[1:, 0], path[1:, 1]
    crossing = (y1 > y) != (y2 > y)
    if not crossing.any():
        return False
    x1, y1, x2, y2 = x1[crossing], y1[crossing], x2[crossing], y2[crossing]
    return bool(np.count_nonzero(x1 + (y - y1) * (x2 - x1) / (y2 - y1) > x) % 2)

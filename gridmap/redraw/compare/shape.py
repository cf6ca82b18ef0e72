"""How compact areas are, and the border inside a village, by measures with a name in the literature."""

import math

import numpy as np
import shapely
from numpy.typing import NDArray

Shapes = NDArray[np.object_]
Numbers = NDArray[np.float64]
Pairs = NDArray[np.int64]

SAME_M = 0.05
"""Two borders this near are one: rounded vertices that an edit put into a straight line."""


def polsby_popper(shapes: Shapes) -> Numbers:
    """4π × area / perimeter²: 1 for a circle, π/4 for a square. It falls with every bend digitized."""
    perimeter = shapely.length(shapes)
    return _share(4 * math.pi * shapely.area(shapes), perimeter**2)


def reock(shapes: Shapes) -> Numbers:
    """Area as a share of the smallest circle around it: 1 for a circle, 2/π for a square."""
    return _share(shapely.area(shapes), math.pi * shapely.minimum_bounding_radius(shapes) ** 2)


def hull_share(shapes: Shapes) -> Numbers:
    """Area as a share of its convex hull: 1 for whatever has no bay."""
    return _share(shapely.area(shapes), shapely.area(shapely.convex_hull(shapes)))


def inner_border(shapes: Shapes) -> shapely.Geometry:
    """The lines between areas, without those around them all.

    For an edge-matched coverage exact, side by side; otherwise what lies off the outline of them all.
    """
    there = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    if len(there) < 2:
        return shapely.MultiLineString()
    if shapely.coverage_is_valid(there):
        return _twice(there)
    lines = shapely.union_all(shapely.boundary(there))
    outline = shapely.boundary(shapely.union_all(shapely.buffer(there, SAME_M)))
    return shapely.difference(lines, shapely.buffer(outline, 2 * SAME_M))


def beyond(lines: shapely.Geometry, known: shapely.Geometry) -> float:
    """Metres of ``lines`` that do not run along ``known``."""
    return float(shapely.length(shapely.difference(lines, shapely.buffer(known, SAME_M))))


def dual_edges(x: Numbers, y: Numbers) -> Pairs:
    """Which places are neighbours: the pairs (n, 2) whose Voronoi cells touch. Places at one spot have
    one of them for all; without a place, there is no neighbour."""
    rows = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    places, first = np.unique(np.column_stack([x[rows], y[rows]]), axis=0, return_index=True)
    if len(places) < 2:
        return np.empty((0, 2), np.int64)
    from scipy.spatial import Delaunay, QhullError

    try:
        triangles = Delaunay(places).simplices
        ends = np.vstack([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    except QhullError:  # fewer than three, or all in one line: each touches the next
        ends = np.column_stack([np.arange(len(places) - 1), np.arange(1, len(places))])
    return np.asarray(np.unique(np.sort(rows[first[ends]], axis=1), axis=0), np.int64)


def cut_edges(edges: Pairs, owner: Pairs) -> int:
    """How many neighbours lie in two different areas; those in none do not count."""
    one, other = owner[edges[:, 0]], owner[edges[:, 1]]
    return int(((one != other) & (one >= 0) & (other >= 0)).sum())


def _twice(shapes: Shapes) -> shapely.Geometry:
    """The sides that two areas have, joined."""
    rings = shapely.get_rings(shapely.get_parts(shapes))
    places, ring = shapely.get_coordinates(rings, return_index=True)
    start = np.flatnonzero(ring[1:] == ring[:-1])
    low, high = places[start], places[start + 1]
    down = (high[:, 0] < low[:, 0]) | ((high[:, 0] == low[:, 0]) & (high[:, 1] < low[:, 1]))
    low[down], high[down] = high[down], low[down].copy()
    sides, times = np.unique(np.hstack([low, high]), axis=0, return_counts=True)
    shared = sides[times > 1].reshape(-1, 2, 2)
    lines = np.asarray(shapely.linestrings(shared), object)
    whole: shapely.Geometry = np.asarray(shapely.multilinestrings(lines), object).item()
    return shapely.line_merge(whole)


def _share(part: Numbers, whole: Numbers) -> Numbers:
    """NaN where there is no whole."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(whole > 0, part / whole, np.nan), np.float64)

"""Borders that stay edge-matched: joining and moving pieces without a vertex that a neighbour lacks."""

from collections.abc import Mapping

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.errors import EditError
from gridmap.i18n import _

Shapes = NDArray[np.object_]

SNAP_M = 1e-6
"""How far from a neighbour's edge a new vertex may fall: rounding, never something drawn."""


def joined(shapes: Shapes) -> shapely.Geometry:
    """One shape of several, every outer vertex kept as it is when they match edge for edge."""
    if shapely.coverage_is_valid(shapes):
        return shapely.coverage_union_all(shapes)
    return shapely.union_all(shapes)


def same_border(one: shapely.Geometry, other: shapely.Geometry) -> bool:
    """Whether two shapes have the same vertices, wherever their rings start."""
    pair = shapely.normalize(np.array([_polygons(one), _polygons(other)], object))
    return bool(shapely.equals_identical(pair[0], pair[1]))


def moved(grids: Shapes, source: int, target: int, piece: shapely.Geometry) -> dict[int, shapely.Geometry]:
    """The shapes of all grids that change when ``piece`` goes from one grid to another.

    For a piece that is not made of the grids' own vertices: where its outline ends on the border of
    another grid, that grid gets the vertex too. Raises EditError when the pieces will not match.
    """
    fitted = shapely.snap(grids[source], shapely.MultiPoint(shapely.get_coordinates(piece)), SNAP_M)
    within, outside = _cut(fitted, shapely.snap(piece, fitted, SNAP_M))
    before = {tuple(place) for place in shapely.get_coordinates(grids[source])}
    after = {tuple(place) for place in shapely.get_coordinates(np.r_[within, outside])}
    new = shapely.MultiPoint(sorted(after - before))
    near = shapely.STRtree(grids).query(grids[source], predicate="intersects")
    rows = {*near.tolist(), target} - {source}
    changed = {row: shapely.snap(grids[row], new, SNAP_M) for row in rows}
    changed[source] = joined(outside)
    changed[target] = joined(np.append(within, changed[target]))
    _refuse_mismatch(grids, changed)
    return {row: shape for row, shape in changed.items() if not same_border(shape, grids[row])}


def _cut(shape: shapely.Geometry, piece: shapely.Geometry) -> tuple[Shapes, Shapes]:
    """The faces of a shape inside and outside a piece; they share every vertex of their borders."""
    lines = shapely.union(shapely.boundary(shape), shapely.boundary(piece))
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    inner = shapely.point_on_surface(faces)
    faces, inner = faces[shapely.intersects(shape, inner)], inner[shapely.intersects(shape, inner)]
    inside = shapely.intersects(piece, inner)
    return faces[inside], faces[~inside]


def _refuse_mismatch(grids: Shapes, changed: Mapping[int, shapely.Geometry]) -> None:
    rows = list(changed)
    after = np.array([changed[row] for row in rows], object)
    if shapely.coverage_is_valid(grids[rows]) and not shapely.coverage_is_valid(after):
        raise EditError(_("边界无法严密拼接：请先修正这些网格的边界"))


def _polygons(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.MultiPolygon(list(shapely.get_parts(shape)))

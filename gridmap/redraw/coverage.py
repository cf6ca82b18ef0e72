"""Shapes that match edge for edge: joining them, and cutting them along drawn lines into faces."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.seams import Segments, fitted, met
from gridmap.township.memory import once

Shapes = NDArray[np.object_]
Integers = NDArray[np.int64]
Box = tuple[float, float, float, float]

NOBODY = -1

LOST_M2 = 1.0
"""How much ground cutting may seem to lose: borders of imported grids that overlap by a hair."""
SPECK_M2 = 0.01
"""Ground smaller than this is none: a border of 10 km rounded to the micrometre."""


def joined(shapes: Shapes) -> shapely.Geometry:
    """One shape of several, every outer vertex kept as it is when they match edge for edge."""
    if shapely.coverage_is_valid(shapes):
        return shapely.coverage_union_all(shapes)
    return shapely.union_all(shapes)


def same_border(one: shapely.Geometry, other: shapely.Geometry) -> bool:
    """Whether two shapes have the same vertices, wherever their rings start."""
    pair = shapely.normalize(np.array([_polygons(one), _polygons(other)], object))
    return bool(shapely.equals_identical(pair[0], pair[1]))


def cut(grids: Shapes, rows: Sequence[int], drawn: Shapes) -> tuple[Shapes, Integers]:
    """The faces that drawn lines and polygons cut some grids into, and the row that each was part of.

    Faces and the borders between them share every corner; a face that no line crosses is the grid.
    Raises EditError where the grids' own borders do not make up faces.
    """
    mine = grids[list(rows)]
    if not len(mine):
        return mine, np.empty(0, np.int64)
    lines, borders = Segments.of(drawn), Segments.of(mine).once()
    for _try in range(2):
        faces = _faces(*fitted(lines, borders))
        owner = _owners(faces, rows, mine)
        faces, owner = faces[owner != NOBODY], owner[owner != NOBODY]
        made = np.bincount(owner, shapely.area(faces), max(rows) + 1)[list(rows)]
        if (np.abs(made - shapely.area(mine)) <= LOST_M2).all():
            return faces, owner
        borders = met(borders).once()
    raise EditError(_("这些网格的边界有重叠或没有拼接：请先修正边界"))


def _faces(lines: Segments, borders: Segments) -> Shapes:
    return shapely.get_parts(shapely.polygonize(borders.and_also(lines).once().lines()))


def _owners(faces: Shapes, rows: Sequence[int], shapes: Shapes) -> Integers:
    """The lowest of some rows that each face is part of."""
    inner = shapely.point_on_surface(faces)
    x, y = shapely.get_x(inner), shapely.get_y(inner)
    owner = np.full(len(faces), NOBODY)
    for row, shape in reversed(list(zip(rows, shapes, strict=True))):
        owner[shapely.intersects_xy(shape, x, y)] = row
    return owner


def redealt(faces: Shapes, owner: Integers, holder: Integers, grids: Shapes) -> dict[int, shapely.Geometry]:
    """The shapes of the rows that gain or lose a face when each goes from ``owner`` to ``holder``; one
    that loses all is an empty polygon. A holder beyond the last row is a new grid."""
    touched = np.unique(np.concatenate([owner[owner != holder], holder[owner != holder]]))
    shapes: dict[int, shapely.Geometry] = {}
    for row in touched.tolist():
        own = faces[holder == row]
        if row < len(grids) and row not in owner:
            own = np.append(own, grids[row])
        shapes[row] = _union(own) if len(own) else shapely.Polygon()
    return shapes


def _union(faces: Shapes) -> shapely.Geometry:
    """One shape of faces of one cut, or of a grid that the cut did not reach."""
    try:
        return shapely.coverage_union_all(faces)
    except shapely.GEOSException:  # imported borders that match only nearly
        return shapely.union_all(faces)


def beside(shapes: Shapes, box: Box) -> Integers:
    """The rows of a column of shapes whose own boxes touch a box."""
    x0, y0, x1, y1 = box
    bounds = _bounds(shapes) if not shapes.flags.writeable else shapely.bounds(shapes)
    touches = (bounds[:, 0] <= x1) & (bounds[:, 2] >= x0) & (bounds[:, 1] <= y1) & (bounds[:, 3] >= y0)
    return np.flatnonzero(touches)


@once
def _bounds(shapes: Shapes) -> NDArray[np.float64]:
    return np.asarray(shapely.bounds(shapes))


def _polygons(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.MultiPolygon(list(shapely.get_parts(shape)))

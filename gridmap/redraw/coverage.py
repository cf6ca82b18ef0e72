"""Shapes that match edge for edge: joining them, and cutting them along drawn lines into faces."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.redraw.seams import Segments, fitted
from gridmap.township.memory import once

Shapes = NDArray[np.object_]
Integers = NDArray[np.int64]
Box = tuple[float, float, float, float]

NOBODY = -1

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
    """
    mine = grids[list(rows)]
    lines, borders = fitted(Segments.of(drawn), Segments.of(mine).once())
    faces = shapely.get_parts(shapely.polygonize(borders.and_also(lines).once().lines()))
    inner = shapely.point_on_surface(faces)
    x, y = shapely.get_x(inner), shapely.get_y(inner)
    owner = np.full(len(faces), NOBODY)
    for row, shape in reversed(list(zip(rows, mine, strict=True))):
        owner[shapely.intersects_xy(shape, x, y)] = row
    return faces[owner != NOBODY], owner[owner != NOBODY]


def redealt(faces: Shapes, owner: Integers, holder: Integers, grids: Shapes) -> dict[int, shapely.Geometry]:
    """The shapes of the rows that gain or lose a face when each goes from ``owner`` to ``holder``; one
    that loses all is an empty polygon. A holder beyond the last row is a new grid."""
    touched = np.unique(np.concatenate([owner[owner != holder], holder[owner != holder]]))
    shapes = {}
    for row in touched.tolist():
        own = faces[holder == row]
        if row < len(grids) and row not in owner:
            own = np.append(own, grids[row])
        shapes[row] = shapely.coverage_union_all(own) if len(own) else shapely.Polygon()
    return shapes


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

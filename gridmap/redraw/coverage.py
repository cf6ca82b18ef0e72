"""Borders that stay edge-matched: whatever is redrawn, neighbours share every corner exactly."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.seams import (
    ROUNDING_M,
    STRAIGHT_M,
    Places,
    Segments,
    along,
    as_coordinates,
    as_places,
    fitted,
)
from gridmap.township.memory import once

Shapes = NDArray[np.object_]
Integers = NDArray[np.int64]
Changed = Mapping[int, shapely.Geometry]

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
    both = Segments(*(np.concatenate([getattr(borders, name), getattr(lines, name)])
                      for name in ("start", "end", "owner"))).once()  # fmt: skip
    faces = shapely.get_parts(shapely.polygonize(both.lines()))
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


def mended(grids: Shapes, changed: Changed, fixed: Shapes) -> dict[int, shapely.Geometry]:
    """Everything that must be drawn anew when some shapes are: they and the neighbours beside them.

    A neighbour gets the corners where new borders end on its own; the corners where borders ended
    that are gone are taken out again, unless one of the ``fixed`` shapes has them. Rows beyond the last
    one are new grids. Raises EditError when the result would not match edge for edge.
    """
    near = _near(grids, changed)
    before = {row: grids[row] for row in near if row < len(grids)}
    after = {**before, **changed}
    old, new = _corners(before.values()), _corners(changed.values())
    after = _with_corners(after, np.setdiff1d(new, old))
    after = _without_corners(after, _needless(before, after, changed, fixed))
    _refuse_mismatch(before, after)
    return {
        row: shape
        for row, shape in after.items()
        if row not in before or (shape is not before[row] and not same_border(shape, before[row]))
    }


def transformed(shapes: Changed, change: Callable[[Places], Places]) -> dict[int, shapely.Geometry]:
    """Shapes with the corners of each ring (the first not again as the last) passed through ``change``;
    those that it leaves as they were stay the same objects. Raises EditError when a ring vanishes."""
    return {row: _rebuilt(shape, change) for row, shape in shapes.items()}


def _near(grids: Shapes, changed: Changed) -> list[int]:
    """The rows beside what changed, and the changed ones themselves."""
    known = [row for row in changed if row < len(grids)]
    box = shapely.total_bounds(np.concatenate([grids[known], list(changed.values())]))
    return sorted({*beside(grids, tuple(box.tolist())).tolist(), *changed})


def beside(shapes: Shapes, box: tuple[float, float, float, float]) -> Integers:
    """The rows of a column of shapes whose own boxes touch a box."""
    x0, y0, x1, y1 = box
    bounds = _bounds(shapes) if not shapes.flags.writeable else shapely.bounds(shapes)
    touches = (bounds[:, 0] <= x1) & (bounds[:, 2] >= x0) & (bounds[:, 1] <= y1) & (bounds[:, 3] >= y0)
    return np.flatnonzero(touches)


@once
def _bounds(shapes: Shapes) -> NDArray[np.float64]:
    return np.asarray(shapely.bounds(shapes))


def _corners(shapes: object) -> Places:
    return np.unique(as_places(shapely.get_coordinates(np.array(list(shapes), object))))


def _with_corners(shapes: Changed, corners: Places) -> dict[int, shapely.Geometry]:
    """Shapes with those of some corners put in that lie on one of their edges."""
    rows = np.array(list(shapes))
    edges = Segments.of(np.array(list(shapes.values()), object))
    if not len(corners):
        return dict(shapes)
    t, far = along(corners[:, None], edges.start[None], edges.end[None])
    on = (far <= ROUNDING_M) & (t > 0) & (t < 1)
    on &= (corners[:, None] != edges.start[None]) & (corners[:, None] != edges.end[None])
    corner, edge = np.nonzero(on)
    result = dict(shapes)
    for owner in np.unique(edges.owner[edge]).tolist():
        own = edges.owner[edge] == owner
        stops = {}
        for at, place in zip(edge[own].tolist(), corners[corner[own]].tolist(), strict=True):
            stops.setdefault((complex(edges.start[at]), complex(edges.end[at])), []).append(place)
        row = int(rows[owner])
        result[row] = _rebuilt(shapes[row], lambda ring, stops=stops: _stopping(ring, stops))
    return result


def _stopping(ring: Places, stops: Mapping[tuple[complex, complex], list[complex]]) -> Places:
    """A ring that also goes through some places on its edges."""
    for (start, end), places in stops.items():
        for at in np.flatnonzero((ring == start) & (np.roll(ring, -1) == end)).tolist():
            ring = np.insert(ring, at + 1, sorted(places, key=lambda place: abs(place - start)))
    return ring


def _needless(before: Changed, after: Changed, changed: Changed, fixed: Shapes) -> Places:
    """The corners where borders ended that are gone, if only one border passes now, straight but for
    rounding."""
    known = [row for row in changed if row in before]
    old, new = (Segments.of(np.array([shapes[row] for row in rows], object)).once()
                for shapes, rows in ((before, known), (changed, list(changed))))  # fmt: skip
    gone = old.take(~old.among(new))
    ends = np.unique(np.concatenate([gone.start, gone.end]))
    edges = Segments.of(np.array(list(after.values()), object))
    found = [place for place in ends if _passed(edges, place)]
    if not found:
        return ends[:0]
    near = fixed[shapely.intersects(shapely.box(*_box(np.array(found))), fixed)]
    return np.setdiff1d(found, _corners(near))


def _passed(edges: Segments, place: complex) -> bool:
    """Whether a corner is one of a single border that goes straight on there."""
    beside = np.unique(np.concatenate([edges.end[edges.start == place], edges.start[edges.end == place]]))
    if len(beside) != 2:
        return False
    _t, far = along(np.array([place]), beside[:1], beside[1:])
    return bool(far[0] <= STRAIGHT_M)


def _without_corners(shapes: Changed, corners: Places) -> dict[int, shapely.Geometry]:
    if not len(corners):
        return dict(shapes)
    return transformed(shapes, lambda ring: ring[~np.isin(ring, corners)])


def _rebuilt(shape: shapely.Geometry, change: Callable[[Places], Places]) -> shapely.Geometry:
    """One shape with its rings changed; the same object when none is."""
    if shapely.is_empty(shape):
        return shape
    same, parts = True, []
    for part in shapely.get_parts(shape):
        rings = [as_places(shapely.get_coordinates(ring))[:-1] for ring in shapely.get_rings(part)]
        made = [change(ring) for ring in rings]
        same &= all(new is old or np.array_equal(new, old) for new, old in zip(made, rings, strict=True))
        if min(map(len, made)) < 3:
            raise EditError(_("不能这样改：网格的一部分将没有面积"))
        closed = [shapely.linearrings(as_coordinates(np.append(ring, ring[0]))) for ring in made]
        parts.append(shapely.polygons(closed[0], closed[1:] or None))
    if same:
        return shape
    return parts[0] if len(parts) == 1 else shapely.multipolygons(parts)


def _refuse_mismatch(before: Changed, after: Changed) -> None:
    """What matched edge for edge must still."""
    old, new = (np.array(list(shapes.values()), object) for shapes in (before, after))
    new = new[~shapely.is_empty(new)]
    if shapely.is_valid(new).all() and shapely.coverage_is_valid(new):
        return
    if shapely.is_valid(old).all() and shapely.coverage_is_valid(old):
        raise EditError(_("边界无法严密拼接：新边界与其他边界交叉或重叠"))


def _box(places: Places) -> tuple[float, float, float, float]:
    real, imag = places.real, places.imag
    return float(real.min()), float(imag.min()), float(real.max()), float(imag.max())


def _polygons(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.MultiPolygon(list(shapely.get_parts(shape)))

"""What other ground of some grids makes of their neighbours: every corner stays common to all at it."""

from collections.abc import Callable, Iterable, Mapping

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.coverage import Box, beside
from gridmap.redraw.seams import ROUNDING_M, STRAIGHT_M, Places, Segments, along, as_coordinates, as_places

Shapes = NDArray[np.object_]
Changed = Mapping[int, shapely.Geometry]
Change = Callable[[Places], Places]


def mended(grids: Shapes, changed: Changed, fixed: Shapes) -> dict[int, shapely.Geometry]:
    """Everything that must be drawn anew when some shapes are: they and the neighbours beside them.

    A neighbour gets the corners where new borders end on its own; the corners where borders ended
    that are gone are taken out again, unless one of the ``fixed`` shapes has them. Rows beyond the last
    one are new grids. Raises EditError when the result would not match edge for edge.
    """
    known = [row for row in changed if row < len(grids)]
    old, new = (_segments(shapes) for shapes in ([grids[row] for row in known], changed.values()))
    came, gone = new.without(old).ends(), old.without(new).ends()
    swept = np.concatenate([came, gone])
    near = beside(grids, _box(swept)).tolist() if len(swept) else []
    before = {row: grids[row] for row in sorted({*near, *known})}
    loose = np.concatenate([_other(came, old.start), _other(gone, new.start)])
    after = _with_corners({**before, **changed}, loose)
    after = _without_corners(after, _needless(after, gone, fixed))
    _refuse_mismatch(before, after)
    return {
        row: _begun_like(shape, grids[row]) if row in known else shape
        for row, shape in after.items()
        if row in changed or shape is not before[row]
    }


def transformed(shapes: Changed, change: Change) -> dict[int, shapely.Geometry]:
    """Shapes with the corners of each ring (the first not again as the last) passed through ``change``;
    those that it leaves as they were stay the same objects. Raises EditError when a ring vanishes."""
    return {row: _rebuilt(shape, change) for row, shape in shapes.items()}


def _with_corners(shapes: Changed, corners: Places) -> dict[int, shapely.Geometry]:
    """Shapes with those of some corners put in that lie on one of their edges."""
    result = dict(shapes)
    if not len(corners):
        return result
    rows = list(shapes)
    edges = _segments(shapes.values())
    edges = edges.take(edges.touching(_box(corners)))
    t, far = along(corners[:, None], edges.start[None], edges.end[None])
    on = (far <= ROUNDING_M) & (t > 0) & (t < 1)
    on &= (corners[:, None] != edges.start[None]) & (corners[:, None] != edges.end[None])
    stops: dict[int, dict[tuple[complex, complex], list[complex]]] = {}
    for corner, edge in np.argwhere(on).tolist():
        ends = complex(edges.start[edge]), complex(edges.end[edge])
        own = stops.setdefault(rows[edges.owner[edge]], {})
        own.setdefault(ends, []).append(complex(corners[corner]))
    for row, places in stops.items():
        result |= transformed({row: shapes[row]}, _through(places))
    return result


def _through(stops: Mapping[tuple[complex, complex], list[complex]]) -> Change:
    """What leads a ring through some places on its edges."""

    def change(ring: Places) -> Places:
        for (start, end), places in stops.items():
            for at in np.flatnonzero((ring == start) & (np.roll(ring, -1) == end)).tolist():
                ring = np.insert(ring, at + 1, sorted(places, key=lambda place: abs(place - start)))
        return ring

    return change


def _other(places: Places, known: Places) -> Places:
    """Those that are not among known ones; of some hundred a set is quicker than sorting."""
    there = set(known.tolist())
    return places[[place not in there for place in places.tolist()]] if len(places) else places


def _needless(after: Changed, gone: Places, fixed: Shapes) -> Places:
    """Of the corners where borders ended that are gone, those where only one passes now, straight but for
    rounding."""
    if not len(gone):
        return gone
    edges = _segments(after.values())
    edges = edges.take(edges.touching(_box(gone)))
    own = np.concatenate([edges.start, edges.end])
    other = np.concatenate([edges.end, edges.start])
    found = [place for place in gone.tolist() if _passed(np.unique(other[own == place]), place)]
    if not found:
        return gone[:0]
    near = fixed[shapely.intersects(shapely.box(*_box(np.array(found))), fixed)]
    return np.setdiff1d(found, as_places(shapely.get_coordinates(near)))


def _passed(ends: Places, place: complex) -> bool:
    """Whether borders from a corner to some ends are one that goes straight on there."""
    if len(ends) != 2:
        return False
    _t, far = along(np.array([place]), ends[:1], ends[1:])
    return bool(far[0] <= STRAIGHT_M)


def _without_corners(shapes: Changed, corners: Places) -> dict[int, shapely.Geometry]:
    if not len(corners):
        return dict(shapes)
    return transformed(shapes, lambda ring: ring[~np.isin(ring, corners)])


def _refuse_mismatch(before: Changed, after: Changed) -> None:
    """What matched edge for edge must still."""
    old, new = (np.array(list(shapes.values()), object) for shapes in (before, after))
    new = new[~shapely.is_empty(new)]
    if shapely.is_valid(new).all() and shapely.coverage_is_valid(new):
        return
    if shapely.is_valid(old).all() and shapely.coverage_is_valid(old):
        raise EditError(_("边界无法严密拼接：新边界与其他边界交叉或重叠"))


def _begun_like(shape: shapely.Geometry, old: shapely.Geometry) -> shapely.Geometry:
    """A shape whose rings begin where those of an older one do: what stayed is seen to be the same."""
    starts = [_ring(ring)[:2] for ring in shapely.get_rings(shapely.get_parts(old))]

    def change(ring: Places) -> Places:
        for first, second in starts:
            at = np.flatnonzero(ring == first)
            if len(at) == 1:
                ring = np.roll(ring, -int(at[0]))
                return np.roll(ring[::-1], 1) if ring[-1] == second else ring
        return ring

    return _rebuilt(shape, change)


def _rebuilt(shape: shapely.Geometry, change: Change) -> shapely.Geometry:
    """One shape with its rings changed; the same object when none is."""
    if shapely.is_empty(shape):
        return shape
    same, parts = True, []
    for part in shapely.get_parts(shape):
        rings = [_ring(ring) for ring in shapely.get_rings(part)]
        made = [change(ring) for ring in rings]
        same &= all(new is old or np.array_equal(new, old) for new, old in zip(made, rings, strict=True))
        if min(map(len, made)) < 3:
            raise EditError(_("不能这样改：网格的一部分将没有面积"))
        shell, *holes = [as_coordinates(ring) for ring in made]
        parts.append(shapely.Polygon(shell, holes))
    if same:
        return shape
    return parts[0] if len(parts) == 1 else shapely.multipolygons(parts)


def _ring(ring: shapely.Geometry) -> Places:
    return as_places(shapely.get_coordinates(ring))[:-1]


def _segments(shapes: Iterable[shapely.Geometry]) -> Segments:
    return Segments.of(np.array(list(shapes), object))


def _box(places: Places) -> Box:
    real, imag = places.real, places.imag
    return float(real.min()), float(imag.min()), float(real.max()), float(imag.max())

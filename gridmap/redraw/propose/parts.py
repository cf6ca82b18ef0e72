"""The ground of a group that is split: polygons that cover it exactly, a line of few vertices between."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.redraw.propose.cells import Cells, Shapes
from gridmap.redraw.propose.units import Rows

TOLERANCES_M = (24.0, 12.0, 6.0, 3.0, 0.0)
"""How far the line may leave the borders of the houses' ground; the first that keeps every house."""
BEYOND_M = 0.01
"""How far the line runs over the outline, so that it surely cuts it."""


def parts_of(
    group: shapely.Geometry, cells: Cells, at: int, label: NDArray[np.int64]
) -> dict[int, shapely.Geometry]:
    """The ground of each label in one group (``at``, an index as in ``cells.group``).

    Every house of the group is in the part of its label, and the parts are cut out of the group itself:
    together they are it, and have no vertex on its outline but where a line between them ends.
    """
    mine = cells.group[cells.owner] == at
    faces, of = cells.faces[mine], label[cells.owner[mine]]
    names = np.unique(of)
    rough = np.array([shapely.coverage_union_all(faces[of == name]) for name in names], object)
    lines = _between(rough)
    houses = np.flatnonzero(cells.group == at)
    places: Shapes = np.asarray(shapely.points(cells.xy[houses]), object)
    wanted = np.searchsorted(names, label[houses])
    for tolerance in TOLERANCES_M:
        parts = _cut(group, shapely.simplify(lines, tolerance), rough)
        if parts is not None and _holds(parts, places, wanted):
            return {int(name): part for name, part in zip(names, parts, strict=True)}
    return {int(name): part for name, part in zip(names, rough, strict=True)}


def _between(rough: Shapes) -> Shapes:
    """The lines along which the parts meet, each in one piece, run on a little at its ends."""
    one, other = np.triu_indices(len(rough), 1)
    shared = shapely.intersection(shapely.boundary(rough[one]), shapely.boundary(rough[other]))
    lines = shapely.get_parts(shapely.line_merge(shapely.union_all(shared)))
    return np.array([line for line in lines if line.geom_type == "LineString"], object)


def _cut(group: shapely.Geometry, lines: Shapes, rough: Shapes) -> Shapes | None:
    """The group cut along the lines, each face given to the rough part that it is mostly in."""
    cut = shapely.union_all([shapely.boundary(group), *map(_run_on, lines)])
    faces = shapely.get_parts(shapely.polygonize([cut]))
    faces = faces[shapely.intersects(group, shapely.point_on_surface(faces))]
    owner = shapely.area(shapely.intersection(faces[:, None], rough[None])).argmax(axis=1)
    if set(owner.tolist()) != set(range(len(rough))):
        return None
    return np.array([shapely.coverage_union_all(faces[owner == at]) for at in range(len(rough))], object)


def _run_on(line: shapely.LineString) -> shapely.LineString:
    places = shapely.get_coordinates(line)
    if shapely.is_closed(line):
        return line
    first, last = _beyond(places[1], places[0]), _beyond(places[-2], places[-1])
    return shapely.LineString(np.vstack([first, places, last]))


def _beyond(before: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
    step = end - before
    return np.asarray(end + step * (BEYOND_M / max(float(np.hypot(*step)), BEYOND_M)))


def _holds(parts: Shapes, places: Shapes, wanted: Rows | Sequence[int]) -> bool:
    return bool(shapely.intersects(parts[wanted], places).all())

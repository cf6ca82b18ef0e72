"""Each grid lies in one village, each villager group in one grid."""

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.i18n import _
from gridmap.township.census import Census
from gridmap.township.finding import Finding
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table
from gridmap.township.tiling import tiling

TITLE = "网格不跨村、不拆组"
COUNTS_PEOPLE = False
MEASURES = True

TOLERANCE_M2 = 0.01
"""What may stick out: a border of 10 km that two programs rounded to the micrometre."""

Shapes = NDArray[np.object_]
Rows = NDArray[np.int64]


def check(snapshot: Snapshot, census: Census, population: str) -> list[Finding]:
    """An error for a grid beyond its village or outside every village, a warning for a group cut.

    A group may be split by explicit choice, so a cut one is for a planner to look at.
    """
    found = _grids(snapshot, census) if len(snapshot["villages"]) else []
    return found + (_groups(snapshot, census) if len(snapshot["groups"]) else [])


def _grids(snapshot: Snapshot, census: Census) -> list[Finding]:
    grids, villages, home = snapshot["grids"], snapshot["villages"], census.village_of_grid
    shapes, frames = grids.text("geometry"), villages.text("geometry")
    found = []
    for row in np.flatnonzero((home < 0) & ~shapely.is_missing(shapes)).tolist():
        message = _("{grid}：不在任何村(社区)内").format(grid=_name(grids, row))
        shape = shapely.make_valid(shapes[row])
        found.append(_finding("error", message, (grids["uuid"][row],), shape, shape))
    loose = _loose("grids", shapes, home, frames)
    outside = _beyond(shapes[loose], frames, home[loose])
    for row, shape in zip(loose.tolist(), outside, strict=True):
        if shapely.area(shape) > TOLERANCE_M2:
            message = _("{grid}：有 {area:,.2f} 平方米在{village}之外").format(
                grid=_name(grids, row), area=shape.area, village=_name(villages, home[row])
            )
            found.append(_finding("error", message, (grids["uuid"][row],), shape, shape))
    return found


def _groups(snapshot: Snapshot, census: Census) -> list[Finding]:
    """A group that sticks out of its grid is cut only where the rest lies in other grids."""
    grids, groups, home = snapshot["grids"], snapshot["groups"], census.grid_of_group
    shapes, parts = grids.text("geometry"), groups.text("geometry")
    loose = _loose("groups", parts, home, shapes)
    outside = _beyond(parts[loose], shapes, home[loose])
    if (shapely.area(outside) > TOLERANCE_M2).any():
        shapes = shapely.make_valid(shapes)
        tree = shapely.STRtree(shapes)
    found = []
    for row, shape in zip(loose.tolist(), outside, strict=True):
        if not shapely.area(shape) > TOLERANCE_M2:  # nothing, or no shape at all
            continue
        others = tree.query(shape)
        common = shapely.intersection(shape, shapes[others])
        cut = shapely.area(common) > TOLERANCE_M2
        if cut.any():
            message = _("{village}{group}：被网格边界分在 {count} 个网格").format(
                village=groups["village"][row], group=_name(groups, row), count=1 + int(cut.sum())
            )
            uuids = (grids["uuid"][home[row]], *grids.text("uuid")[others[cut]])
            found.append(_finding("warning", message, uuids, common[cut][0], shapely.union_all(common[cut])))
    return found


def _loose(name: str, shapes: Shapes, frame: Rows, frames: Shapes) -> Rows:
    """Rows of the shapes whose frame is not known to be made of just such shapes."""
    exact = tiling(name, shapes, frame, frames).exact
    placed = np.flatnonzero(frame >= 0)
    return placed[~exact[frame[placed]]]


def _beyond(shapes: Shapes, frames: Shapes, frame: Rows) -> Shapes:
    """What of each shape lies outside its frame, nothing for most."""
    used, at = np.unique(frame, return_inverse=True)
    shapes, frames = shapely.make_valid(shapes), shapely.make_valid(frames[used])[at]
    beyond = np.full(len(shapes), shapely.Polygon(), object)
    out = np.flatnonzero(~shapely.covers(frames, shapes))
    beyond[out] = shapely.difference(shapes[out], frames[out])
    return beyond


def _finding(
    severity: str, message: str, uuids: tuple[object, ...], place: shapely.Geometry, shape: shapely.Geometry
) -> Finding:
    point = shapely.point_on_surface(place)
    return Finding(
        "nested",
        "error" if severity == "error" else "warning",
        message,
        tuple(str(uuid) for uuid in uuids),
        {"area_m2": float(shapely.area(shape))},
        (float(point.x), float(point.y)),
    )


def _name(table: Table, row: int) -> str:
    return str(table["name"][row] or table["code"][row])

"""Each grid lies in one village, each villager group in one grid."""

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.i18n import _
from gridmap.township.census import Census
from gridmap.township.finding import Finding
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

TITLE = "网格不跨村、不拆组"
COUNTS_PEOPLE = False

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
    grids, villages = snapshot["grids"], snapshot["villages"]
    shapes = shapely.make_valid(grids.text("geometry"))
    home = census.village_of_grid
    found = []
    for row in np.flatnonzero((home < 0) & ~shapely.is_missing(shapes)).tolist():
        message = _("{grid}：不在任何村(社区)内").format(grid=_name(grids, row))
        found.append(_finding("error", message, (grids["uuid"][row],), shapes[row], shapes[row]))
    inside = np.flatnonzero(home >= 0)
    outside = _beyond(shapes[inside], shapely.make_valid(villages.text("geometry")), home[inside])
    for row, shape in zip(inside.tolist(), outside, strict=True):
        if shapely.area(shape) > TOLERANCE_M2:
            message = _("{grid}：有 {area:,.2f} 平方米在{village}之外").format(
                grid=_name(grids, row), area=shape.area, village=_name(villages, home[row])
            )
            found.append(_finding("error", message, (grids["uuid"][row],), shape, shape))
    return found


def _groups(snapshot: Snapshot, census: Census) -> list[Finding]:
    """A group that sticks out of its grid is cut only where the rest lies in other grids."""
    grids, groups = snapshot["grids"], snapshot["groups"]
    shapes, parts = shapely.make_valid(grids.text("geometry")), groups.text("geometry")
    placed = np.flatnonzero(census.grid_of_group >= 0)
    home = census.grid_of_group[placed]
    outside = _beyond(shapely.make_valid(parts[placed]), shapes, home)
    tree = shapely.STRtree(shapes)
    found = []
    for row, grid, shape in zip(placed.tolist(), home, outside, strict=True):
        if not shapely.area(shape) > TOLERANCE_M2:  # nothing, or no shape at all
            continue
        others = tree.query(shape)
        common = shapely.intersection(shape, shapes[others])
        cut = shapely.area(common) > TOLERANCE_M2
        if cut.any():
            message = _("{village}{group}：被网格边界分在 {count} 个网格").format(
                village=groups["village"][row], group=_name(groups, row), count=1 + int(cut.sum())
            )
            uuids = (grids["uuid"][grid], *grids.text("uuid")[others[cut]])
            found.append(_finding("warning", message, uuids, common[cut][0], shapely.union_all(common[cut])))
    return found


def _beyond(shapes: Shapes, frames: Shapes, frame: Rows) -> Shapes:
    """What of each shape lies outside its frame; nothing for most, which a prepared test tells."""
    shapely.prepare(frames)
    beyond = np.full(len(shapes), shapely.Polygon(), object)
    out = np.flatnonzero(~shapely.covers(frames[frame], shapes))
    beyond[out] = shapely.difference(shapes[out], frames[frame[out]])
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

"""What lies under a place on the map."""

import numpy as np
from numpy.typing import NDArray

from gridmap.scene.marks import Areas, Points, Symbols
from gridmap.scene.scene import Scene
from gridmap.scene.shapes import even_odd
from gridmap.scene.view import Bounds, View
from gridmap.township.memory import once


def hit(scene: Scene, view: View, x: float, y: float, tolerance: float = 8.0) -> tuple[str, str]:
    """Table and uuid of what is drawn at a place, the topmost first; ('', '') on empty ground.

    A symbol counts within its size, a small point within ``tolerance`` logical pixels, else the
    area the place lies in. The township's own ground is empty ground.
    """
    for mark in reversed(scene.marks):
        if not mark.shown(view.logical_scale) or not isinstance(mark, Symbols | Points):
            continue
        if isinstance(mark, Points) and mark.size <= 2:
            continue
        found = _nearest(mark, view, x, y, tolerance)
        if found:
            return mark.table, found
    for mark in reversed(scene.marks):
        if isinstance(mark, Areas) and mark.shown(view.logical_scale) and mark.table != "township":
            row = area_at(mark, x, y)
            if row >= 0 and mark.table:
                return mark.table, mark.uuids[row]
    return "", ""


def area_at(mark: Areas, x: float, y: float) -> int:
    """The row of the area a place lies in, -1 when it lies in none."""
    bounds = mark.rings.bounds
    near = (bounds[:, 0] <= x) & (bounds[:, 2] >= x) & (bounds[:, 1] <= y) & (bounds[:, 3] >= y)
    for row in np.flatnonzero(near).tolist():
        if even_odd(mark.rings.path(row), x, y):
            return int(row)
    return -1


def rows_of(uuids: NDArray[np.object_], wanted: frozenset[str]) -> NDArray[np.int64]:
    """The rows of a mark's uuids that are among the wanted ones, ascending."""
    row = _index(uuids)
    return np.array(sorted(row[uuid] for uuid in wanted if uuid in row), np.int64)


@once
def _index(uuids: NDArray[np.object_]) -> dict[str, int]:
    return {uuid: row for row, uuid in enumerate(uuids.tolist())}


def _nearest(mark: Points | Symbols, view: View, x: float, y: float, tolerance: float) -> str:
    if not len(mark.x):
        return ""
    away = np.hypot(mark.x - x, mark.y - y)
    at = int(np.argmin(away))
    reach = tolerance
    if isinstance(mark, Symbols):
        reach = max(tolerance, mark.symbols[mark.kinds[at]].size / 2)
    return str(mark.uuids[at]) if away[at] * view.logical_scale <= reach else ""


def bounds_of(scene: Scene, uuids: frozenset[str]) -> Bounds | None:
    """What the things with these uuids cover; None when none of them is on the map."""
    boxes = []
    for mark in scene.marks:
        if isinstance(mark, Areas):
            boxes += [mark.rings.bounds[row] for row, uuid in enumerate(mark.uuids) if uuid in uuids]
        elif isinstance(mark, Points | Symbols):
            rows = rows_of(mark.uuids, uuids)
            boxes += list(np.column_stack([mark.x[rows], mark.y[rows], mark.x[rows], mark.y[rows]]))
    if not boxes:
        return None
    stack = np.array(boxes)
    west, south = stack[:, :2].min(axis=0).tolist()
    east, north = stack[:, 2:].max(axis=0).tolist()
    return (west, south, east, north)

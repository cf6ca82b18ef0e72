"""What lies under a place on the map."""

import numpy as np

from gridmap.scene.cells import within
from gridmap.scene.marks import Areas, Points, Symbols
from gridmap.scene.scene import Scene
from gridmap.scene.shapes import even_odd
from gridmap.scene.view import Bounds, View


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


def _nearest(mark: Points | Symbols, view: View, x: float, y: float, tolerance: float) -> str:
    largest = max((symbol.size for symbol in mark.symbols), default=0.0) if isinstance(mark, Symbols) else 0.0
    far = max(tolerance, largest / 2) / view.logical_scale
    spots = mark.spots
    rows = within(spots.x, spots.y, (x - far, y - far, x + far, y + far))
    if not len(rows):
        return ""
    away = np.hypot(spots.x[rows] - x, spots.y[rows] - y)
    near = int(np.argmin(away))
    at, reach = int(rows[near]), tolerance
    if isinstance(mark, Symbols):
        reach = max(tolerance, mark.symbols[spots.kinds[at]].size / 2)
    return mark.uuids[at] if away[near] * view.logical_scale <= reach else ""


def bounds_of(scene: Scene, uuids: frozenset[str]) -> Bounds | None:
    """What the things with these uuids cover; None when none of them is on the map."""
    boxes = []
    for mark in scene.marks:
        if isinstance(mark, Areas):
            rows = mark.uuids.rows_of(uuids)
            boxes += list(mark.rings.bounds[rows]) if len(rows) else []
        elif isinstance(mark, Points | Symbols):
            rows = mark.uuids.rows_of(uuids)
            x, y = (mark.spots.x[rows], mark.spots.y[rows]) if len(rows) else (np.empty(0), np.empty(0))
            boxes += list(np.column_stack([x, y, x, y]))
    if not boxes:
        return None
    stack = np.array(boxes)
    west, south = stack[:, :2].min(axis=0).tolist()
    east, north = stack[:, 2:].max(axis=0).tolist()
    return (west, south, east, north)

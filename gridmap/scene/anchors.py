"""Names of areas that are seen only in part stand in the part that is seen."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from gridmap.scene.detail import touching
from gridmap.scene.marks import Areas
from gridmap.scene.scene import Label, Scene
from gridmap.scene.view import View

LATTICE = 9  # places tried each way
EDGE = 0.08  # of the window that stays free of moved names


def anchored(scene: Scene, view: View) -> list[Label]:
    """The labels at a view's scale; that of an area whose middle is out of sight moves into what is seen."""
    seen = {
        (mark.table, mark.uuids[row]): (mark, row)
        for mark in scene.marks
        if isinstance(mark, Areas) and mark.table and mark.shown(view.logical_scale)
        for row in touching(mark.rings.bounds, view.bounds).tolist()
    }
    return [_moved(label, seen, view) for label in scene.labels_at(view.logical_scale)]


def _moved(label: Label, seen: dict[tuple[str, str], tuple[Areas, int]], view: View) -> Label:
    west, south, east, north = view.bounds
    if (west < label.x < east and south < label.y < north) or (label.table, label.uuid) not in seen:
        return label
    mark, row = seen[label.table, label.uuid]
    place = seen_middle(mark.rings.path(row), view)
    return label if place is None else replace(label, x=place[0], y=place[1])


def seen_middle(path: NDArray[np.float64], view: View) -> tuple[float, float] | None:
    """A place inside a closed path, near the middle of what the window shows of it."""
    west, south, east, north = view.bounds
    free_x, free_y = (east - west) * EDGE, (north - south) * EDGE
    x = np.tile(np.linspace(west + free_x, east - free_x, LATTICE), LATTICE)
    y = np.repeat(np.linspace(south + free_y, north - free_y, LATTICE), LATTICE)
    x1, y1, x2, y2 = path[:-1, 0], path[:-1, 1], path[1:, 0], path[1:, 1]
    crossing = (y1 > y[:, None]) != (y2 > y[:, None])
    with np.errstate(divide="ignore", invalid="ignore"):
        right = x1 + (y[:, None] - y1) * (x2 - x1) / (y2 - y1) > x[:, None]
    inside = np.count_nonzero(crossing & right, axis=1) % 2 == 1
    if not inside.any():
        return None
    x, y = x[inside], y[inside]
    best = int(np.argmin(np.hypot(x - x.mean(), y - y.mean())))
    return float(x[best]), float(y[best])

"""Names of areas that are seen only in part stand in the part that is seen."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from gridmap.scene.marks import Areas
from gridmap.scene.scene import Label, Scene
from gridmap.scene.view import View

LATTICE = 9  # places tried each way
EDGE = 0.08  # of the window that stays free of moved names


def anchored(scene: Scene, view: View) -> list[Label]:
    """The labels of a scene; that of an area whose middle is out of sight moves to where it is seen."""
    areas = {
        (mark.table, uuid): (mark, row)
        for mark in scene.marks
        if isinstance(mark, Areas) and mark.shown(view.logical_scale)
        for row, uuid in enumerate(mark.uuids)
    }
    return list(_moved(scene.labels, areas, view))


def _moved(
    labels: Iterable[Label], areas: dict[tuple[str, str], tuple[Areas, int]], view: View
) -> Iterable[Label]:
    west, south, east, north = view.bounds
    for label in labels:
        if (west < label.x < east and south < label.y < north) or (label.table, label.uuid) not in areas:
            yield label
            continue
        mark, row = areas[label.table, label.uuid]
        bounds = mark.rings.bounds[row]
        if bounds[0] < east and bounds[2] > west and bounds[1] < north and bounds[3] > south:
            place = seen_middle(mark.rings.path(row), view)
            if place is not None:
                yield replace(label, x=place[0], y=place[1])
                continue
        yield label


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

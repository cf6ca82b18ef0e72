"""Outlines that stay inside their areas, set into a picture by numpy: a painter clips each of them."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

from gridmap.scene.marks import Areas
from gridmap.scene.view import View
from gridmap.screens.canvas.ink import Ink
from gridmap.screens.canvas.segments import DETAIL, segments_of
from gridmap.screens.canvas.strokes import DOTS, DOTTED, polygons_of, visible


def draw_edges(ink: Ink, mark: Areas, view: View, stale: Callable[[], bool]) -> bool:
    """The inner outlines of some areas and the dotted ones of others. False when given up."""
    width = 2 * mark.outline_width * view.ratio
    solid = sorted(set(mark.outlined) - set(mark.dotted))
    looks = ((solid, mark.outline, ()), (mark.dotted, DOTTED, tuple(part * view.ratio for part in DOTS)))
    for chosen, colour, dash in looks:
        rows = _seen(chosen, mark, view)
        if not len(rows):
            continue
        lines = segments_of(mark.rings, view, DETAIL, width, counted=bool(dash), rows=rows)
        if not ink.stroke(lines, width, colour, 1.0, dash, stale, _inside(mark, rows, view)):
            return False
    return True


def _seen(chosen: Sequence[int], mark: Areas, view: View) -> NDArray[np.int64]:
    rows = np.array(chosen, np.int64)
    return rows[visible(mark.rings.bounds[rows], view)] if len(rows) else rows


def _inside(mark: Areas, rows: NDArray[np.int64], view: View) -> NDArray[np.bool_]:
    """Whether each pixel belongs to one of these areas."""
    inside = np.zeros((view.height, view.width), np.uint8)
    image = QImage(inside.data, view.width, view.height, view.width, QImage.Format.Format_Grayscale8)
    painter = QPainter(image)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(1, 1, 1))
    for _row, shape in polygons_of(mark.rings.runs, rows, view):
        painter.drawPolygon(shape)
    painter.end()
    return inside.reshape(-1).view(bool)

"""How an edit in the making is drawn. It touches no widget, so that any thread may draw it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath

from gridmap.scene.cells import within
from gridmap.scene.marks import Areas, Lines, Mark, Points, Symbols
from gridmap.scene.placing import Box
from gridmap.scene.scene import Live, Scene
from gridmap.scene.view import View
from gridmap.screens.canvas.letters import blank
from gridmap.screens.canvas.render import draw_vector
from gridmap.screens.canvas.strokes import polygon_of, translucent

AROUND = 14.0  # logical pixels: the widest live stroke, a handle, the rim of a square


@dataclass(frozen=True, eq=False)
class Under:
    """What an edit is drawn upon: where the window looks, and over nothing the map's own lines and points,
    for ground that is filled anew below them."""

    view: View
    details: QImage


@dataclass(frozen=True, eq=False)
class Drawn:
    """The fills and marks of an edit, drawn ``under`` one window: the picture, where its corner is, and the
    ``boxes`` that it covers, in device pixels. Symbols are not in it: they lie crisp above."""

    under: Under
    boxes: Sequence[Box] = ()
    at: QPoint = field(default_factory=QPoint)
    image: QImage = field(default_factory=QImage)


def under(scene: Scene, view: View) -> Under:
    """What an edit of this map is drawn upon."""
    image = blank(view.width, view.height)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for mark in scene.marks:
        if mark.shown(view.logical_scale) and isinstance(mark, Lines):
            draw_vector(painter, mark, view)
        elif mark.shown(view.logical_scale) and isinstance(mark, Points):
            _squares(painter, mark, view, within(mark.spots.x, mark.spots.y, view.bounds))
    painter.end()
    return Under(view, image)


def draw(live: Live, below: Under) -> Drawn:
    """Draw the fills and marks of an edit, as large as what they cover of the window."""
    view = below.view
    boxes = [box for mark in (*live.fills, *live.marks) for box in boxes_of(mark, view)]
    window = QRect(0, 0, view.width, view.height)
    whole = _united(boxes).adjusted(*(side * AROUND * view.ratio for side in (-1, -1, 1, 1)))
    part = whole.toAlignedRect().intersected(window)
    if not boxes or part.isEmpty():
        return Drawn(below, boxes)
    image = blank(part.width(), part.height())
    painter = QPainter(image)
    painter.translate(-part.topLeft())
    paint_marks(painter, live, below)
    painter.end()
    return Drawn(below, boxes, part.topLeft(), image)


def paint_marks(painter: QPainter, live: Live, below: Under) -> None:
    """The fills and marks of an edit but for its symbols, with a painter of device pixels."""
    for fill in live.fills:
        _fill(painter, fill, below)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for mark in live.marks:
        if isinstance(mark, Areas | Lines):
            draw_vector(painter, mark, below.view)
        elif isinstance(mark, Points):
            _squares(painter, mark, below.view)


def turned_picture(mark: Areas, box: Box, below: Under) -> tuple[QPointF, QImage]:
    """A whole area with what lies on it, as large as its part of the window, and where its corner is."""
    left, top = max(0, int(box[0])), max(0, int(box[1]))
    wide, high = min(below.view.width, box[2] + 1) - left, min(below.view.height, box[3] + 1) - top
    image = blank(wide, high)
    painter = QPainter(image)
    painter.translate(-left, -top)
    _fill(painter, mark, below)
    painter.end()
    return QPointF(left, top), image


def boxes_of(mark: Mark, view: View) -> Iterator[Box]:
    """Left, top, right, bottom in device pixels of the parts of a mark that reach into the window."""
    for west, south, east, north in _bounds(mark).tolist():
        (left, top), (right, bottom) = view.to_pixels(np.array([[west, north], [east, south]])).tolist()
        if right >= 0 and bottom >= 0 and left <= view.width and top <= view.height:
            yield left, top, right, bottom


def _fill(painter: QPainter, mark: Areas, below: Under) -> None:
    """Areas filled anew, and in them the lines and points that were there."""
    view = below.view
    draw_vector(painter, mark, view)
    path = QPainterPath()
    for row in range(len(mark.rings)):
        path.addPolygon(polygon_of(view.to_pixels(mark.rings.path(row))))
    painter.save()
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    for left, top, right, bottom in boxes_of(mark, view):
        box = QRectF(left, top, right - left, bottom - top).toAlignedRect()
        painter.drawImage(box.topLeft(), below.details, box)
    painter.restore()


def _squares(painter: QPainter, mark: Points, view: View, rows: NDArray[np.int64] | None = None) -> None:
    """Small squares with their halo: whole pixels, so that nothing is smoothed."""
    spots, ratio = mark.spots, view.ratio
    chosen = slice(None) if rows is None else rows
    pixels = view.to_pixels(np.column_stack([spots.x[chosen], spots.y[chosen]]))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    for colour, side in ((mark.halo_colour, mark.size + 2 * mark.halo), (mark.colour, mark.size)):
        wide = max(1, round(side * ratio))
        corners = np.round(pixels - wide / 2).astype(int)
        painter.setBrush(translucent(colour, mark.alpha))
        painter.drawRects([QRect(x, y, wide, wide) for x, y in corners.tolist()])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _united(boxes: Iterable[Box]) -> QRectF:
    whole = QRectF()
    for left, top, right, bottom in boxes:
        whole = whole.united(QRectF(left, top, max(right - left, 1.0), max(bottom - top, 1.0)))
    return whole


def _bounds(mark: Mark) -> NDArray[np.float64]:
    if isinstance(mark, Areas):
        return mark.rings.bounds[~np.isnan(mark.rings.bounds).any(axis=1)]
    if isinstance(mark, Lines):
        return mark.paths.bounds
    if isinstance(mark, Points | Symbols) and len(mark.spots.x):
        x, y = mark.spots.x, mark.spots.y
        return np.array([[x.min(), y.min(), x.max(), y.max()]])
    return np.empty((0, 4))

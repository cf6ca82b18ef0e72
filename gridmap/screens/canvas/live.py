"""An edit in the making above the picture of a map: drawn at every move, so it paints only what it covers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QRegion

from gridmap.scene.cells import within
from gridmap.scene.marks import Areas, Lines, Mark, Points, Symbols
from gridmap.scene.placing import Placed
from gridmap.scene.scene import Line, Live, Scene
from gridmap.scene.view import View
from gridmap.screens.canvas.letters import blank
from gridmap.screens.canvas.overlay import paint_symbols
from gridmap.screens.canvas.render import draw_vector
from gridmap.screens.canvas.sprites import Sprites
from gridmap.screens.canvas.strokes import polygon_of, translucent

AROUND = 14.0  # logical pixels: the widest live stroke, a handle, the rim of a square


class LiveLayer:
    """The live marks of one canvas. What does not follow the pointer is drawn once and then only copied."""

    def __init__(self) -> None:
        self.live = Live()
        self._covered = QRegion()
        self._look: tuple[Scene, View] | None = None
        self._details = QImage()
        self._turned: tuple[tuple[Areas, ...], list[tuple[QPointF, QImage]]] = ((), [])

    def show(self, live: Live, labels: Sequence[Placed], view: View, ratio: float) -> QRegion:
        """Show this from now on. What must be painted for it, in logical pixels."""
        before, was = self._covered, self.live
        self.live = live
        boxes = [box for mark in (*live.fills, *live.marks) for box in _boxes(mark, view)]
        for placed in labels:
            left, top, right, bottom = placed.box(view)
            wide = right - left  # other words may be broader, and have more lines
            boxes.append((left - wide, top, right + wide, bottom + 2 * (bottom - top)))
        self._covered = QRegion()
        for left, top, right, bottom in boxes:
            box = QRectF(left / ratio, top / ratio, (right - left) / ratio, (bottom - top) / ratio)
            grown = box.adjusted(-AROUND, -AROUND, AROUND, AROUND).toAlignedRect()
            self._covered = self._covered.united(grown)
        if live.turned != was.turned or bool(live.words) != bool(was.words):
            return QRegion(QRect(0, 0, view.width, view.height))
        return before.united(self._covered)

    def labels(self, labels: Sequence[Placed], sprites: Sprites) -> Sequence[Placed]:
        """The labels as they read meanwhile, each around the middle it had."""
        if not self.live.words:
            return labels
        return [_reworded(placed, self.live.words.get(placed.label.uuid), sprites) for placed in labels]

    def paint(self, painter: QPainter, scene: Scene, view: View, sprites: Sprites) -> None:
        """Everything but the words, with a painter of device pixels."""
        if self.live.turned or self.live.fills:
            self.get_ready(scene, view)
            for at, image in self._pictures(view):
                painter.drawImage(at, image)
            for fill in self.live.fills:
                _fill(painter, fill, view, self._details)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for mark in self.live.marks:
            if isinstance(mark, Areas | Lines):
                draw_vector(painter, mark, view)
            elif isinstance(mark, Symbols):
                paint_symbols(painter, mark, view, sprites)
            elif isinstance(mark, Points):
                _squares(painter, mark, view)

    def get_ready(self, scene: Scene, view: View) -> None:
        """The scene's own lines and points over nothing, for what is filled anew below them."""
        look = scene, replace(view, selected=frozenset())
        if self._look is None or self._look[0] is not scene or self._look[1] != look[1]:
            self._look, self._turned = look, ((), [])
            self._details = _details(scene, view)

    def _pictures(self, view: View) -> list[tuple[QPointF, QImage]]:
        """The whole areas as pictures, and where their corners are."""
        if self.live.turned != self._turned[0]:
            pairs = [(mark, box) for mark in self.live.turned for box in _boxes(mark, view)]
            drawn = [_picture(mark, view, box, self._details) for mark, box in pairs]
            self._turned = self.live.turned, drawn
        return self._turned[1]


def _details(scene: Scene, view: View) -> QImage:
    image = blank(view.width, view.height)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for mark in scene.marks:
        if mark.shown(view.logical_scale) and isinstance(mark, Lines):
            draw_vector(painter, mark, view)
        elif mark.shown(view.logical_scale) and isinstance(mark, Points):
            _squares(painter, mark, view, within(mark.spots.x, mark.spots.y, view.bounds))
    painter.end()
    return image


def _picture(mark: Areas, view: View, box: tuple[float, ...], details: QImage) -> tuple[QPointF, QImage]:
    """An area with what lies on it, as large as its part of the window."""
    left, top = max(0, int(box[0])), max(0, int(box[1]))
    image = blank(min(view.width, box[2] + 1) - left, min(view.height, box[3] + 1) - top)
    painter = QPainter(image)
    painter.translate(-left, -top)
    _fill(painter, mark, view, details)
    painter.end()
    return QPointF(left, top), image


def _fill(painter: QPainter, mark: Areas, view: View, details: QImage) -> None:
    """Areas filled anew, and in them the lines and points that were there."""
    draw_vector(painter, mark, view)
    path = QPainterPath()
    for row in range(len(mark.rings)):
        path.addPolygon(polygon_of(view.to_pixels(mark.rings.path(row))))
    painter.save()
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    for left, top, right, bottom in _boxes(mark, view):
        box = QRectF(left, top, right - left, bottom - top).toAlignedRect()
        painter.drawImage(box.topLeft(), details, box)
    painter.restore()


def _boxes(mark: Mark, view: View) -> Iterator[tuple[float, float, float, float]]:
    """Left, top, right, bottom in device pixels of the parts of a mark that reach into the window."""
    for west, south, east, north in _bounds(mark).tolist():
        (left, top), (right, bottom) = view.to_pixels(np.array([[west, north], [east, south]])).tolist()
        if right >= 0 and bottom >= 0 and left <= view.width and top <= view.height:
            yield left, top, right, bottom


def _bounds(mark: Mark) -> NDArray[np.float64]:
    if isinstance(mark, Areas):
        return mark.rings.bounds[~np.isnan(mark.rings.bounds).any(axis=1)]
    if isinstance(mark, Lines):
        return mark.paths.bounds
    if isinstance(mark, Points | Symbols) and len(mark.spots.x):
        x, y = mark.spots.x, mark.spots.y
        return np.array([[x.min(), y.min(), x.max(), y.max()]])
    return np.empty((0, 4))


def _reworded(placed: Placed, lines: tuple[Line, ...] | None, sprites: Sprites) -> Placed:
    if lines is None:
        return placed
    name = tuple(line for line in placed.label.lines if line.role in ("name", "locked"))
    label = replace(placed.label, lines=(*name, *lines))
    width, height = sprites.measure(label)
    sprites.label(label)  # now, not when there is time: it may not lag behind the hand
    return Placed(label, placed.dx + (placed.width - width) / 2, placed.dy, width, height)


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

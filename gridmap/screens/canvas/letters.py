"""Words put together from letters that are drawn once each: a halo costs a hundred times a copy."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPainterPathStroker, QPen

from gridmap.scene.scene import Line
from gridmap.screens.canvas.lettering import font
from gridmap.screens.canvas.measures import PLATES, Measures, side_by_side

STEPS = 4  # places between two pixels at which a letter may begin
LIMIT = 8000  # letters kept


@dataclass(frozen=True)
class Letter:
    """A drawn letter, or a word that is shaped as a whole. ``corner`` is where its image begins, from the
    pixel at which it is set and the upper edge of its line."""

    corner: QPoint
    ink: QImage
    halo: QImage | None


class Letters:
    """The letters of one theme at one pixel ratio."""

    def __init__(self, measures: Measures) -> None:
        self._measures = measures
        self._known: dict[tuple[str, str, int], Letter] = {}

    def write(self, painter: QPainter, line: Line, left: float) -> None:
        """Set a line into an image as high as the line, with a painter of device pixels: no letter's halo
        covers its neighbour."""
        set_letters = list(self._set(line, left))
        for at, letter in set_letters:
            if letter.halo is not None:
                painter.drawImage(at, letter.halo)
        for at, letter in set_letters:
            painter.drawImage(at, letter.ink)

    def _set(self, line: Line, left: float) -> Iterator[tuple[QPoint, Letter]]:
        """Each letter and where its image begins."""
        role, measures = line.role, self._measures
        for text in line.text if side_by_side(line.text) else (line.text,):
            if text != " ":
                yield self._at(role, text, left)
            left += measures.advance(role, text)
        if role == "locked":
            yield self._at(role, "", left)

    def _at(self, role: str, text: str, left: float) -> tuple[QPoint, Letter]:
        pixel, step = divmod(round(left * STEPS), STEPS)
        letter = self._known.get((role, text, step))
        if letter is None:
            if len(self._known) > LIMIT:
                self._known.clear()
            letter = self._known[role, text, step] = self._drawn(role, text, step / STEPS)
        return QPoint(pixel + letter.corner.x(), letter.corner.y()), letter

    def _drawn(self, role: str, text: str, left: float) -> Letter:
        kind, ratio = self._measures.types[role], self._measures.ratio
        path = self._path(role, text, left)
        reach = (0.0 if role in PLATES else kind.halo * ratio) + 1
        box = path.boundingRect().adjusted(-reach, -reach, reach, reach).toAlignedRect()
        halo = None
        if role not in PLATES:
            pen = QPen(QColor(kind.halo_colour), 2 * kind.halo * ratio)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            halo = _image(box, path, pen)
        return Letter(box.topLeft(), _image(box, path, QColor(kind.colour)), halo)

    def _path(self, role: str, text: str, left: float) -> QPainterPath:
        """The outlines; without a text those of a padlock."""
        kind, ratio = self._measures.types[role], self._measures.ratio
        height, size = math.ceil(kind.height * ratio), kind.size * ratio
        if not text:
            return padlock(QPointF(left + 0.9 * size, height / 2), size)
        metric, path = self._measures.metric(role), QPainterPath()
        baseline = (height + metric.ascent() - metric.descent()) / 2
        path.addText(QPointF(left, baseline), font(size, kind.weight, kind.spacing * ratio), text)
        return path


def _image(box: QRect, path: QPainterPath, look: QPen | QColor) -> QImage:
    """The strokes or the fill of some outlines, the image as large as ``box``."""
    image = blank(box.width(), box.height())
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(-box.topLeft())
    if isinstance(look, QPen):
        painter.strokePath(path, look)
    else:
        painter.fillPath(path, look)
    painter.end()
    return image


def blank(width: float, height: float) -> QImage:
    """A transparent image."""
    image = QImage(
        max(1, math.ceil(width)), max(1, math.ceil(height)), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.fill(Qt.GlobalColor.transparent)
    return image


def padlock(middle: QPointF, size: float) -> QPainterPath:
    """The sign of what is locked: a body and a shackle, as high as letters of ``size``."""
    wide, high = 0.8 * size, 0.52 * size
    body, bow = QPainterPath(), QPainterPath()
    top = middle.y() - 0.02 * size
    body.addRoundedRect(QRectF(middle.x() - wide / 2, top, wide, high), 0.1 * size, 0.1 * size)
    arc = QRectF(middle.x() - wide * 0.3, top - 0.42 * size, wide * 0.6, 0.6 * size)
    bow.moveTo(arc.left(), top + 1)
    bow.arcTo(arc, 180, -180)
    bow.lineTo(arc.right(), top + 1)
    stroke = QPainterPathStroker()
    stroke.setWidth(0.13 * size)
    return body.united(stroke.createStroke(bow))

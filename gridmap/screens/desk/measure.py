"""The measuring tool: click points, read the length; double-click ends, Esc cancels.

It lies over the map as a transparent sheet and listens to the map's own events, so that wheel,
middle drag and Space+drag go on panning and zooming.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from gridmap.i18n import _
from gridmap.screens.canvas import MapCanvas
from gridmap.screens.theme import font

Place = tuple[float, float]


def length_m(points: Sequence[Place]) -> float:
    """The length of a line in metres of the working CRS."""
    return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points))


def length_words(metres: float) -> str:
    """A length to read: metres below one kilometre, then kilometres."""
    return f"{metres:,.0f} m" if metres < 1000 else f"{metres / 1000:,.2f} km"


class MeasureTool(QWidget):
    """The sheet and its line. ``said`` carries the words for the status bar, ``ended`` that it is over."""

    said = Signal(str)
    ended = Signal()

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._space = False
        self.points: list[Place] = []
        self._at: Place | None = None
        self.active = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def start(self) -> None:
        """Take the clicks of the map."""
        self.points, self._at, self.active = [], None, True
        self._canvas.installEventFilter(self)
        self._canvas.view_changed.connect(self.update)
        self._canvas.setCursor(Qt.CursorShape.CrossCursor)
        self.setGeometry(self._canvas.rect())
        self.show()
        self.raise_()
        self.said.emit(_("测量：单击加点，双击结束，Esc 取消"))

    def stop(self) -> None:
        """Give the clicks back and take the line away."""
        if not self.active:
            return
        self.active = False
        self._canvas.removeEventFilter(self)
        self._canvas.view_changed.disconnect(self.update)
        self._canvas.unsetCursor()
        self.hide()
        self.ended.emit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 Qt's name
        """Points from left clicks; everything else is the map's."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            self._space = event.type() == QEvent.Type.KeyPress
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._canvas.rect())
        if isinstance(event, QMouseEvent) and not self._space:
            return self._mouse(event)
        return False

    def _mouse(self, event: QMouseEvent) -> bool:
        left = event.button() == Qt.MouseButton.LeftButton
        here = self._world(event.position())
        if event.type() == QEvent.Type.MouseButtonPress and left:
            self.points.append(here)
        elif event.type() == QEvent.Type.MouseButtonDblClick and left:
            self._finish()
        elif event.type() == QEvent.Type.MouseMove:
            self._at = here
        self._say()
        self.update()
        return left or event.type() == QEvent.Type.MouseButtonDblClick

    def _finish(self) -> None:
        self._at = None
        words = _("长 {length}").format(length=length_words(length_m(self.points)))
        self.stop()
        self.said.emit(words)

    def _line(self) -> list[Place]:
        return [*self.points, self._at] if self._at and self.points else list(self.points)

    def _say(self) -> None:
        if self.active and self.points:
            self.said.emit(_("长 {length}").format(length=length_words(length_m(self._line()))))

    def _world(self, position: QPointF) -> Place:
        ratio = self._canvas.view.ratio
        return self._canvas.view.to_world(position.x() * ratio, position.y() * ratio)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        """The line with its points and its length."""
        line = self._line()
        if not line:
            return
        pixels = self._canvas.view.to_pixels(np.array(line)) / self._canvas.view.ratio
        polygon = QPolygonF([QPointF(float(x), float(y)) for x, y in pixels])
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width in (("#FFFFFF", 5.0), ("#0B0F13", 2.0)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawPolyline(polygon)
        painter.setBrush(QColor("#FFFFFF"))
        painter.setPen(QPen(QColor("#0B0F13"), 1.5))
        for at in polygon.toList():
            painter.drawEllipse(at, 3.5, 3.5)
        if len(line) > 1:
            self._badge(painter, polygon.at(polygon.size() - 1), length_words(length_m(line)))
        painter.end()

    def _badge(self, painter: QPainter, at: QPointF, words: str) -> None:
        painter.setFont(font(13, 600))
        box = painter.fontMetrics().boundingRect(words).adjusted(-8, -4, 8, 4).toRectF()
        box.moveTopLeft(at + QPointF(14, -28))
        box.moveRight(min(box.right(), self.width() - 4.0))
        box.moveTop(max(box.top(), 4.0))
        painter.setPen(QPen(QColor("#CDD3D9"), 1))
        painter.setBrush(QColor("#F2F4F6"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor("#14181D"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

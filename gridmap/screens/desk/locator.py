"""The small map in the corner: the whole township, and what part of it the window shows."""

from typing import Any

import shapely
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from gridmap.i18n import _
from gridmap.screens.canvas import MapCanvas
from gridmap.screens.desk.state import DeskState

WIDTH, HEIGHT, INSET, PAD = 132, 140, 12, 8


class Locator(QWidget):
    """132 × 140 px at the map's lower left corner; it leaves when the whole township is in sight."""

    def __init__(self, state: DeskState, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._state, self._canvas = state, canvas
        self._shapes: list[Any] = []
        self._paths: list[QPainterPath] | None = None
        self.setFixedSize(WIDTH, HEIGHT)
        self.setToolTip(_("单击到那里"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        canvas.installEventFilter(self)
        canvas.view_changed.connect(self._follow)
        state.renewed.connect(self.refresh)
        self.refresh()

    def refresh(self, _tables: frozenset[str] = frozenset()) -> None:
        """Read the villages again."""
        snapshot = self._state.session.snapshot
        table = snapshot["villages"] if len(snapshot["villages"]) else snapshot["grids"]
        self._shapes = [shape for shape in table["geometry"] if shape is not None]
        bounds = shapely.total_bounds(self._shapes) if self._shapes else (0.0, 0.0, 1.0, 1.0)
        west, south, east, north = bounds
        self._scale = min((WIDTH - 2 * PAD) / max(east - west, 1), (HEIGHT - 2 * PAD) / max(north - south, 1))
        self._middle = ((west + east) / 2, (south + north) / 2)
        self._paths = None
        self.update()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 Qt's name
        """Stay in the corner."""
        if event.type() == QEvent.Type.Resize:
            self.move(INSET, self._canvas.height() - HEIGHT - INSET)
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 Qt's name
        """Go where the click is."""
        x = (event.position().x() - WIDTH / 2) / self._scale + self._middle[0]
        y = (HEIGHT / 2 - event.position().y()) / self._scale + self._middle[1]
        self._canvas.fly_to(x, y)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        """The villages and the window's frame."""
        colours = self._state.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.setBrush(QColor(colours.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(QPen(QColor(colours.bar), 1))
        painter.setBrush(QColor(colours.track))
        if self._paths is None:  # at first the whole township is in sight and this is hidden
            self._paths = [self._path(shape) for shape in shapely.simplify(self._shapes, 0.5 / self._scale)]
        for path in self._paths:
            painter.drawPath(path)
        painter.setPen(QPen(QColor(colours.text), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self._frame())
        painter.end()

    def _frame(self) -> QRectF:
        west, south, east, north = self._canvas.view.bounds
        frame = QRectF(self._point(west, north), self._point(east, south))
        return frame.intersected(QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5))

    def _point(self, x: float, y: float) -> QPointF:
        return QPointF(
            (x - self._middle[0]) * self._scale + WIDTH / 2, HEIGHT / 2 - (y - self._middle[1]) * self._scale
        )

    def _path(self, shape: Any) -> QPainterPath:  # noqa: ANN401 shapely ships no types
        path = QPainterPath()
        for part in shapely.get_parts(shape):
            ring = shapely.get_coordinates(shapely.get_exterior_ring(part))
            path.addPolygon(QPolygonF([self._point(float(x), float(y)) for x, y in ring]))
        return path

    def _follow(self) -> None:
        west, south, east, north = self._canvas.view.bounds
        x0, y0, x1, y1 = self._canvas.scene.bounds
        self.setVisible(not (west <= x0 and south <= y0 and east >= x1 and north >= y1))
        self.update()

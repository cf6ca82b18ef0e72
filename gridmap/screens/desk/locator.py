"""The small map in the corner: the whole township, and what part of it the window shows."""

import numpy as np
import shapely
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gridmap.i18n import _
from gridmap.scene.detail import Runs
from gridmap.scene.palette import Palette
from gridmap.scene.shapes import Geometries, drawn
from gridmap.scene.view import View
from gridmap.screens.canvas import MapCanvas
from gridmap.screens.canvas.letters import blank
from gridmap.screens.canvas.strokes import polygons_of
from gridmap.screens.desk.state import DeskState

WIDTH, HEIGHT, INSET, PAD = 132, 140, 12, 8


class Locator(QWidget):
    """132 × 140 px at the map's lower left corner; it leaves when the whole township is in sight."""

    def __init__(self, state: DeskState, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._state, self._canvas = state, canvas
        self._ground: tuple[object, QImage] = (None, QImage())
        self._shapes: Geometries | None = None
        self.setFixedSize(WIDTH, HEIGHT)
        self.setToolTip(_("单击到那里"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        canvas.installEventFilter(self)
        canvas.view_changed.connect(self._follow)
        state.renewed.connect(self.refresh)
        self.refresh()

    def refresh(self, _tables: frozenset[str] = frozenset()) -> None:
        """Read the villages again, where they are others than before."""
        snapshot = self._state.session.snapshot
        table = snapshot["villages"] if len(snapshot["villages"]) else snapshot["grids"]
        shapes = table["geometry"]
        if shapes is self._shapes:
            return
        self._shapes, self._villages = shapes, drawn(shapes)
        box = shapely.total_bounds(shapes) if len(shapes) else np.zeros(4)  # a township without a map yet
        west, south, east, north = np.nan_to_num(box).tolist()
        self._scale = min((WIDTH - 2 * PAD) / max(east - west, 1), (HEIGHT - 2 * PAD) / max(north - south, 1))
        self._middle = ((west + east) / 2, (south + north) / 2)
        self._ground = (None, QImage())
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
        painter.drawImage(QPointF(0, 0), self._picture(colours))
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

    def _picture(self, colours: Palette) -> QImage:
        """The villages, drawn once: a gesture paints them in every frame. Not before they are seen, for at
        first the whole township is in sight and this is hidden."""
        ratio = self.devicePixelRatioF()
        look = colours.theme, ratio
        if self._ground[0] != look:
            width, height = round(WIDTH * ratio), round(HEIGHT * ratio)
            x, y = self._middle
            image = blank(width, height)
            painter = QPainter(image)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(colours.line), ratio))
            painter.setBrush(QColor(colours.panel))
            rim = ratio / 2
            painter.drawRoundedRect(QRectF(rim, rim, width - 2 * rim, height - 2 * rim), 4 * ratio, 4 * ratio)
            painter.setPen(QPen(QColor(colours.bar), ratio))
            painter.setBrush(QColor(colours.track))
            view = View(width, height, x, y, self._scale * ratio, ratio)
            runs = Runs(*self._villages.at(0.5 / view.scale), self._villages.bounds)
            for _row, shape in polygons_of(runs, np.arange(len(runs)), view):
                painter.drawPolygon(shape)
            painter.end()
            image.setDevicePixelRatio(ratio)
            self._ground = look, image
        return self._ground[1]

    def _follow(self) -> None:
        west, south, east, north = self._canvas.view.bounds
        x0, y0, x1, y1 = self._canvas.scene.bounds
        self.setVisible(not (west <= x0 and south <= y0 and east >= x1 and north >= y1))
        self.update()

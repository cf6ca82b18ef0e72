"""One symbol of the legend, 20 × 16 px, as the map draws it."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from gridmap.scene.scene import LegendRow
from gridmap.township.value import dataclass

_SHAPES = {
    "triangle": ((10, 2), (17, 14), (3, 14)),
    "diamond": ((10, 1), (17, 8), (10, 15), (3, 8)),
    "pentagon": ((10, 1), (17, 6.5), (14.4, 14.5), (5.6, 14.5), (3, 6.5)),
}
_DASHES = {"dash": [4.0, 2.5], "dotted": [1.0, 2.0]}
WIDTH, HEIGHT = 20, 16


def paint_swatch(painter: QPainter, place: QPointF, entry: LegendRow, line: str) -> None:
    """Draw a row's symbol with its upper left corner there, edged in ``line``."""
    painter.save()
    painter.translate(place)
    _Swatch(painter, entry, QColor(line)).paint()
    painter.restore()


@dataclass(frozen=True)
class _Swatch:
    painter: QPainter
    entry: LegendRow
    line: QColor

    def paint(self) -> None:
        """The symbol, from the painter's origin."""
        swatch = self.entry.swatch
        if swatch in _SHAPES:
            self._shape(QPolygonF([QPointF(x, y) for x, y in _SHAPES[swatch]]))
        elif swatch in ("line", "dash", "casing", "swath"):
            self._stroke()
        elif swatch in ("square", "circle", "place", "ring"):
            self._point()
        else:
            self._area()

    def _shape(self, polygon: QPolygonF) -> None:
        self.painter.setPen(QPen(QColor(self.entry.second_colour or self.line), 1))
        self.painter.setBrush(QColor(self.entry.colour))
        self.painter.drawPolygon(polygon)

    def _stroke(self) -> None:
        entry, painter = self.entry, self.painter
        width = 6.0 if entry.swatch == "swath" else 2.0
        if entry.swatch == "casing":
            painter.setPen(QPen(QColor(entry.second_colour or self.line), 4.5))
            painter.drawLine(QPointF(1, 8), QPointF(19, 8))
        pen = QPen(QColor(entry.colour), width)
        if entry.swatch == "dash":
            pen.setDashPattern([3.0, 1.5])
        painter.setPen(pen)
        painter.drawLine(QPointF(1, 8), QPointF(19, 8))

    def _point(self) -> None:
        entry, painter = self.entry, self.painter
        painter.setPen(QPen(QColor(entry.second_colour or self.line), 1))
        painter.setBrush(QColor(entry.colour))
        if entry.swatch == "ring":
            painter.setPen(QPen(QColor(entry.colour), 2.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(10, 8), 5.5, 5.5)
        elif entry.swatch == "circle":
            painter.drawEllipse(QPointF(10, 8), 5, 5)
        elif entry.swatch == "square":
            painter.drawRect(QRectF(7, 5, 6, 6))
        else:
            painter.drawRoundedRect(QRectF(4, 2, 12, 12), 3, 3)

    def _area(self) -> None:
        entry, painter = self.entry, self.painter
        box = QRectF(0.75, 2.75, 17.5, 10.5)
        if entry.swatch == "outline":
            painter.setPen(QPen(QColor(entry.second_colour or self.line), 1.5))
            painter.setBrush(QColor(entry.colour))
        elif entry.swatch == "tag":
            painter.setPen(QPen(QColor(entry.colour), 1.5))
            painter.setBrush(QColor(entry.second_colour) if entry.second_colour else Qt.BrushStyle.NoBrush)
        else:
            pen = QPen(self.line, 1)
            if entry.swatch in _DASHES:
                pen.setDashPattern(_DASHES[entry.swatch])
            painter.setPen(pen)
            painter.setBrush(QColor(entry.colour))
        painter.drawRoundedRect(box, *((3, 3) if entry.swatch == "tag" else (0, 0)))
        if entry.swatch == "hatch":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(QColor(entry.second_colour or "#000000"), Qt.BrushStyle.BDiagPattern))
            painter.drawRect(box)

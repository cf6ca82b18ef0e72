"""The legend as the map draws it: the scene's own rows, each a swatch, words and a count."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gridmap.scene.scene import LegendRow
from gridmap.screens.desk.parts import label, row, set_tone
from gridmap.screens.theme import font

_SHAPES = {
    "triangle": ((10, 2), (17, 14), (3, 14)),
    "diamond": ((10, 1), (17, 8), (10, 15), (3, 8)),
    "pentagon": ((10, 1), (17, 6.5), (14.4, 14.5), (5.6, 14.5), (3, 6.5)),
}
_DASHES = {"dash": [4.0, 2.5], "dotted": [1.0, 2.0]}


class Swatch(QWidget):
    """One legend symbol, 20 × 16 px."""

    def __init__(self) -> None:
        super().__init__()
        self._entry = LegendRow("fill", "#000000", "")
        self._line = QColor()
        self.setFixedSize(QSize(20, 16))

    def show_entry(self, entry: LegendRow, line: str) -> None:
        """Draw another symbol, edged in ``line``."""
        self._entry, self._line = entry, QColor(line)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        """Draw the symbol."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        entry = self._entry
        if entry.swatch in _SHAPES:
            self._shape(painter, QPolygonF([QPointF(x, y) for x, y in _SHAPES[entry.swatch]]))
        elif entry.swatch in ("line", "dash", "casing", "swath"):
            self._stroke(painter)
        elif entry.swatch in ("square", "circle", "place", "ring"):
            self._point(painter)
        else:
            self._area(painter)
        painter.end()

    def _shape(self, painter: QPainter, polygon: QPolygonF) -> None:
        painter.setPen(QPen(QColor(self._entry.second_colour or self._line), 1))
        painter.setBrush(QColor(self._entry.colour))
        painter.drawPolygon(polygon)

    def _stroke(self, painter: QPainter) -> None:
        entry = self._entry
        width = 6.0 if entry.swatch == "swath" else 2.0
        if entry.swatch == "casing":
            painter.setPen(QPen(QColor(entry.second_colour or self._line), 4.5))
            painter.drawLine(QPointF(1, 8), QPointF(19, 8))
        pen = QPen(QColor(entry.colour), width)
        if entry.swatch == "dash":
            pen.setDashPattern([3.0, 1.5])
        painter.setPen(pen)
        painter.drawLine(QPointF(1, 8), QPointF(19, 8))

    def _point(self, painter: QPainter) -> None:
        painter.setPen(QPen(QColor(self._entry.second_colour or self._line), 1))
        painter.setBrush(QColor(self._entry.colour))
        if self._entry.swatch == "ring":
            painter.setPen(QPen(QColor(self._entry.colour), 2.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(10, 8), 5.5, 5.5)
        elif self._entry.swatch == "circle":
            painter.drawEllipse(QPointF(10, 8), 5, 5)
        elif self._entry.swatch == "square":
            painter.drawRect(QRectF(7, 5, 6, 6))
        else:
            painter.drawRoundedRect(QRectF(4, 2, 12, 12), 3, 3)

    def _area(self, painter: QPainter) -> None:
        entry, box = self._entry, QRectF(0.75, 2.75, 17.5, 10.5)
        if entry.swatch == "outline":
            painter.setPen(QPen(QColor(entry.second_colour or self._line), 1.5))
            painter.setBrush(QColor(entry.colour))
        elif entry.swatch == "tag":
            painter.setPen(QPen(QColor(entry.colour), 1.5))
            painter.setBrush(QColor(entry.second_colour) if entry.second_colour else Qt.BrushStyle.NoBrush)
        else:
            pen = QPen(self._line, 1)
            if entry.swatch in _DASHES:
                pen.setDashPattern(_DASHES[entry.swatch])
            painter.setPen(pen)
            painter.setBrush(QColor(entry.colour))
        painter.drawRoundedRect(box, *((3, 3) if entry.swatch == "tag" else (0, 0)))
        if entry.swatch == "hatch":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(QColor(entry.second_colour or "#000000"), Qt.BrushStyle.BDiagPattern))
            painter.drawRect(box)


class Entry(QWidget):
    """One row, 24 px. It can be given another one to say: making a widget takes longer than writing in it."""

    def __init__(self) -> None:
        super().__init__()
        self._said: tuple[LegendRow, str] | None = None
        self._swatch, self._title, self._count = Swatch(), label(), label()
        self.setFixedHeight(24)
        self.setLayout(row(self._swatch, self._title, None, self._count))

    def say(self, entry: LegendRow, line: str) -> None:
        """Show this row, its swatch edged in ``line``."""
        if self._said == (entry, line):
            return
        self._said = entry, line
        empty = entry.count == 0
        self._swatch.show_entry(entry, line)
        self._title.setText(entry.title)
        self._count.setText("" if entry.count is None else f"{entry.count:,}")
        self._count.setFont(font(13, 400 if empty else 600))
        for part in (self._title, self._count):
            set_tone(part, "third" if empty else "")


class Legend(QWidget):
    """All rows of one scene's legend."""

    def __init__(self) -> None:
        super().__init__()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._made: list[Entry] = []

    def show_rows(self, rows: tuple[LegendRow, ...], line: str) -> None:
        """Show these rows, swatches edged in ``line``; rows that are there already are given the words."""
        while len(self._made) < len(rows):
            self._made.append(Entry())
            self._box.addWidget(self._made[-1])
        for made, entry in zip(self._made, rows, strict=False):
            made.say(entry, line)
        for at, made in enumerate(self._made):
            made.setVisible(at < len(rows))

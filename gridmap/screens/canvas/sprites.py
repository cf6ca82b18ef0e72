"""Labels and symbols drawn once and then only copied."""

import math
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from gridmap.scene.marks import Symbol
from gridmap.scene.placing import Placed
from gridmap.scene.scene import Label, Line
from gridmap.screens.canvas.corners import Corners
from gridmap.screens.canvas.lettering import font
from gridmap.screens.canvas.letters import Letters, blank
from gridmap.screens.canvas.measures import PLATES, Measures

LIMIT = 4000  # sprites kept; a district's labels at a few scales


class Sprites:
    """The drawn labels and symbols of one theme at one pixel ratio."""

    def __init__(self, theme: str, ratio: float, sizes: Mapping[str, float] | None = None) -> None:
        self.theme = theme
        self.ratio = ratio
        self.sizes = dict(sizes or {})
        self.measures = Measures(theme, ratio, sizes)
        self.corners = Corners()
        self._types = self.measures.types
        self._letters = Letters(self.measures)
        self._labels: dict[tuple[Line, ...], QImage] = {}
        self._lines: dict[Line, QImage] = {}
        self._symbols: dict[Symbol, QImage] = {}
        self._blocks: tuple[Sequence[Placed], list[QImage | None]] = ((), [])

    def label(self, label: Label) -> QImage:
        """The image of a label's block, in device pixels, halo included."""
        image = self._labels.get(label.lines)
        if image is None:
            if len(self._labels) > LIMIT:
                self._labels.clear()
            image = self._labels[label.lines] = self._draw_label(label.lines)
        return image

    def ready(self, label: Label) -> QImage | None:
        """The image of a label's block if it is drawn already."""
        return self._labels.get(label.lines)

    def blocks(self, labels: Sequence[Placed]) -> list[QImage | None]:
        """A place for the image of each of the labels that were placed last, for who paints them frame by
        frame; None until it is put there."""
        if self._blocks[0] is not labels:
            self._blocks = labels, [None] * len(labels)
        return self._blocks[1]

    def measure(self, label: Label) -> tuple[float, float]:
        """Width and height of a label's block in device pixels."""
        return self.measures.label(label)

    def symbol(self, symbol: Symbol) -> QImage:
        """The image of a symbol, its point in the middle."""
        image = self._symbols.get(symbol)
        if image is None:
            image = self._symbols[symbol] = draw_symbol(symbol, self.ratio)
        return image

    def _draw_label(self, lines: tuple[Line, ...]) -> QImage:
        sizes = [self.measures.line(line) for line in lines]
        width, height = max(size[0] for size in sizes), sum(size[1] for size in sizes)
        image = blank(width, height)
        painter = QPainter(image)
        top = 0.0
        for line, (own_width, own_height) in zip(lines, sizes, strict=True):
            painter.drawImage(QPointF((width - own_width) / 2, top), self._line(line))
            top += own_height
        painter.end()
        return image

    def _line(self, line: Line) -> QImage:
        """One line alone: a name stays while the number below it changes."""
        if line not in self._lines:
            if len(self._lines) > LIMIT:
                self._lines.clear()
            self._lines[line] = self._draw_line(line)
        return self._lines[line]

    def _draw_line(self, line: Line) -> QImage:
        box = QRectF(0, 0, *self.measures.line(line))
        image = blank(box.width(), box.height())
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if line.role in PLATES:
            self._plate(painter, line, box)
        else:
            self._letters.write(painter, line, self._types[line.role].halo * self.ratio)
        painter.end()
        return image

    def _plate(self, painter: QPainter, line: Line, box: QRectF) -> None:
        """A badge (filled, with a triangle) or a tag (outlined)."""
        kind, ratio, rim = self._types[line.role], self.ratio, PLATES[line.role] * self.ratio
        inner = box.adjusted(rim / 2, rim / 2, -rim / 2, -rim / 2)
        badge = line.role == "badge"
        painter.setPen(QPen(QColor(kind.colour), rim))
        painter.setBrush(QColor(kind.halo_colour))
        painter.drawRoundedRect(inner, 3 * ratio, 3 * ratio)
        left = box.left() + kind.size * 0.5 * ratio
        if badge:
            side = kind.size * 0.75 * ratio
            middle = QPointF(left + side / 2, box.center().y())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(kind.colour))
            painter.drawPolygon(polygon("triangle", middle, side))
            left += side * 1.25
        self._letters.write(painter, line, left)


def polygon(shape: str, middle: QPointF, size: float) -> QPolygonF:
    """A triangle, diamond, pentagon or square of the same visual weight."""
    half = size / 2
    if shape == "triangle":
        corners = [(0.0, -half), (half, half * 0.8), (-half, half * 0.8)]
    elif shape == "diamond":
        corners = [(0.0, -half), (half, 0.0), (0.0, half), (-half, 0.0)]
    elif shape == "pentagon":
        turns = [math.radians(72 * k - 90) for k in range(5)]
        corners = [(half * math.cos(turn), half * math.sin(turn)) for turn in turns]
    else:
        corners = [(-half, -half), (half, -half), (half, half), (-half, half)]
    return QPolygonF([QPointF(middle.x() + x, middle.y() + y) for x, y in corners])


def draw_symbol(symbol: Symbol, ratio: float) -> QImage:
    """A symbol with its rim and the characters in it, in device pixels."""
    size, rim = symbol.size * ratio, max(1.5, min(3.0, symbol.size / 14)) * ratio
    width = size + 4 * rim + _beside(symbol) * ratio
    image = blank(width, size + 4 * rim)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = QPointF(image.width() / 2, image.height() / 2)
    pen = QPen(QColor(symbol.rim), rim * 2 if symbol.shape not in ("elder",) else rim)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(QColor(symbol.colour))
    if symbol.shape == "ring":
        _ring(painter, symbol, middle, ratio)
    elif symbol.shape == "elder":
        _elder(painter, symbol, middle, ratio)
    elif symbol.shape == "place":
        _place(painter, symbol, middle, size, ratio)
    elif symbol.shape == "disc":
        painter.drawEllipse(middle, size / 2, size / 2)
    else:
        _two_pass(painter, polygon(symbol.shape, middle, size), symbol)
    painter.end()
    return image


def _beside(symbol: Symbol) -> float:
    """How much wider than its size the characters make a symbol, logical pixels."""
    if symbol.shape == "ring" and symbol.text:
        return 2 * _plate_width(symbol.text)
    return len(symbol.text) * 12 + 4 if symbol.shape == "elder" and symbol.text else 0.0


def _plate_width(text: str) -> float:
    return 8.0 + sum(7.5 if mark.isascii() else 12.0 for mark in text)


def _ring(painter: QPainter, symbol: Symbol, middle: QPointF, ratio: float) -> None:
    """A ring on a halo, closed as far as its turn, and a plate with its characters at the right."""
    radius, wide = (symbol.size / 2 - 1.5) * ratio, (3.0 if symbol.size > 16 else 2.5) * ratio
    box = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width, turn in ((symbol.rim, wide + 2.4 * ratio, 1.0), (symbol.colour, 1.0 * ratio, 1.0),
                                (symbol.colour, wide, symbol.turn)):  # fmt: skip
        pen = QPen(QColor(colour), width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawArc(box, 90 * 16, -round(min(turn, 1.0) * 360 * 16))
    if symbol.text:
        width, height = _plate_width(symbol.text) * ratio, 15 * ratio
        plate = QRectF(middle.x() + radius - 2 * ratio, middle.y() - height / 2, width, height)
        painter.setPen(QPen(QColor(symbol.rim), 1.2 * ratio))
        painter.setBrush(QColor(symbol.colour))
        painter.drawRoundedRect(plate, 3 * ratio, 3 * ratio)
        painter.setFont(font(11.5 * ratio, 700))
        painter.setPen(QColor(symbol.rim))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, symbol.text)


def _two_pass(painter: QPainter, shape: QPolygonF, symbol: Symbol) -> None:
    """The rim around, then the full shape upon it."""
    painter.drawPolygon(shape)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(symbol.colour))
    painter.drawPolygon(shape)


def _place(painter: QPainter, symbol: Symbol, middle: QPointF, size: float, ratio: float) -> None:
    box = QRectF(middle.x() - size / 2, middle.y() - size / 2, size, size)
    radius = size * 10 / 56
    painter.drawRoundedRect(box, radius, radius)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawRoundedRect(box, radius, radius)
    painter.setFont(font(size * 0.62, 700))
    painter.setPen(QColor(symbol.ink))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, symbol.text)


def _elder(painter: QPainter, symbol: Symbol, middle: QPointF, ratio: float) -> None:
    """A circle; with marks it widens to hold them."""
    count = len(symbol.text)
    if not count:
        painter.drawEllipse(middle, 5 * ratio, 5 * ratio)
        return
    height, width = 18 * ratio, (18 if count == 1 else 31) * ratio
    box = QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)
    painter.drawRoundedRect(box, height / 2, height / 2)
    painter.setFont(font(12 * ratio, 500))
    painter.setPen(QColor(symbol.ink))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, symbol.text)

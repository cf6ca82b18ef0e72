"""Paints marks with QPainter, and reads them: is every text big, clear and free of its neighbours?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import singledispatch
from itertools import combinations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from gridmap.screens.wall.colours import contrast
from gridmap.screens.wall.layout import LEAST_MINUTES, LEAST_PX, Layout
from gridmap.screens.wall.sheet import Block, Line, Mark, Symbol, Text, font

LEAST_CONTRAST = 4.5


def paint(painter: QPainter, marks: Iterable[Mark]) -> None:
    """Paint marks in their order; ``painter`` is in device pixels."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    for mark in marks:
        _draw(mark, painter)


@singledispatch
def _draw(mark: object, painter: QPainter) -> None:
    raise TypeError(mark)


@_draw.register
def _(mark: Text, painter: QPainter) -> None:
    face = font(mark.size, mark.bold)
    if mark.halo:
        path = QPainterPath()
        path.addText(QPointF(mark.x, mark.baseline), face, mark.text)
        painter.strokePath(path, _pen(mark.on, 2 * mark.halo))
    painter.setFont(face)
    painter.setPen(QColor(mark.colour))
    painter.drawText(QPointF(mark.x, mark.baseline), mark.text)


@_draw.register
def _(mark: Block, painter: QPainter) -> None:
    box = QRectF(mark.x, mark.y, mark.width, mark.height)
    if mark.edge:
        painter.setPen(QPen(QColor(mark.colour), mark.edge))
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(mark.colour))
    painter.drawRoundedRect(box, mark.radius, mark.radius)
    if mark.hatch:
        _hatch(painter, box, mark.hatch)


def _hatch(painter: QPainter, box: QRectF, unit: float) -> None:
    """The 45-degree lines of a broken cap, over a bar."""
    painter.save()
    painter.setClipRect(box)
    painter.setPen(QPen(QColor(20, 24, 29, 150), 3 * unit))
    x = box.left() - box.height()
    while x < box.right():
        painter.drawLine(QPointF(x, box.bottom()), QPointF(x + box.height(), box.top()))
        x += 12 * unit
    painter.restore()


@_draw.register
def _(mark: Line, painter: QPainter) -> None:
    pen = _pen(mark.colour, mark.width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap if mark.round else Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawLine(QPointF(mark.x1, mark.y1), QPointF(mark.x2, mark.y2))


@_draw.register
def _(mark: Symbol, painter: QPainter) -> None:
    shape = QPolygonF([QPointF(x, y) for x, y in mark.points])
    if mark.rim:
        painter.setPen(_pen(mark.rim_colour, 2 * mark.rim))
        painter.setBrush(QColor(mark.rim_colour))
        painter.drawPolygon(shape)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(mark.colour))
    painter.drawPolygon(shape)


def _pen(colour: str, width: float) -> QPen:
    pen = QPen(QColor(colour), width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


@dataclass(frozen=True)
class Legibility:
    """One painted text as the last row of seats meets it: ``px`` high, so many ``minutes`` of arc.

    ``faults`` says what is wrong, if anything.
    """

    text: str
    px: int
    minutes: float
    contrast: float
    faults: tuple[str, ...]


def legibility(marks: Sequence[Mark], layout: Layout) -> list[Legibility]:
    """Every text among ``marks`` with its size and contrast, and its faults: too small for the
    farthest seat, under 4.5:1, out of its zone, or printed over another text."""
    texts = [mark for mark in marks if isinstance(mark, Text)]
    inks = [mark.ink for mark in texts]
    covered: dict[int, list[str]] = {}
    for one, two in combinations(range(len(texts)), 2):
        if inks[one].intersects(inks[two]):
            covered.setdefault(one, []).append(f"meets {texts[two].text}")
            covered.setdefault(two, []).append(f"meets {texts[one].text}")
    return [
        Legibility(mark.text, mark.size, layout.minutes(mark.size), contrast(mark.colour, mark.on),
                   (*_faults(mark, inks[at], layout), *covered.get(at, ())))
        for at, mark in enumerate(texts)
    ]  # fmt: skip


def _faults(mark: Text, ink: QRectF, layout: Layout) -> list[str]:
    faults = []
    if mark.size < LEAST_PX:
        faults.append(f"under {LEAST_PX} px")
    if layout.minutes(mark.size) < LEAST_MINUTES:
        faults.append(f"under {LEAST_MINUTES:.0f}′")
    if contrast(mark.colour, mark.on) < LEAST_CONTRAST:
        faults.append(f"{mark.colour} on {mark.on}")
    zone = QRectF(mark.zone.x, mark.zone.y, mark.zone.width, mark.zone.height)
    if not zone.contains(ink):
        faults.append("out of its zone")
    return faults

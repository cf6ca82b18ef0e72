"""One grid drawn for the hand: its border, neighbours, roads, waters, groups, every house with its number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
import shapely.affinity
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from gridmap.i18n import _
from gridmap.redraw.compare.side import Side
from gridmap.scene.scale_bar import scale_bar
from gridmap.screens.paper.paper import FINE, INK, LINE, SECOND, Paper, face

Box = tuple[float, float, float, float]
Rows = NDArray[np.int64]

SCALES = (500, 1000, 1500, 2000, 2500, 3000, 4000, 5000, 6000, 7500, 10_000, 12_500, 15_000, 20_000, 25_000,
          30_000, 40_000, 50_000, 75_000, 100_000)  # fmt: skip
OUTSIDE, ROAD, WATER, PAPER = "#F1F3F5", "#8C97A2", "#7FA8C9", "#FFFFFF"
HOUSE, NUMBER = 0.9, 1.9
"""A house's square and its number, millimetres."""


@dataclass(frozen=True)
class Frame:
    """Where the map lies on the page (millimetres) and which ground it shows (metres)."""

    x: float
    y: float
    width: float
    height: float
    middle: tuple[float, float]
    scale: int

    @classmethod
    def around(cls, shape: shapely.Geometry, x: float, y: float, width: float, height: float) -> "Frame":
        """The largest round scale at which all of ``shape`` is in the box, with a margin."""
        west, south, east, north = shapely.bounds(shape).tolist()
        needed = max((east - west) / (width * 0.92), (north - south) / (height * 0.92)) * 1000
        scale = next((scale for scale in SCALES if scale >= needed), int(np.ceil(needed / 1e5) * 1e5))
        return cls(x, y, width, height, ((west + east) / 2, (south + north) / 2), scale)

    @property
    def ground(self) -> shapely.Geometry:
        """The rectangle of ground that is shown."""
        half = self.width / 2000 * self.scale, self.height / 2000 * self.scale
        x, y = self.middle
        return shapely.box(x - half[0], y - half[1], x + half[0], y + half[1])

    def places(self, ground: NDArray[np.float64]) -> NDArray[np.float64]:
        """Ground x, y rows as painter units."""
        per_metre = 1000 / self.scale
        x = self.x + self.width / 2 + (ground[:, 0] - self.middle[0]) * per_metre
        y = self.y + self.height / 2 - (ground[:, 1] - self.middle[1]) * per_metre
        return np.column_stack([x, y]) * FINE


def draw_ground(paper: Paper, frame: Frame, side: Side, grid: int, houses: Rows) -> None:
    """The map of a grid row; ``houses`` are its households in the order of their numbers. A house whose
    number found no room is counted in the corner."""
    snapshot, box = side.snapshot, (frame.x, frame.y, frame.width, frame.height)
    paper.box(*box, fill=OUTSIDE)
    shape = side.grids["geometry"][grid]
    with paper.within(*box) as painter:
        _fill(painter, frame, shape, PAPER)
        _lines(painter, frame, snapshot["waters"].text("geometry"), ((WATER, 0.7),))
        _lines(painter, frame, snapshot["roads"].text("geometry"), ((ROAD, 0.8), (PAPER, 0.5)))
        _borders(painter, frame, snapshot["groups"].text("geometry"), SECOND, 0.15, (1.0, 4.0))
        _borders(painter, frame, side.grids.text("geometry"), INK, 0.25, (8.0, 4.0))
        _borders(painter, frame, snapshot["villages"].text("geometry"), INK, 0.5)
        _border(painter, frame, shape, INK, 0.8)
        taken = list(_names(painter, frame, side, grid))
        others = np.setdiff1d(np.arange(len(snapshot["households"])), houses)
        _dots(painter, frame, side, others, LINE, 0.5)
        unnumbered = _houses(painter, frame, side, houses, taken)
    paper.box(*box, rim=INK, stroke=0.3)
    _furniture(paper, frame, snapshot.settings.schematic)
    if unnumbered:
        words = _("{n} 户太密，图上未标号，见名册").format(n=unnumbered)
        paper.box(frame.x + 3, frame.y + frame.height - 9, 62, 6, fill=PAPER)
        paper.text(frame.x + 5, frame.y + frame.height - 9, 60, 6, words, 3.0, SECOND)


def _fill(painter: QPainter, frame: Frame, shape: shapely.Geometry, colour: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    path = QPainterPath()
    for ring in shapely.get_rings(shapely.get_parts(shape)):
        path.addPolygon(_polygon(frame, ring))
    painter.drawPath(path)


def _lines(
    painter: QPainter, frame: Frame, shapes: NDArray[np.object_], strokes: Sequence[tuple[str, float]]
) -> None:
    """Every stroke of all of them before the next, so that crossings stay open."""
    seen = _shown(frame, shapes)
    for colour, width in strokes:
        painter.setPen(_pen(colour, width))
        for line in seen:
            painter.drawPolyline(_polygon(frame, line))


def _borders(
    painter: QPainter, frame: Frame, shapes: NDArray[np.object_], colour: str, width: float,
    dash: Sequence[float] = (),
) -> None:  # fmt: skip
    there = shapes[~shapely.is_missing(shapes)]
    near = there[shapely.intersects(there, frame.ground)]
    once = shapely.line_merge(shapely.union_all(shapely.boundary(near)))  # a dash drawn twice is none
    painter.setPen(_pen(colour, width, dash))
    for line in shapely.get_parts(once):
        painter.drawPolyline(_polygon(frame, line))


def _border(painter: QPainter, frame: Frame, shape: shapely.Geometry, colour: str, width: float) -> None:
    painter.setPen(_pen(colour, width))
    for ring in shapely.get_rings(shapely.get_parts(shape)):
        painter.drawPolyline(_polygon(frame, ring))


def _names(painter: QPainter, frame: Frame, side: Side, grid: int) -> Iterator[Box]:
    """Groups inside and grids outside by name, within what is shown of them."""
    groups, ground = side.snapshot["groups"], shapely.affinity.scale(frame.ground, 0.9, 0.94)
    own = np.flatnonzero(side.census.grid_of_group == grid)
    shapes = [*(groups["geometry"][row] for row in own), *side.grids["geometry"]]
    words = [*(str(groups["name"][row]) for row in own), *map(side.grid_title, range(len(side.grids)))]
    for at, (shape, name) in enumerate(zip(shapes, words, strict=True)):
        if shape is None or at - len(own) == grid:
            continue
        seen = shapely.intersection(shapely.make_valid(shape), ground)
        if shapely.area(seen) > 0:
            spot = shapely.get_coordinates(shapely.point_on_surface(seen))
            inside = at < len(own)
            yield _word(
                painter, frame.places(spot)[0], name, 3.4 if inside else 4.6, SECOND if inside else LINE
            )


def _word(painter: QPainter, place: NDArray[np.float64], name: str, size: float, colour: str) -> Box:
    font = face(size, 600)
    width = QFontMetricsF(font).horizontalAdvance(name)
    x, y = float(place[0]) - width / 2, float(place[1]) + size * FINE * 0.36
    path = QPainterPath()
    path.addText(QPointF(x, y), font, name)
    painter.strokePath(path, _pen(PAPER, 0.8))
    painter.fillPath(path, QColor(colour))
    return x, y - size * FINE, x + width, y


def _dots(painter: QPainter, frame: Frame, side: Side, rows: Rows, colour: str, size: float) -> None:
    for x, y in _shown_places(frame, side, rows)[1].tolist():
        half = size * FINE / 2
        painter.fillRect(QRectF(x - half, y - half, 2 * half, 2 * half), QColor(colour))


def _houses(painter: QPainter, frame: Frame, side: Side, houses: Rows, taken: list[Box]) -> int:
    """Every house as a square, its number beside it where there is room; how many found none."""
    at, places = _shown_places(frame, side, houses)
    half, size = HOUSE * FINE / 2, NUMBER * FINE
    font = face(NUMBER, 500)
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    _dots(painter, frame, side, houses, INK, HOUSE)
    room = _Room([*taken, *((x - half, y - half, x + half, y + half) for x, y in places.tolist())])
    painter.setPen(QColor(INK))
    lost = len(houses) - len(at)
    for number, (x, y) in zip(at.tolist(), places.tolist(), strict=True):
        words = str(number + 1)
        width, gap = metrics.horizontalAdvance(words), half * 1.3
        for left, base in (
            (x + gap, y + size * 0.36), (x - gap - width, y + size * 0.36),
            (x - width / 2, y - gap), (x - width / 2, y + gap + size * 0.74),
            (x + gap, y - gap), (x + gap, y + gap + size * 0.5),
            (x - gap - width, y - gap), (x - gap - width, y + gap + size * 0.5),
        ):  # fmt: skip
            if room.take((left, base - size * 0.74, left + width, base)):
                painter.drawText(QPointF(left, base), words)
                break
        else:
            lost += 1
    return lost


class _Room:
    """What is taken of the page, in squares of a few millimetres so that few boxes are asked."""

    STEP = 4.0 * FINE

    def __init__(self, boxes: Sequence[Box]) -> None:
        self._cells: dict[tuple[int, int], list[Box]] = {}
        for box in boxes:
            self._put(box)

    def take(self, box: Box) -> bool:
        """Take a box when nothing else has any of it."""
        for cell in self._of(box):
            for x0, y0, x1, y1 in self._cells.get(cell, ()):
                if box[0] < x1 and x0 < box[2] and box[1] < y1 and y0 < box[3]:
                    return False
        self._put(box)
        return True

    def _put(self, box: Box) -> None:
        for cell in self._of(box):
            self._cells.setdefault(cell, []).append(box)

    def _of(self, box: Box) -> Iterator[tuple[int, int]]:
        x0, y0, x1, y1 = (int(number // self.STEP) for number in box)
        return ((x, y) for x in range(x0, x1 + 1) for y in range(y0, y1 + 1))


def _furniture(paper: Paper, frame: Frame, schematic: bool) -> None:
    """Scale bar, the scale in figures, the north arrow, and 示意 where the ground is not surveyed."""
    right, bottom = frame.x + frame.width - 6, frame.y + frame.height - 6
    length, words = scale_bar(1000 / frame.scale, 60.0)
    paper.box(right - length - 22, bottom - 12, length + 26, 16, fill=PAPER)
    paper.line(right - length, bottom, right, bottom, INK, 0.5)
    for x in (right - length, right):
        paper.line(x, bottom - 2, x, bottom + 0.25, INK, 0.5)
    paper.text(
        right - length - 10, bottom - 7.5, length + 10, 5, f"1:{frame.scale:,}　{words}", 3.2, align="right"
    )
    x, y = right - length - 15, bottom - 4
    arrow = QPolygonF(
        [QPointF((x + dx) * FINE, (y + dy) * FINE) for dx, dy in ((0, -4), (2, 3), (0, 1.6), (-2, 3))]
    )
    paper.painter.setPen(Qt.PenStyle.NoPen)
    paper.painter.setBrush(QColor(INK))
    paper.painter.drawPolygon(arrow)
    paper.text(x - 4, y - 8.5, 8, 4.4, _("北"), 3.2, weight=600, align="centre")
    if schematic:
        paper.box(frame.x + frame.width - 20, frame.y + 4, 16, 7.5, rim=LINE, fill=PAPER)
        paper.text(frame.x + frame.width - 20, frame.y + 4, 16, 7.5, _("示意"), 4.0, align="centre")


def _shown(frame: Frame, lines: NDArray[np.object_]) -> NDArray[np.object_]:
    there = lines[~shapely.is_missing(lines)]
    return np.asarray(shapely.get_parts(there[shapely.intersects(there, frame.ground)]), object)


def _shown_places(frame: Frame, side: Side, rows: Rows) -> tuple[Rows, NDArray[np.float64]]:
    """Which of the households are in the frame (indexes into ``rows``), and where."""
    table = side.snapshot["households"]
    ground = np.column_stack([table.number("x")[rows], table.number("y")[rows]])
    west, south, east, north = shapely.bounds(frame.ground).tolist()
    x, y = ground[:, 0], ground[:, 1]
    at = np.flatnonzero((x > west) & (x < east) & (y > south) & (y < north))
    return at, frame.places(ground[at])


def _polygon(frame: Frame, line: shapely.Geometry) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in frame.places(shapely.get_coordinates(line)).tolist()])


def _pen(colour: str, width: float, dash: Sequence[float] = ()) -> QPen:
    pen = QPen(QColor(colour), width * FINE)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if dash else Qt.PenCapStyle.RoundCap)
    if dash:
        pen.setDashPattern(list(dash))
    return pen

"""What stands still over the map: scale bar, north arrow, 示意, the coordinates under the pointer."""

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPainterPath, QPen, QPolygonF

from gridmap.i18n import _
from gridmap.scene.palette import Palette, palette
from gridmap.scene.placing import Box
from gridmap.scene.scale_bar import scale_bar
from gridmap.scene.scene import Scene
from gridmap.scene.view import View
from gridmap.screens.canvas.lettering import font
from gridmap.screens.canvas.letters import blank


@dataclass
class Furniture:
    """Which pieces a canvas shows, and how far from its edges (logical pixels)."""

    scale_bar: bool = True
    north: bool = True
    schematic: bool = True
    coordinates: bool = False
    inset: float = 20.0
    _corner: tuple[object, QImage] | None = field(default=None, init=False, repr=False, compare=False)

    def boxes(self, scene: Scene, view: View) -> list[Box]:
        """What labels must keep clear of, in device pixels."""
        ratio, inset = view.ratio, self.inset * view.ratio
        found: list[Box] = []
        if self.scale_bar or self.north:
            found.append(
                (view.width - inset - 170 * ratio, view.height - inset - 56 * ratio, view.width, view.height)
            )
        if self.schematic and scene.schematic:
            found.append((view.width - inset - 56 * ratio, 0.0, view.width, inset + 32 * ratio))
        return found

    def paint(
        self,
        painter: QPainter,
        scene: Scene,
        view: View,
        pointer: tuple[float, float] | None,
        dirty: Box | None = None,
    ) -> None:
        """Draw the pieces with a painter of device pixels; none when none reaches into ``dirty``."""
        if dirty is not None and not self.coordinates:
            boxes = self.boxes(scene, view)
            if not any(box[0] < dirty[2] and dirty[0] < box[2] and box[1] < dirty[3] and dirty[1] < box[3]
                       for box in boxes):  # fmt: skip
                return
        colours = palette(scene.theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.scale_bar or self.north:
            corner = self._corner_image(view, colours)
            painter.drawImage(QPointF(view.width - corner.width(), view.height - corner.height()), corner)
        if self.schematic and scene.schematic:
            _schematic(painter, view, colours, self.inset * 0.6)
        if self.coordinates and pointer is not None:
            _coordinates(painter, view, colours, pointer, self.inset)

    def _corner_image(self, view: View, colours: Palette) -> QImage:
        """Scale bar and north arrow, drawn again only when they change: halos are slow."""
        ratio = view.ratio
        length, words = scale_bar(view.scale, 110 * ratio)
        key = (colours.theme, ratio, self.inset, self.scale_bar, self.north, round(length), words)
        if self._corner is None or self._corner[0] != key:
            image = blank((170 + self.inset) * ratio, (56 + self.inset) * ratio)
            right, bottom = image.width() - self.inset * ratio, image.height() - self.inset * ratio
            painter = QPainter(image)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.scale_bar:
                right -= _scale_bar(painter, view, colours, right, bottom) + 20 * ratio
            if self.north:
                _north(painter, view, colours, right, bottom)
            painter.end()
            self._corner = (key, image)
        return self._corner[1]


def _scale_bar(painter: QPainter, view: View, colours: Palette, right: float, bottom: float) -> float:
    ratio = view.ratio
    length, words = scale_bar(view.scale, 110 * ratio)
    tick = 6 * ratio
    left = right - length
    corners = [(left, bottom - tick), (left, bottom), (right, bottom), (right, bottom - tick)]
    line = QPolygonF([QPointF(x, y) for x, y in corners])
    for colour, width in ((colours.halo, 5.0), (colours.label, 1.6)):
        pen = QPen(QColor(colour), width * ratio)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        pen.setCapStyle(Qt.PenCapStyle.SquareCap if width > 2 else Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawPolyline(line)
    words_at(painter, words, (left + right) / 2, bottom - 8 * ratio, 12 * ratio, 500, colours)
    return length


def _north(painter: QPainter, view: View, colours: Palette, right: float, bottom: float) -> None:
    ratio = view.ratio
    x, y = right - 6 * ratio, bottom - 10 * ratio
    corners = [(0, -14), (6, 8), (0, 4), (-6, 8)]
    arrow = QPolygonF([QPointF(x + dx * ratio, y + dy * ratio) for dx, dy in corners])
    pen = QPen(QColor(colours.halo), 3 * ratio)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(QColor(colours.label))
    painter.drawPolygon(arrow)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(arrow)
    words_at(painter, _("北"), x, y - 19 * ratio, 12 * ratio, 600, colours)


def _schematic(painter: QPainter, view: View, colours: Palette, inset: float) -> None:
    ratio = view.ratio
    box = QRectF(view.width - (44 + inset) * ratio, inset * ratio, 44 * ratio, 24 * ratio)
    painter.setPen(QPen(QColor(colours.line), ratio))
    painter.setBrush(QColor(colours.panel))
    painter.drawRoundedRect(box, 3 * ratio, 3 * ratio)
    painter.setPen(QColor(colours.text))
    painter.setFont(font(13 * ratio, 500))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _("示意"))


def _coordinates(
    painter: QPainter, view: View, colours: Palette, pointer: tuple[float, float], inset: float
) -> None:
    words = f"E {pointer[0]:,.0f}  N {pointer[1]:,.0f}"
    width = QFontMetricsF(font(12 * view.ratio, 400)).horizontalAdvance(words)
    words_at(
        painter, words, inset * view.ratio + width / 2, view.height - inset * view.ratio,
        12 * view.ratio, 400, colours,
    )  # fmt: skip


def words_at(
    painter: QPainter, words: str, x: float, baseline: float, size: float, weight: int, colours: Palette
) -> None:
    """Words with a halo, centred on ``x``."""
    face = font(size, weight)
    path = QPainterPath()
    width = QFontMetricsF(face).horizontalAdvance(words)
    path.addText(QPointF(x - width / 2, baseline), face, words)
    pen = QPen(QColor(colours.halo), size * 0.29)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, pen)
    painter.fillPath(path, QColor(colours.label))

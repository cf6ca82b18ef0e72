"""What stands still over the map: scale bar, north arrow, 示意, the coordinates under the pointer."""

import math
from collections.abc import Callable
from dataclasses import field

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
from gridmap.township.value import dataclass

Draw = Callable[[QPainter, float, float], None]
"""Draws a piece into an image of so many pixels, from its lower right corner."""


@dataclass
class Furniture:
    """Which pieces a canvas shows, and how far from its edges (logical pixels)."""

    scale_bar: bool = True
    north: bool = True
    schematic: bool = True
    coordinates: bool = False
    inset: float = 20.0
    _images: dict[str, tuple[object, QImage]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

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
            self._corner(painter, view, colours)
        if self.schematic and scene.schematic:
            sign = self._sign(view, colours)
            painter.drawImage(view.width - sign.width(), 0, sign)
        if self.coordinates and pointer is not None:
            _coordinates(painter, view, colours, pointer, self.inset)

    def _corner(self, painter: QPainter, view: View, colours: Palette) -> None:
        """Scale bar and north arrow. A zoom changes the bar's length in every frame, the rest seldom."""
        ratio, look = view.ratio, (colours.theme, view.ratio)
        right, bottom = view.width - self.inset * ratio, view.height - self.inset * ratio
        if self.scale_bar:
            length, words = scale_bar(view.scale, 110 * ratio)
            rim = math.ceil(3 * ratio)
            bar = self._drawn(
                "bar", (*look, round(length)), (length + 2 * rim, 6 * ratio + 2 * rim),
                lambda own, width, height: _bar(own, ratio, colours, length, width - rim, height - rim),
            )  # fmt: skip
            said = self._drawn(
                "length", (*look, words), (100 * ratio, 22 * ratio),
                lambda own, width, height: words_at(
                    own, words, width / 2, height - 6 * ratio, 12 * ratio, 500, colours
                ),
            )  # fmt: skip
            painter.drawImage(round(right + rim - bar.width()), round(bottom + rim - bar.height()), bar)
            middle = right - length / 2
            painter.drawImage(
                round(middle - said.width() / 2), round(bottom - 2 * ratio - said.height()), said
            )
            right -= length + 20 * ratio
        if self.north:
            size = (24 * ratio, 48 * ratio)
            arrow = self._drawn(
                "north", look, size, lambda own, *corner: _north(own, ratio, colours, *corner)
            )
            painter.drawImage(round(right + 6 * ratio - arrow.width()), round(bottom - arrow.height()), arrow)

    def _sign(self, view: View, colours: Palette) -> QImage:
        """示意 with the room that it keeps to the edges above and at its right."""
        ratio, inset = view.ratio, self.inset * 0.6

        def draw(painter: QPainter, right: float, _bottom: float) -> None:
            _schematic(painter, right, ratio, colours, inset)

        size = ((45 + inset) * ratio, (25 + inset) * ratio)
        return self._drawn("sign", (colours.theme, ratio, inset), size, draw)

    def _drawn(self, name: str, key: object, size: tuple[float, float], draw: Draw) -> QImage:
        """A piece, drawn again only when its key is another: halos and letters are slow."""
        if name not in self._images or self._images[name][0] != key:
            image = blank(*size)
            painter = QPainter(image)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw(painter, image.width(), image.height())
            painter.end()
            self._images[name] = (key, image)
        return self._images[name][1]


def _bar(
    painter: QPainter, ratio: float, colours: Palette, length: float, right: float, bottom: float
) -> None:
    tick, left = 6 * ratio, right - length
    corners = [(left, bottom - tick), (left, bottom), (right, bottom), (right, bottom - tick)]
    line = QPolygonF([QPointF(x, y) for x, y in corners])
    for colour, width in ((colours.halo, 5.0), (colours.label, 1.6)):
        pen = QPen(QColor(colour), width * ratio)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        pen.setCapStyle(Qt.PenCapStyle.SquareCap if width > 2 else Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawPolyline(line)


def _north(painter: QPainter, ratio: float, colours: Palette, right: float, bottom: float) -> None:
    x, y = right - 12 * ratio, bottom - 10 * ratio
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


def _schematic(painter: QPainter, right: float, ratio: float, colours: Palette, inset: float) -> None:
    box = QRectF(right - (44 + inset) * ratio, inset * ratio, 44 * ratio, 24 * ratio)
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

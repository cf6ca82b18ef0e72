"""What lies upon the wall's map: the corners, and the room that its labels leave them."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gridmap.scene.scene import Scene
from gridmap.scene.view import View
from gridmap.screens.canvas.furniture import Furniture
from gridmap.screens.wall.layout import Layout
from gridmap.screens.wall.painting import paint
from gridmap.screens.wall.sheet import Sheet, Text


class Wall(Protocol):
    """What the glass asks its wall for."""

    layout_now: Layout

    def corner_sheet(self) -> Sheet:
        """What stands in the corners of the map."""
        ...


class Glass(QWidget):
    """The corners painted upon the map; every gesture goes through to the canvas."""

    def __init__(self, wall: QWidget) -> None:
        super().__init__(wall)
        self._wall: Wall = wall  # type: ignore[assignment]  # a widget that is a Wall
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the corners in device pixels."""
        box = self._wall.layout_now.map
        with QPainter(self) as painter:
            in_device_pixels(painter, self)
            painter.translate(-box.x, -box.y)
            paint(painter, self._wall.corner_sheet().marks)


@dataclass
class Clearing(Furniture):
    """No furniture of the canvas's own: only the room that the corners need, kept free of labels."""

    scale_bar: bool = False
    north: bool = False
    schematic: bool = False
    wall: Wall | None = None

    def boxes(self, scene: Scene, view: View) -> list[tuple[float, float, float, float]]:
        """The boxes of what stands in the corners, in device pixels of the canvas."""
        if self.wall is None:
            return []
        box, room = self.wall.layout_now.map, self.wall.layout_now.px(12)
        texts = [mark.ink for mark in self.wall.corner_sheet().marks if isinstance(mark, Text)]
        return [
            (ink.left() - box.x - 4 * room, ink.top() - box.y - room,
             ink.right() - box.x + room, ink.bottom() - box.y + room)
            for ink in texts
        ]  # fmt: skip


def in_device_pixels(painter: QPainter, widget: QWidget) -> None:
    """Let a widget's painter count in device pixels."""
    ratio = widget.devicePixelRatio()
    painter.scale(1 / ratio, 1 / ratio)

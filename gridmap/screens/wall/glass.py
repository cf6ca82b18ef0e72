"""What lies upon the wall's map: the corners, and the room that its labels leave them."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gridmap.scene.palette import palette
from gridmap.scene.placing import Box
from gridmap.scene.scene import Scene
from gridmap.scene.view import View
from gridmap.screens.canvas import MapCanvas
from gridmap.screens.canvas.furniture import Furniture
from gridmap.screens.canvas.lettering import types
from gridmap.screens.canvas.overlay import placed_labels
from gridmap.screens.canvas.sprites import Sprites
from gridmap.screens.wall.colours import contrast
from gridmap.screens.wall.layout import LEAST_MINUTES, LEAST_PX, Layout
from gridmap.screens.wall.painting import LEAST_CONTRAST, Legibility, paint
from gridmap.screens.wall.sheet import Sheet, Text


class Wall(Protocol):
    """What the glass asks its wall for."""

    @property
    def layout_now(self) -> Layout:
        """Where everything stands."""
        ...

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

    def boxes(self, scene: Scene, view: View) -> list[Box]:
        """What stands in the corners and what lies outside, in device pixels of the canvas: a label
        that would be cut off is left out."""
        if self.wall is None:
            return []
        wide, high = view.width, view.height
        edges = [
            (-wide / 2, -high / 2, 0.0, 1.5 * high), (wide, -high / 2, 1.5 * wide, 1.5 * high),
            (0.0, -high / 2, wide, 0.0), (0.0, high, wide, 1.5 * high),
        ]  # fmt: skip
        box, room = self.wall.layout_now.map, self.wall.layout_now.px(12)
        texts = [mark.ink for mark in self.wall.corner_sheet().marks if isinstance(mark, Text)]
        return edges + [
            (ink.left() - box.x - 4 * room, ink.top() - box.y - room,
             ink.right() - box.x + room, ink.bottom() - box.y + room)
            for ink in texts
        ]  # fmt: skip


def words_on_map(canvas: MapCanvas, clearing: Clearing, layout: Layout) -> list[Legibility]:
    """Every label of the map as the farthest seat meets it: too small, too faint, cut off, or
    standing over the corners or another label."""
    view = canvas.view
    kinds = types(palette("wall"), canvas.sizes)
    obstacles = clearing.boxes(canvas.scene, view)
    labels = placed_labels(canvas.scene, view, Sprites("wall", view.ratio, canvas.sizes), obstacles)
    boxes = [placed.box(view) for placed in labels]
    found = []
    for placed, box in zip(labels, boxes, strict=True):
        others = [other for other in (*obstacles, *boxes) if other is not box and meets(box, other)]
        for line in placed.label.lines:
            kind = kinds[line.role]
            px, clear = round(kind.size * view.ratio), contrast(kind.colour, kind.halo_colour)
            minutes = layout.minutes(px)
            small = px < LEAST_PX or minutes < LEAST_MINUTES
            faults: tuple[str, ...] = ("under size",) if small else ()
            faults += ("faint",) if clear < LEAST_CONTRAST else ()
            faults += ("covered or cut off",) if others else ()
            found.append(Legibility(line.text, px, minutes, clear, faults))
    return found


def meets(one: Box, other: Box) -> bool:
    """Whether two boxes share any ground."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def in_device_pixels(painter: QPainter, widget: QWidget) -> None:
    """Let a widget's painter count in device pixels."""
    ratio = widget.devicePixelRatio()
    painter.scale(1 / ratio, 1 / ratio)

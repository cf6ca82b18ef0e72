"""The map: a widget that is handed scenes and shows them wherever its user looks."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from gridmap.scene.marks import Mark
from gridmap.scene.placing import Box
from gridmap.scene.scene import Live, Scene
from gridmap.scene.view import View
from gridmap.screens.canvas.front import Front
from gridmap.screens.canvas.furniture import Furniture
from gridmap.screens.canvas.gestures import Gestures
from gridmap.screens.canvas.live import LiveLayer
from gridmap.screens.canvas.live_ink import Drawn, Under
from gridmap.screens.canvas.overlay import paint_overlay
from gridmap.screens.canvas.paint import map_image
from gridmap.screens.canvas.placer import Placer, Wish
from gridmap.screens.canvas.sight import Sight
from gridmap.screens.canvas.sprites import Sprites
from gridmap.screens.canvas.tool import Tool

LETTERING_S = 0.012  # of a frame for words not drawn before; a district has hundreds
LETTERING_BUSY_S = 0.002  # while a gesture runs or the picture is being drawn


class MapCanvas(Sight):
    """A map that pans and zooms at once and is sharp a moment later.

    It knows no session: give it scenes with ``set_scene`` and hear ``picked``. ``unit`` enlarges
    every stroke and symbol (a wall of 2160 lines is 2), ``sizes`` the label roles in logical
    pixels. Gestures of the mouse and keys work in any ``tool``; a tool gets what is left. ``renewed``
    says that a new picture of the present scene stands in the window. What is worked out ahead in a
    thread stands still while ``aside`` says so.
    """

    picked = Signal(str, str)
    pointed = Signal(float, float)
    gesture = Signal()
    renewed = Signal()

    def __init__(self, parent: QWidget | None = None, *, theme: str = "light") -> None:
        super().__init__(parent, theme)
        self.furniture = Furniture()
        self.aside: Callable[[], bool] = lambda: False
        self.sizes: dict[str, float] = {}
        self.pointer: tuple[float, float] | None = None
        self._fitted = self.painted = False
        self._live = LiveLayer()
        self._words = Placer(self)
        self._words.done.connect(self._placed)
        self._sprites: Sprites | None = None
        self._front = Front(self)
        self._gestures = Gestures(self)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(120, 90)

    # what is shown

    def set_scene(self, scene: Scene) -> None:
        """Show another scene of the same place; the view stays. The first scene is fitted. What stands in the
        window stays there until picture and words of the new one have been made beside."""
        first = not self._fitted
        self._scene = scene
        self._view = replace(self._view, theme=scene.theme, population=scene.population)
        self._words.outdated = True
        self._front.forget_content()
        if first and scene.marks:
            self._fitted = True
            self._words.labels = None
            self.fit()
            self._past.clear()
        if not self.painted or not self.isVisible():
            self.update()
        else:
            self._renew()

    def set_overlay(self, live: Live | Sequence[Mark], drawn: Drawn | None = None) -> None:
        """What is drawn live above the map: an edit being made, or only marks. () takes it away. ``drawn``
        is it drawn beforehand, upon ``under_overlay``."""
        if not isinstance(live, Live):
            live = Live(marks=tuple(live))
        changed = [placed for placed in self._words.labels or () if placed.label.uuid in live.words]
        self.update(self._live.show(live, changed, self._view, self.devicePixelRatioF(), drawn))

    def under_overlay(self) -> Under:
        """What an edit is drawn upon, and what moving ground uncovers; drawn once for each scene and view."""
        return self._live.get_ready(self._scene, self._view)

    def set_tool(self, tool: Tool | None) -> None:
        """What the left button does; None browses: a drag pans, a click picks."""
        self._gestures.set_tool(tool)

    def set_selected(self, uuids: Iterable[str]) -> None:
        """Mark these as selected."""
        self._view = replace(self._view, selected=frozenset(uuids))
        self.update()

    def set_view(self, view: View) -> None:
        """Look elsewhere; under a mask that was not there words that must not be read go at once."""
        if view.masked and not self._view.masked:
            self._words.labels = None
        super().set_view(view)

    # pictures

    @property
    def sharp(self) -> bool:
        """Whether the finished picture of the present view stands in the window."""
        return self._front.sharp and self._words.settled

    @property
    def at_rest(self) -> bool:
        """Whether no thread draws: the finished picture is there, and what it needs for a short move."""
        return self._front.at_rest and self._words.settled

    def settle(self) -> None:
        """Draw the sharp picture now: for a screenshot or a print of the window."""
        self._words.place(self._wish())
        for placed in self._words.labels or ():
            self._lettered().label(placed.label)
        self._front.draw_now(self._scene, self._view)
        self.repaint()

    def picture(self, width: int, height: int, ratio: float = 1.0) -> QImage:
        """The same ground in an image of another size in device pixels, sharp, furniture included."""
        west, south, east, north = self._view.bounds
        view = replace(self._view, width=width, height=height, ratio=ratio)
        return map_image(
            self._scene, view.fitted((west, south, east, north), 0.0), self.furniture, self.sizes
        )

    # inside

    @property
    def lettered(self) -> bool:
        """Whether the words are those of the scene and the view."""
        return self._words.settled

    def say_renewed(self) -> None:
        """A picture or words came: once both are those of the scene, others hear of it."""
        if self._front.shows(self._scene) and self._words.settled:
            self.renewed.emit()

    def gesture_began(self) -> None:
        """A gesture began: flights stop, pictures are drawn quickly, others hear of it."""
        self._flight.stop()
        self.motion_began()
        self.gesture.emit()

    def motion_began(self) -> None:
        """The view will move many times: draw quick pictures until ``gesture_ended``."""
        self._front.moving = True

    def gesture_ended(self) -> None:
        """A gesture is over: draw sharply."""
        self._front.moving = False
        self._words.outdated = True
        self.update()

    def _show(self, view: View) -> None:
        if view.scale != self._view.scale and not self._front.moving:
            self._words.outdated = True
        super()._show(view)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The same centre at the same scale; before the user's first gesture the whole township."""
        self._front.forget_memory()
        untouched = self._fitted and not self._past
        self._view = self._view.resized(*self._device_size())
        if untouched:
            self._view = self._view.fitted(self._scene.bounds)
        self._words.outdated = True
        self.view_changed.emit()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Copy the picture, then symbols and words, then what is being edited."""
        size = self._device_size()
        if (self._view.width, self._view.height, self._view.ratio) != size:
            self._view = self._view.resized(*size)
            self._words.outdated = True
        view, scene = self._view, self._scene
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        painter.scale(1 / ratio, 1 / ratio)
        self._front.paint(painter, scene, view)
        sprites = self._lettered()
        if self._words.labels is None:
            self._words.place(self._wish())
        lettering = LETTERING_S if self._front.sharp and not self._front.moving else LETTERING_BUSY_S
        self._live.paint(painter, scene, view, sprites)
        labels = self._live.labels(self._words.labels or (), sprites)
        # the outline of what is selected is that of before the edit
        calm = replace(view, selected=frozenset()) if self._live.live.words else view
        whole = paint_overlay(painter, scene, calm, sprites, labels, lettering, self._dirty(event))
        self._gestures.paint(painter, view)
        self.furniture.paint(painter, scene, view, self.pointer, self._dirty(event))
        painter.end()
        self.painted = True
        if not whole and self._words.settled:
            self._words.outdated = True
        self._renew()

    def _renew(self) -> None:
        """Have picture and words made that are wanted and not there: after a frame, not in it."""
        self._front.renew(self._scene, self._view)
        waits = (
            self._words.outdated and self._words.labels is not None
        )  # the first ones are placed in a frame
        if waits and not self._front.moving:
            self._words.ask(self._wish())

    def _dirty(self, event: QPaintEvent) -> Box:
        """The part of the window that is painted, in device pixels."""
        ratio, box = self.devicePixelRatioF(), event.rect().toRectF()
        return (box.left() * ratio, box.top() * ratio, box.right() * ratio, box.bottom() * ratio)

    def _wish(self) -> Wish:
        obstacles = self.furniture.boxes(self._scene, self._view)
        return Wish(self._scene, self._view, self._lettered(), obstacles)

    def _placed(self) -> None:
        """The words have other places. Those of a new scene are shown with its picture: numbers and colours
        change together."""
        self.say_renewed()
        if self._front.shows(self._scene):
            self.update()

    def _lettered(self) -> Sprites:
        wanted = (self._scene.theme, self._view.ratio, self.sizes)
        if self._sprites is None or (self._sprites.theme, self._sprites.ratio, self._sprites.sizes) != wanted:
            self._sprites = Sprites(*wanted)
        return self._sprites

"""What a key and a click do on the wall; whoever touches it stops the rotation for a while."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPointF
from PySide6.QtGui import QKeySequence, QMouseEvent, QShortcut
from PySide6.QtWidgets import QWidget

from gridmap.screens.canvas import MapCanvas
from gridmap.screens.wall.attention import Attention
from gridmap.screens.wall.gaze import Gaze
from gridmap.screens.wall.sheet import Sheet, Target
from gridmap.screens.wall.state import WallState, scenes
from gridmap.screens.wall.tape import Tape
from gridmap.screens.wall.tour import Tour


class Wall(Protocol):
    """What is asked of the wall."""

    canvas: MapCanvas
    attention: Attention
    gaze: Gaze
    tape: Tape
    tour: Tour

    @property
    def state(self) -> WallState:
        """How it is looked at."""
        ...

    def sheets(self) -> list[Sheet]:
        """The frame with the places that answer a click."""
        ...

    def corner_sheet(self) -> Sheet:
        """What stands in the corners of the map."""
        ...

    def show_scene(self, scene: str) -> None:
        """Put another scene up."""
        ...

    def fit(self) -> None:
        """Show the whole township again."""
        ...

    def put_on_mask(self) -> None:
        """Mask every window of the township."""
        ...

    def toggle_full_screen(self) -> None:
        """To full screen and back."""
        ...

    def alter(self, parts: tuple[str, ...] = (), **values: object) -> None:
        """Change how it is looked at."""
        ...


class Hand(QObject):
    """Hears the keys of one wall and the mouse on its frame and its map."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._wall: Wall = window  # type: ignore[assignment]  # a widget that is a Wall
        wall = self._wall
        wall.canvas.gesture.connect(self._gesture)
        wall.canvas.picked.connect(self._picked)
        wall.canvas.installEventFilter(self)
        keys: dict[str, Callable[[], object]] = {
            "Esc": self._leave, "F11": wall.toggle_full_screen,
            "Home": wall.fit, "Ctrl+Shift+F": wall.fit, "*": wall.fit, "M": wall.attention.mute,
            "R": wall.tour.toggle, "C": wall.tape.ask, "F9": wall.put_on_mask,
        }  # fmt: skip
        for at, (scene, _title) in enumerate(scenes(), 1):
            keys[str(at)] = partial(self._turn, scene)
        for key, act in keys.items():
            made = QShortcut(QKeySequence(key), window)
            made.activated.connect(wall.tour.halt)
            made.activated.connect(act)

    def press(self, event: QMouseEvent) -> None:
        """A click on the frame."""
        targets = [target for sheet in self._wall.sheets() for target in sheet.targets]
        self._click(targets, event.position())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """A click on the star in the map's corner is no gesture of the map; a double click is one."""
        if event.type() == QEvent.Type.MouseButtonDblClick:
            self._gesture()
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress:
            place = event.position() + QPointF(self._wall.canvas.pos())
            return self._click(self._wall.corner_sheet().targets, place)
        return super().eventFilter(watched, event)

    def _click(self, targets: Sequence[Target], place: QPointF) -> bool:
        ratio = self._window.devicePixelRatio()
        x, y = place.x() * ratio, place.y() * ratio
        target = next((target for target in targets if target.box.holds(x, y)), None)
        if target is None:
            return False
        self._wall.tour.halt()
        if target.action == "scene":
            self._turn(target.about)
        elif target.action == "alarm":
            self._wall.gaze.choose(target.about)
        else:
            self._wall.fit()
        return True

    def _turn(self, scene: str) -> None:
        """To a scene; where it is up already, to its other page."""
        state = self._wall.state
        if scene == state.scene == "analyse":
            self._wall.alter(trend=not state.trend)
        elif scene == state.scene == "monitor":
            self._wall.gaze.leave()
        else:
            self._wall.show_scene(scene)

    def _gesture(self) -> None:
        self._wall.tour.halt()
        self._wall.gaze.locked()

    def _picked(self, table: str, uuid: str) -> None:
        """A click on an incident's symbol is a click on its row; one on a grid puts it in the light."""
        self._wall.tour.halt()
        if table == "incidents":
            self._wall.gaze.choose(uuid)
        elif table == "grids" and self._wall.state.scene == "monitor":
            self._wall.gaze.spot(uuid)

    def _leave(self) -> None:
        """Esc: back from an alarm or a grid first, then out of full screen."""
        if self._wall.state.chosen or self._wall.state.spot:
            self._wall.gaze.leave()
        elif self._window.isFullScreen():
            self._window.showNormal()

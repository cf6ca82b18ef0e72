"""Gives words their places in a thread beside the window's own: some tens of milliseconds of a district."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Qt, Signal

from gridmap.scene.anchors import anchored
from gridmap.scene.placing import Box, Placed, place
from gridmap.scene.scene import Scene
from gridmap.scene.view import View
from gridmap.screens.canvas.measures import Measures


@dataclass(frozen=True, eq=False)
class Wish:
    """Places for the words of a scene in a view; ``obstacles`` stay free."""

    scene: Scene
    view: View
    measures: Measures
    obstacles: Sequence[Box] = field(default=())

    def placed(self) -> list[Placed]:
        """The labels that find room. Pure, and so for any thread."""
        return place(anchored(self.scene, self.view), self.view, self.measures.label, self.obstacles)


class Voice(QObject):
    """What a thread speaks with. It belongs to Python alone, so that it outlives a window that goes."""

    said = Signal(object, object)


class Placer(QObject):
    """The words of one canvas with their places: one wish at a time is answered in a thread of its own, and
    of those that come meanwhile the newest is next.

    ``labels`` stay until the others have their places, None before the first. They are ``outdated`` when
    they were placed for another scene, scale or size; ``done`` says that they are not any more.
    """

    done = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.labels: list[Placed] | None = None
        self.outdated = False
        self._wish: Wish | None = None
        self._busy = False
        self._voice = Voice()
        self._voice.said.connect(self._placed, Qt.ConnectionType.QueuedConnection)

    @property
    def settled(self) -> bool:
        """Whether the words stand where they are wanted."""
        return not self.outdated and self._wish is None

    def place(self, wish: Wish) -> None:
        """Place these before returning; no older wish is answered any more."""
        self.labels, self.outdated, self._wish = wish.placed(), False, None

    def ask(self, wish: Wish) -> None:
        """Place these beside; no older wish is answered any more."""
        self._wish, self.outdated = wish, False
        if not self._busy:
            self._start(wish)

    def _start(self, wish: Wish) -> None:
        self._busy = True
        # no daemon: one that is cut off inside Qt would take the process with it at its end
        threading.Thread(target=_run, args=(self._voice, wish), name="gridmap-words").start()

    def _placed(self, wish: Wish, labels: list[Placed]) -> None:
        self._busy = False
        if wish is self._wish:
            self.labels, self._wish = labels, None
            self.done.emit()
        elif self._wish is not None:
            self._start(self._wish)


def _run(voice: Voice, wish: Wish) -> None:
    """Place in the thread, then tell whoever still listens."""
    voice.said.emit(wish, wish.placed())

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
    """One wish at a time in a thread of its own; of those that come meanwhile the newest is next.

    ``done`` brings the wish and the labels.
    """

    done = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._now: Wish | None = None
        self._next: Wish | None = None
        self._voice = Voice()
        self._voice.said.connect(self._placed, Qt.ConnectionType.QueuedConnection)

    def ask(self, wish: Wish) -> None:
        """Place these; the answer to an older wish is not told."""
        self._next = wish
        if self._now is None:
            self._start()

    def _start(self) -> None:
        self._now, self._next = self._next, None
        words = (self._voice, self._now)
        threading.Thread(target=_run, args=words, name="gridmap-words", daemon=True).start()

    def _placed(self, wish: Wish, labels: list[Placed]) -> None:
        self._now = None
        if self._next is not None:
            self._start()
        else:
            self.done.emit(wish, labels)


def _run(voice: Voice, wish: Wish) -> None:
    """Place in the thread, then tell whoever still listens."""
    voice.said.emit(wish, wish.placed())

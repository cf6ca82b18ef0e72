"""Gives words their places in a thread beside the window's own: some tens of milliseconds of a district."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from gridmap.scene.anchors import anchored
from gridmap.scene.placing import Box, Placed, place
from gridmap.scene.scene import Scene
from gridmap.scene.view import View
from gridmap.screens.canvas.measures import Measures
from gridmap.screens.newest import Newest


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


class Placer(QObject):
    """The words of one canvas with their places, worked out beside the window's thread.

    ``labels`` stay until the others have their places, None before the first. They are ``outdated`` when
    they were placed for another scene, scale or size; ``done`` says that they are not any more.
    """

    done = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.labels: list[Placed] | None = None
        self.outdated = False
        self._wishes = Newest(self, Wish.placed, "gridmap-words")
        self._wishes.answered.connect(self._placed)

    @property
    def settled(self) -> bool:
        """Whether the words stand where they are wanted."""
        return not self.outdated and not self._wishes.waiting

    def place(self, wish: Wish) -> None:
        """Place these before returning; no older wish is answered any more."""
        self._wishes.forget()
        self.labels, self.outdated = wish.placed(), False

    def ask(self, wish: Wish) -> None:
        """Place these beside; no older wish is answered any more."""
        self.outdated = False
        self._wishes.ask(wish)

    def _placed(self, _wish: Wish, labels: list[Placed]) -> None:
        self.labels = labels
        self.done.emit()

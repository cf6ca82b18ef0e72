"""Places words and letters them beside the window's own thread: some tens of milliseconds of a district."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from gridmap.scene.anchors import anchored
from gridmap.scene.placing import Box, Placed, place
from gridmap.scene.scene import Scene
from gridmap.scene.view import View
from gridmap.screens.canvas.sprites import Sprites
from gridmap.screens.newest import Newest

NEAR = 0.25  # of the window around it, where words are lettered too


@dataclass(frozen=True, eq=False)
class Wish:
    """Places for the words of a scene in a view; ``obstacles`` stay free."""

    scene: Scene
    view: View
    sprites: Sprites
    obstacles: Sequence[Box] = field(default=())

    def placed(self) -> list[Placed]:
        """The labels that find room. Pure, and so for any thread."""
        return place(anchored(self.scene, self.view), self.view, self.sprites.measures.label, self.obstacles)

    def lettered(self) -> list[Placed]:
        """The same; those that the window or a short move will show are drawn, so that no frame waits."""
        labels, view = self.placed(), self.view
        reach_x, reach_y = view.width * NEAR, view.height * NEAR
        for placed in labels:
            left, top, right, bottom = placed.box(view)
            near = right > -reach_x and left < view.width + reach_x
            if near and bottom > -reach_y and top < view.height + reach_y:
                self.sprites.label(placed.label)
        return labels


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
        self._wishes = Newest(self, Wish.lettered, "gridmap-words")
        self._wishes.answered.connect(self._placed)

    @property
    def settled(self) -> bool:
        """Whether the words stand where they are wanted."""
        return not self.outdated and not self._wishes.waiting

    def place(self, wish: Wish) -> None:
        """Place these before returning, undrawn; no older wish is answered any more."""
        self._wishes.forget()
        self.labels, self.outdated = wish.placed(), False

    def ask(self, wish: Wish) -> None:
        """Place and draw these beside; no older wish is answered any more."""
        self.outdated = False
        self._wishes.ask(wish)

    def _placed(self, _wish: Wish, labels: list[Placed]) -> None:
        self.labels = labels
        self.done.emit()

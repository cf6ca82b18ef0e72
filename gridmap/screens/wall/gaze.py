"""Where the wall's map looks: a refresh never moves it, an alarm does and gives the earlier view back."""

from typing import Protocol

from gridmap.scene.view import View
from gridmap.scene.wall import WallContent
from gridmap.screens.canvas import MapCanvas
from gridmap.screens.wall.ground import Ground
from gridmap.screens.wall.state import WallState

CLOSE_UP = 3.0
"""How many times nearer than the whole township an alarm is looked at."""


class Wall(Protocol):
    """What is asked of the wall."""

    canvas: MapCanvas
    ground: Ground

    @property
    def content(self) -> WallContent:
        """What it says."""
        ...

    @property
    def state(self) -> WallState:
        """How it is looked at."""
        ...

    def alter(self, parts: tuple[str, ...] = (), **values: object) -> None:
        """Change how it is looked at."""
        ...


class Gaze:
    """The view of one wall, and the view before an alarm was chosen."""

    def __init__(self, wall: Wall) -> None:
        self._wall = wall
        self._before: View | None = None

    def choose(self, key: str) -> None:
        """Fly to an alarm; the second time, back to exactly the view before."""
        wall, canvas = self._wall, self._wall.canvas
        if key == wall.state.chosen and self._before is not None:
            before, self._before = self._before, None
            canvas.stop_flight()
            canvas.set_view(before)
            wall.alter(chosen="")
            return
        alarm = next((alarm for alarm in wall.content.alarms if alarm.key == key), None)
        if alarm is None or alarm.place is None:
            return
        self._before = self._before or canvas.view
        self.near(*alarm.place)
        wall.alter(chosen=key)

    def near(self, x: float, y: float) -> None:
        """Fly near to a place."""
        self._wall.canvas.fly_to(x, y, self._wall.ground.whole * CLOSE_UP)

    def locked(self) -> None:
        """Somebody moved the map by hand: it stays there until it is freed."""
        if not self._wall.state.locked or self._before is not None:
            self._before = None
            self._wall.alter(locked=True, chosen="")

    def free(self) -> None:
        """Let the map follow the incidents again."""
        self._before = None
        self._wall.alter(locked=False, chosen="")

    def recheck(self) -> None:
        """An alarm that is no more gives the earlier view back."""
        chosen = self._wall.state.chosen
        if chosen and chosen not in {alarm.key for alarm in self._wall.content.alarms}:
            self.choose(chosen)

"""The rotation: while nothing is grave, the wall turns from the township to its worst grids to the week."""

from dataclasses import dataclass
from typing import Protocol

from gridmap.scene.wall import WallContent
from gridmap.scene.wall_grids import worst
from gridmap.screens.wall.gaze import Gaze
from gridmap.screens.wall.muster import causes_of
from gridmap.screens.wall.state import WallState

MONITOR_S, GRID_S, TREND_S, PAUSE_S = 30, 15, 30, 180
"""How long the wall stays at a stop, and how long it waits after somebody touched it."""


@dataclass(frozen=True)
class Stop:
    """One stop: a scene, for a grid the one in the light (its uuid), and how long."""

    scene: str
    seconds: int
    grid: str = ""


def stops(content: WallContent) -> tuple[Stop, ...]:
    """The township, its three worst grids, the trend of the week. Nothing grave may be going on."""
    if causes_of(content):
        return ()
    grids = (Stop("monitor", GRID_S, load.uuid) for load in worst(content.grids))
    return (Stop("monitor", MONITOR_S), *grids, Stop("analyse", TREND_S))


class Wall(Protocol):
    """What is asked of the wall."""

    gaze: Gaze

    @property
    def content(self) -> WallContent:
        """What it says."""
        ...

    @property
    def state(self) -> WallState:
        """How it is looked at."""
        ...

    def show_scene(self, scene: str) -> None:
        """Put another scene up."""
        ...

    def alter(self, parts: tuple[str, ...] = (), **values: object) -> None:
        """Change how it is looked at."""
        ...


class Tour:
    """Goes from stop to stop, a second at a time."""

    def __init__(self, wall: Wall) -> None:
        self._wall = wall
        self.on = True
        self._left = self._pause = 0

    def toggle(self) -> None:
        """Stop turning, or turn again at once."""
        self.on, self._pause = not self.on, 0
        if not self.on:
            self._wall.alter(stops=0)

    def halt(self) -> None:
        """Somebody touched the wall: let it be for a while."""
        self._pause = PAUSE_S

    def alert(self) -> None:
        """Something new came up: whoever is in the room sees the township first."""
        if self._wall.state.stops and not self._pause and stops(self._wall.content):
            self._go(0)

    def second(self) -> None:
        """A second has passed."""
        state, there = self._wall.state, stops(self._wall.content) if self.on else ()
        if not there:
            if state.stops:
                self._wall.alter(stops=0)
        elif not state.stops:
            self._begin(there)
        elif self._pause:
            self._pause -= 1
        else:
            self._left -= 1
            if self._left <= 0:
                self._go((state.stop + 1) % len(there))

    def _begin(self, there: tuple[Stop, ...]) -> None:
        """Go on from what is up, if that is a stop."""
        state = self._wall.state
        known = [at for at, stop in enumerate(there) if (stop.scene, stop.grid) == (state.scene, state.spot)]
        at = known[0] if known else 0
        self._left = there[at].seconds
        self._wall.alter(stop=at, stops=len(there))

    def _go(self, at: int) -> None:
        there, wall = stops(self._wall.content), self._wall
        stop = there[min(at, len(there) - 1)]
        self._left = stop.seconds
        if stop.grid != wall.state.spot:
            wall.gaze.leave()
        if stop.scene != wall.state.scene:
            wall.show_scene(stop.scene)
        if stop.grid and stop.grid != wall.state.spot:
            wall.gaze.spot(stop.grid)
        wall.alter(stop=min(at, len(there) - 1), stops=len(there), trend=stop.scene == "analyse")

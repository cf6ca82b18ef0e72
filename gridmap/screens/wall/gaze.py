"""Where the wall's map looks: no refresh moves it, an alarm or a grid does, and gives the view back."""

from typing import Protocol

from gridmap.scene.view import Bounds, View
from gridmap.scene.wall import WallContent
from gridmap.scene.wall_grids import ground_of
from gridmap.screens.canvas import MapCanvas
from gridmap.screens.wall.ground import Ground
from gridmap.screens.wall.state import WallState
from gridmap.township.snapshot import Snapshot

CLOSE_UP = 3.0
"""How many times nearer than the whole township an alarm is looked at."""
ROOM = 0.3
"""How much of the ground around a grid is shown with it."""


class Wall(Protocol):
    """What is asked of the wall."""

    canvas: MapCanvas
    ground: Ground

    @property
    def plan(self) -> Snapshot:
        """The published plan."""
        ...

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
    """The view of one wall, and the view before an alarm or a grid was chosen."""

    def __init__(self, wall: Wall) -> None:
        self._wall = wall
        self._before: View | None = None

    def choose(self, key: str) -> None:
        """Fly to an alarm; the second time, back to exactly the view before."""
        wall, canvas = self._wall, self._wall.canvas
        if key == wall.state.chosen and self._before is not None:
            self.leave()
            return
        alarm = next((alarm for alarm in wall.content.alarms if alarm.key == key), None)
        if alarm is None or alarm.place is None:
            return
        self._before = self._before or canvas.view
        self.near(*alarm.place)
        wall.alter(chosen=key, spot="")

    def spot(self, uuid: str) -> None:
        """Fly to a grid and put it in the light; the second time, back to exactly the view before."""
        wall, canvas = self._wall, self._wall.canvas
        found = ground_of(self._wall.plan, uuid)
        if found is None or uuid == wall.state.spot:
            self.leave()
            return
        self._before = self._before or canvas.view
        wall.alter(spot=uuid, chosen="")
        canvas.fly_to_bounds(found[1], ROOM)

    def send(self, table: str, uuid: str) -> bool:
        """What a desk chose: a grid is put in the light, an incident flown to. Whether it is there."""
        if table == "grids" and uuid != self._wall.state.spot:
            self.spot(uuid)
        elif table == "incidents" and uuid != self._wall.state.chosen:
            self.choose(uuid)
        return uuid in (self._wall.state.spot, self._wall.state.chosen)

    def look(self, bounds: Bounds) -> None:
        """Fly until all of this is in the window, and stay there until the map is freed."""
        self._before = None
        self._wall.alter(locked=True, chosen="", spot="")
        self._wall.canvas.fly_to_bounds(bounds, 0.0)

    def leave(self) -> None:
        """Back from an alarm or a grid to the view before, unless somebody has moved the map since."""
        if not (self._wall.state.chosen or self._wall.state.spot):
            return
        before, self._before = self._before, None
        if before is not None:
            self._wall.canvas.stop_flight()
            self._wall.canvas.set_view(before)
        self._wall.alter(chosen="", spot="")

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
        self._wall.alter(locked=False, chosen="", spot="")

    def recheck(self) -> None:
        """An alarm or a grid that is no more gives the earlier view back."""
        state, content = self._wall.state, self._wall.content
        known = {alarm.key for alarm in content.alarms} | {load.uuid for load in content.grids}
        if {state.chosen, state.spot} - {""} - known:
            self.leave()

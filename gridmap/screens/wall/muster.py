"""The emergency scene comes by itself with a P1 or a roll-call; scene and view are as before when it goes."""

from typing import Protocol

import shapely

from gridmap.scene.view import View
from gridmap.scene.wall import WallContent
from gridmap.screens.canvas import MapCanvas
from gridmap.screens.wall.gaze import Gaze
from gridmap.screens.wall.state import WallState

ROOM = 0.25
"""How much of the ground around an area is shown with it."""


class Wall(Protocol):
    """What is asked of the wall."""

    canvas: MapCanvas
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


class Muster:
    """What a wall does while something grave goes on. The emergency scene has a view of its own: whoever
    leaves it finds the map as it was before."""

    def __init__(self, wall: Wall) -> None:
        self._wall = wall
        self._causes: frozenset[str] = frozenset()
        self._earlier = ""
        self._before: tuple[View, bool] | None = None

    def follow(self) -> bool:
        """The wall has counted again: with a new cause to the emergency scene, after the last one back.
        Whether the map was sent somewhere by that."""
        wall, causes = self._wall, causes_of(self._wall.content)
        fresh, self._causes = causes - self._causes, causes
        if fresh:
            self._earlier = self._earlier or wall.state.scene
            if wall.state.scene != "emergency":
                wall.show_scene("emergency")
            elif not wall.state.locked:
                self.look()
            return True
        if self._earlier and not causes:
            earlier, self._earlier = self._earlier, ""
            if wall.state.scene == "emergency":
                wall.show_scene(earlier)
                return True
        return False

    def turned(self, earlier: str) -> None:
        """Another scene was put up than ``earlier``: the map looks where this one wants it."""
        wall, scene = self._wall, self._wall.state.scene
        if scene == "emergency" != earlier:
            self._before = (wall.canvas.view, wall.state.locked)
            wall.alter(locked=False)
            self.look()
        elif earlier == "emergency" != scene and self._before is not None:
            (view, locked), self._before = self._before, None
            wall.canvas.stop_flight()
            wall.canvas.set_view(view)
            wall.alter(locked=locked)

    def look(self) -> bool:
        """In the emergency scene, show the whole area of the roll-call, else the place of the gravest P1.
        False when there is neither."""
        wall, roll = self._wall, self._wall.content.roll
        if wall.state.scene != "emergency":
            return False
        wall.canvas.set_view(wall.canvas.view)  # a canvas that was just resized learns its size first
        if roll is not None and roll.ground is not None:
            west, south, east, north = shapely.bounds(roll.ground).tolist()
            wall.canvas.fit((west, south, east, north), ROOM)
            return True
        placed = [alarm.place for alarm in wall.content.alarms if alarm.urgency == "P1" and alarm.place]
        if placed:
            wall.gaze.near(*placed[0])
        return bool(placed)


def causes_of(content: WallContent) -> frozenset[str]:
    """Why the emergency scene is wanted: the P1s by their keys, and the roll-call that goes on."""
    urgent = [alarm for alarm in content.alarms if alarm.incident and alarm.urgency == "P1"]
    roll = [] if content.roll is None else [content.roll.name]
    return frozenset(key for alarm in urgent for key in alarm.all_keys) | frozenset(roll)

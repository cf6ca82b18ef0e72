"""The emergency scene comes by itself with a roll-call and goes with it: scene and view are as they were."""

from typing import Protocol

import shapely

from gridmap.scene.danger import roll_marks
from gridmap.scene.palette import palette
from gridmap.scene.view import View
from gridmap.scene.wall import WallContent
from gridmap.screens.canvas import MapCanvas
from gridmap.screens.wall.state import WallState

ROOM = 0.25
"""How much of the ground around an area is shown with it."""
LARGE = 1.6
"""How much larger the marks of homes are than on the desk: they are read from the back of the room."""


class Wall(Protocol):
    """What is asked of the wall."""

    canvas: MapCanvas

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


class Muster:
    """What a wall does while a roll-call goes on."""

    def __init__(self, wall: Wall) -> None:
        self._wall = wall
        self._name = ""
        self._before: tuple[str, View] | None = None

    def follow(self) -> None:
        """The wall has counted again: marks on the map; with another roll-call, scene and view."""
        wall, roll = self._wall, self._wall.content.roll
        self._draw()
        name = "" if roll is None else roll.name
        if name == self._name:
            return
        self._name = name
        if roll is not None:
            self._before = self._before or (wall.state.scene, wall.canvas.view)
            wall.show_scene("emergency")
            self.look()
        elif self._before is not None:
            (earlier, view), self._before = self._before, None
            if wall.state.scene == "emergency":
                wall.show_scene(earlier)
                wall.canvas.set_view(view)

    def look(self) -> bool:
        """In the emergency scene, show the whole area of the roll-call. False when there is none."""
        wall, roll = self._wall, self._wall.content.roll
        if roll is None or roll.ground is None or wall.state.scene != "emergency":
            return False
        west, south, east, north = shapely.bounds(roll.ground).tolist()
        wall.canvas.set_view(wall.canvas.view)  # a canvas that was just resized learns its size first
        wall.canvas.fit((west, south, east, north), ROOM)
        return True

    def _draw(self) -> None:
        wall, roll = self._wall, self._wall.content.roll
        if roll is None:
            wall.canvas.set_overlay(())
            return
        marks = roll_marks(roll.call, roll.households, roll.ground, palette("wall"), LARGE)
        wall.canvas.set_overlay(marks)

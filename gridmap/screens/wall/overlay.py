"""What lies over the wall's map: the grid in the light, a roll-call on its ground, the ways of those sent."""

from collections.abc import Iterator
from typing import Protocol

import numpy as np
import shapely

from gridmap.scene.danger import WAY_DOTS, roll_marks
from gridmap.scene.marks import Areas, Lines, Mark
from gridmap.scene.palette import palette
from gridmap.scene.shapes import Geometries, drawn, paths_of, rings_of
from gridmap.scene.wall import WallContent
from gridmap.scene.wall_grids import ground_of
from gridmap.screens.canvas import MapCanvas
from gridmap.screens.wall import colours
from gridmap.screens.wall.state import WallState
from gridmap.township.snapshot import Snapshot

LARGE = 1.6
"""How much larger the marks of homes are than on the desk: they are read from the back of the room."""
SHADE = 0.62
"""How much of the ground around a grid in the light is dark."""
FAR = 200_000.0
"""Metres around a grid that lie in the dark: more than any view shows."""


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


def draw(wall: Wall, snapshot: Snapshot) -> None:
    """Lay the marks of this moment over the map."""
    marks: list[Mark] = []
    content = wall.content
    if wall.state.scene == "monitor" and wall.state.spot:
        marks += light(snapshot, wall.state.spot)
    if content.roll is not None:
        roll = content.roll
        marks += roll_marks(roll.call, roll.households, roll.ground, palette("wall"), LARGE)
    marks += ways(content)
    wall.canvas.set_overlay(marks)


def light(snapshot: Snapshot, uuid: str) -> Iterator[Mark]:
    """Everything but one grid in the dark, and its border."""
    found = ground_of(snapshot, uuid)
    if found is None:
        return
    shape, (west, south, east, north) = found
    dark = shapely.difference(shapely.box(west - FAR, south - FAR, east + FAR, north + FAR), shape)
    yield Areas(rings=rings_of(_column(dark)), colours=(colours.GROUND,), alpha=SHADE)
    yield Lines(paths=drawn(_column(shapely.boundary(shape))), colour=colours.WHITE, width=4.0)


def ways(content: WallContent) -> Iterator[Mark]:
    """The ways of those who were sent, dotted."""
    long = [coming.way for coming in content.relief.coming if len(coming.way) > 1]
    if long:
        yield Lines(paths=paths_of(long), colour=colours.GROUND, width=9.0, alpha=0.7)
        yield Lines(paths=paths_of(long), colour=colours.WHITE, width=5.0, dash=WAY_DOTS)


def _column(shape: shapely.Geometry) -> Geometries:
    column = np.empty(1, object)
    column[0] = shape
    return column

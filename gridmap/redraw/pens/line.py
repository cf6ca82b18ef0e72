"""The line pen: split a grid, redraw a stretch of a common border, move its corners, straighten it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gridmap.redraw.ground import Ground
from gridmap.redraw.pens import Place
from gridmap.redraw.plan import Edit


def split(ground: Ground, grid: str, line: Sequence[Place], name: str = "") -> Edit:
    """A grid (a uuid) in two by a line, which may begin and end outside. The part where more people
    live stays the grid. Raises EditError when the line crosses itself or a part would be empty."""
    raise NotImplementedError


def reshape(ground: Ground, line: Sequence[Place]) -> Edit:
    """A stretch of a common border as drawn: from where the line first touches the border to where it
    last does. Raises EditError when it does not touch one border twice or crosses itself."""
    raise NotImplementedError


def vertices(ground: Ground, x: float, y: float, reach_m: float) -> NDArray[np.float64]:
    """The corners (n × 2) of common borders within reach of a place, nearest first."""
    raise NotImplementedError


def move_vertex(ground: Ground, vertex: Place, to: Place) -> Edit:
    """A corner of a common border, exactly as ``vertices`` gave it, at another place."""
    raise NotImplementedError


def straighten(ground: Ground, start: Place, end: Place) -> Edit:
    """The common border straight between two of its corners."""
    raise NotImplementedError

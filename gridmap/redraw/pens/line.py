"""The line pen: split a grid, redraw a stretch of a common border, move its corners, straighten it."""

from collections.abc import Sequence
from itertools import combinations
from uuid import uuid4

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.edits.move_vertex import MoveVertex
from gridmap.redraw.edits.reshape_border import ReshapeBorder
from gridmap.redraw.edits.split_grid import SplitGrid
from gridmap.redraw.edits.straighten_border import StraightenBorder
from gridmap.redraw.ground import Ground
from gridmap.redraw.lens import common_border
from gridmap.redraw.line import drawn_line
from gridmap.redraw.naming import Names
from gridmap.redraw.pens import Place
from gridmap.redraw.plan import Edit


def split(ground: Ground, grid: str, line: Sequence[Place], name: str = "", new: str = "") -> Edit:
    """A grid (a uuid) in two by a line, which may begin and end outside. The part where more people
    live stays the grid; the other is called ``name`` (the next of its village when left out) and gets the
    uuid ``new`` (a random one when left out): give both of them again at every move of the pen.
    """
    row = ground.plan.grid(grid)
    called = name or Names(ground.plan).next(int(ground.plan.village_of_grid[row]))
    return SplitGrid(grid, _places(line), new or str(uuid4()), called)


def reshape(ground: Ground, line: Sequence[Place]) -> Edit:
    """A stretch of a common border as drawn: from where the line first touches the border to where it
    last does; an end outside of both grids takes the border's end along. Of several borders it is the
    one along which most of the line runs. Raises EditError when there is none, or the line crosses itself.
    """
    drawn = drawn_line(_places(line))
    near = ground.tree.query(drawn, predicate="intersects").tolist()
    village = ground.plan.village_of_grid
    pairs = [pair for pair in combinations(sorted(near), 2) if village[pair[0]] == village[pair[1]] >= 0]
    if not pairs:
        raise EditError(_("画的线没有接触两个网格的公共边界"))
    one, other = min(pairs, key=lambda pair: _strangeness(ground, drawn, pair))
    return ReshapeBorder(ground.uuid(one), ground.uuid(other), _places(line))


def vertices(ground: Ground, x: float, y: float, reach_m: float) -> NDArray[np.float64]:
    """The corners (n × 2) of common borders of one village's grids within reach, nearest first."""
    found = [shapely.get_coordinates(line) for line in _borders(ground, x, y, reach_m).values()]
    corners = np.unique(np.concatenate(found), axis=0) if found else np.empty((0, 2))
    far = np.hypot(corners[:, 0] - x, corners[:, 1] - y)
    order = np.argsort(far, kind="stable")
    return corners[order[far[order] <= reach_m]]


def move_vertex(ground: Ground, vertex: Place, to: Place) -> Edit:
    """A corner of a common border, exactly as ``vertices`` gave it, at another place."""
    return MoveVertex(*map(float, vertex), *map(float, to))


def straighten(ground: Ground, start: Place, end: Place) -> Edit:
    """The common border straight between two of its corners, as ``vertices`` gave them. Raises EditError
    when they are not of one border."""
    ends = np.array([start, end], np.float64)
    for (one, other), line in _borders(ground, float(start[0]), float(start[1]), 0.0).items():
        for arc in shapely.get_parts(line):
            places = shapely.get_coordinates(arc)
            if (places[:, None] == ends[None]).all(axis=2).any(axis=0).all():
                pair = (ground.uuid(one), ground.uuid(other))
                return StraightenBorder(*pair, *((float(x), float(y)) for x, y in ends))
    raise EditError(_("不能拉直：两点不在同一段公共边界上"))


def _borders(ground: Ground, x: float, y: float, reach_m: float) -> dict[tuple[int, int], shapely.Geometry]:
    """The common borders of grids of one village near a place."""
    near = ground.tree.query(shapely.Point(x, y), predicate="dwithin", distance=reach_m).tolist()
    village = ground.plan.village_of_grid
    pairs = [pair for pair in combinations(sorted(near), 2) if village[pair[0]] == village[pair[1]] >= 0]
    return {pair: common_border(*ground.shapes[list(pair)]) for pair in pairs}


def _strangeness(ground: Ground, line: shapely.Geometry, pair: tuple[int, int]) -> tuple[int, float]:
    """How badly a line fits a border: fewer touches first, then how much of it lies in neither grid."""
    shapes = ground.shapes[list(pair)]
    touches = shapely.get_num_coordinates(shapely.intersection(line, common_border(*shapes)))
    inside = shapely.length(shapely.intersection(line, shapes)).sum()
    return -int(touches), -float(inside)


def _places(line: Sequence[Place]) -> tuple[Place, ...]:
    return tuple((float(x), float(y)) for x, y in line)

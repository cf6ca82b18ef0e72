"""Lines and strokes drawn over the map: what the modes of a pen have in common."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from math import hypot

import shapely

from gridmap.redraw.pens import Place
from gridmap.redraw.pens.snap import snap
from gridmap.redraw.pens.trace import trace
from gridmap.screens.mode import Draft, Field, Gesture, Pointer, Sketch

Line = tuple[Place, ...]
Drafted = Callable[[Line, Sketch], Draft]


def draw(field: Field, at: Pointer, drafted: Drafted) -> Gesture:
    """Clicks add corners until a double click or Enter; a drag draws freely until the button comes up.

    While the planner follows streams and roads, corners snap to them and the line runs along them.
    """
    corners: list[Place] = [_placed(field, at)]
    free, now = False, Draft(sketch=_sketch(corners))
    while True:
        at = yield now
        if at.kind == "press":
            corners += _way(field, corners[-1], at)
        elif at.kind == "move" and _far(corners[-1], at.place) > field.reach / 2:
            corners += [at.place]
            free = True
        if at.kind in ("double", "enter") or (at.kind == "release" and free):
            return drafted(tuple(corners), _sketch(corners))
        ahead = _way(field, corners[-1], at) if at.kind == "hover" else []
        line = (*corners, *ahead)
        drawn = length(line) > field.reach
        now = replace(drafted(line, _sketch(line)), early=True) if drawn else Draft(sketch=_sketch(line))


def pull(at: Pointer, drafted: Callable[[Line, Pointer], Draft]) -> Gesture:
    """One stroke, as long as the button is held. Let go where the hand rested already it comes to what it
    came to there, which is worked out by then."""
    path, now = [at.place], drafted((at.place,), at)
    while at.kind != "release":
        before, at = at, (yield now)
        if not at.rests(before):
            path.append(at.place)
            now = drafted(tuple(path), at)
    return now


def length(line: Line) -> float:
    """Metres along a line."""
    return sum(_far(one, other) for one, other in pairwise(line))


def _placed(field: Field, at: Pointer) -> Place:
    """Where a corner falls: on a stream, road or group border when near one and asked to follow."""
    found = snap(field.ground, at.x, at.y, field.reach) if field.along(at) else None
    return at.place if found is None else found.place


def _way(field: Field, last: Place, at: Pointer) -> list[Place]:
    """From the last corner to the pointer: straight, or along streams and roads."""
    if not field.along(at):
        return [at.place]
    way = shapely.get_coordinates(trace(field.ground, last, _placed(field, at)))
    return [(x, y) for x, y in way[1:].tolist()]


def _sketch(line: "list[Place] | Line") -> Sketch:
    return Sketch(line=tuple(line), handles=(line[0], line[-1]))


def _far(one: Place, other: Place) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])

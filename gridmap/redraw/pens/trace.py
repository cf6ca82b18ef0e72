"""Lines that run along roads, streams, ridges and borders."""

import heapq
from collections.abc import Collection
from functools import partial
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.redraw.ground import Ground
from gridmap.redraw.pens import Place
from gridmap.redraw.pens.snap import NATURAL, Kind, lines_of
from gridmap.redraw.seams import as_coordinates, as_places

FOLLOWED: tuple[Kind, ...] = (*NATURAL, "group")
"""What a traced line runs along."""
ROOM_M = 150.0
"""How far beside the straight way lines are looked for, at least."""
REACH_M = 60.0
"""How far a line may be from a place that is traced from or to."""
DETOUR = 3.0
"""A way along lines that is so many times as long as the straight one is none."""

Way = list[complex]
Shapes = NDArray[np.object_]


def trace(
    ground: Ground, start: Place, end: Place, kinds: Collection[Kind] = FOLLOWED, reach_m: float = REACH_M
) -> shapely.LineString:
    """The shortest way between two places along roads, streams, ridges and borders, as a line; straight
    where there is none within reach or it would be a detour."""
    a, b = complex(*start), complex(*end)
    way = _way(_near(ground, a, b, kinds), a, b, reach_m)
    straight = abs(b - a)
    if way is None or sum(abs(to - was) for was, to in pairwise(way)) > DETOUR * straight:
        way = [a, b]
    kept = [place for at, place in enumerate(way) if at == 0 or place != way[at - 1]]
    return shapely.LineString(as_coordinates(np.array(kept if len(kept) > 1 else [a, b])))


def _near(ground: Ground, a: complex, b: complex, kinds: Collection[Kind]) -> Shapes:
    """The lines around two places, cut where they meet."""
    room = max(ROOM_M, abs(b - a) / 2)
    window = shapely.box(min(a.real, b.real) - room, min(a.imag, b.imag) - room,
                         max(a.real, b.real) + room, max(a.imag, b.imag) + room)  # fmt: skip
    found: list[shapely.Geometry] = []
    for kind in kinds:
        if kind != "vertex":
            lines = lines_of(ground, kind)
            found += lines.lines[lines.tree.query(window, predicate="intersects")].tolist()
    clipped = shapely.intersection(np.array(found, object), window)
    parts: Shapes = shapely.get_parts(shapely.union_all(clipped))
    return np.asarray(parts[shapely.get_dimensions(parts) == 1], object)


def _way(lines: Shapes, a: complex, b: complex, reach_m: float) -> Way | None:
    """The shortest way on lines from the place nearest to ``a`` to that nearest to ``b``."""
    if not len(lines):
        return None
    for place in (a, b):
        lines = _cut_at(lines, place)
    graph: dict[complex, list[tuple[complex, float, Way]]] = {}
    for line in lines:
        places: Way = as_places(shapely.get_coordinates(line)).tolist()
        length = float(shapely.length(line))
        graph.setdefault(places[0], []).append((places[-1], length, places))
        graph.setdefault(places[-1], []).append((places[0], length, places[::-1]))
    start, end = (min(graph, key=partial(_far, place)) for place in (a, b))
    if max(abs(start - a), abs(end - b)) > reach_m:
        return None
    found = _shortest(graph, start, end)
    return None if found is None else [a, *found, b]


def _far(one: complex, other: complex) -> float:
    return abs(other - one)


def _cut_at(lines: Shapes, place: complex) -> Shapes:
    """The lines, the nearest one cut in two at the place nearest to a place."""
    point = shapely.Point(place.real, place.imag)
    row = int(np.argmin(shapely.distance(lines, point)))
    at = float(shapely.line_locate_point(lines[row], point))
    if not 0 < at < float(shapely.length(lines[row])):
        return lines
    places = shapely.get_coordinates(lines[row])
    far = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(places, axis=0).T))])
    spot = shapely.get_coordinates(shapely.line_interpolate_point(lines[row], at))
    halves = [np.concatenate([places[far < at], spot]), np.concatenate([spot, places[far > at]])]
    return np.append(np.delete(lines, row), [shapely.linestrings(half) for half in halves])


def _shortest(
    graph: dict[complex, list[tuple[complex, float, Way]]], start: complex, end: complex
) -> Way | None:
    """Dijkstra's way."""
    best, came = {start: 0.0}, {start: (start, [start])}
    todo, count = [(0.0, 0, start)], 0
    while todo:
        far, _order, node = heapq.heappop(todo)
        if node == end:
            break
        for to, length, places in graph[node] if far <= best[node] else ():
            if far + length < best.get(to, np.inf):
                best[to], came[to], count = far + length, (node, places), count + 1
                heapq.heappush(todo, (far + length, count, to))
    if end not in came:
        return None
    ways, node = [], end
    while node != start:
        node, places = came[node]
        ways.append(places)
    return [start, *(place for places in reversed(ways) for place in places[1:])]

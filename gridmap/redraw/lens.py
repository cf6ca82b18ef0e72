"""The ground between a border as it is and as it is drawn anew."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.errors import EditError
from gridmap.i18n import _

Floats = NDArray[np.float64]

NEARLY_M = 0.5
"""A line that ends so near to a border was meant to reach it."""


@dataclass(frozen=True)
class Lens:
    """``line`` is the part of a drawn line that becomes border, ``ring`` (n × 2) a closed way along it and
    back along the border that it replaces: ground that the ring goes round an odd number of times
    changes sides.
    """

    line: shapely.LineString
    ring: Floats

    @classmethod
    def of(cls, line: shapely.LineString, one: shapely.Geometry, other: shapely.Geometry) -> "Lens":
        """The lens of a line drawn over the common border of two shapes.

        It begins where the line first touches the border; at an end of the line that lies outside of both
        shapes the border's own end moves there instead. Raises EditError when the line does not part
        the two, or runs through somebody else's ground.
        """
        arc = _touched(common_border(one, other), line)
        region = shapely.union(one, other)
        first, last = _contacts(line, arc)
        head, tail = (not shapely.dwithin(shapely.Point(end), region, NEARLY_M) for end in _ends(line))
        outline = shapely.boundary(region)
        exits = _places_along(line, outline)
        start = max((t for t in exits if t <= first), default=first) if head else first
        stop = min((t for t in exits if t >= last), default=last) if tail else last
        if not head and not tail and (first > last or first == last):
            raise EditError(_("画的线没有两次接触两个网格的公共边界"))
        core = part(line, start, stop)
        if not shapely.length(core) or not shapely.covers(shapely.buffer(region, NEARLY_M), core):
            raise EditError(_("画的线没有沿两个网格的公共边界，或穿过了第三个网格"))
        return cls(core, _ring(core, arc, outline, head, tail))


def common_border(one: shapely.Geometry, other: shapely.Geometry) -> shapely.Geometry:
    """The line that two grids share, as few parts as there are stretches; empty for none."""
    shared = shapely.intersection(shapely.boundary(one), shapely.boundary(other))
    parts = shapely.get_parts(shared)
    lines = parts[shapely.get_dimensions(parts) == 1]
    return shapely.line_merge(shapely.multilinestrings(lines)) if len(lines) else shapely.LineString()


def _touched(border: shapely.Geometry, line: shapely.LineString) -> shapely.LineString:
    """The stretch of a border that a line has to do with."""
    arcs: list[shapely.LineString] = [arc for arc in shapely.get_parts(border) if not shapely.is_empty(arc)]
    if not arcs:
        raise EditError(_("两个网格没有公共边界"))
    return max(arcs, key=lambda arc: (len(_places_along(line, arc)), -arc.distance(line)))


def _contacts(line: shapely.LineString, arc: shapely.LineString) -> tuple[float, float]:
    """Where a line first and last touches an arc, as lengths along it; its middle when it never does."""
    found = _places_along(line, arc)
    for at, end in zip((0.0, float(shapely.length(line))), _ends(line), strict=True):
        if shapely.dwithin(shapely.Point(end), arc, NEARLY_M):
            found.append(at)
    if not found:
        middle = float(shapely.length(line)) / 2
        return middle, middle
    return min(found), max(found)


def _ring(
    core: shapely.LineString, arc: shapely.LineString, outline: shapely.Geometry, head: bool, tail: bool
) -> Floats:
    """The closed way: along the core, back along what it replaces."""
    p, q = (shapely.Point(end) for end in _ends(core))
    length = float(shapely.length(arc))
    from_q, from_p = (float(arc.project(point)) for point in (q, p))
    ends = {at: shapely.Point(end) for at, end in zip((0.0, length), _ends(arc), strict=True)}
    walks = {(name, at): _walk(outline, point, end) for name, point in (("p", p), ("q", q))
             for at, end in ends.items()}  # fmt: skip
    far = {key: shapely.length(walk) for key, walk in walks.items()}
    if tail and head:
        straight = far["q", length] + far["p", 0.0] <= far["q", 0.0] + far["p", length]
        from_q, from_p = (length, 0.0) if straight else (0.0, length)
    elif tail:
        from_q = min(ends, key=lambda at: float(far["q", at]))
    elif head:
        from_p = min(ends, key=lambda at: float(far["p", at]))
    way = [_way(core)]
    way += [_way(walks["q", from_q])] if tail else []
    way.append(_way(_back(arc, from_q, from_p)))
    way += [_way(walks["p", from_p])[::-1]] if head else []
    return np.concatenate(way)


def _back(arc: shapely.LineString, start: float, end: float) -> shapely.LineString:
    """The arc between two lengths along it; of a closed one the shorter way."""
    direct = part(arc, start, end)
    length = float(shapely.length(arc))
    if not shapely.is_closed(arc) or abs(end - start) <= length / 2:
        return direct
    low, high = min(start, end), max(start, end)
    round_about = np.concatenate([_way(part(arc, high, length)), _way(part(arc, 0.0, low))])
    return shapely.LineString(round_about if start == high else round_about[::-1])


def _walk(outline: shapely.Geometry, start: shapely.Point, end: shapely.Point) -> shapely.LineString:
    """The shorter way from one place on an outline to another."""
    rings: list[shapely.LineString] = list(shapely.get_parts(outline))
    ring = min(rings, key=lambda one: one.distance(start))
    return _back(ring, *(float(ring.project(place)) for place in (start, end)))


def _places_along(line: shapely.LineString, other: shapely.Geometry) -> list[float]:
    """Where a line meets another, as lengths along it."""
    places = shapely.get_coordinates(shapely.intersection(line, other))
    return [float(line.project(shapely.Point(place))) for place in places]


def part(line: shapely.LineString, start: float, end: float) -> shapely.LineString:
    """A line between two lengths along it, backwards when the second is the shorter."""
    low, high = min(start, end), max(start, end)
    places = shapely.get_coordinates(line)
    at = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(places, axis=0).T))])
    inner = places[(at > low) & (at < high)]
    cut = shapely.get_coordinates([line.interpolate(low), line.interpolate(high)])
    way = np.concatenate([cut[:1], inner, cut[1:]])
    return shapely.LineString(way if start <= end else way[::-1])


def _way(line: shapely.Geometry) -> Floats:
    return np.asarray(shapely.get_coordinates(line))


def _ends(line: shapely.Geometry) -> tuple[Floats, Floats]:
    places = _way(line)
    return places[0], places[-1]

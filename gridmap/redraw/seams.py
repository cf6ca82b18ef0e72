"""Borders as segments between places: the arithmetic that fits something drawn to borders that are there.

A place is a complex number, x + iy, so that sets of places are arrays that compare exactly. Where
a drawn line crosses a border the place is rounded to what a double can say, and every border through
it is bent to that very place: neighbours always share it, and nothing is rounded twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Shapes = NDArray[np.object_]
Places = NDArray[np.complex128]
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

SNAP_M = 0.01
"""What is drawn closer to a border than this lies on it: no sliver is thinner."""
ROUNDING_M = 1e-6
"""How far from an edge a place on it may be: rounding, never something drawn."""
STRAIGHT_M = 1e-8
"""How far from straight a border may turn at a corner that it does not need."""


@dataclass(frozen=True)
class Segments:
    """Directed straight lines, ``start`` to ``end``, each of the shape or line numbered ``owner``."""

    start: Places
    end: Places
    owner: Integers

    @classmethod
    def of(cls, shapes: Shapes) -> "Segments":
        """The segments of polygons' rings and of lines; ``owner`` is the index in ``shapes``."""
        paths, owner = _paths(shapes)
        coordinates, path = shapely.get_coordinates(paths, return_index=True)
        places = as_places(coordinates)
        on = path[1:] == path[:-1]
        return cls(places[:-1][on], places[1:][on], owner[path[1:][on]])

    def __len__(self) -> int:
        return len(self.start)

    def take(self, rows: NDArray[np.generic]) -> "Segments":
        """Some of them."""
        return Segments(self.start[rows], self.end[rows], self.owner[rows])

    def and_also(self, others: "Segments") -> "Segments":
        """They, and others behind them."""
        start, end = (np.concatenate(pair) for pair in ((self.start, others.start), (self.end, others.end)))
        return Segments(start, end, np.concatenate([self.owner, others.owner]))

    def ends(self) -> Places:
        """The places where they begin and end, each once, in order."""
        return np.unique(np.concatenate([self.start, self.end]))

    def touching(self, box: tuple[float, float, float, float]) -> Flags:
        """Which have an own box that touches a box."""
        (x0, y0, x1, y1), a, b = box, self.start, self.end
        across = (np.minimum(a.real, b.real) <= x1) & (np.maximum(a.real, b.real) >= x0)
        return across & (np.minimum(a.imag, b.imag) <= y1) & (np.maximum(a.imag, b.imag) >= y0)

    def joins(self) -> list[tuple[complex, complex]]:
        """The two ends of each, in the same order whichever way it runs. Sets of some hundred of these are
        quicker than sorting."""
        a, b = self.start, self.end
        swap = (b.real < a.real) | ((b.real == a.real) & (b.imag < a.imag))
        return list(zip(np.where(swap, b, a).tolist(), np.where(swap, a, b).tolist(), strict=True))

    def once(self) -> "Segments":
        """Each segment once, whichever way it runs and whoever has it."""
        return self.take(
            np.array(list({key: row for row, key in enumerate(self.joins())}.values()), np.int64)
        )

    def without(self, others: "Segments") -> "Segments":
        """Those that, whichever way they run, are not among others."""
        theirs = set(others.joins())
        return self.take(np.array([key not in theirs for key in self.joins()], bool))

    def twins(self) -> list[tuple[int, int]]:
        """The rows of each two that join the same places."""
        first: dict[tuple[complex, complex], int] = {}
        found = []
        for row, key in enumerate(self.joins()):
            other = first.setdefault(key, row)
            if other != row:
                found.append((other, row))
        return found

    def lines(self) -> Shapes:
        """Each as a line of two points."""
        ends = np.column_stack([self.start, self.end])
        lines: Shapes = np.asarray(shapely.linestrings(ends.view(np.float64).reshape(-1, 2, 2)), object)
        return lines

    def split(self, at: Integers, places: Places) -> "Segments":
        """The same way through more places: ``places[i]`` lies on the segment ``at[i]``."""
        if not len(at):
            return self
        every = np.concatenate([np.arange(len(self)), at])
        stop = np.concatenate([self.start, places])
        far = np.abs(stop - self.start[every])
        order = np.lexsort((far, every))
        owner, stop, row = self.owner[every[order]], stop[order], every[order]
        following = np.append(stop[1:], stop[:1])
        last = np.append(row[1:] != row[:-1], True)
        ends = np.where(last, self.end[row], following)
        real = stop != ends
        return Segments(stop[real], ends[real], owner[real])


def fitted(drawn: Segments, borders: Segments) -> tuple[Segments, Segments]:
    """Drawn lines and borders that meet in common places only, and nowhere nearly.

    What is drawn within ``SNAP_M`` of a border's corner or edge goes through it; a border is bent only by
    the rounding of a place on it. ``drawn`` runs along lines, each segment beginning where the one
    before it ends.
    """
    ends = drawn.ends()
    if not len(ends):
        return drawn, borders
    box = ends.real.min(), ends.imag.min(), ends.real.max(), ends.imag.max()
    close = borders.touching((box[0] - SNAP_M, box[1] - SNAP_M, box[2] + SNAP_M, box[3] + SNAP_M))
    near, rest = borders.take(close), borders.take(~close)
    corners = near.ends()
    moved, at, places = _on_borders(ends, corners, near)
    drawn = _mapped(drawn, moved)
    near = near.split(at, places)
    drawn = _through(drawn, np.concatenate([corners, places]))
    one, other, crossing = crossings(drawn, near)
    return drawn.split(one, crossing), near.split(other, crossing).and_also(rest)


def met(borders: Segments) -> Segments:
    """Borders that also go through the corners of others that lie on them: for shapes that match, but
    where one has a corner that its neighbour lacks."""
    corners = borders.ends()
    t, far = along(corners[:, None], borders.start[None], borders.end[None])
    on = (far <= ROUNDING_M) & (t > 0) & (t < 1)
    on &= (corners[:, None] != borders.start[None]) & (corners[:, None] != borders.end[None])
    corner, at = np.nonzero(on)
    return borders.split(at, corners[corner])


def _on_borders(
    places: Places, corners: Places, borders: Segments
) -> tuple[tuple[Places, Places], Integers, Places]:
    """Where drawn places go that lie nearly on a border, or on each other: (from, to), and the places
    that borders get."""
    to = places[(np.abs(places[:, None] - places[None]) <= SNAP_M).argmax(axis=1)]
    if not len(borders):
        return (places, to), np.empty(0, np.int64), places[:0]
    near = np.abs(to[:, None] - corners[None])
    at = near.argmin(axis=1)
    to = np.where(near[np.arange(len(places)), at] <= SNAP_M, corners[at], to)
    loose = np.setdiff1d(to, corners)
    t, far = along(loose[:, None], borders.start[None], borders.end[None])
    far = np.where((t > 0) & (t < 1), far, np.inf)
    edge = far.argmin(axis=1)
    close = np.flatnonzero(far[np.arange(len(loose)), edge] <= SNAP_M)
    edge = edge[close]
    foot = on_segment(borders.start[edge], borders.end[edge], t[close, edge])
    for place, there in zip(loose[close], foot, strict=True):
        to[to == place] = there
    return (places, to), edge, foot


def _mapped(drawn: Segments, moved: tuple[Places, Places]) -> Segments:
    """Drawn segments with their ends put elsewhere; those that shrink to nothing go."""
    source, to = moved
    start, end = (to[np.searchsorted(source, ends)] for ends in (drawn.start, drawn.end))
    real = start != end
    return Segments(start[real], end[real], drawn.owner[real])


def _through(drawn: Segments, corners: Places) -> Segments:
    """Drawn segments led through the corners that they nearly touch."""
    t, far = along(corners[None], drawn.start[:, None], drawn.end[:, None])
    length = np.abs(drawn.end - drawn.start)[:, None]
    inside = (t * length > SNAP_M) & ((1 - t) * length > SNAP_M) & (far <= SNAP_M)
    inside &= (corners[None] != drawn.start[:, None]) & (corners[None] != drawn.end[:, None])
    at, corner = np.nonzero(inside)
    return drawn.split(at, corners[corner])


def crossings(one: Segments, other: Segments) -> tuple[Integers, Integers, Places]:
    """Where segments cross in the inside of both: the row of each, and the place on the other."""
    a, b = one.start[:, None], one.end[:, None]
    c, d = other.start[None], other.end[None]
    apart = (a == c) | (a == d) | (b == c) | (b == d)
    with np.errstate(divide="ignore", invalid="ignore"):
        turn = cross(b - a, d - c)
        s, t = cross(c - a, d - c) / turn, cross(c - a, b - a) / turn
    first, second = np.nonzero(~apart & (turn != 0) & (s > 0) & (s < 1) & (t > 0) & (t < 1))
    places = on_segment(other.start[second], other.end[second], t[first, second])
    return first, second, places


def on_segment(start: Places, end: Places, t: Floats) -> Places:
    """The place at the share ``t`` of the way, as near to it as doubles can say: within 1e-9 m, which
    along 300 m is a tenth of a square millimetre."""
    return np.asarray(start + t * (end - start))


def along(places: Places, start: Places, end: Places) -> tuple[Floats, Floats]:
    """The share of the way at which a segment is nearest to a place (below 0 and above 1 beyond its ends),
    and the distance of the place from the whole line."""
    way, off = end - start, places - start
    squared = way.real**2 + way.imag**2
    t = (off.real * way.real + off.imag * way.imag) / squared
    return t, np.abs(cross(way, off)) / np.sqrt(squared)


def cross(one: Places, other: Places) -> Floats:
    """Twice the area between two ways, positive where the other turns left."""
    return np.asarray(one.real * other.imag - one.imag * other.real)


def as_places(coordinates: Floats) -> Places:
    """Coordinates (n × 2) as complex numbers."""
    return np.ascontiguousarray(coordinates, np.float64).view(np.complex128).ravel()


def as_coordinates(places: Places) -> Floats:
    """Complex numbers as coordinates (n × 2)."""
    return np.ascontiguousarray(places, np.complex128).view(np.float64).reshape(-1, 2)


def enclosed(places: Places, ring: Sequence[complex] | Places) -> Flags:
    """Which places a closed way goes round an odd number of times."""
    start = np.asarray(ring, np.complex128)
    end = np.roll(start, -1)
    up = (start.imag[None] > places.imag[:, None]) != (end.imag[None] > places.imag[:, None])
    with np.errstate(divide="ignore", invalid="ignore"):
        x = start.real + (places.imag[:, None] - start.imag) * (end - start).real / (end - start).imag
    return np.asarray((up & (x > places.real[:, None])).sum(axis=1) % 2 == 1)


def _paths(shapes: Shapes) -> tuple[Shapes, Integers]:
    """The rings of polygons and the lines, and the index of the shape that each is of."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    flat = shapely.get_dimensions(parts) == 2
    rings, part = shapely.get_rings(parts[flat], return_index=True)
    if flat.all():
        return rings, owner[part]
    return np.concatenate([rings, parts[~flat]]), np.concatenate([owner[flat][part], owner[~flat]])

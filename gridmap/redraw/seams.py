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


@dataclass(frozen=True)
class Segments:
    """Directed straight lines, ``start`` to ``end``, each of the shape or line numbered ``owner``."""

    start: Places
    end: Places
    owner: Integers

    @classmethod
    def of(cls, shapes: Shapes) -> "Segments":
        """The segments of polygons' rings and of lines; ``owner`` is the index in ``shapes``."""
        coordinates, owner = shapely.get_coordinates(_paths(shapes), return_index=True)
        path_owner = _owners(shapes)
        places = as_places(coordinates)
        on = owner[1:] == owner[:-1]
        return cls(places[:-1][on], places[1:][on], path_owner[owner[1:][on]])

    def __len__(self) -> int:
        return len(self.start)

    def take(self, rows: NDArray[np.generic]) -> "Segments":
        """Some of them."""
        return Segments(self.start[rows], self.end[rows], self.owner[rows])

    def once(self) -> "Segments":
        """Each segment once, whichever way it runs and whoever has it."""
        _keys, first = np.unique(_keys_of(self)[0], return_index=True)
        return self.take(np.sort(first))

    def among(self, others: "Segments") -> Flags:
        """Which of them, whichever way they run, are among others."""
        own, theirs = _keys_of(self, others)
        return np.isin(own, theirs)

    def lines(self) -> Shapes:
        """Each as a line of two points."""
        ends = np.column_stack([self.start, self.end])
        return shapely.linestrings(ends.view(np.float64).reshape(-1, 2, 2))

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
    corners = np.unique(np.concatenate([borders.start, borders.end]))
    moved, at, places = _on_borders(np.unique(np.concatenate([drawn.start, drawn.end])), corners, borders)
    drawn = _mapped(drawn, moved)
    borders = borders.split(at, places)
    drawn = _through(drawn, np.unique(np.concatenate([corners, places])))
    one, other, crossing = crossings(drawn, borders)
    return drawn.split(one, crossing), borders.split(other, crossing)


def _on_borders(
    places: Places, corners: Places, borders: Segments
) -> tuple[tuple[Places, Places], Integers, Places]:
    """Where drawn places go that lie nearly on a border: (from, to), and the places that borders get."""
    near = np.abs(places[:, None] - corners[None])
    at = near.argmin(axis=1)
    to = np.where(near[np.arange(len(places)), at] <= SNAP_M, corners[at], places)
    loose = np.flatnonzero(to == places)
    loose = loose[~np.isin(places[loose], corners)]
    t, far = along(places[loose][:, None], borders.start[None], borders.end[None])
    far = np.where((t > 0) & (t < 1), far, np.inf)
    edge = far.argmin(axis=1)
    close = far[np.arange(len(loose)), edge] <= SNAP_M
    loose, edge = loose[close], edge[close]
    foot = on_segment(borders.start[edge], borders.end[edge], t[np.flatnonzero(close), edge])
    to[loose] = foot
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
    """The place at the share ``t`` of the way."""
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


def sorted_ends(start: Places, end: Places) -> tuple[Places, Places]:
    """The ends of segments, the lower one first."""
    swap = (end.real < start.real) | ((end.real == start.real) & (end.imag < start.imag))
    return np.where(swap, end, start), np.where(swap, start, end)


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


def _keys_of(*many: Segments) -> list[Integers]:
    """Numbers that segments have in common when they join the same places."""
    ends = [sorted_ends(one.start, one.end) for one in many]
    values, number = np.unique(
        np.concatenate([places for pair in ends for places in pair]), return_inverse=True
    )
    keys, at = [], 0
    for low, high in ends:
        first, second = number[at : at + len(low)], number[at + len(low) : at + 2 * len(low)]
        keys.append(first * (len(values) + 1) + second)
        at += len(low) + len(high)
    return keys


def _paths(shapes: Shapes) -> Shapes:
    parts = shapely.get_parts(shapes)
    flat = shapely.get_dimensions(parts) == 2
    return np.concatenate([shapely.get_rings(parts[flat]), parts[~flat]]) if len(parts) else parts


def _owners(shapes: Shapes) -> Integers:
    parts, owner = shapely.get_parts(shapes, return_index=True)
    flat = shapely.get_dimensions(parts) == 2
    _rings, part = shapely.get_rings(parts[flat], return_index=True)
    return np.concatenate([owner[flat][part], owner[~flat]])

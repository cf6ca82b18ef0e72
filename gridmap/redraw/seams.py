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
        _keys, first = np.unique(self.keys(), return_index=True)
        return self.take(np.sort(first))

    def keys(self) -> Integers:
        """Numbers that two segments have in common when they join the same places."""
        return _keys_of(self)[0]

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
    """Where drawn places go that lie nearly on a border, or on each other: (from, to), and the places
    that borders get."""
    to = places[(np.abs(places[:, None] - places[None]) <= SNAP_M).argmax(axis=1)]
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
    """The place at the share ``t`` of the way, or one within a micrometre of it that lies nearer to the line.

    Hardly any place that doubles can say lies on a line through two others. The nearest one is off by
    some 1e-10 m, which along 300 m makes a gap of 1e-8 m²; the best of the ``_CHOICES`` around it is closer
    by as many times.
    """
    way = end - start
    wide = np.abs(way.real) >= np.abs(way.imag)
    run, rise = np.where(wide, way.real, way.imag)[:, None], np.where(wide, way.imag, way.real)[:, None]
    x0, y0 = (np.where(wide, *pair)[:, None] for pair in (
        (start.real, start.imag), (start.imag, start.real)))  # fmt: skip
    x = x0 + t[:, None] * run
    x = x + _AROUND * np.spacing(np.abs(x))
    y = y0 + (x - x0) * rise / run
    best = np.abs(_difference_of_products(run, y - y0, rise, x - x0)).argmin(axis=1)
    every = np.arange(len(start))
    x, y = x[every, best], y[every, best]
    return np.where(wide, x + 1j * y, y + 1j * x)


_CHOICES = 1024
_AROUND = np.array(sorted(range(-_CHOICES // 2, _CHOICES // 2), key=abs), np.float64)


def _difference_of_products(a: Floats, b: Floats, c: Floats, d: Floats) -> Floats:
    """ab - cd, with the rounding of both products made good (Dekker 1971)."""
    one, lost_one = _product(a, b)
    other, lost_other = _product(c, d)
    return np.asarray((one - other) + (lost_one - lost_other))


def _product(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """A product and what rounding took from it, which is exactly a double too."""
    product = a * b
    (high_a, low_a), (high_b, low_b) = _halves(a), _halves(b)
    lost = low_a * low_b - (((product - high_a * high_b) - low_a * high_b) - high_a * low_b)
    return product, lost


def _halves(number: Floats) -> tuple[Floats, Floats]:
    """A number as the sum of two of half as many digits (Veltkamp)."""
    big = number * 134217729.0
    high = big - (big - number)
    return high, number - high


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
    """A number for each segment; those that join the same places, whichever way, have it in common."""
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

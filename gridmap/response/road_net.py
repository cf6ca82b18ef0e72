"""The roads as a net on which the quickest way is found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.errors import UsageError
from gridmap.i18n import _
from gridmap.response.slope import heights_at, pace
from gridmap.township.settings import DEFAULT_SPEEDS, Settings
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

TABLES = ("roads", "waters", "heights")
"""What has to be loaded to find a way."""

SNAP_M = 1500.0
"""Nobody is taken to be on a road that is farther away than this."""

_KMH = 1 / 3.6
_SAME_PLACE = 2  # decimals of a metre: vertices alike to the centimetre are one junction


@dataclass(frozen=True)
class Routes:
    """The quickest way between one place and each of many: seconds and metres, inf where there is none.

    ``spots`` are the corners that any of them has, ``came`` the one before each on the way from the place
    (negative: none); the last of them are the others themselves, in their order.
    """

    seconds: Floats
    metres: Floats
    spots: Floats
    came: Integers

    def way(self, row: int) -> Floats:
        """The corners of one way (rows of x, y), from the place to the other; no rows where there is none."""
        if not np.isfinite(self.seconds[row]):
            return np.empty((0, 2))
        at = len(self.came) - len(self.seconds) + row
        passed = []
        while at >= 0:
            passed.append(at)
            at = int(self.came[at])
        return self.spots[passed[::-1]]


@dataclass(frozen=True)
class _Snapped:
    """Where places meet the net: a segment (-1 for none), the part of it behind, the metres to it."""

    segment: Integers
    part: Floats
    away: Floats


@dataclass(frozen=True)
class RoadNet:
    """Segments of road between numbered knots. ``speed`` is m/s on each from its start to its end, ``back``
    the other way, ``walk`` m/s off the road.

    Roads join where the end of one is a vertex of the other; lines that only cross do not (a road
    over a road). ``waters`` are lines that nobody crosses off the road: a river is crossed where a
    road crosses it. Build with ``RoadNet.of``.
    """

    start: Integers
    end: Integers
    shapes: NDArray[np.object_]
    speed: Floats
    back: Floats
    walk: float
    waters: NDArray[np.object_]

    @classmethod
    def of(
        cls,
        roads: Table,
        waters: Table,
        settings: Settings,
        by: str = "motorbike",
        cut: Iterable[str] = (),
        heights: Table | None = None,
    ) -> "RoadNet":
        """The net of ``roads`` for somebody travelling ``by`` foot, motorbike or car.

        ``cut`` are the numbers of roads on which nobody gets through. Where ``heights`` are known somebody
        on foot is as fast on a slope as Tobler's hiking function says (``slope.pace``). Raises UsageError
        for an unknown way of travelling or road, and for a speed in the settings that is none.
        """
        speeds = speeds_of(settings, by)
        walk = max(speeds_of(settings, "foot").values()) * _KMH
        closed = set(cut)
        unknown = closed - set(roads.text("road_no").tolist()) - {""}
        if unknown or "" in closed:
            raise UsageError(_("没有编号为 {no} 的道路").format(no="、".join(sorted(unknown)) or "“”"))
        speed = np.array([speeds.get(grade, speeds["side"]) for grade in roads.text("grade").tolist()], float)
        shut = np.array([number in closed for number in roads.text("road_no").tolist()], bool)
        open_to = (speed > 0) & ~shut
        lines, owner = shapely.get_parts(roads["geometry"][open_to], return_index=True)
        start, end, shapes, flat = _segments(lines, speed[open_to][owner] * _KMH)
        there, back = _on_slopes(shapes, flat, heights) if by == "foot" else (flat, flat)
        return cls(start, end, shapes, there, back, walk, _there(waters["geometry"]))

    @classmethod
    def in_town(cls, snapshot: Snapshot, by: str, cut: Iterable[str] = ()) -> "RoadNet":
        """The net of a township's roads, waters and heights. Raises as ``of`` does."""
        roads, waters, heights = (snapshot[name] for name in TABLES)
        return cls.of(roads, waters, snapshot.settings, by, cut, heights)

    def __len__(self) -> int:
        return len(self.shapes)

    def routes(self, place: tuple[float, float], others: Floats, *, towards: bool = False) -> Routes:
        """The quickest ways from ``place`` to the rows (x, y) of ``others``, or ``towards`` it from them.

        The way from a place to the nearest road that no water keeps apart is straight, and walked.
        """
        places, none = np.vstack([[place], others]), np.full(len(others), np.inf)
        if not len(self) or not len(others):
            return Routes(none, none, places[1:], np.full(len(others), -1))
        at = self._snap(places)
        knots = int(max(self.start.max(), self.end.max())) + 1
        if at.segment[0] < 0:
            return Routes(none, none, places[1:], np.full(len(others), -1))
        start, end, there, back, metres = self._ways(at, knots)
        if towards:
            there, back = back, there
        seconds, metres, came = _quickest(start, end, there, back, metres, knots, len(places))
        away, met = at.away[0] + at.away[1:], knots + np.arange(len(places))
        spots = np.vstack([self._spots(at, knots), [place], others])
        came[knots] = len(came)  # from the place itself to where it meets the net
        return Routes(seconds + away / self.walk, metres + away, spots, np.concatenate([came, [-1], met[1:]]))

    def _spots(self, at: _Snapped, knots: int) -> Floats:
        """Where every knot is, and behind them where every place meets the net (NaN: nowhere)."""
        spots = np.full((knots + len(at.segment), 2), np.nan)
        ends = shapely.get_coordinates(self.shapes).reshape(-1, 2, 2)
        spots[self.start], spots[self.end] = ends[:, 0], ends[:, 1]
        on = np.flatnonzero(at.segment >= 0)
        meet = shapely.line_interpolate_point(self.shapes[at.segment[on]], at.part[on], normalized=True)
        spots[knots + on] = shapely.get_coordinates(meet)
        return spots

    def _snap(self, places: Floats) -> _Snapped:
        """The nearest point of the net for every place: the nearest behind no water."""
        found = _Snapped(np.full(len(places), -1), np.zeros(len(places)), np.full(len(places), np.inf))
        tree, water = shapely.STRtree(self.shapes), shapely.STRtree(self.waters)
        points = np.asarray(shapely.points(places), object)
        waiting = np.flatnonzero(np.isfinite(places).all(axis=1))
        who, segment = tree.query_nearest(points[waiting], max_distance=SNAP_M, all_matches=False)
        dry = self._take_dry(found, points, waiting[who], segment, water)
        wet = np.setdiff1d(waiting[who], dry)
        who, segment = tree.query(points[wet], predicate="dwithin", distance=SNAP_M)
        self._take_dry(found, points, wet[who], segment, water)
        return found

    def _take_dry(
        self,
        found: _Snapped,
        points: NDArray[np.object_],
        who: Integers,
        segment: Integers,
        water: shapely.STRtree,
    ) -> Integers:
        """Write the nearest pair of each place whose straight way crosses no water; who has got one."""
        way = np.asarray(shapely.shortest_line(points[who], self.shapes[segment]), object)
        crossing = np.unique(water.query(way, "intersects")[0])
        dry = np.setdiff1d(np.arange(len(who)), crossing)
        away = np.asarray(shapely.length(way[dry]))
        dry = dry[np.lexsort((segment[dry], away, who[dry]))]
        own, first = np.unique(who[dry], return_index=True)
        chosen = dry[first]
        found.segment[own] = segment[chosen]
        found.away[own] = shapely.length(way[chosen])
        found.part[own] = shapely.line_locate_point(
            self.shapes[segment[chosen]], points[own], normalized=True
        )
        return np.asarray(own, np.int64)

    def _ways(self, at: _Snapped, knots: int) -> tuple[Integers, Integers, Floats, Floats, Floats]:
        """Every way between neighbouring knots, with the seconds there and back and the metres; place n is
        knot ``knots + n``."""
        length = np.asarray(shapely.length(self.shapes))
        who = np.flatnonzero(at.segment >= 0)
        who = who[np.lexsort((at.part[who], at.segment[who]))]
        on, part = at.segment[who], at.part[who]
        first, last = np.r_[True, on[1:] != on[:-1]], np.r_[on[1:] != on[:-1], True]
        before = np.where(first, self.start[on], np.r_[0, knots + who[:-1]])
        gone = np.where(first, part, part - np.r_[0.0, part[:-1]])
        tails = who[last]
        start = np.concatenate([self.start, before, knots + tails])
        end = np.concatenate([self.end, knots + who, self.end[on[last]]])
        metres = np.concatenate([length, gone * length[on], (1 - part[last]) * length[on[last]]])
        piece = np.concatenate([np.arange(len(self)), on, on[last]])
        return start, end, metres / self.speed[piece], metres / self.back[piece], metres


def speeds_of(settings: Settings, by: str) -> Mapping[str, float]:
    """km/h on every grade of road. Raises UsageError for an unknown way of travelling or a bad number."""
    if by not in DEFAULT_SPEEDS:
        raise UsageError(_("不认识出行方式 {by}：可用 {known}").format(by=by, known=" ".join(DEFAULT_SPEEDS)))
    speeds = {**DEFAULT_SPEEDS[by], **settings.speeds.get(by, {})}
    for grade, speed in speeds.items():
        number = isinstance(speed, int | float) and np.isfinite(speed) and speed >= 0
        if not number or (by == "foot" and speed == 0):
            raise UsageError(
                _("设置 speeds.{by}.{grade} 不是速度：{speed}").format(by=by, grade=grade, speed=speed)
            )
    return speeds


def _there(shapes: NDArray[np.generic]) -> NDArray[np.object_]:
    return np.array([shape for shape in shapes if shape is not None], object)


def _segments(
    lines: NDArray[np.object_], speed: Floats
) -> tuple[Integers, Integers, NDArray[np.object_], Floats]:
    """Every straight piece of the lines: its two knots, its shape and its speed."""
    places, line = shapely.get_coordinates(lines, return_index=True)
    if not len(places):
        none = np.empty(0, np.int64)
        return none, none, np.empty(0, object), np.empty(0)
    turn = np.r_[True, line[1:] != line[:-1]]
    is_end = turn | np.r_[turn[1:], True]
    _places, alike = np.unique(np.round(places, _SAME_PLACE), axis=0, return_inverse=True)
    alike = alike.ravel()
    joins = np.zeros(len(_places), bool)
    joins[alike[is_end]] = True
    knot = np.where(joins[alike], alike, len(_places) + np.arange(len(places)))
    knot = np.unique(knot, return_inverse=True)[1].ravel()
    first = np.flatnonzero(~turn[1:] & (places[1:] != places[:-1]).any(axis=1))
    shapes = shapely.linestrings(np.stack([places[first], places[first + 1]], axis=1))
    return knot[first], knot[first + 1], np.asarray(shapes, object), speed[line[first]]


def _on_slopes(shapes: NDArray[np.object_], flat: Floats, heights: Table | None) -> tuple[Floats, Floats]:
    """The speed on foot on every straight piece of road, there and back."""
    if heights is None or not len(heights) or not len(shapes):
        return flat, flat
    ends = shapely.get_coordinates(shapes).reshape(-1, 2, 2)
    rise = heights_at(heights, ends[:, 1]) - heights_at(heights, ends[:, 0])
    slope = rise / np.maximum(np.asarray(shapely.length(shapes)), 1.0)
    return flat * pace(slope), flat * pace(-slope)


def _quickest(
    start: Integers, end: Integers, there: Floats, back: Floats, metres: Floats, knots: int, places: int
) -> tuple[Floats, Floats, Integers]:
    """Seconds and metres from place 0 to every other one, by Dijkstra's way; the knot before every knot."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import dijkstra

    size = knots + places
    start, end = np.concatenate([start, end]), np.concatenate([end, start])
    seconds, metres = np.concatenate([there, back]), np.concatenate([metres, metres])
    key = start * size + end
    order = np.lexsort((seconds, key))  # of two roads from knot to knot the quicker one
    order = order[np.r_[True, key[order][1:] != key[order][:-1]] & (start != end)[order]]
    key, metres = key[order], metres[order]
    weight = np.maximum(seconds[order], 1e-9)  # a way of no length is a way all the same
    net = csr_matrix((weight, (start[order], end[order])), shape=(size, size))
    took, came = dijkstra(net, indices=knots, return_predecessors=True)
    reached = np.flatnonzero(came >= 0)
    reached = reached[np.argsort(took[reached], kind="stable")]
    long = np.where(np.arange(size) == knots, 0.0, np.inf).tolist()
    steps = metres[np.searchsorted(key, came[reached].astype(np.int64) * size + reached)]
    for at, before, step in zip(reached.tolist(), came[reached].tolist(), steps.tolist(), strict=True):
        long[at] = long[before] + step
    others = slice(knots + 1, None)
    return np.asarray(took[others], np.float64), np.array(long[others]), came.astype(np.int64)

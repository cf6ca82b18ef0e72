"""Today's round of every grid worker: who is to be visited, in the order in which one walks."""

from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from gridmap.response.call_sheet import grid_title, grid_workers
from gridmap.response.reach import DETOUR
from gridmap.response.road_net import RoadNet
from gridmap.response.visits import Contacts
from gridmap.township.census import Census
from gridmap.township.snapshot import Snapshot

MOST = 12
"""Homes of a round: what fits on a page and into a day."""

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Stop:
    """One home of a round. ``contact`` is its row in the contacts; ``metres`` and ``minutes`` are those of
    the way from the stop before, NaN for the first. ``routed`` is whether roads tell the way; ``way`` are its
    corners (rows of x, y), straight where they do not, none for the first."""

    contact: int
    x: float
    y: float
    metres: float
    minutes: float
    routed: bool
    way: Floats = field(compare=False)


@dataclass(frozen=True)
class Round:
    """The homes of a grid that are due, as one walks them.

    ``workers`` are full names. ``waiting`` counts those due who find no room today.
    """

    grid: int
    title: str
    workers: tuple[str, ...]
    stops: tuple[Stop, ...]
    waiting: int

    @property
    def metres(self) -> float:
        """The whole way on foot."""
        return float(np.nansum([stop.metres for stop in self.stops]))

    @property
    def minutes(self) -> float:
        """How long one walks, without the time in the homes."""
        return float(np.nansum([stop.minutes for stop in self.stops]))


def rounds(
    snapshot: Snapshot,
    census: Census,
    found: Contacts,
    most: int = MOST,
    grids: Collection[int] | None = None,
) -> list[Round]:
    """Every grid's round on foot, or that of some rows of the grids: of those due the ``most`` urgent ones.

    Whoever has no place on the map, or lies in no grid, is in no round.
    """
    due = np.flatnonzero(found.due)
    grid = census.grid_of_household[found.household[due]]
    workers = grid_workers(snapshot)
    net = RoadNet.in_town(snapshot, "foot")
    made = []
    for row in np.unique(grid[grid >= 0]).tolist():
        if grids is not None and row not in grids:
            continue
        own = due[grid == row]
        stops = _walked(snapshot, found, net, own[:most])
        title = grid_title(snapshot["grids"], row)
        made.append(Round(row, title, tuple(workers.get(row, ())), stops, max(len(own) - most, 0)))
    return made


def in_walking_order(seconds: Floats) -> Rows:
    """The order in which places are walked to from the first, by the seconds between every two.

    Always on to the nearest, then stretches are turned round while that makes the whole way shorter
    (2-opt; Croes 1958).
    """
    order = [0]
    left = list(range(1, len(seconds)))
    while left:
        order.append(min(left, key=lambda place: seconds[order[-1], place]))
        left.remove(order[-1])
    best, shorter = np.array(order, np.int64), True
    while shorter:
        shorter = False
        for first in range(1, len(best) - 1):
            for last in range(first + 1, len(best)):
                other = np.r_[best[:first], best[first : last + 1][::-1], best[last + 1 :]]
                if _whole(seconds, other) < _whole(seconds, best) - 1e-9:
                    best, shorter = other, True
    return best


def _whole(seconds: Floats, order: Rows) -> float:
    return float(seconds[order[:-1], order[1:]].sum())


def _walked(snapshot: Snapshot, found: Contacts, net: RoadNet, chosen: Rows) -> tuple[Stop, ...]:
    """The chosen contacts as stops, the most urgent first, then as they lie on the way.

    Where no road tells the way it is the straight line times ``DETOUR``.
    """
    homes, rows = snapshot["households"], found.household[chosen]
    places = np.column_stack([homes.number("x")[rows], homes.number("y")[rows]])
    routes = [net.routes((float(x), float(y)), places) for x, y in places]
    seconds, metres = (np.array([getattr(one, name) for one in routes]) for name in ("seconds", "metres"))
    straight = np.hypot(*(places[:, None, :] - places[None, :, :]).transpose(2, 0, 1)) * DETOUR
    routed = np.isfinite(seconds)
    seconds, metres = np.where(routed, seconds, straight / net.walk), np.where(routed, metres, straight)
    order = in_walking_order(seconds).tolist()
    stops = [_stop(int(chosen[order[0]]), places[order[0]], np.nan, np.nan, True, np.empty((0, 2)))]
    for before, at in pairwise(order):
        by_road = bool(routed[before, at])
        way = routes[before].way(at) if by_road else places[[before, at]]
        stops.append(
            _stop(int(chosen[at]), places[at], metres[before, at], seconds[before, at] / 60, by_road, way)
        )
    return tuple(stops)


def _stop(contact: int, place: Floats, metres: float, minutes: float, routed: bool, way: Floats) -> Stop:
    return Stop(contact, float(place[0]), float(place[1]), float(metres), float(minutes), routed, way)

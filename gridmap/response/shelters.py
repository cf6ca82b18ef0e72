"""Where the homes of an area can go: the nearest shelter on foot that still has room, filled in turn."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gridmap.i18n import _
from gridmap.response.affected import Affected
from gridmap.response.area import Area
from gridmap.response.reach import straight
from gridmap.response.road_net import RoadNet
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

TABLES = ("places", "roads", "waters", "heights")
"""What has to be loaded besides the tables of ``affected``."""


@dataclass(frozen=True)
class Refuges:
    """The shelter of every home of an ``Affected``, row by row.

    ``place`` is a row of ``places`` (-1: none has room, or nobody is there), ``free`` what is left there
    when the home has come, ``metres`` the way on foot. ``notes`` say what could not be arranged.
    """

    place: NDArray[np.int64]
    free: NDArray[np.int64]
    metres: NDArray[np.float64]
    notes: tuple[str, ...]


def refuges(snapshot: Snapshot, area: Area, found: Affected) -> Refuges:
    """A shelter for every home, the most urgent first: the nearest by the way on foot with room for all of
    its people. A shelter inside the area, or of unknown capacity, takes nobody in; a home of which nobody
    knows how many it holds counts as one person.
    """
    able, notes = shelters_beyond(snapshot, area)
    there = np.flatnonzero(~found.homes.empty)
    people = np.maximum(np.nan_to_num(found.homes.people), 1).astype(np.int64)
    count = len(found.households)
    place, free, long = np.full(count, -1), np.zeros(count, np.int64), np.full(count, np.nan)
    place[there], free[there], long[there] = allot(
        snapshot, found.households.take(there), people[there], able
    )
    homeless = int((place[there] < 0).sum())
    if homeless:
        why = _("避难场所已满") if len(able) else _("没有可用的避难场所")
        notes.append(_("{n} 户没有安排避难场所：{why}").format(n=homeless, why=why))
    return Refuges(place, free, long, tuple(notes))


def shelters_beyond(snapshot: Snapshot, area: Area | None) -> tuple[NDArray[np.int64], list[str]]:
    """The shelters (rows of ``places``) of known capacity outside an area; a line about each other one."""
    places = snapshot["places"]
    x, y, room = places.number("x"), places.number("y"), places.number("capacity")
    shelters = np.flatnonzero((places.text("kind") == "shelter") & np.isfinite(x) & np.isfinite(y))
    inside = area.holds(x[shelters], y[shelters]) if area else np.zeros(len(shelters), bool)
    notes = [
        _("避难场所“{name}”在范围里，没有安排").format(name=places["name"][row]) for row in shelters[inside]
    ]
    notes += [
        _("避难场所“{name}”没有写容量，没有安排").format(name=places["name"][row])
        for row in shelters[~inside & np.isnan(room[shelters])]
    ]
    return shelters[~inside & np.isfinite(room[shelters])], notes


def allot(
    snapshot: Snapshot, homes: Table, people: NDArray[np.int64], shelters: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """A shelter (row of ``places``, -1 for none) for every home with so many people, in their order: the
    nearest on foot that still has room; what is left there then, and the metres. A home without a place on
    the map gets none."""
    spots = np.column_stack([homes.number("x"), homes.number("y")])
    placed = np.flatnonzero(np.isfinite(spots).all(axis=1))
    count = len(homes)
    place, free, long = np.full(count, -1), np.zeros(count, np.int64), np.full(count, np.nan)
    if not len(placed) or not len(shelters):
        return place, free, long
    seconds, metres = _ways(snapshot, spots[placed], shelters)
    left = snapshot["places"].number("capacity")[shelters].astype(np.int64)
    for at, home in enumerate(placed.tolist()):
        fits = np.flatnonzero(left >= people[home])
        if len(fits):
            best = int(fits[np.argmin(seconds[fits, at])])
            left[best] -= people[home]
            place[home], free[home], long[home] = shelters[best], left[best], metres[best, at]
    return place, free, long


def _ways(
    snapshot: Snapshot, spots: NDArray[np.float64], shelters: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Seconds and metres on foot: a row for each shelter, a column for each spot."""
    places = snapshot["places"]
    net = RoadNet.in_town(snapshot, "foot")
    seconds, metres = np.empty((len(shelters), len(spots))), np.empty((len(shelters), len(spots)))
    for at, row in enumerate(shelters.tolist()):
        spot = (float(places.number("x")[row]), float(places.number("y")[row]))
        routes = net.routes(spot, spots, towards=True)
        guess, detour = straight(snapshot, spot, spots, "foot")
        routed = np.isfinite(routes.seconds)
        seconds[at] = np.where(routed, routes.seconds, guess)
        metres[at] = np.where(routed, routes.metres, detour)
    return seconds, metres

"""Where the houses stand: along the roads of their hamlet, inside their group."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.sample.land import Land
from gridmap.sample.quotas import shared
from gridmap.sample.roads import BANK, Roads

Points = NDArray[np.float64]
Rows = NDArray[np.int64]

_STEP = 14.0  # metres between possible doors along a road
_DOORS = 26  # doors of a hamlet that houses may stand at
_MARGIN = 4.0  # metres from a house to the border of its group, at least
_TRIES = 8


@dataclass(frozen=True)
class Homes:
    """The group of every household and its place (x, y in metres)."""

    group: Rows
    place: Points


def house(grid: Rows, land: Land, rng: np.random.Generator) -> Homes:
    """Places for the households of every grid; ``grid`` is that of each household, rising."""
    mesh, hamlets, grid_of_group = land.mesh, land.hamlets, land.division.grid_of_group
    weight = np.bincount(hamlets.group, minlength=len(grid_of_group)) * rng.uniform(
        0.8, 1.2, len(grid_of_group)
    )
    count = np.bincount(grid, minlength=int(grid_of_group.max()) + 1)
    parts = [shared(int(number), weight[grid_of_group == row]) for row, number in enumerate(count)]
    group = np.repeat(np.arange(len(grid_of_group)), np.concatenate(parts))
    doors, ways = _doors(land.roads)
    near = _nearest(mesh.points[hamlets.at], doors)
    wet = shapely.buffer(shapely.union_all([line for _, line in land.waters]), BANK * 0.7)
    inner = shapely.difference(shapely.buffer(land.boundaries.groups, -_MARGIN), wet)
    shapely.prepare(inner)
    place = np.empty((len(group), 2))
    waiting, first = np.arange(len(group)), np.searchsorted(hamlets.group, np.arange(len(grid_of_group)))
    size = np.bincount(hamlets.group, minlength=len(grid_of_group))
    for attempt in range(_TRIES):
        own = group[waiting]
        hamlet = first[own] + np.floor(size[own] * rng.random(len(own)) ** 1.5).astype(np.int64)
        door = near[hamlet, np.floor(near.shape[1] * rng.random(len(own)) ** 1.3).astype(np.int64)]
        side = rng.choice([-1.0, 1.0], len(own)) * rng.uniform(9, 42, len(own)) * (1 - 0.6 * attempt / _TRIES)
        spot = doors[door] + ways[door] * side[:, None] + rng.normal(0, 4, (len(own), 2))
        if attempt == _TRIES - 1:
            spot = mesh.points[hamlets.at[first[own]]] + rng.normal(0, 6, (len(own), 2))
        place[waiting] = spot
        inside = shapely.contains_xy(inner[own], spot[:, 0], spot[:, 1])
        waiting = waiting[~inside]
    place[waiting] = mesh.points[hamlets.at[first[group[waiting]]]]
    return Homes(group, place)


def _doors(roads: Roads) -> tuple[Points, Points]:
    """Points along every road, and the unit vector across the road at each."""
    length = shapely.length(roads.lines)
    count = np.maximum((length / _STEP).astype(np.int64), 1)
    line = np.repeat(np.arange(len(length)), count)
    along = (np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + 0.5) * _STEP
    along = np.minimum(along, length[line] - 1)
    at = shapely.get_coordinates(shapely.line_interpolate_point(roads.lines[line], along))
    ahead = shapely.get_coordinates(shapely.line_interpolate_point(roads.lines[line], along + 1))
    way = ahead - at
    way /= np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-9)[:, None]
    return at, np.column_stack([-way[:, 1], way[:, 0]])


def _nearest(places: Points, doors: Points) -> Rows:
    """Per place, the rows of its nearest doors, nearest first."""
    order = np.argsort(doors[:, 0], kind="stable")
    rising = doors[order, 0]
    wanted = min(_DOORS, len(doors))
    rows = np.empty((len(places), wanted), np.int64)
    for row, place in enumerate(places):
        reach = 700.0
        while True:
            low, high = np.searchsorted(rising, (place[0] - reach, place[0] + reach))
            some = order[low:high]
            if len(some) >= wanted:
                break
            reach *= 2
        far = ((doors[some] - place) ** 2).sum(1)
        rows[row] = some[np.argsort(far, kind="stable")[:wanted]]
    return rows

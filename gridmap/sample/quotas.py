"""How many people each grid gets: the figures of the township, dealt out exactly."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]

TOWN_GRIDS = (3, 2, 3, 2, 3, 3, 3)
"""Grids of the sample town's seven villages, in the order of their codes: 19."""

_REGISTERED, _AT_HOME, _ELDERS, _HOUSEHOLDS = 15046, 3012, 1868, 5185
_GRIDS_PER_VILLAGE = 3.303  # makes 1,000 grids of a district of 304 villages
_MEAN = 726.0  # registered people of a grid elsewhere in the district
_FAMILY = 2.93  # registered people of a household


@dataclass(frozen=True)
class Quotas:
    """Per grid: people by population, elders (60 and older) among those at home, households, and
    how many of the residents are registered elsewhere.
    """

    registered: Rows
    resident: Rows
    at_home: Rows
    elders: Rows
    households: Rows
    newcomers: Rows


def shared(total: int, weights: NDArray[np.float64]) -> Rows:
    """``total`` in whole parts by ``weights``: the largest remainders get one more."""
    exact = total * weights / weights.sum()
    parts = np.floor(exact).astype(np.int64)
    order = np.argsort(parts - exact, kind="stable")
    parts[order[: total - int(parts.sum())]] += 1
    return np.asarray(parts)


def grid_counts(villages: list[int]) -> list[Rows]:
    """Per town, how many grids each village has; the first town is the sample's own."""
    counts = [np.array(TOWN_GRIDS, np.int64)]
    done = 0.0
    for number in villages[1:]:
        ends = np.floor(done + np.arange(number + 1) * _GRIDS_PER_VILLAGE + 0.5)
        counts.append(np.diff(ends).astype(np.int64))
        done = float(done + number * _GRIDS_PER_VILLAGE) % 1.0
    return counts


def deal(town_of_grid: Rows, village_of_grid: Rows, seat_grids: Rows, rng: np.random.Generator) -> Quotas:
    """Quotas of every grid of every town.

    In each town the grid of the seat is full of residents, its neighbour in the village fills up,
    and one grid far away is empty but would break its cap if everybody registered came home.
    """
    parts = [
        _town(np.flatnonzero(town_of_grid == town), village_of_grid, int(seat), town == 0, rng)
        for town, seat in enumerate(seat_grids)
    ]
    return Quotas(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _town(grids: Rows, village: Rows, seat: int, first: bool, rng: np.random.Generator) -> tuple[Rows, ...]:
    count = len(grids)
    mates = grids[(village[grids] == village[seat]) & (grids != seat)]
    others = grids[village[grids] != village[seat]]
    special = np.searchsorted(grids, [seat, mates[0], others[len(others) // 2]])
    total = _REGISTERED if first else int(_MEAN * count)
    registered = np.zeros(count, np.int64)
    registered[special] = (1086, 952, 1032)
    rest = np.setdiff1d(np.arange(count), special)
    weights = np.clip(rng.lognormal(0.0, 0.17, len(rest)), 0.72, 1.24)
    registered[rest] = shared(total - int(registered.sum()), weights)
    resident = np.round(registered * rng.uniform(0.44, 0.58, count)).astype(np.int64)
    resident[special] = (968, 842, 486)
    at_home = shared(_AT_HOME if first else round(total * 0.2), registered * rng.uniform(0.85, 1.15, count))
    share = at_home * rng.uniform(0.92, 1.08, count)
    elders = shared(_ELDERS if first else round(at_home.sum() * 0.62), share)
    households = shared(_HOUSEHOLDS if first else round(total / _FAMILY), registered.astype(float))
    newcomers = np.round(resident * 0.015).astype(np.int64)
    newcomers[special[0]] = 74
    return registered, resident, at_home, np.minimum(elders, at_home - 5), households, newcomers

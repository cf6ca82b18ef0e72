"""A sample written out: ``shapes/`` with boundaries and settings, ``layers/`` with the ledgers."""

from datetime import datetime
from pathlib import Path

import numpy as np

from gridmap.sample import (
    homes,
    incidents,
    land,
    ledgers,
    organisations,
    patrols,
    people,
    quotas,
    shapes,
    staff,
    surroundings,
)

DEFAULT_SEED = 20261123
MOST_TOWNS = 23
NOW = datetime(2026, 11, 23, 14, 32)
"""The moment a sample is of: a Monday, local civil time."""


def _write_work(layers: Path, ground: land.Land, crew: staff.Staff, houses: homes.Homes, seed: int) -> None:
    """Write organisations, incidents and patrols."""
    organisations.write_organisations(layers / "organisations.csv", ground, np.random.default_rng((seed, 8)))
    incidents.write_incidents(
        layers / "incidents.csv", ground, crew, houses, NOW, np.random.default_rng((seed, 9))
    )
    patrols.write_patrols(layers, ground, NOW, np.random.default_rng((seed, 10)))


def write_sample(folder: Path, towns: int = 1, seed: int = DEFAULT_SEED) -> None:
    """Write a schematic township, or a district of ``towns`` towns, as ``folder``/shapes and /layers.

    The same arguments give the same bytes. Raises ValueError for a number of towns that is not 1 to 23.
    """
    if not 1 <= towns <= MOST_TOWNS:
        raise ValueError(f"towns must be 1 to {MOST_TOWNS}, not {towns}")
    ground = land.make(towns, seed)
    dealt = quotas.deal(
        ground.town_of_grid,
        ground.division.village_of_grid,
        ground.seat_grids,
        np.random.default_rng((seed, 2)),
    )
    grid, everybody = people.populate(dealt, NOW.date(), np.random.default_rng((seed, 3)))
    houses = homes.house(grid, ground, np.random.default_rng((seed, 4)))
    crew = staff.employ(ground, dealt, NOW.date(), np.random.default_rng((seed, 5)))
    for name in ("shapes", "layers"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    shapes.write_shapes(folder / "shapes", ground, crew, everybody, houses)
    _write_work(folder / "layers", ground, crew, houses, seed)
    surroundings.write_surroundings(folder / "layers", ground, np.random.default_rng((seed, 7)))
    ledgers.write_all(folder / "layers", ground, crew, everybody, houses, NOW, seed)

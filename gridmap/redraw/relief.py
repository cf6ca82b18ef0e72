"""Where people can go from a grid that has too many."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.redraw.ground import Ground
from gridmap.redraw.lens import common_border
from gridmap.redraw.pens.units import households_edit, losers
from gridmap.redraw.plan import Edit

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Relief:
    """Some households, of so many people, that can go to a grid row."""

    edit: Edit
    to: int
    households: int
    people: float


def relief(ground: Ground, grid: int, population: str, excess: float) -> list[Relief]:
    """The fewest people who can go to each neighbour that has room for them: the households nearest to
    the common border, until the excess is gone. The neighbour with most room comes first."""
    if ground.locked(grid):
        return []
    cap = ground.snapshot.settings.worker_cap
    own = np.flatnonzero(ground.recount.polygon == grid)
    people = np.nan_to_num(ground.people[population][own])
    found = []
    for to in losers(ground, grid).tolist():
        border = common_border(ground.shapes[grid], ground.shapes[to])
        room = cap - ground.people_of(to)[population]
        if shapely.is_empty(border) or not room >= excess:
            continue
        far = shapely.distance(shapely.points(ground.x[own], ground.y[own]), border)
        order = np.argsort(far, kind="stable")
        total = np.cumsum(people[order])
        count = int(np.searchsorted(total, excess)) + 1
        if count >= len(own) or total[count - 1] > room:
            continue
        edit = households_edit(ground, own[order[:count]], to)
        if edit is not None:
            found.append((room, Relief(edit, to, count, float(total[count - 1]))))
    return [way for _room, way in sorted(found, key=lambda item: -item[0])]


def beside_longest(ground: Ground, part: shapely.Geometry, but: int) -> int:
    """The row of the unlocked grid of the same village with the longest common border with some ground,
    -1 for none."""
    near = losers(ground, but)
    if not len(near):
        return -1
    shared = shapely.length(
        shapely.intersection(shapely.boundary(ground.shapes[near]), shapely.boundary(part))
    )
    return int(near[shared.argmax()]) if shared.max() > 0 else -1

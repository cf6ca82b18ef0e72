"""From what a pen touched to the edit: whole groups, or households with their yards."""

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.redraw.coverage import SPECK_M2
from gridmap.redraw.edits.assign_groups import AssignGroups
from gridmap.redraw.edits.move_ground import MoveGround
from gridmap.redraw.ground import Ground
from gridmap.redraw.plan import Edit

Integers = NDArray[np.int64]


def losers(ground: Ground, target: int) -> Integers:
    """The grids of a grid row's village that a pen may take from: all others that are not locked."""
    own = ground.grids_of_village(int(ground.plan.village_of_grid[target]))
    return np.asarray(own[(own != target) & ~ground.plan.locked[own]])


def groups_in(ground: Ground, grids: Integers) -> Integers:
    """The rows of the groups that have ground in some grids, by where most of them lies."""
    return np.flatnonzero(np.isin(ground.plan.grid_of_group, grids))


def groups_edit(ground: Ground, groups: Integers, target: int) -> Edit | None:
    """Groups go to a grid row; None for no groups."""
    if not len(groups):
        return None
    uuids = ground.snapshot["groups"]["uuid"]
    return AssignGroups(tuple(str(uuids[row]) for row in groups.tolist()), ground.uuid(target))


def households_in(ground: Ground, area: shapely.Geometry, grids: Integers) -> Integers:
    """The rows of the households of some grids that live in an area."""
    rows = ground.plan.households_in(area)
    return rows[np.isin(ground.recount.polygon[rows], grids)]


def households_edit(ground: Ground, households: Integers, target: int) -> Edit | None:
    """Households go to a grid row of their village with the ground of their yards that lies in their own
    grids; None for nobody.

    Bits of those grids that this would cut off without a single household in them go along, so that
    no sliver is left behind.
    """
    village = int(ground.plan.village_of_grid[target])
    households = households[ground.village_of_household[households] == village]
    if not len(households):
        return None
    yards = ground.yards(village)
    grid = ground.recount.polygon[households]
    pieces = []
    for row in np.unique(grid[grid >= 0]).tolist():
        lost = yards.of_households(households[grid == row])
        pieces += _with_scraps(ground, shapely.intersection(ground.shapes[row], lost), row)
    piece = shapely.union_all(pieces)
    return MoveGround.of(piece, ground.uuid(target)) if shapely.area(piece) > SPECK_M2 else None


def ground_edit(ground: Ground, area: shapely.Geometry, loser: int, target: int) -> Edit | None:
    """An area of a grid goes to another, with the scraps that this would leave; None for a mere speck."""
    parts = shapely.get_parts(area)
    parts = parts[(shapely.get_dimensions(parts) == 2) & (shapely.area(parts) > SPECK_M2)]
    if not len(parts):
        return None
    piece = shapely.union_all(_with_scraps(ground, shapely.union_all(parts), loser))
    return MoveGround.of(piece, ground.uuid(target))


def _with_scraps(ground: Ground, piece: shapely.Geometry, grid: int) -> list[shapely.Geometry]:
    """A piece of a grid, with the parts of the rest in which nobody lives unless they are all of it."""
    rest = shapely.get_parts(shapely.difference(ground.shapes[grid], piece))
    if len(rest) < 2:
        return [piece]
    empty = np.array([not _lived_in(ground, part, grid) for part in rest])
    return [piece, *rest[empty]] if not empty.all() else [piece]


def _lived_in(ground: Ground, part: shapely.Geometry, grid: int) -> bool:
    rows = ground.plan.households_in(part)
    return bool((ground.recount.polygon[rows] == grid).any())

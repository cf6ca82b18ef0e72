"""From what a pen touched to the edit: whole groups, or households with their yards."""

from collections.abc import Sequence

import numpy as np
import shapely

from gridmap.redraw.edits.assign_groups import AssignGroups
from gridmap.redraw.edits.move_ground import MoveGround
from gridmap.redraw.ground import Ground
from gridmap.redraw.plan import Edit


def groups_edit(ground: Ground, touched: shapely.Geometry, loser: int, winner: int) -> Edit | None:
    """The groups of one grid that ``touched`` enters go to another; None when it enters none."""
    groups = ground.snapshot["groups"]
    own = np.flatnonzero(ground.plan.grid_of_group == loser)
    own = own[shapely.intersects(groups.text("geometry")[own], touched)]
    if not len(own):
        return None
    return AssignGroups(tuple(str(groups["uuid"][row]) for row in own.tolist()), ground.uuid(winner))


def ground_of_households(
    ground: Ground, area: shapely.Geometry, losers: Sequence[int], winner: int
) -> Edit | None:
    """The households of some grids that live in ``area`` go to another with their yards; None for nobody."""
    village = int(ground.plan.village_of_grid[winner])
    yards = ground.yards(village)
    rows = yards.households[np.isin(ground.recount.polygon[yards.households], losers)]
    rows = rows[shapely.intersects_xy(area, ground.x[rows], ground.y[rows])]
    if not len(rows):
        return None
    lost = shapely.union_all(ground.shapes[list(losers)])
    piece = shapely.intersection(yards.of_households(rows), lost)
    return MoveGround.of(piece, ground.uuid(winner))

"""Ground that goes from the grids of a village to one of them."""

from collections.abc import Sequence

import numpy as np
import shapely

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.coverage import SPECK_M2, beside, cut, joined, redealt
from gridmap.redraw.plan import GridPlan
from gridmap.redraw.seams import SNAP_M

BEYOND_M2 = 1.0
"""How much of a piece may lie outside of the village's grids: what was drawn along their border."""


def given(plan: GridPlan, piece: shapely.Geometry, target: int) -> GridPlan:
    """The plan with all ground of ``piece`` in the grid row ``target``.

    Raises EditError when the piece reaches beyond the grids of that grid's village, when all of it is the
    grid's already, when another grid would be left without ground and when one of them is locked.
    """
    grids = plan.grids.text("geometry")
    x0, y0, x1, y1 = shapely.bounds(piece).tolist()
    rows = beside(grids, (x0 - SNAP_M, y0 - SNAP_M, x1 + SNAP_M, y1 + SNAP_M))
    rows = rows[plan.village_of_grid[rows] == plan.village_of_grid[target]]
    faces, owner = cut(grids, rows.tolist(), np.array([piece], object))
    inner = shapely.point_on_surface(faces)
    inside = shapely.intersects_xy(piece, shapely.get_x(inner), shapely.get_y(inner))
    if shapely.area(piece) - shapely.area(faces[inside]).sum() > BEYOND_M2:
        raise EditError(_("不能划转：这块地有一部分不在本村(社区)的网格内，网格不能跨村"))
    shapes = redealt(faces, owner, np.where(inside, target, owner), grids)
    if not shapes:
        raise EditError(_("这块地已经在这个网格内"))
    for row, shape in shapes.items():
        if shapely.area(shape) <= SPECK_M2:
            raise EditError(
                _("不能划转：“{name}”将没有任何土地，请改用“合并网格”").format(name=plan.name(row))
            )
    return plan.redrawn(shapes)


def given_groups(plan: GridPlan, groups: Sequence[str], grid: str) -> GridPlan:
    """The plan with all ground of some groups (uuids) in a grid (a uuid).

    Raises EditError as ``given`` does, and for a group that lies in no grid, in another village or wholly
    in that grid already.
    """
    target = plan.grid(grid)
    rows = [plan.group(uuid) for uuid in groups]
    for row in rows:
        _refuse_group(plan, row, target)
    if not rows:
        raise EditError(_("不能划转：没有选中村民小组"))
    return given(plan, joined(plan.groups.text("geometry")[rows]), target)


def _refuse_group(plan: GridPlan, group: int, target: int) -> None:
    source, shape = int(plan.grid_of_group[group]), plan.groups.text("geometry")[group]
    if source < 0:
        raise EditError(_("不能划转：该村民小组不在任何网格内"))
    if plan.village_of_grid[source] != plan.village_of_grid[target]:
        raise EditError(_("不能划转：网格不能跨村，目标网格在另一个村(社区)"))
    if source == target and bool(np.asarray(shapely.covers(plan.grids.text("geometry")[target], shape))):
        raise EditError(_("该村民小组已经在这个网格内"))

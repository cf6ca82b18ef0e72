"""Merge one grid into another of the same village."""

from dataclasses import dataclass, replace

import numpy as np
import shapely

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.coverage import joined
from gridmap.redraw.plan import GridPlan

SINGLE_ROLES = ("grid_leader", "grid_worker", "网格长", "网格员")
"""Roles that the grid which stays keeps for itself; everybody else comes along."""


@dataclass(frozen=True)
class MergeGrids:
    """The grid ``gone`` (a uuid) becomes part of the grid ``into`` (a uuid), which keeps its name,
    code, leader and worker. Others assigned to the one that goes are assigned to the one that stays.
    """

    into: str
    gone: str

    @property
    def label(self) -> str:
        """The words of the undo menu."""
        return _("合并网格")

    def apply(self, plan: GridPlan) -> GridPlan:
        """The plan with one grid less. Raises EditError for grids of two villages, one and the same, or one
        that is locked."""
        into, gone = plan.grid(self.into), plan.grid(self.gone)
        if into == gone:
            raise EditError(_("不能合并：这是同一个网格"))
        if plan.village_of_grid[into] != plan.village_of_grid[gone]:
            raise EditError(_("不能合并：两个网格不在同一个村(社区)"))
        shape = joined(plan.grids.text("geometry")[[into, gone]])
        shapes = plan.mended({into: shape, gone: shapely.Polygon()})
        merged = _with_people(plan, into, gone).with_shapes(shapes)
        return replace(merged, grids=merged.grids.take(np.arange(len(plan.grids)) != gone))


def _with_people(plan: GridPlan, into: int, gone: int) -> GridPlan:
    """The assignments after it: single roles of the grid that goes end, the others move unless doubled."""
    table = plan.assignments
    old, new = plan.grids.fids()[gone], plan.grids.fids()[into]
    moves = (table.fids("grid_fid") == old) & (old > 0)
    if not moves.any():
        return plan
    who = list(zip(table.fids("staff_fid").tolist(), table["staff"], table["role"], strict=True))
    there = {who[row] for row in np.flatnonzero(table.fids("grid_fid") == new)}
    ends = moves & np.array([key[2] in SINGLE_ROLES or key in there for key in who])
    grid, code = table.fids("grid_fid").copy(), table.text("grid").copy()
    grid[moves] = new
    code[moves] = plan.grids["code"][into] or plan.grids["name"][into]
    return replace(plan, assignments=table.replace(grid_fid=grid, grid=code).take(~ends))

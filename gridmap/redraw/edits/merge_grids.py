"""Make one grid of two neighbours of the same village."""

from dataclasses import dataclass, replace

import numpy as np

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.plan import GridPlan, join


@dataclass(frozen=True)
class MergeGrids:
    """The ground of ``merged`` joins ``kept`` (uuids), which keeps its name, code and staff.

    Who was assigned to the merged grid keeps that line of the record without a grid.
    """

    kept: str
    merged: str

    @property
    def label(self) -> str:
        """What the record says."""
        return _("合并网格")

    def apply(self, plan: GridPlan) -> GridPlan:
        """The plan with one grid less. Raises EditError when they do not touch or lie in two villages."""
        kept, merged = plan.row(self.kept), plan.row(self.merged)
        if kept < 0 or merged < 0 or kept == merged:
            raise EditError(_("合并需要两个不同的网格"))
        if plan.village_of_grid[kept] != plan.village_of_grid[merged]:
            raise EditError(_("两个网格不在同一个村，不能合并"))
        border = plan.shape(kept).boundary.intersection(plan.shape(merged).boundary)
        if border.length == 0:
            raise EditError(_("两个网格没有共同边界，不能合并"))
        ground = join(np.array([plan.shape(kept), plan.shape(merged)], object))
        places = np.where(plan.grid_of_group == merged, kept, plan.grid_of_group)
        return replace(plan.with_shapes({kept: ground}), grid_of_group=places).without(merged)

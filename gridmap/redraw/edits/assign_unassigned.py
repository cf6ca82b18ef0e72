"""Give ground of a village that is in no grid to one of its grids."""

from dataclasses import dataclass

import numpy as np
import shapely

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.coverage import SPECK_M2, joined
from gridmap.redraw.plan import GridPlan


@dataclass(frozen=True)
class AssignUnassigned:
    """All ground of the village (a uuid) that no grid has, and who lives there, goes to the grid (a uuid)."""

    village: str
    grid: str

    @property
    def label(self) -> str:
        """The words of the undo menu."""
        return _("划入未分配的土地")

    def apply(self, plan: GridPlan) -> GridPlan:
        """The plan with the village covered. Raises EditError when it is, when the grid is of another
        village or locked, and when the village has no outline."""
        target, village = plan.grid(self.grid), plan.village(self.village)
        if plan.village_of_grid[target] != village:
            raise EditError(_("不能划入：网格不能跨村，目标网格在另一个村(社区)"))
        rest = unassigned(plan, village)
        if not len(rest):
            raise EditError(_("本村(社区)没有未分配的土地"))
        grids = plan.grids.text("geometry")
        return plan.redrawn({target: joined(np.append(rest, grids[target]))})


def unassigned(plan: GridPlan, village: int) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """The pieces of a village row's ground that are in no grid at all."""
    outline, grids = plan.villages.text("geometry")[village], plan.grids.text("geometry")
    if outline is None:
        raise EditError(_("本村(社区)没有边界"))
    near = grids[shapely.intersects(grids, outline)]
    parts = shapely.get_parts(shapely.difference(outline, shapely.union_all(near)))
    return parts[shapely.area(parts) > SPECK_M2]

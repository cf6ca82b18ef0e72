"""Give a piece of ground to a grid of its village."""

from dataclasses import dataclass

import numpy as np
import shapely

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.coverage import moved
from gridmap.redraw.plan import GridPlan


@dataclass(frozen=True)
class MoveGround:
    """The ground (a polygon as WKB, in hex) goes to the grid (a uuid), from whichever grids of its
    village have it.
    """

    ground: str
    grid: str

    @classmethod
    def of(cls, ground: shapely.Geometry, grid: str) -> "MoveGround":
        """The edit that gives a (multi)polygon to a grid."""
        return cls(shapely.to_wkb(ground, hex=True), grid)

    @property
    def label(self) -> str:
        """The words of the undo menu."""
        return _("移动边界")

    def apply(self, plan: GridPlan) -> GridPlan:
        """The plan with the ground moved. Raises EditError when a grid would be left without ground."""
        target, piece = plan.grid(self.grid), shapely.from_wkb(self.ground)
        grids = plan.grids.text("geometry")
        own = np.flatnonzero(plan.village_of_grid == plan.village_of_grid[target])
        for row in own[own != target].tolist():
            part = shapely.intersection(plan.grids.text("geometry")[row], piece)
            if shapely.area(part) <= 0.01:
                continue
            if shapely.area(grids[row]) - shapely.area(part) <= 0.01:
                raise EditError(_("不能划转：原网格将没有任何土地，请改用“合并网格”"))
            plan = plan.with_shapes(moved(plan.grids.text("geometry"), row, target, part))
        return plan

"""Give a grid another name."""

from dataclasses import dataclass, replace

import numpy as np

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.plan import GridPlan


@dataclass(frozen=True)
class RenameGrid:
    """The grid (a uuid) is called ``name`` from now on. Its code and its uuid never change."""

    grid: str
    name: str

    @property
    def label(self) -> str:
        """The words of the undo menu."""
        return _("网格改名")

    def apply(self, plan: GridPlan) -> GridPlan:
        """The plan with the new name. Raises EditError for an empty name and for one that another
        grid of the same village bears: ledgers name grids by it."""
        row, name = plan.grid(self.grid), self.name.strip()
        if not name:
            raise EditError(_("网格名称不能为空"))
        same_village = plan.village_of_grid == plan.village_of_grid[row]
        taken = (plan.grids.text("name") == name) & same_village & (np.arange(len(plan.grids)) != row)
        if taken.any():
            raise EditError(_("本村已有名为“{name}”的网格").format(name=name))
        names = plan.grids.text("name").copy()
        names[row] = name
        return replace(plan, grids=plan.grids.replace(name=names))

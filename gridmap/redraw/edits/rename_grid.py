"""Give a grid another name."""

from dataclasses import dataclass, replace

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
        plan.refuse_name(name, int(plan.village_of_grid[row]), but=row)
        names = plan.grids.text("name").copy()
        names[row] = name
        return replace(plan, grids=plan.grids.replace(name=names))

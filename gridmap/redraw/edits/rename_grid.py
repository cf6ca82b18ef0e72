"""Give a grid another name. Its code, its ground and its people stay."""

from dataclasses import dataclass, replace

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.plan import GridPlan


@dataclass(frozen=True)
class RenameGrid:
    """``grid`` (a uuid) is called ``name`` from now on."""

    grid: str
    name: str

    @property
    def label(self) -> str:
        """What the record says."""
        return _("重命名网格 {name}").format(name=self.name.strip())

    def apply(self, plan: GridPlan) -> GridPlan:
        """The plan with the new name. Raises EditError for an empty name or one taken in the village."""
        row, name = plan.row(self.grid), self.name.strip()
        if row < 0:
            raise EditError(_("没有这个网格"))
        if not name:
            raise EditError(_("网格名称不能为空"))
        names, villages = plan.grids.text("name").copy(), plan.village_of_grid
        for other, taken in enumerate(names):
            if other != row and taken == name and villages[other] == villages[row]:
                raise EditError(_("同村已有网格叫“{name}”").format(name=name))
        names[row] = name
        return replace(plan, grids=plan.grids.replace(name=names))

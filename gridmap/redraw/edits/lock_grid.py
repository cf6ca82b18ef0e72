"""Lock a grid, so that no edit touches its ground, or unlock it."""

from dataclasses import dataclass, replace

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.plan import GridPlan


@dataclass(frozen=True)
class LockGrid:
    """The grid (a uuid) is ``locked``, or free to be changed again."""

    grid: str
    locked: bool = True

    @property
    def label(self) -> str:
        """The words of the undo menu."""
        return _("锁定网格") if self.locked else _("解锁网格")

    def apply(self, plan: GridPlan) -> GridPlan:
        """The plan with the grid locked or not. Raises EditError when it is so already."""
        row = plan.grid(self.grid)
        if bool(plan.locked[row]) == self.locked:
            raise EditError(_("这个网格已经锁定") if self.locked else _("这个网格没有锁定"))
        flags = plan.grids["locked"].copy()
        flags[row] = int(self.locked)
        return replace(plan, grids=plan.grids.replace(locked=flags))

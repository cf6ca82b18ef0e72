"""Lock a grid, or unlock it."""

from dataclasses import dataclass

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.plan import GridPlan


@dataclass(frozen=True)
class LockGrid:
    """The grid (a uuid) is locked: no edit may touch its ground. ``locked`` False unlocks it."""

    grid: str
    locked: bool = True

    @property
    def label(self) -> str:
        """The words of the undo menu."""
        return _("锁定网格") if self.locked else _("解锁网格")

    def apply(self, plan: GridPlan) -> GridPlan:
        """The plan with the lock. Raises EditError when it is so already."""
        row = plan.grid(self.grid)
        if bool(plan.locked[row]) == self.locked:
            raise EditError(_("网格已经锁定") if self.locked else _("网格没有锁定"))
        return plan.with_flag("locked", row, self.locked)

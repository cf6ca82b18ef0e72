"""Lock several grids, or unlock them."""

from dataclasses import dataclass

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.plan import GridPlan


@dataclass(frozen=True)
class LockGrids:
    """The grids (uuids) are locked: no edit may touch their ground. ``locked`` False unlocks them."""

    grids: tuple[str, ...]
    locked: bool = True

    @property
    def label(self) -> str:
        """The words of the undo menu."""
        words = _("锁定 {n} 个网格") if self.locked else _("解锁 {n} 个网格")
        return words.format(n=len(self.grids))

    def apply(self, plan: GridPlan) -> GridPlan:
        """The plan with the locks; those that are so already stay so. Raises EditError when all are."""
        rows = [row for row in map(plan.grid, self.grids) if bool(plan.locked[row]) != self.locked]
        if not rows:
            raise EditError(_("网格已经锁定") if self.locked else _("网格没有锁定"))
        for row in rows:
            plan = plan.with_flag("locked", row, self.locked)
        return plan

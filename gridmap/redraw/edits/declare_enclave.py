"""Declare that the parts of a grid are meant to lie apart."""

from dataclasses import dataclass

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.plan import GridPlan


@dataclass(frozen=True)
class DeclareEnclave:
    """The parts of the grid (a uuid) may lie apart (飞地). ``declared`` False takes that back."""

    grid: str
    declared: bool = True

    @property
    def label(self) -> str:
        """The words of the undo menu."""
        return _("申报飞地") if self.declared else _("撤销飞地申报")

    def apply(self, plan: GridPlan) -> GridPlan:
        """The plan with the declaration. Raises EditError when it is so already."""
        row = plan.grid(self.grid)
        if (plan.grids["enclaves"][row] == 1) == self.declared:
            raise EditError(_("该网格已申报飞地") if self.declared else _("该网格没有申报飞地"))
        return plan.with_flag("enclaves", row, self.declared)

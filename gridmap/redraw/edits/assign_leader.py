"""Make somebody the leader of a grid."""

from dataclasses import dataclass

from gridmap.i18n import _
from gridmap.redraw.leading import led_by
from gridmap.redraw.plan import GridPlan


@dataclass(frozen=True)
class AssignLeader:
    """The member of staff (a uuid) leads the grid (a uuid), and nobody else does; '' for nobody."""

    grid: str
    staff: str

    @property
    def label(self) -> str:
        """The words of the undo menu."""
        return _("指定网格长")

    def apply(self, plan: GridPlan) -> GridPlan:
        """The plan with the assignment. Raises EditError for a grid or a person that does not exist."""
        return led_by(plan, plan.grid(self.grid), plan.member_of_staff(self.staff) if self.staff else -1)

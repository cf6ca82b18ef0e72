"""Give a whole villager group to another grid of its village."""

from dataclasses import dataclass

from gridmap.i18n import _
from gridmap.redraw.giving import given_groups
from gridmap.redraw.plan import GridPlan


@dataclass(frozen=True)
class AssignGroup:
    """The group (a uuid) goes, with its ground, to the grid (a uuid)."""

    group: str
    grid: str

    @property
    def label(self) -> str:
        """The words of the undo menu."""
        return _("划转村民小组")

    def apply(self, plan: GridPlan) -> GridPlan:
        """The plan with the group moved. Raises EditError as ``given_groups`` does."""
        return given_groups(plan, (self.group,), self.grid)

"""Give whole villager groups to a grid of their village, several at once."""

from dataclasses import dataclass

from gridmap.i18n import _
from gridmap.redraw.edits.assign_group import AssignGroup
from gridmap.redraw.plan import GridPlan


@dataclass(frozen=True)
class AssignGroups:
    """The groups (uuids) go, with their ground, to the grid (a uuid)."""

    groups: tuple[str, ...]
    grid: str

    @property
    def label(self) -> str:
        """The words of the undo menu."""
        return _("划转村民小组")

    def apply(self, plan: GridPlan) -> GridPlan:
        """The plan with the groups moved. Raises EditError as ``AssignGroup`` does."""
        for group in self.groups:
            plan = AssignGroup(group, self.grid).apply(plan)
        return plan

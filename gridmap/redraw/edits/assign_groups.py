"""Give whole villager groups to a grid of their village, several at once."""

from dataclasses import dataclass

from gridmap.i18n import _
from gridmap.redraw.giving import given_groups
from gridmap.redraw.plan import GridPlan


@dataclass(frozen=True)
class AssignGroups:
    """The groups (uuids) go, with all of their ground, to the grid (a uuid).

    Grids that are exactly the union of their groups stay so, vertex for vertex. A grid may fall into
    parts: the rule ``contiguous`` says so.
    """

    groups: tuple[str, ...]
    grid: str

    @property
    def label(self) -> str:
        """The words of the undo menu."""
        return _("划转村民小组")

    def apply(self, plan: GridPlan) -> GridPlan:
        """The plan with the groups moved. Raises EditError as ``given_groups`` does."""
        return given_groups(plan, self.groups, self.grid)

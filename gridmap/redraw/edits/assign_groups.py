"""Give whole villager groups to a grid of their village, several at once."""

from dataclasses import dataclass

import numpy as np
import shapely

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.coverage import joined
from gridmap.redraw.giving import given
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
        """The plan with the groups moved. Raises EditError when a grid would be left without ground or is
        locked, when the grid is in another village, and when a group lies in no grid or already there."""
        target = plan.grid(self.grid)
        rows = [plan.group(uuid) for uuid in self.groups]
        for row in rows:
            _refuse(plan, row, target)
        if not rows:
            raise EditError(_("不能划转：没有选中村民小组"))
        ground = joined(plan.groups.text("geometry")[rows])
        return given(plan, ground, target)


def _refuse(plan: GridPlan, group: int, target: int) -> None:
    source, shape = int(plan.grid_of_group[group]), plan.groups.text("geometry")[group]
    if source < 0:
        raise EditError(_("不能划转：该村民小组不在任何网格内"))
    if plan.village_of_grid[source] != plan.village_of_grid[target]:
        raise EditError(_("不能划转：网格不能跨村，目标网格在另一个村(社区)"))
    if source == target and bool(np.asarray(shapely.covers(plan.grids.text("geometry")[target], shape))):
        raise EditError(_("该村民小组已经在这个网格内"))

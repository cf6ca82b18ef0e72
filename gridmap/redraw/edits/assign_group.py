"""Give a whole villager group to another grid of its village."""

from dataclasses import dataclass

import numpy as np
import shapely

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.coverage import joined, moved, same_border
from gridmap.redraw.plan import GridPlan


@dataclass(frozen=True)
class AssignGroup:
    """The group (a uuid) goes, with its ground, to the grid (a uuid).

    Grids that are exactly the union of their groups stay so, vertex for vertex; otherwise the
    group's outline is cut out and joined. A grid may fall into parts: the rule ``contiguous`` says so.
    """

    group: str
    grid: str

    @property
    def label(self) -> str:
        """The words of the undo menu."""
        return _("划转村民小组")

    def apply(self, plan: GridPlan) -> GridPlan:
        """The plan with the group moved. Raises EditError when a grid would be left without ground,
        when the grid is in another village, and when the group lies in no grid or already there."""
        group, target = plan.group(self.group), plan.grid(self.grid)
        source = int(plan.grid_of_group[group])
        _refuse(plan, group, source, target)
        grids, groups = plan.grids.text("geometry"), plan.groups.text("geometry")
        of_source = np.flatnonzero(plan.grid_of_group == source)
        of_target = np.flatnonzero(plan.grid_of_group == target)
        rest = of_source[of_source != group]
        exact = len(rest) and len(of_target)
        if exact and all(
            same_border(joined(groups[rows]), grids[row])
            for rows, row in ((of_source, source), (of_target, target))
        ):
            shapes = {source: joined(groups[rest]), target: joined(groups[np.append(of_target, group)])}
            return plan.with_shapes(shapes)
        if shapely.area(shapely.difference(grids[source], groups[group])) <= 0.01:
            raise EditError(_("不能划转：原网格将没有任何土地，请改用“合并网格”"))
        return plan.with_shapes(moved(grids, source, target, groups[group]))


def _refuse(plan: GridPlan, group: int, source: int, target: int) -> None:
    if source < 0:
        raise EditError(_("不能划转：该村民小组不在任何网格内"))
    if source == target:
        raise EditError(_("该村民小组已经在这个网格内"))
    if plan.village_of_grid[source] != plan.village_of_grid[target]:
        raise EditError(_("不能划转：网格不能跨村，目标网格在另一个村(社区)"))
    if plan.groups["geometry"][group] is None:
        raise EditError(_("不能划转：该村民小组没有边界"))

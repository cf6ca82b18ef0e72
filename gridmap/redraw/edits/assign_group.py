"""Move a whole villager group to another grid of its village."""

from dataclasses import dataclass, replace

import numpy as np
from shapely.geometry.base import BaseGeometry

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.plan import GridPlan, join

_ROUNDING_M2 = 0.01
"""Areas of whole grids differ by less than this only because floating point rounds."""


@dataclass(frozen=True)
class AssignGroup:
    """``group`` belongs to ``grid`` from now on (uuids): its ground leaves one grid and joins the other."""

    group: str
    grid: str

    @property
    def label(self) -> str:
        """What the record says."""
        return _("划组")

    def apply(self, plan: GridPlan) -> GridPlan:
        """The plan with the two grids redrawn.

        A grid may fall into two pieces by it: the rule ``contiguous`` says so, the pen does not forbid.
        Raises EditError when the group is already there, lies in another village, or is all its
        grid has.
        """
        group, gaining, losing = self._rows(plan)
        shapes, others = plan.groups["geometry"].astype(object), plan.grid_of_group == losing
        ground: BaseGeometry = shapes[group]
        others[group] = False
        if not others.any():
            raise EditError(_("这个组是该网格仅有的一个组，划走后网格就空了"))
        grown = join(np.array([plan.shape(gaining), ground], object))
        rest = join(shapes[others])
        left = plan.shape(losing)
        if abs(rest.area + ground.area - left.area) > _ROUNDING_M2:
            rest = left.difference(ground)  # a grid that is not made of whole groups
        drawn = rest.area + grown.area
        if abs(drawn - left.area - plan.shape(gaining).area) > _ROUNDING_M2:
            raise EditError(_("这个组的边界与网格边界不吻合，不能整组划走"))
        places = plan.grid_of_group.copy()
        places[group] = gaining
        return replace(plan.with_shapes({losing: rest, gaining: grown}), grid_of_group=places)

    def _rows(self, plan: GridPlan) -> tuple[int, int, int]:
        groups, gaining = np.flatnonzero(plan.groups["uuid"] == self.group), plan.row(self.grid)
        if not len(groups) or gaining < 0:
            raise EditError(_("没有这个组或网格"))
        group, losing = int(groups[0]), int(plan.grid_of_group[groups[0]])
        if losing < 0:
            raise EditError(_("这个组不在任何网格里"))
        if losing == gaining:
            raise EditError(_("这个组已经在该网格里"))
        if plan.village_of_grid[losing] != plan.village_of_grid[gaining]:
            raise EditError(_("该网格在另一个村，组不能出村"))
        return group, gaining, losing

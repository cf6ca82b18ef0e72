"""Draw grids anew as unions of whole villager groups."""

from dataclasses import dataclass, replace

import numpy as np
import shapely

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.coverage import joined, same_border
from gridmap.redraw.naming import Names
from gridmap.redraw.plan import GridPlan
from gridmap.township.census import village_rows


@dataclass(frozen=True)
class ApplyProposal:
    """Each of ``grids`` (a uuid, and the uuids of its groups) becomes the union of its groups.

    A uuid that no grid has makes a new one, named after the last of its village, with no code until it is
    published. The grids ``removed`` (uuids) end, and so do the assignments to them; all others keep
    their people, name and code.
    """

    grids: tuple[tuple[str, tuple[str, ...]], ...]
    removed: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The words of the undo menu."""
        return _("采用划分方案")

    def apply(self, plan: GridPlan) -> GridPlan:
        """The plan as proposed. Raises EditError when a group is twice in it, when a grid that would
        change is locked, and when borders would not match those of grids that stay."""
        told = [group for _grid, groups in self.grids for group in groups]
        if len(told) != len(set(told)) or not all(groups for _grid, groups in self.grids):
            raise EditError(_("方案无效：有村民小组重复，或有网格没有村民小组"))
        known = {str(uuid): row for row, uuid in enumerate(plan.grids["uuid"])}
        groups = {str(uuid): row for row, uuid in enumerate(plan.groups["uuid"])}
        if not all(uuid in groups for uuid in told) or not all(uuid in known for uuid in self.removed):
            raise EditError(_("方案已过时：村民小组或网格已经改变，请重新计算"))
        drawn = {uuid: _union(plan, [groups[name] for name in names]) for uuid, names in self.grids}
        new = [(uuid, groups[names[0]]) for uuid, names in self.grids if uuid not in known]
        rows = known | {uuid: len(plan.grids) + at for at, (uuid, _group) in enumerate(new)}
        gone = [known[uuid] for uuid in self.removed]
        shapes = {
            rows[uuid]: shape for uuid, shape in drawn.items()
            if uuid not in known or not same_border(shape, plan.grids["geometry"][known[uuid]])
        } | dict.fromkeys(gone, shapely.Polygon())  # fmt: skip
        mended = plan.mended(shapes) if shapes else {}
        return _without(_with_new(plan, new, drawn).with_shapes(mended), gone)


def _union(plan: GridPlan, rows: list[int]) -> shapely.Geometry:
    return joined(plan.groups.text("geometry")[rows])


def _with_new(plan: GridPlan, new: list[tuple[str, int]], drawn: dict[str, shapely.Geometry]) -> GridPlan:
    """The plan with new grids (a uuid, and the row of one of its groups) at its end."""
    if not new:
        return plan
    village = village_rows(plan.groups.take([group for _uuid, group in new]), plan.villages).tolist()
    codes, titles, fids = (plan.villages[name] for name in ("code", "name", "fid"))
    names = Names(plan)
    return plan.with_grids({
        "uuid": [uuid for uuid, _group in new],
        "name": [names.next(row) for row in village],
        "village": [(codes[row] or titles[row]) if row >= 0 else "" for row in village],
        "village_fid": [int(fids[row]) if row >= 0 else 0 for row in village],
        "geometry": [drawn[uuid] for uuid, _group in new],
    })  # fmt: skip


def _without(plan: GridPlan, rows: list[int]) -> GridPlan:
    if not rows:
        return plan
    gone = plan.grids.fids()[rows]
    stays = np.ones(len(plan.grids), bool)
    stays[rows] = False
    ends = np.isin(plan.assignments.fids("grid_fid"), gone[gone > 0])
    return replace(plan, grids=plan.grids.take(stays), assignments=plan.assignments.take(~ends))

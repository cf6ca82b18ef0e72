"""Draw grids anew as unions of whole villager groups."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.coverage import joined, same_border
from gridmap.redraw.plan import GridPlan
from gridmap.township.census import village_rows
from gridmap.township.table import Table

_NUMBERED = re.compile(r"(.*?)(\d+)(\D*)")


@dataclass(frozen=True)
class ApplyProposal:
    """Each of ``grids`` (a uuid, and the uuids of its groups) becomes the union of its groups.

    A uuid that no grid has makes a new one, named and coded after the last of its village. The grids
    ``removed`` (uuids) end, and so do the assignments to them; all others keep their people, name and
    code.
    """

    grids: tuple[tuple[str, tuple[str, ...]], ...]
    removed: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The words of the undo menu."""
        return _("采用划分方案")

    def apply(self, plan: GridPlan) -> GridPlan:
        """The plan as proposed. Raises EditError when a group is twice in it, and when a grid would be
        left out that still has ground in one of the new ones."""
        told = [group for _grid, groups in self.grids for group in groups]
        if len(told) != len(set(told)) or not all(groups for _grid, groups in self.grids):
            raise EditError(_("方案无效：有村民小组重复，或有网格没有村民小组"))
        known = {str(uuid): row for row, uuid in enumerate(plan.grids["uuid"])}
        groups = {str(uuid): row for row, uuid in enumerate(plan.groups["uuid"])}
        if not all(uuid in groups for uuid in told) or not all(uuid in known for uuid in self.removed):
            raise EditError(_("方案已过时：村民小组或网格已经改变，请重新计算"))
        shapes = {uuid: _union(plan, [groups[name] for name in names]) for uuid, names in self.grids}
        redrawn = plan.with_shapes({
            known[uuid]: shape for uuid, shape in shapes.items()
            if uuid in known and not same_border(shape, plan.grids["geometry"][known[uuid]])
        })  # fmt: skip
        new = [(uuid, groups[names[0]]) for uuid, names in self.grids if uuid not in known]
        after = _with_new(redrawn, new, shapes)
        return _without(after, {known[uuid] for uuid in self.removed})


def _union(plan: GridPlan, rows: list[int]) -> shapely.Geometry:
    return joined(plan.groups.text("geometry")[rows])


def _with_new(plan: GridPlan, new: list[tuple[str, int]], shapes: dict[str, shapely.Geometry]) -> GridPlan:
    """The plan with new grids (a uuid, and the row of one of its groups) at its end."""
    if not new:
        return plan
    village = village_rows(plan.groups.take([group for _uuid, group in new]), plan.villages)
    columns: dict[str, list[object]] = {name: [] for name in ("code", "name", "village", "village_fid")}
    codes = _Names(plan.grids.text("code"), plan.village_of_grid)
    names = _Names(plan.grids.text("name"), plan.village_of_grid)
    for row in village.tolist():
        code = str(plan.villages["code"][row]) if row >= 0 else ""
        name = str(plan.villages["name"][row]) if row >= 0 else ""
        columns["code"].append(codes.next(row, code))
        columns["name"].append(names.next(row, name + _("网格")))
        columns["village"].append(code or name)
        columns["village_fid"].append(int(plan.villages.fids()[row]) if row >= 0 else 0)
    first = int(plan.grids.fids().max(initial=0)) + 1
    added = Table.of(plan.grids.schema, {
        **columns,
        "fid": np.arange(first, first + len(new)),
        "uuid": [uuid for uuid, _group in new],
        "geometry": _column([shapes[uuid] for uuid, _group in new]),
    })  # fmt: skip
    both = {name: np.concatenate([plan.grids[name], added[name]]) for name in plan.grids.columns}
    return replace(plan, grids=Table.of(plan.grids.schema, both))


def _column(shapes: Iterable[shapely.Geometry]) -> NDArray[np.object_]:
    listed = list(shapes)
    column = np.empty(len(listed), object)
    column[:] = listed
    return column


class _Names:
    """Numbered words that go on: 甲03 after 甲02; nothing is numbered twice."""

    def __init__(self, words: NDArray[np.object_], village: NDArray[np.int64]) -> None:
        self._taken = {str(word) for word in words}
        self._last: dict[int, tuple[str, str, str]] = {}
        for word, row in zip(words, village.tolist(), strict=True):
            match = _NUMBERED.fullmatch(str(word))
            if match and int(match[2]) >= int(self._last.get(row, ("", "-1", ""))[1]):
                self._last[row] = (match[1], match[2], match[3])

    def next(self, village: int, stem: str) -> str:
        """The next word of a village; ``stem`` begins the first one."""
        before, number, after = self._last.get(village, (stem, "00", ""))
        while True:
            number = str(int(number) + 1).zfill(len(number))
            word = before + number + after
            if word not in self._taken:
                break
        self._taken.add(word)
        self._last[village] = (before, number, after)
        return word


def _without(plan: GridPlan, rows: set[int]) -> GridPlan:
    if not rows:
        return plan
    gone = plan.grids.fids()[sorted(rows)]
    stays = np.ones(len(plan.grids), bool)
    stays[sorted(rows)] = False
    ends = np.isin(plan.assignments.fids("grid_fid"), gone[gone > 0])
    return replace(plan, grids=plan.grids.take(stays), assignments=plan.assignments.take(~ends))

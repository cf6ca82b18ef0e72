"""Draw grids anew as unions of whole villager groups."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.coverage import SNAP_M, joined, same_border
from gridmap.redraw.leading import led_by
from gridmap.redraw.plan import GridPlan
from gridmap.township.census import village_rows
from gridmap.township.table import Table

_NUMBERED = re.compile(r"(.*?)(\d+)(\D*)")


@dataclass(frozen=True)
class ApplyProposal:
    """Each of ``grids`` (a uuid, and the uuids of its whole groups) becomes the union of its groups and
    of its ``parts`` of groups that are split: a grid, a group and a polygon as WKB in hex. The parts of a
    group cover it exactly; their vertices on its outline are given to the neighbours too.

    A uuid that no grid has makes a new one, named after the last of its village; its code is given when
    the plan is published. The grids ``removed`` (uuids) end, and so do the assignments to them; all
    others keep their people, name and code, but for ``leaders``: a grid, and who leads it from now on.
    """

    grids: tuple[tuple[str, tuple[str, ...]], ...]
    removed: tuple[str, ...] = ()
    parts: tuple[tuple[str, str, str], ...] = ()
    leaders: tuple[tuple[str, str], ...] = ()

    @property
    def label(self) -> str:
        """The words of the undo menu."""
        return _("采用划分方案")

    def apply(self, plan: GridPlan) -> GridPlan:
        """The plan as proposed. Raises EditError when a group is twice in it, when the groups or grids
        are no longer there, when a locked grid would change, and when borders would not match."""
        known = {str(uuid): row for row, uuid in enumerate(plan.grids["uuid"])}
        groups = {str(uuid): row for row, uuid in enumerate(plan.groups["uuid"])}
        self._refuse(known, groups)
        ends = self._ends()
        shapes, first = self._shapes(plan, groups, ends)
        redrawn = {
            known[uuid]: shape for uuid, shape in shapes.items()
            if uuid in known and not same_border(shape, plan.grids["geometry"][known[uuid]])
        }  # fmt: skip
        if any(plan.locked[row] for row in redrawn):
            raise EditError(_("方案会改动锁定的网格：请先解锁，或重新计算"))
        others = [row for uuid, row in known.items() if uuid not in shapes and uuid not in self.removed]
        fitted = _fitted(plan, others, ends)
        after = _with_new(
            plan.with_shapes({**fitted, **redrawn}),
            [(uuid, group) for uuid, group in first.items() if uuid not in known], shapes,
        )  # fmt: skip
        after = _without(after, {known[uuid] for uuid in self.removed})
        if self.parts:
            _refuse_mismatch(plan, after)
        for grid, person in self.leaders:
            after = led_by(after, after.grid(grid), after.member_of_staff(person))
        return after

    def _refuse(self, known: Mapping[str, int], groups: Mapping[str, int]) -> None:
        whole = [group for _grid, mine in self.grids for group in mine]
        split = {group for _grid, group, _ground in self.parts}
        grids = {grid for grid, _group, _ground in self.parts}
        if len(whole) != len(set(whole)) or split & set(whole):
            raise EditError(_("方案无效：有村民小组重复，或有网格没有村民小组"))
        if not all(mine or grid in grids for grid, mine in self.grids):
            raise EditError(_("方案无效：有村民小组重复，或有网格没有村民小组"))
        if not all(uuid in groups for uuid in (*whole, *split)) or not all(
            uuid in known for uuid in self.removed
        ):
            raise EditError(_("方案已过时：村民小组或网格已经改变，请重新计算"))

    def _shapes(
        self, plan: GridPlan, groups: Mapping[str, int], ends: shapely.Geometry
    ) -> tuple[dict[str, shapely.Geometry], dict[str, int]]:
        """The ground of every grid, and the row of one of its groups."""
        pieces: dict[str, list[shapely.Geometry]] = {}
        first: dict[str, int] = {}
        ground = plan.groups.text("geometry")
        for grid, mine in self.grids:
            pieces[grid] = [_with_vertices(ground[groups[name]], ends) for name in mine]
            if mine:
                first[grid] = groups[mine[0]]
        for grid, group, part in self.parts:
            pieces[grid].append(_with_vertices(shapely.from_wkb(part), ends))
            first.setdefault(grid, groups[group])
        return {grid: joined(_column(mine)) for grid, mine in pieces.items()}, first

    def _ends(self) -> shapely.Geometry:
        """Where the lines that part a group may end on its outline."""
        parts = [shapely.from_wkb(part) for _grid, _group, part in self.parts]
        return shapely.MultiPoint(shapely.get_coordinates(parts)) if parts else shapely.MultiPoint()


def _fitted(plan: GridPlan, rows: list[int], ends: shapely.Geometry) -> dict[int, shapely.Geometry]:
    """The grids that are not in the proposal, with the vertices that it puts on their border."""
    if shapely.is_empty(ends):
        return {}
    shapes = plan.grids.text("geometry")[rows]
    return {
        row: fitted
        for row, shape, near in zip(rows, shapes, shapely.dwithin(shapes, ends, SNAP_M), strict=True)
        if near and not same_border(fitted := _with_vertices(shape, ends), shape)
    }


def _with_vertices(shape: shapely.Geometry, places: shapely.Geometry) -> shapely.Geometry:
    """The shape with those of the places as vertices that lie on its outline."""
    if shapely.is_empty(places) or not shapely.dwithin(shape, places, SNAP_M):
        return shape
    spots = shapely.get_parts(places)
    on = spots[shapely.dwithin(shapely.boundary(shape), spots, SNAP_M)]
    return shapely.snap(shape, shapely.multipoints(on), SNAP_M) if len(on) else shape


def _refuse_mismatch(before: GridPlan, after: GridPlan) -> None:
    if shapely.coverage_is_valid(before.grids["geometry"]) and not shapely.coverage_is_valid(
        after.grids["geometry"]
    ):
        raise EditError(_("边界无法严密拼接：请先修正这些网格的边界"))


def _with_new(plan: GridPlan, new: list[tuple[str, int]], shapes: dict[str, shapely.Geometry]) -> GridPlan:
    """The plan with new grids (a uuid, and the row of one of its groups) at its end."""
    if not new:
        return plan
    village = village_rows(plan.groups.take([group for _uuid, group in new]), plan.villages)
    columns: dict[str, list[object]] = {name: [] for name in ("code", "name", "village", "village_fid")}
    names = _Names(plan.grids.text("name"), plan.village_of_grid)
    for row in village.tolist():
        code = str(plan.villages["code"][row]) if row >= 0 else ""
        name = str(plan.villages["name"][row]) if row >= 0 else ""
        columns["code"].append("")
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

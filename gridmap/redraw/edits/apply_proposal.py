"""Draw grids anew as unions of whole villager groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.coverage import joined, same_border
from gridmap.redraw.leading import led_by
from gridmap.redraw.naming import Names
from gridmap.redraw.plan import GridPlan
from gridmap.township.census import village_rows

SNAP_M = 1e-6
"""How far from a neighbour's edge the end of a line may fall: rounding, never something drawn."""

Shapes = dict[str, shapely.Geometry]


@dataclass(frozen=True)
class ApplyProposal:
    """Each of ``grids`` (a uuid, and the uuids of its whole groups) becomes the union of its groups and
    of its ``parts`` of groups that are split: a grid, a group and a polygon as WKB in hex. The parts of a
    group cover it exactly; where a line between them ends on its outline, the neighbours get the vertex.

    A uuid that no grid has makes a new one, named after the last of its village, with no code until it is
    published. The grids ``removed`` (uuids) end, and so do the assignments to them; all others keep
    their people, name and code, but for ``leaders``: a grid, and who leads it from now on (uuids).
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
        """The plan as proposed. Raises EditError when a group is twice in it, when a grid that would
        change is locked, and when borders would not match those of grids that stay."""
        known = {str(uuid): row for row, uuid in enumerate(plan.grids["uuid"])}
        groups = {str(uuid): row for row, uuid in enumerate(plan.groups["uuid"])}
        self._refuse(known, groups)
        drawn, first = self._drawn(plan, groups)
        village = dict(
            zip(first, village_rows(plan.groups.take(list(first.values())), plan.villages), strict=True)
        )
        ends = {uuid: int(plan.village_of_grid[known[uuid]]) for uuid in self.removed}
        after = plan
        for row in sorted({*village.values(), *ends.values()}):  # what borders make of others is local
            mine = {uuid: drawn[uuid] for uuid, of in village.items() if of == row}
            after = _redrawn(after, mine, first, [uuid for uuid, of in ends.items() if of == row])
        after = _without(after, [known[uuid] for uuid in self.removed])
        for grid, person in self.leaders:
            after = led_by(after, after.grid(grid), after.member_of_staff(person))
        return after

    def _refuse(self, known: Mapping[str, int], groups: Mapping[str, int]) -> None:
        whole = [group for _grid, mine in self.grids for group in mine]
        split = {group for _grid, group, _ground in self.parts}
        parted = {grid for grid, _group, _ground in self.parts}
        if len(whole) != len(set(whole)) or split & set(whole):
            raise EditError(_("方案无效：有村民小组重复，或有网格没有村民小组"))
        if not all(mine or grid in parted for grid, mine in self.grids):
            raise EditError(_("方案无效：有村民小组重复，或有网格没有村民小组"))
        here = all(uuid in groups for uuid in (*whole, *split))
        if not here or not all(uuid in known for uuid in self.removed):
            raise EditError(_("方案已过时：村民小组或网格已经改变，请重新计算"))

    def _drawn(self, plan: GridPlan, groups: Mapping[str, int]) -> tuple[Shapes, dict[str, int]]:
        """The ground of every grid, and the row of one of its groups."""
        ground = plan.groups.text("geometry")
        pieces = {grid: [ground[groups[name]] for name in mine] for grid, mine in self.grids}
        first = {grid: groups[mine[0]] for grid, mine in self.grids if mine}
        for grid, group, part in self.parts:
            pieces[grid].append(shapely.from_wkb(part))
            first.setdefault(grid, groups[group])
        ends = shapely.MultiPoint(
            shapely.get_coordinates([shapely.from_wkb(part) for _grid, _group, part in self.parts])
        )
        return {grid: _joined(mine, ends) for grid, mine in pieces.items()}, first


def _redrawn(plan: GridPlan, drawn: Shapes, first: Mapping[str, int], gone: Sequence[str]) -> GridPlan:
    """The plan with the grids of one village as they are drawn, and without ground for those ``gone``."""
    known = {str(uuid): row for row, uuid in enumerate(plan.grids["uuid"])}
    new = [(uuid, first[uuid]) for uuid in drawn if uuid not in known]
    rows = known | {uuid: len(plan.grids) + at for at, (uuid, _group) in enumerate(new)}
    shapes = {
        rows[uuid]: shape for uuid, shape in drawn.items()
        if uuid not in known or not same_border(shape, plan.grids["geometry"][known[uuid]])
    } | {known[uuid]: shapely.Polygon() for uuid in gone}  # fmt: skip
    mended = plan.mended(shapes) if shapes else {}
    return _with_new(plan, new, drawn).with_shapes(mended) if shapes else plan


def _joined(pieces: list[shapely.Geometry], ends: shapely.Geometry) -> shapely.Geometry:
    """One shape of several, with those of the places ``ends`` as vertices that lie on their outlines."""
    column = np.empty(len(pieces), object)
    column[:] = [_with_vertices(piece, ends) for piece in pieces]
    return joined(column)


def _with_vertices(shape: shapely.Geometry, places: shapely.Geometry) -> shapely.Geometry:
    if shapely.is_empty(places) or not shapely.dwithin(shape, places, SNAP_M):
        return shape
    spots = shapely.get_parts(places)
    on = spots[shapely.dwithin(shapely.boundary(shape), spots, SNAP_M)]
    return shapely.snap(shape, shapely.MultiPoint(on.tolist()), SNAP_M) if len(on) else shape


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

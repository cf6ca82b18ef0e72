"""A plan of the grids: the value that edits change."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.mending import Changed, mended
from gridmap.township.census import recount, village_rows
from gridmap.township.change import EDITED, Change
from gridmap.township.places import Places
from gridmap.township.schemas import SCHEMAS
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table


@dataclass(frozen=True)
class GridPlan:
    """Who governs what: grids with their borders, and the people assigned to them.

    ``grids`` is an edge-matched coverage: neighbours share border vertices exactly, and every edit
    keeps it so. Geometry is in the working CRS of the snapshot that it came from.
    """

    grids: Table
    assignments: Table
    villages: Table
    groups: Table
    staff: Table
    households: Table = field(default_factory=lambda: Table.of(SCHEMAS["households"], {}))

    @classmethod
    def of(cls, snapshot: Snapshot) -> "GridPlan":
        """The plan that a snapshot holds."""
        names = ("grids", "assignments", "villages", "groups", "staff", "households")
        return cls(*(snapshot[name] for name in names))

    def onto(self, snapshot: Snapshot) -> Snapshot:
        """The snapshot with this plan in it: what rules and scenes read while a gesture runs."""
        return snapshot.with_tables({"grids": self.grids, "assignments": self.assignments})

    @cached_property
    def village_of_grid(self) -> NDArray[np.int64]:
        """Row of the village of each grid, -1 for none."""
        return village_rows(self.grids, self.villages)

    @cached_property
    def grid_of_group(self) -> NDArray[np.int64]:
        """Row of the grid in which each group's inner point lies, -1 for none."""
        return recount(self.groups, self.grids).polygon

    @cached_property
    def locked(self) -> NDArray[np.bool_]:
        """Which grids are locked: no edit may touch their ground."""
        return np.asarray(self.grids["locked"] == 1, bool)

    def grid(self, uuid: str) -> int:
        """The row of a grid. Raises EditError when there is none."""
        return _row(self.grids, uuid, _("没有这个网格"))

    def village(self, uuid: str) -> int:
        """The row of a village. Raises EditError when there is none."""
        return _row(self.villages, uuid, _("没有这个村(社区)"))

    def group(self, uuid: str) -> int:
        """The row of a villager group. Raises EditError when there is none."""
        return _row(self.groups, uuid, _("没有这个村民小组"))

    def member_of_staff(self, uuid: str) -> int:
        """The row of a member of staff. Raises EditError when there is none."""
        return _row(self.staff, uuid, _("没有这个人员"))

    def name(self, grid: int) -> str:
        """What a grid row is called."""
        return str(self.grids["name"][grid] or self.grids["code"][grid])

    def households_in(self, shape: shapely.Geometry) -> NDArray[np.int64]:
        """The rows of the households that live in a shape."""
        places = Places.of(self.households.number("x"), self.households.number("y"))
        near = places.within(*shapely.bounds(shape).tolist())
        return places.row[near[shapely.intersects_xy(shape, places.x[near], places.y[near])]]

    def refuse_locked(self, rows: Iterable[int]) -> None:
        """Raises EditError when one of some grid rows is locked."""
        for row in rows:
            if row < len(self.grids) and self.locked[row]:
                raise EditError(_("网格“{name}”已锁定，请先解锁").format(name=self.name(row)))

    def refuse_name(self, name: str, village: int, but: int = -1) -> None:
        """Raises EditError for an empty name, and for one that another grid of a village row bears."""
        if not name.strip():
            raise EditError(_("网格名称不能为空"))
        taken = (self.grids.text("name") == name.strip()) & (self.village_of_grid == village)
        if np.setdiff1d(np.flatnonzero(taken), [but]).size:
            raise EditError(_("本村已有名为“{name}”的网格").format(name=name.strip()))

    def mended(self, shapes: Changed) -> Changed:
        """Other ground for some grid rows, with what that makes of their neighbours' borders. Raises
        EditError when one of them is locked or the borders would not match."""
        self.refuse_locked(shapes)
        fixed = np.concatenate([self.villages.text("geometry"), self.groups.text("geometry")])
        return mended(self.grids.text("geometry"), shapes, fixed)

    def redrawn(self, shapes: Changed) -> "GridPlan":
        """The plan with other ground for some grid rows. Raises EditError as ``mended`` does."""
        return self.with_shapes(self.mended(shapes))

    def with_shapes(self, shapes: Mapping[int, shapely.Geometry]) -> "GridPlan":
        """The plan with other borders for some grid rows."""
        column = self.grids.text("geometry").copy()
        for row, shape in shapes.items():
            column[row] = shape
        return replace(self, grids=self.grids.replace(geometry=column))

    def with_flag(self, name: str, grid: int, value: bool) -> "GridPlan":
        """The plan with a flag of one grid row set or taken away."""
        flags = self.grids[name].copy()
        flags[grid] = int(value)
        return replace(self, grids=self.grids.replace(**{name: flags}))

    def with_grids(self, added: Mapping[str, Sequence[object] | NDArray[np.generic]]) -> "GridPlan":
        """The plan with more grids at its end, of some columns; their fids go on from the last."""
        first = int(self.grids.fids().max(initial=0)) + 1
        fids = np.arange(first, first + len(added["uuid"]))
        shapes = np.empty(len(fids), object)
        shapes[:] = added["geometry"]
        more = Table.of(self.grids.schema, {**added, "fid": fids, "geometry": shapes})
        both = {name: np.concatenate([self.grids[name], more[name]]) for name in self.grids.columns}
        return replace(self, grids=Table.of(self.grids.schema, both))


class Edit(Protocol):
    """One change of a plan: a frozen dataclass in ``edits/``, whose fields say it all."""

    @property
    def label(self) -> str:
        """The words of the undo menu and the record, Chinese, without personal data."""

    def apply(self, plan: GridPlan) -> GridPlan:
        """The plan afterwards. Raises EditError, with a reason to read, when it would break."""


def difference(before: GridPlan, after: GridPlan, edit: Edit | None = None) -> Change:
    """The rows to write to get from one plan to another, labelled by the edit that did it.

    ``details`` holds the edit's name and fields, as plain values for the record.
    """
    rows, removed = {}, {}
    for name in EDITED:
        old, new = getattr(before, name), getattr(after, name)
        changed = np.flatnonzero(_differs(old, new))
        gone = set(old.text("uuid")) - set(new.text("uuid"))
        if len(changed):
            rows[name] = new.take(changed)
        if gone:
            removed[name] = tuple(sorted(gone))
    details = {"edit": type(edit).__name__, **vars(edit)} if edit else {}
    return Change(edit.label if edit else "", rows, removed, details)


def _row(table: Table, uuid: str, reason: str) -> int:
    found = np.flatnonzero(table.text("uuid") == uuid)
    if not len(found):
        raise EditError(reason)
    return int(found[0])


def _differs(old: Table, new: Table) -> NDArray[np.bool_]:
    """Which rows of ``new`` are not in ``old`` exactly as they are."""
    if old is new:
        return np.zeros(len(new), bool)
    where = {uuid: row for row, uuid in enumerate(old.text("uuid"))}
    at = np.array([where.get(uuid, -1) for uuid in new.text("uuid")], np.int64)
    differs: NDArray[np.bool_] = at < 0
    known = np.flatnonzero(~differs)
    for name, column in new.columns.items():
        mine, theirs = column[known], old[name][at[known]]
        if name == "geometry":
            same = shapely.equals_identical(mine, theirs) | (
                shapely.is_missing(mine) & shapely.is_missing(theirs)
            )
        elif column.dtype.kind == "f":
            same = (mine == theirs) | (np.isnan(mine.astype(float)) & np.isnan(theirs.astype(float)))
        else:
            same = mine == theirs
        differs[known] |= ~np.asarray(same, bool)
    return differs

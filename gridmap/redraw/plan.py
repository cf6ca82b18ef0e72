"""A plan of the grids: the value that edits change."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.township.census import recount, village_rows
from gridmap.township.change import Change
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

EDITED = ("grids", "assignments")
"""The tables that edits change; villages, groups and staff are what they are judged by."""


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

    @classmethod
    def of(cls, snapshot: Snapshot) -> "GridPlan":
        """The plan that a snapshot holds."""
        return cls(*(snapshot[name] for name in ("grids", "assignments", "villages", "groups", "staff")))

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

    def group(self, uuid: str) -> int:
        """The row of a villager group. Raises EditError when there is none."""
        return _row(self.groups, uuid, _("没有这个村民小组"))

    def member_of_staff(self, uuid: str) -> int:
        """The row of a member of staff. Raises EditError when there is none."""
        return _row(self.staff, uuid, _("没有这个人员"))

    def with_shapes(self, shapes: Mapping[int, shapely.Geometry]) -> "GridPlan":
        """The plan with other borders for some grid rows."""
        column = self.grids.text("geometry").copy()
        for row, shape in shapes.items():
            column[row] = shape
        return replace(self, grids=self.grids.replace(geometry=column))


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

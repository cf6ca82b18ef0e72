"""Where something happened, from a point on the map, a household or a named part of the township."""

from dataclasses import dataclass, replace

import numpy as np

from gridmap.errors import UsageError
from gridmap.i18n import _
from gridmap.township.partition import Partition
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

NOWHERE = float("nan")


@dataclass(frozen=True)
class Where:
    """``place`` in words, ``x`` and ``y`` in the working CRS (NaN: nobody knows), and the rows of the
    village, group and grid it lies in (-1: unknown)."""

    place: str = ""
    x: float = NOWHERE
    y: float = NOWHERE
    village: int = -1
    group: int = -1
    grid: int = -1

    @property
    def on_map(self) -> bool:
        """Whether it is a point."""
        return bool(np.isfinite(self.x) and np.isfinite(self.y))


def at_point(snapshot: Snapshot, x: float, y: float, place: str = "") -> Where:
    """The place of a point; said by the names of what it lies in, unless by ``place``."""
    village, group, grid = (
        int(Partition.of(snapshot[table]["geometry"]).locate(np.array([x]), np.array([y]))[0])
        for table in ("villages", "groups", "grids")
    )
    found = Where("", x, y, village, group, grid)
    return replace(found, place=place or words(snapshot, found))


def at_household(snapshot: Snapshot, row: int) -> Where:
    """The place of a household, by its point if it has one, else by what its ledger says."""
    homes = snapshot["households"]
    x, y = (float(homes.number(axis)[row]) for axis in ("x", "y"))
    number = _("户 {no}").format(no=homes.one("household_no", row))
    if np.isfinite(x) and np.isfinite(y):
        found = at_point(snapshot, x, y)
        return replace(found, place=f"{found.place} {number}".strip())
    village, group, grid = (
        _row(snapshot[table], int(homes.fids(f"{name}_fid")[row]))
        for name, table in (("village", "villages"), ("group", "groups"), ("grid", "grids"))
    )
    found = Where(village=village, group=group, grid=grid)
    return replace(found, place=f"{words(snapshot, found)} {number}".strip())


def household_row(snapshot: Snapshot, number: str) -> int:
    """The row of the household with this number. Raises UsageError."""
    rows = np.flatnonzero(snapshot["households"].text("household_no") == number)
    if len(rows) != 1 or not number:
        known = _("没有") if not len(rows) else _("不止一个")
        raise UsageError(_("{known}户号为 {number} 的住户").format(known=known, number=number or "“”"))
    return int(rows[0])


def in_area(snapshot: Snapshot, *, village: int = -1, group: int = -1, grid: int = -1) -> Where:
    """A place that is only known as a village, group or grid: on no point of the map."""
    if village < 0 and group >= 0:
        village = _row(snapshot["villages"], int(snapshot["groups"].fids("village_fid")[group]))
    if village < 0 and grid >= 0:
        village = _row(snapshot["villages"], int(snapshot["grids"].fids("village_fid")[grid]))
    found = Where(village=village, group=group, grid=grid)
    return replace(found, place=words(snapshot, found))


def grid_row(snapshot: Snapshot, name: str) -> int:
    """The row of the grid with this code or name. Raises UsageError."""
    grids = snapshot["grids"]
    rows = np.flatnonzero((grids.text("code") == name) | (grids.text("name") == name))
    if not name or len(rows) != 1:
        raise UsageError(_("没有编码或名称为 {name} 的网格").format(name=name or "“”"))
    return int(rows[0])


def words(snapshot: Snapshot, where: Where) -> str:
    """The village with its group, else with its grid."""
    village, group, grid = (
        str(snapshot[table]["name"][row]) if row >= 0 else ""
        for table, row in (("villages", where.village), ("groups", where.group), ("grids", where.grid))
    )
    return f"{village}{group}" if group or not grid else " ".join(part for part in (village, grid) if part)


def _row(table: Table, fid: int) -> int:
    return int(table.index_of(np.array([fid]))[0]) if fid > 0 else -1

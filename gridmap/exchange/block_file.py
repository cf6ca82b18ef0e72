"""A block-assignment file: which household, or which group, belongs to which grid. In and out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gridmap.errors import InputError, UsageError
from gridmap.exchange.exports.columns import Outgoing
from gridmap.exchange.exports.save import replacing
from gridmap.exchange.exports.sheet import write_sheet
from gridmap.exchange.exports.stamp import Stamp
from gridmap.exchange.headings import normal
from gridmap.exchange.plain import half_width
from gridmap.exchange.raw import RawLayer, Texts
from gridmap.exchange.worker import Worker
from gridmap.i18n import _
from gridmap.township.census import Census
from gridmap.township.schemas import SCHEMAS
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

Unit = Literal["household", "group"]
Rows = NDArray[np.int64]
_FIELDS = (("household", "households", "household_no"), ("group", "households", "group"))
_REMEDY = _("请改好整张表再导入；什么都没有改动")


@dataclass(frozen=True)
class Blocks:
    """What a file asks for: for each row of the households (or groups) the row of its grid, -1 for one
    that has no place on the map and is not in the file."""

    unit: Unit
    grid: Rows


def read_blocks(path: Path, snapshot: Snapshot, census: Census) -> Blocks:
    """Read a CSV or workbook with a column of household numbers (or group codes) and one of grids.

    Grids go by code, by name where that is unique. Raises InputError with one line, the row in it, for
    what is unknown, there twice or missing: half a table would leave the rest to chance.
    """
    if not path.is_file():
        raise InputError(path, _("文件不存在"), remedy=_("请检查路径"))
    with Worker() as worker:
        layer = worker.read(path, {"layer": "", "sheet": "", "encoding": "auto", "headings": []}).layers[0]
    unit, keys, grids = _columns(path, layer)
    table = snapshot["households" if unit == "household" else "groups"]
    own = _unique(_keys(table, unit))
    known = _grids(snapshot["grids"])
    found = np.full(len(table), -1, np.int64)
    for line, key, grid in zip(layer.rows, map(half_width, keys), map(half_width, grids), strict=True):
        place = _("第 {row} 行").format(row=line)
        if key not in own:
            raise InputError(
                path, _("没有 {key}").format(key=key or _("空户号")), place=place, remedy=_REMEDY
            )
        if grid not in known:
            reason = _("没有网格 {grid}").format(grid=grid or _("（空）"))
            raise InputError(path, reason, place=place, remedy=_REMEDY)
        if found[own[key]] >= 0:
            raise InputError(path, _("{key} 出现了两次").format(key=key), place=place, remedy=_REMEDY)
        found[own[key]] = known[grid]
    grid_of = census.grid_of_household if unit == "household" else census.grid_of_group
    missing = np.flatnonzero((found < 0) & (grid_of >= 0))
    if len(missing):
        names = "、".join(str(_keys(table, unit)[row]) for row in missing[:3])
        reason = _("缺 {n} 个：{names} 等").format(n=len(missing), names=names)
        raise InputError(path, reason, remedy=_REMEDY)
    return Blocks(unit, found)


def write_blocks(path: Path, snapshot: Snapshot, census: Census, unit: Unit, stamp: Stamp) -> None:
    """Write who belongs where as CSV, one line each; the old file stands until it is whole.

    Households without a place on the map are left out. Raises UsageError for another suffix and for a
    group whose households are in several grids, InputError when the file cannot be written.
    """
    if path.suffix.lower() != ".csv":
        raise UsageError(_("分配表只有 .csv 一种格式"))
    table = snapshot["households" if unit == "household" else "groups"]
    grid = census.grid_of_household if unit == "household" else census.grid_of_group
    if unit == "group":
        _refuse_split(snapshot, census)
    rows = np.flatnonzero(grid >= 0)
    keys = [str(key) for key in _keys(table, unit)[rows]]
    grids = snapshot["grids"]
    names = [str(code or name) for code, name in zip(grids["code"], grids["name"], strict=True)]
    first = (
        Outgoing("household_no", _("户号"), keys)
        if unit == "household"
        else Outgoing("group", _("组编码"), keys)
    )
    columns = [first, Outgoing("grid", _("网格编码"), [names[row] for row in grid[rows]]),
               Outgoing("grid_name", _("名称"), [str(grids["name"][row]) for row in grid[rows]])]  # fmt: skip
    title = _("分配表")
    with replacing(path) as fresh:
        write_sheet(fresh, columns, f"{title} · {stamp.line}")


def _columns(path: Path, layer: RawLayer) -> tuple[Unit, Texts, Texts]:
    headings = [normal(heading) for heading in layer.headings]
    grid = _find(headings, _words("households", "grid"))
    household = _find(headings, _words("households", "household_no"))
    group = _find(headings, _words("households", "group") | _words("groups", "code"))
    if grid < 0 or (household < 0 and group < 0):
        reason = _("需要两列：户号（或组编码）和网格编码")
        raise InputError(path, reason, remedy=_("请看 gridmap export --what blocks 的样子"))
    key = household if household >= 0 else group
    return "household" if household >= 0 else "group", layer.columns[key], layer.columns[grid]


def _words(table: str, name: str) -> set[str]:
    field = SCHEMAS[table].field(name)
    return {normal(word) for word in (field.name, field.title, *field.synonyms)}


def _find(headings: Sequence[str], words: set[str]) -> int:
    return next((at for at, heading in enumerate(headings) if heading in words), -1)


def _keys(table: Table, unit: Unit) -> NDArray[np.object_]:
    if unit == "household":
        return table.text("household_no")
    codes, names = table.text("code"), table.text("name")
    return np.array([code or name for code, name in zip(codes, names, strict=True)], object)


def _unique(keys: NDArray[np.object_]) -> dict[str, int]:
    """Rows by what they are called, those called like another left out."""
    times = Counter(map(str, keys))
    return {str(key): row for row, key in enumerate(keys) if key and times[str(key)] == 1}


def _grids(grids: Table) -> dict[str, int]:
    return {**_unique(grids.text("name")), **_unique(grids.text("code"))}


def _refuse_split(snapshot: Snapshot, census: Census) -> None:
    groups, homes = snapshot["groups"], snapshot["households"]
    if not len(homes):
        return
    from gridmap.township.partition import Partition

    group = Partition.of(groups["geometry"]).locate(homes.number("x"), homes.number("y"))
    inside = (group >= 0) & (census.grid_of_household >= 0)
    split = group[inside][census.grid_of_group[group[inside]] != census.grid_of_household[inside]]
    if len(split):
        name = str(groups["name"][int(split[0])])
        told = _("{group} 的住户分在几个网格里，不能按组写；请用 --what blocks")
        raise UsageError(told.format(group=name))

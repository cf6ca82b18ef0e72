"""The people written on a grid: they become staff, and assignments to that grid."""

import re
from dataclasses import replace

import numpy as np

from gridmap.exchange.look import Found
from gridmap.exchange.plain import is_blank
from gridmap.township.batch import Batch
from gridmap.township.schemas import SCHEMAS
from gridmap.township.table import Table

_ROLES = {"leader": "grid_leader", "worker": "grid_worker"}


def names_in(text: str) -> list[str]:
    """The names in one cell: several are parted by 、 , ; / or white space after a Chinese name."""
    parts = re.split(r"[、,，;；/\n]|(?<=[\u4e00-\u9fff]{2})\s+(?=[\u4e00-\u9fff]{2})", text)
    plain = (re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", part).strip() for part in parts)
    return [name for name in plain if not is_blank(name) and "*" not in name]  # 罗** is nobody to hold a post


def staff_of_grids(found: Found, taken: list[int], grids: Table) -> tuple[Table, ...]:
    """Staff and assignments from the columns of leaders and workers of the accepted grids."""
    roles = {name: role for name, role in _ROLES.items() if found.kind == "grids" and name in found.matching}
    posts = [
        (person, role, str(grids["code"][at] or grids["name"][at]), str(grids["village"][at]))
        for name, role in roles.items()
        for at, index in enumerate(taken)
        for person in names_in(found.layer.columns[found.matching.columns[name]][index])
    ]
    if not posts:
        return ()
    posts = list(dict.fromkeys(posts))
    names, kinds, codes, villages = (list(column) for column in zip(*posts, strict=True))
    staff = Table.of(SCHEMAS["staff"], {"name": list(dict.fromkeys(names))})
    columns = {"staff": names, "role": kinds, "grid": codes, "village": villages}
    return staff, Table.of(SCHEMAS["assignments"], columns)


def without_known(batches: list[Batch]) -> list[Batch]:
    """The batches without those implied people whom a ledger of staff in the same import has in full."""
    known = {str(name) for batch in batches if batch.kind == "staff" for name in batch.table["name"]}
    return [replace(batch, also=tuple(_unknown(table, known) for table in batch.also)) for batch in batches]


def _unknown(table: Table, known: set[str]) -> Table:
    if table.schema.name != "staff":
        return table
    return table.take(np.array([str(name) not in known for name in table["name"]], bool))

"""A plan in a foreign file: the borders of grids, whatever program drew them."""

from pathlib import Path

import numpy as np

from gridmap.errors import InputError, UsageError
from gridmap.exchange.intake import read
from gridmap.exchange.options import ReadOptions
from gridmap.i18n import _
from gridmap.township.batch import Batch
from gridmap.township.schemas import SCHEMAS
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table


def read_grids(path: Path, known: Snapshot) -> Table:
    """The grids of a file in the working CRS of ``known``, with fids 1, 2, … and no identities.

    Names and codes are as written there. Raises InputError with one line when the file has no grids, or
    a row that cannot be taken: half a plan is none.
    """
    batches = [one for one in _batches(path, known) if one.kind == "grids"]
    tables = [one.table for one in batches if len(one.table)]
    for one in batches:
        wrong = next((problem for problem in one.problems if problem.rejected), None)
        if wrong is not None:
            place = _("第 {row} 行").format(row=wrong.row)
            raise InputError(path, wrong.reason, place=place, remedy=_("请先改好再比较"))
    if len(tables) != 1:
        raise InputError(path, _("里面没有网格边界"), remedy=_("请给有网格面的文件"))
    count = len(tables[0])
    return Table.of(SCHEMAS["grids"], {
        **tables[0].columns,
        "fid": np.arange(1, count + 1),
        "uuid": [f"{path.name}#{row}" for row in range(count)],
    })  # fmt: skip


def _batches(path: Path, known: Snapshot) -> tuple[Batch, ...]:
    """A file whose layers do not say what they are holds grids."""
    try:
        return read([path], ReadOptions(), known).batches
    except UsageError:
        return read([path], ReadOptions(kind="grids"), known).batches

"""The grid and village written in a household's ledger row are those its point lies in."""

import numpy as np
from numpy.typing import NDArray

from gridmap.i18n import _
from gridmap.township.census import Census
from gridmap.township.finding import Finding
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

TITLE = "台账与地图一致"
COUNTS_PEOPLE = False

Fids = NDArray[np.int64]


def check(snapshot: Snapshot, census: Census, population: str) -> list[Finding]:
    """A warning per grid with households whose written grid or village is another one.

    Only counts and the place of the first are told: nothing is overwritten and nobody is named.
    Rows without a place, or that name no known grid and village, have nothing to disagree with.
    """
    grids, households = snapshot["grids"], snapshot["households"]
    lies = census.grid_of_household
    placed = np.flatnonzero(lies >= 0)
    grid, villages = lies[placed], snapshot["villages"]
    other = _others(households.fids("grid_fid")[placed], grids.fids()[grid], grids)
    homes = np.append(villages.fids(), 0)[census.village_of_grid]  # 0 for a grid in no village
    home, written = homes[grid], households.fids("village_fid")[placed]
    other |= (home > 0) & _others(written, home, villages)
    disagrees = placed[other]
    rows, first, counts = np.unique(lies[disagrees], return_index=True, return_counts=True)
    found = []
    for row, at, count in zip(rows, disagrees[first], counts, strict=True):
        message = _("{grid}：有 {count:,} 户的台账写的是别的网格或村").format(
            grid=grids["name"][row] or grids["code"][row], count=int(count)
        )
        place = (float(households.number("x")[at]), float(households.number("y")[at]))
        uuids = (str(grids["uuid"][row]),)
        found.append(
            Finding("ledger_matches_map", "warning", message, uuids, {"households": int(count)}, place)
        )
    return found


def _others(written: Fids, true: Fids, table: Table) -> NDArray[np.bool_]:
    """Where another row of the table is written than the true one. Most agree, and are not looked up."""
    other: NDArray[np.bool_] = (written > 0) & (written != true)
    doubted = np.flatnonzero(other)
    other[doubted] = table.index_of(written[doubted]) >= 0
    return other

"""The grid and village written in a household's ledger row are those its point lies in."""

import numpy as np

from gridmap.i18n import _
from gridmap.township.census import Census
from gridmap.township.finding import Finding
from gridmap.township.snapshot import Snapshot

TITLE = "台账与地图一致"
COUNTS_PEOPLE = False


def check(snapshot: Snapshot, census: Census, population: str) -> list[Finding]:
    """A warning per grid with households whose written grid or village is another one.

    Only counts and the place of the first are told: nothing is overwritten and nobody is named.
    Rows without a place, or that name no known grid and village, have nothing to disagree with.
    """
    grids, households = snapshot["grids"], snapshot["households"]
    lies = census.grid_of_household
    placed = lies >= 0
    written = grids.index_of(households.fids("grid_fid"))
    other_grid = placed & (households.fids("grid_fid") > 0) & (written >= 0) & (written != lies)
    village = snapshot["villages"].index_of(households.fids("village_fid"))
    home = np.where(placed, census.village_of_grid[lies], -1)
    known = (households.fids("village_fid") > 0) & (village >= 0) & (home >= 0)
    disagrees = np.flatnonzero(other_grid | (known & (village != home)))
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

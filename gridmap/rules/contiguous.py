"""A grid is one piece of land, or its parts are declared enclaves (飞地)."""

import numpy as np
import shapely

from gridmap.i18n import _
from gridmap.township.census import Census
from gridmap.township.finding import Finding
from gridmap.township.snapshot import Snapshot

TITLE = "网格连片"
COUNTS_PEOPLE = False


def check(snapshot: Snapshot, census: Census, population: str) -> list[Finding]:
    """An error for each grid of several parts whose ``enclaves`` is not 1; the place is the smallest.

    Parts that meet in a point only are apart; a shared edge makes one of them.
    """
    grids = snapshot["grids"]
    shapes = grids.text("geometry")
    several = (shapely.get_num_geometries(shapes) > 1) & (grids["enclaves"] != 1)
    found = []
    for row in np.flatnonzero(several):
        parts = shapely.get_parts(shapely.union_all(shapely.get_parts(shapes[row])))
        if len(parts) < 2:
            continue
        message = _("{grid}：分成 {parts} 块，未申报飞地").format(
            grid=grids["name"][row] or grids["code"][row], parts=len(parts)
        )
        smallest = parts[int(np.argmin(shapely.area(parts)))]
        point = shapely.point_on_surface(smallest)
        numbers = {"parts": len(parts), "area_m2": float(smallest.area)}
        uuids = (str(grids["uuid"][row]),)
        found.append(
            Finding("contiguous", "error", message, uuids, numbers, (float(point.x), float(point.y)))
        )
    return found

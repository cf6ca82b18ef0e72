"""Every grid has somebody in each of the roles in ``settings.roles``."""

import numpy as np
import shapely

from gridmap.i18n import _
from gridmap.township.census import Census
from gridmap.township.finding import Finding
from gridmap.township.snapshot import Snapshot

TITLE = "网格人员配齐"
COUNTS_PEOPLE = False


def check(snapshot: Snapshot, census: Census, population: str) -> list[Finding]:
    """A warning per grid with a role missing: people change daily, and borders must not wait for it.

    A role is written by its key or its title. One note when nobody is assigned anywhere yet.
    """
    grids, assignments, roles = snapshot["grids"], snapshot["assignments"], snapshot.settings.roles
    if not roles:
        return []
    grid = grids.index_of(assignments.fids("grid_fid"))
    grid[assignments.fids("grid_fid") <= 0] = -1
    if not (grid >= 0).any():
        return [Finding("staffed", "note", _("还没有网格人员名册：导入任职后再核对"))]
    written = assignments.text("role")
    filled = np.zeros((len(grids), len(roles)), bool)
    for column, (key, title) in enumerate(roles.items()):
        filled[grid[((written == key) | (written == title)) & (grid >= 0)], column] = True
    titles = np.array(list(roles.values()), object)
    found = []
    for row in np.flatnonzero(~filled.all(axis=1)):
        message = _("{grid}：缺{roles}").format(
            grid=grids["name"][row] or grids["code"][row], roles="、".join(titles[~filled[row]])
        )
        point = shapely.point_on_surface(grids.text("geometry")[row])
        place = None if point is None or point.is_empty else (float(point.x), float(point.y))
        numbers = {"missing": int((~filled[row]).sum())}
        found.append(Finding("staffed", "warning", message, (str(grids["uuid"][row]),), numbers, place))
    return found

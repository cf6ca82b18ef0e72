"""Who leads a grid, as rows of the assignments."""

from dataclasses import replace
from uuid import NAMESPACE_OID, uuid5

import numpy as np

from gridmap.redraw.plan import GridPlan
from gridmap.township.schemas import SCHEMAS
from gridmap.township.table import Table

LEADER = ("grid_leader", "网格长")


def led_by(plan: GridPlan, grid: int, person: int) -> GridPlan:
    """The plan in which a member of staff (a row, -1 nobody) leads a grid (a row), and nobody else does.

    The grid's first leader row is rewritten, others end.
    """
    table = plan.assignments
    leads = np.flatnonzero(
        (table.fids("grid_fid") == plan.grids.fids()[grid]) & np.isin(table.text("role").astype(str), LEADER)
    )
    if person < 0:
        return replace(plan, assignments=table.take(np.setdiff1d(np.arange(len(table)), leads)))
    if not len(leads):
        return replace(plan, assignments=_appended(plan, grid, person))
    written, fids = table.text("staff").copy(), table.fids("staff_fid").copy()
    written[leads[0]] = plan.staff["staff_no"][person] or plan.staff["name"][person]
    fids[leads[0]] = plan.staff.fids()[person]
    kept = np.setdiff1d(np.arange(len(table)), leads[1:])
    return replace(plan, assignments=table.replace(staff=written, staff_fid=fids).take(kept))


def _appended(plan: GridPlan, grid: int, person: int) -> Table:
    """The assignments with one more. The uuid follows from the grid's, so that the edit stays pure."""
    grids, staff, table = plan.grids, plan.staff, plan.assignments
    row: dict[str, object] = {
        "uuid": str(uuid5(NAMESPACE_OID, f"grid_leader {grids['uuid'][grid]}")),
        "staff": staff["staff_no"][person] or staff["name"][person],
        "staff_fid": staff.fids()[person],
        "role": "grid_leader",
        "grid": grids["code"][grid] or grids["name"][grid],
        "grid_fid": grids.fids()[grid],
        "village": grids["village"][grid],
        "village_fid": grids.fids("village_fid")[grid],
    }
    new = Table.of(SCHEMAS["assignments"], {name: [value] for name, value in row.items()})
    columns = {name: np.concatenate([column, new[name]]) for name, column in table.columns.items()}
    return Table.of(SCHEMAS["assignments"], columns)

"""A grid has one leader: whoever the newest file of grids names takes the place of the one before."""

import apsw

from gridmap.township.batch import Batch

LEADER = "grid_leader"


def replace_leaders(connection: apsw.Connection, batch: Batch) -> None:
    """End the leadership of those whom a file of grids no longer names.

    Only for grids for which the file names a leader, and only after the references were followed.
    Workers may be several and stay: a file of grids names one of them.
    """
    for table in batch.also if batch.kind == "grids" and _has_several_leaders(connection) else ():
        if table.schema.name != "assignments":
            continue
        for staff, role, grid, village in zip(
            *(table[name].tolist() for name in ("staff", "role", "grid", "village")), strict=True
        ):
            if role == LEADER:
                connection.execute(
                    "DELETE FROM assignments WHERE fid IN (SELECT other.fid FROM assignments AS said "
                    "JOIN assignments AS other ON other.grid_fid = said.grid_fid AND other.role = said.role "
                    "AND other.staff_fid IS NOT said.staff_fid "
                    "WHERE said.role = ? AND said.staff = ? AND said.grid = ? AND said.village = ?)",
                    (LEADER, staff, grid, village),
                )


def _has_several_leaders(connection: apsw.Connection) -> bool:
    """Whether any grid has: after a first import none has, and nobody need be asked one by one."""
    sql = (
        "SELECT 1 FROM assignments WHERE role = ? AND grid_fid IS NOT NULL "
        "GROUP BY grid_fid HAVING COUNT(*) > 1 LIMIT 1"
    )
    return connection.execute(sql, (LEADER,)).fetchone() is not None

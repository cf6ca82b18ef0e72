"""What is selected in one window: rows of one table. A value, shared by map, tables and operations."""

from gridmap.session import Session
from gridmap.township.value import dataclass


@dataclass(frozen=True)
class Selection:
    """Rows of ``table`` by uuid; nothing when ``uuids`` is empty."""

    table: str = ""
    uuids: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.uuids)


def rows_of(session: Session, selection: Selection) -> list[int]:
    """Row numbers of what is selected in the session's current snapshot; vanished rows are left out."""
    if not selection:
        return []
    return [int(row) for row in session.snapshot[selection.table].rows_of(selection.uuids)]


def grid_of(session: Session, selection: Selection) -> int:
    """The row of the grid that is selected, or in which the selected house or group lies; -1 for none."""
    rows = rows_of(session, selection)
    if not rows:
        return -1
    table, row = session.snapshot[selection.table], rows[0]
    if selection.table == "grids":
        return row
    if selection.table == "groups":
        return int(session.census.grid_of_group[row])
    if "household_no_fid" in table:
        row = int(session.snapshot["households"].index_of(table.fids("household_no_fid")[rows[:1]])[0])
    if selection.table == "households" or "household_no_fid" in table:
        return int(session.census.grid_of_household[row]) if row >= 0 else -1
    if "grid_fid" not in table:
        return -1
    return int(session.snapshot["grids"].index_of(table.fids("grid_fid")[rows[:1]])[0])

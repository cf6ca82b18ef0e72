"""Name the leader of a grid, with what each candidate answers for already."""

import numpy as np
from PySide6.QtWidgets import QWidget

from gridmap.i18n import _
from gridmap.redraw.edits.assign_leader import AssignLeader
from gridmap.screens.operations.operation import Operation, ask_choice
from gridmap.screens.selection import Selection, grid_of
from gridmap.session import Session
from gridmap.township.mask import mask_name


def candidates(session: Session, row: int) -> list[int]:
    """Rows of the staff of the grid's village, and of everybody who leads a grid there; by name."""
    snapshot, census = session.snapshot, session.census
    staff, village = snapshot["staff"], census.village_of_grid[row]
    own = snapshot["villages"].fids()[village] if village >= 0 else -1
    near = set(np.flatnonzero(staff.fids("village_fid") == own).tolist())
    for leader in census.leaders:
        if any(census.village_of_grid[grid] == village for grid in leader.grids):
            near |= set(staff.index_of(np.array([leader.staff_fid])).tolist())
    return sorted(near - {-1}, key=lambda one: str(staff["name"][one]))


def _words(session: Session, one: int) -> str:
    staff, census = session.snapshot["staff"], session.census
    name = mask_name(str(staff["name"][one]))
    grids = [grid for who in census.leaders if who.staff_fid == staff.fids()[one] for grid in who.grids]
    parts = [str(staff["staff_no"][one]), name, str(staff["title"][one])]
    people = float(census.grids["resident"][grids].sum()) if grids else 0.0
    load = _("现管 {n} 格 {people:,.0f} 人").format(n=len(grids), people=people) if grids else _("未管网格")
    return " ".join(part for part in (*parts, load) if part)


def refusal(session: Session, selection: Selection) -> str | None:
    """There must be a grid, and staff to choose from."""
    row = grid_of(session, selection)
    if row < 0:
        return _("先选中一个网格")
    return None if candidates(session, row) else _("本村还没有干部名册")


def run(session: Session, selection: Selection, parent: QWidget) -> None:
    """Ask who, and assign."""
    grids, row = session.snapshot["grids"], grid_of(session, selection)
    people = candidates(session, row)
    question = _("{grid} 的网格长").format(grid=grids["name"][row])
    choice = ask_choice(parent, _("指定网格长"), question, [_words(session, one) for one in people])
    if choice is not None:
        staff = session.snapshot["staff"]
        session.perform(AssignLeader(str(grids["uuid"][row]), str(staff["uuid"][people[choice]])))


ASSIGN_LEADER = Operation(
    "assign_leader", _("指定网格长…"), "L", _("从本村干部里指定选中网格的网格长"), refusal, run
)

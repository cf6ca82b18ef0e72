"""Lock the selected grids, so that no edit touches their ground, or unlock them again."""

from PySide6.QtWidgets import QWidget

from gridmap.i18n import _
from gridmap.redraw.edits.lock_grid import LockGrid
from gridmap.redraw.edits.lock_grids import LockGrids
from gridmap.screens.operations.operation import Operation
from gridmap.screens.selection import Selection, grid_of, rows_of
from gridmap.session import Session


def refusal(session: Session, selection: Selection) -> str | None:
    """There must be a grid."""
    return None if grid_of(session, selection) >= 0 else _("先选中一个网格")


def run(session: Session, selection: Selection, _parent: QWidget) -> None:
    """The other state; several are all locked, or all unlocked when none of them is open."""
    grids = session.snapshot["grids"]
    rows = rows_of(session, selection) if selection.table == "grids" else [grid_of(session, selection)]
    uuids = tuple(str(uuid) for uuid in grids["uuid"][rows])
    lock = bool((grids["locked"][rows] != 1).any())
    session.perform(LockGrid(uuids[0], lock) if len(uuids) == 1 else LockGrids(uuids, lock))


LOCK_GRID = Operation(
    "lock_grid", _("锁定 / 解锁网格"), "K", _("锁定的网格不能改界，地图上有锁的标记"), refusal, run
)

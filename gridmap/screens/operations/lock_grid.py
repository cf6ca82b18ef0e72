"""Lock a grid, so that no edit touches its ground, or unlock it again."""

from PySide6.QtWidgets import QWidget

from gridmap.i18n import _
from gridmap.redraw.edits.lock_grid import LockGrid
from gridmap.screens.operations.operation import Operation
from gridmap.screens.selection import Selection, grid_of
from gridmap.session import Session


def refusal(session: Session, selection: Selection) -> str | None:
    """There must be a grid."""
    return None if grid_of(session, selection) >= 0 else _("先选中一个网格")


def run(session: Session, selection: Selection, _parent: QWidget) -> None:
    """The other state."""
    grids, row = session.snapshot["grids"], grid_of(session, selection)
    session.perform(LockGrid(str(grids["uuid"][row]), int(grids["locked"][row]) != 1))


LOCK_GRID = Operation(
    "lock_grid", _("锁定 / 解锁网格"), "K", _("锁定的网格不能改界，地图上有锁的标记"), refusal, run
)

"""Give a grid another name. Its code and identity stay."""

from PySide6.QtWidgets import QWidget

from gridmap.i18n import _
from gridmap.redraw.edits.rename_grid import RenameGrid
from gridmap.screens.operations.operation import Operation, ask_text
from gridmap.screens.selection import Selection, grid_of
from gridmap.session import Session


def refusal(session: Session, selection: Selection) -> str | None:
    """Only one grid at a time can be named."""
    return None if grid_of(session, selection) >= 0 else _("先选中一个网格")


def run(session: Session, selection: Selection, parent: QWidget) -> None:
    """Ask for the name and rename."""
    grids, row = session.snapshot["grids"], grid_of(session, selection)
    name = ask_text(parent, _("重命名网格"), _("新名称"), str(grids["name"][row]))
    if name is not None:
        session.perform(RenameGrid(str(grids["uuid"][row]), name))


RENAME_GRID = Operation("rename_grid", _("重命名网格…"), "F2", _("给选中的网格改名，编码不变"), refusal, run)

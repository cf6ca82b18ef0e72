"""Make one grid of two neighbours in the same village."""

from PySide6.QtWidgets import QWidget

from gridmap.i18n import _
from gridmap.redraw.edits.merge_grids import MergeGrids
from gridmap.screens.operations.neighbours import neighbours
from gridmap.screens.operations.operation import Operation, ask_choice
from gridmap.screens.selection import Selection, grid_of
from gridmap.session import Session


def refusal(session: Session, selection: Selection) -> str | None:
    """There must be a grid, and a neighbour of it in its village."""
    row = grid_of(session, selection)
    if row < 0:
        return _("先选中一个网格")
    return None if neighbours(session, row) else _("本村没有与它相邻的网格")


def run(session: Session, selection: Selection, parent: QWidget) -> None:
    """Ask into which neighbour, and merge."""
    grids, row = session.snapshot["grids"], grid_of(session, selection)
    near = neighbours(session, row)
    names = [str(grids["name"][other]) for other in near]
    question = _("把 {grid} 并入").format(grid=grids["name"][row])
    choice = ask_choice(parent, _("合并网格"), question, names)
    if choice is not None:
        session.perform(MergeGrids(str(grids["uuid"][near[choice]]), str(grids["uuid"][row])))


MERGE_GRIDS = Operation(
    "merge_grids", _("合并到相邻网格…"), "Ctrl+G", _("把选中的网格并入同村相邻的网格，人口合计"), refusal, run
)

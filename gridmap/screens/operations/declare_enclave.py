"""Declare that a grid's parts are meant to lie apart, or take that back."""

from PySide6.QtWidgets import QWidget

from gridmap.i18n import _
from gridmap.redraw.edits.declare_enclave import DeclareEnclave
from gridmap.screens.operations.operation import Operation
from gridmap.screens.selection import Selection, grid_of
from gridmap.session import Session


def refusal(session: Session, selection: Selection) -> str | None:
    """There must be a grid of several parts, or one that is declared already."""
    row = grid_of(session, selection)
    if row < 0:
        return _("先选中一个网格")
    grids = session.snapshot["grids"]
    shape = grids["geometry"][row]
    several = shape is not None and len(getattr(shape, "geoms", (shape,))) > 1
    return None if several or int(grids["enclaves"][row]) == 1 else _("这个网格是一整片，没有飞地")


def run(session: Session, selection: Selection, _parent: QWidget) -> None:
    """The other state."""
    grids, row = session.snapshot["grids"], grid_of(session, selection)
    session.perform(DeclareEnclave(str(grids["uuid"][row]), int(grids["enclaves"][row]) != 1))


DECLARE_ENCLAVE = Operation(
    "declare_enclave",
    _("申报 / 撤销飞地"),
    "Shift+K",
    _("选中网格的几片土地本来就分开：不再算作问题"),
    refusal,
    run,
)

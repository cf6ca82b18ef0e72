"""Move a whole villager group into another grid of its village."""

from PySide6.QtWidgets import QWidget

from gridmap.i18n import _
from gridmap.redraw.edits.assign_group import AssignGroup
from gridmap.screens.operations.neighbours import neighbours
from gridmap.screens.operations.operation import Operation, ask_choice
from gridmap.screens.selection import Selection, grid_of
from gridmap.session import Session


def _groups(session: Session, row: int) -> list[int]:
    """The groups that could join a grid: they lie in its neighbours and are not all of one."""
    near = set(neighbours(session, row))
    places = session.census.grid_of_group.tolist()
    return [group for group, grid in enumerate(places) if grid in near and places.count(grid) > 1]


def refusal(session: Session, selection: Selection) -> str | None:
    """There must be a grid, and a group beside it in its village."""
    row = grid_of(session, selection)
    if row < 0:
        return _("先选中一个网格")
    return None if _groups(session, row) else _("相邻网格里没有可以划入的村民小组")


def run(session: Session, selection: Selection, parent: QWidget) -> None:
    """Ask which group, and assign it."""
    snapshot, row = session.snapshot, grid_of(session, selection)
    grids, groups = snapshot["grids"], snapshot["groups"]
    near = _groups(session, row)
    places = session.census.grid_of_group
    names = [
        _("{group}（现在 {grid}）").format(group=groups["name"][group], grid=grids["name"][places[group]])
        for group in near
    ]
    question = _("划入 {grid} 的村民小组").format(grid=grids["name"][row])
    choice = ask_choice(parent, _("把组划入网格"), question, names)
    if choice is not None:
        session.perform(AssignGroup(str(groups["uuid"][near[choice]]), str(grids["uuid"][row])))


ASSIGN_GROUP = Operation(
    "assign_group",
    _("把组划入网格…"),
    "Shift+G",
    _("把相邻网格的一个村民小组整组划入选中的网格"),
    refusal,
    run,
)

"""Give what lies in no grid, ground and households, to a grid of its village."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from PySide6.QtWidgets import QWidget

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.coverage import SPECK_M2
from gridmap.redraw.edits.assign_unassigned import AssignUnassigned, unassigned
from gridmap.redraw.plan import GridPlan
from gridmap.screens.operations.operation import Operation, ask_choice
from gridmap.screens.selection import Selection, grid_of
from gridmap.session import Session
from gridmap.township.memory import once


@dataclass(frozen=True)
class Left:
    """What of a village (a row) is in no grid: hectares, and how many households stand there."""

    village: int
    hectares: float
    households: int


def left_over(session: Session) -> list[Left]:
    """The villages that their grids do not cover, the most households first."""
    snapshot = session.snapshot
    plan, houses = GridPlan.of(snapshot), snapshot["households"]
    lost = np.flatnonzero(session.census.grid_of_household < 0)
    x, y = houses.number("x")[lost], houses.number("y")[lost]
    found = []
    for village in _uncovered(session):
        try:
            ground = shapely.union_all(unassigned(plan, village))
        except EditError:  # it has no outline: nobody knows what it lacks
            continue
        if not shapely.is_empty(ground):
            inside = int(shapely.intersects_xy(ground, x, y).sum())
            found.append(Left(village, float(shapely.area(ground)) / 1e4, inside))
    return sorted(found, key=lambda left: (-left.households, -left.hectares))


def _uncovered(session: Session) -> list[int]:
    """The villages that may not be covered: their grids' ground is less than their own."""
    snapshot = session.snapshot
    villages, grids = snapshot["villages"].text("geometry"), snapshot["grids"].text("geometry")
    return _short(villages, grids, session.census.village_of_grid)


@once
def _short(
    villages: NDArray[np.object_], grids: NDArray[np.object_], village_of_grid: NDArray[np.int64]
) -> list[int]:
    inside = village_of_grid >= 0
    area = np.nan_to_num(shapely.area(grids[inside]))
    covered = np.bincount(village_of_grid[inside], area, len(villages))
    return [int(row) for row in np.flatnonzero(np.nan_to_num(shapely.area(villages)) - covered > SPECK_M2)]


def refusal(session: Session, _selection: Selection) -> str | None:
    """Something must be in no grid."""
    if not len(session.snapshot["grids"]):
        return _("还没有网格")
    return None if _uncovered(session) else _("没有未分配的土地和住户")


def run(session: Session, selection: Selection, parent: QWidget) -> None:
    """Ask which village's rest, and into which of its grids; the selected one comes first."""
    rest = left_over(session)
    if not rest:
        raise EditError(_("没有未分配的土地和住户"))
    villages, grids = session.snapshot["villages"], session.snapshot["grids"]
    words = _("{village}：{n:,} 户，{area:,.2f} 公顷不在任何网格内")
    names = [
        words.format(village=villages["name"][left.village], n=left.households, area=left.hectares)
        for left in rest
    ]
    chosen = ask_choice(parent, _("未分配的土地和住户"), _("划入哪一片"), names)
    if chosen is None:
        return
    village, selected = rest[chosen].village, grid_of(session, selection)
    rows = np.flatnonzero(session.census.village_of_grid == village).tolist()
    rows.sort(key=lambda row: (row != selected, str(grids["name"][row])))
    if not rows:
        raise EditError(_("本村(社区)还没有网格"))
    target = ask_choice(parent, names[chosen], _("划入网格"), [str(grids["name"][row]) for row in rows])
    if target is not None:
        session.perform(AssignUnassigned(str(villages["uuid"][village]), str(grids["uuid"][rows[target]])))


ASSIGN_UNASSIGNED = Operation(
    "assign_unassigned",
    _("划入未分配的土地和住户…"),
    "U",
    _("列出不在任何网格内的土地和住户，划入所选网格"),
    refusal,
    run,
)

"""From a table of who belongs to which grid to the one edit that draws it."""

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.edits.deal_ground import DealGround
from gridmap.redraw.ground import Ground
from gridmap.township.partition import Partition

Rows = NDArray[np.int64]
Piece = tuple[shapely.Geometry, int]


def deal(ground: Ground, unit: str, wanted: Rows) -> DealGround | None:
    """The edit that puts every ``household`` (or ``group``) row into the grid row ``wanted`` of it; None
    when everybody is there already. Raises EditError as the two below do."""
    return (deal_households if unit == "household" else deal_groups)(ground, wanted)


def deal_groups(ground: Ground, wanted: Rows) -> DealGround | None:
    """The edit that gives every group row to the grid row ``wanted`` of it; None when each is there.

    Raises EditError when a group would leave its village.
    """
    groups, plan = ground.snapshot["groups"], ground.plan
    shapes = groups.text("geometry")
    moves = np.flatnonzero(~shapely.is_missing(shapes) & (wanted >= 0))
    moves = moves[~shapely.covers(ground.shapes[wanted[moves]], shapes[moves])]
    home = plan.grid_of_group[moves]
    _refuse_other_village(
        plan.village_of_grid[home], plan.village_of_grid[wanted[moves]], groups.text("name")[moves]
    )
    return _edit(ground, [(shapes[row], int(wanted[row])) for row in moves.tolist()])


def deal_households(ground: Ground, wanted: Rows) -> DealGround | None:
    """The edit that puts every household row into the grid row ``wanted`` of it; -1 is not asked for, and
    who has no place on the map has no ground to move.

    A group whose households all go to one grid goes whole; of the others, the ground nearer to those
    households than to any other, within their group. None when everybody is there already. Raises EditError
    when somebody would leave the village, and when households of one spot are told apart: no border can.
    """
    plan, current = ground.plan, ground.recount.polygon
    placed = (current >= 0) & (wanted >= 0)
    movers = np.flatnonzero(placed & (wanted != current))
    numbers = ground.snapshot["households"].text("household_no")
    _refuse_other_village(
        plan.village_of_grid[current[movers]], plan.village_of_grid[wanted[movers]], numbers[movers]
    )
    group = Partition.of(ground.snapshot["groups"]["geometry"]).locate(ground.x, ground.y)
    yards: list[Piece] = []
    whole: list[Piece] = []
    for row in np.unique(group[movers]).tolist():
        asked = np.unique(wanted[placed & (group == row)])
        if row >= 0 and len(asked) == 1:
            whole.append((ground.snapshot["groups"]["geometry"][row], int(asked[0])))
        else:
            yards += _yards(ground, movers[group[movers] == row], wanted, row)
    edit = _edit(ground, yards + whole)
    if edit is not None:
        _refuse_wrong(ground, edit, np.where(placed, wanted, -1), numbers)
    return edit


def _yards(ground: Ground, movers: Rows, wanted: Rows, group: int) -> Iterator[Piece]:
    """The ground of some households of one group (-1: of none), one piece for each grid that they go to."""
    land = ground.snapshot["groups"]["geometry"][group] if group >= 0 else None
    for target in np.unique(wanted[movers]).tolist():
        own = movers[wanted[movers] == target]
        piece = ground.yards(int(ground.plan.village_of_grid[target])).of_households(own)
        yield (piece if land is None else shapely.intersection(piece, land)), target


def _edit(ground: Ground, pieces: list[Piece]) -> DealGround | None:
    if not pieces:
        return None
    return DealGround(tuple((shapely.to_wkb(piece, hex=True), ground.uuid(grid)) for piece, grid in pieces))


def _refuse_other_village(home: Rows, there: Rows, names: NDArray[np.object_]) -> None:
    lost = names[home != there]
    if len(lost):
        told = _("{names} 等 {n} 个被分到别的村(社区)的网格；网格不能跨村")
        raise EditError(told.format(names=_few(lost), n=len(lost)))


def _refuse_wrong(ground: Ground, edit: DealGround, wanted: Rows, numbers: NDArray[np.object_]) -> None:
    """Whoever is not where the table says after it."""
    after = edit.apply(ground.plan).grids
    there = Partition.of(after["geometry"]).locate(ground.x, ground.y)
    wrong = numbers[(wanted >= 0) & (there != wanted)]
    if len(wrong):
        told = _("{names} 等 {n} 户与同一位置的别户分到了两个网格，边界分不开")
        raise EditError(told.format(names=_few(wrong), n=len(wrong)))


def _few(names: NDArray[np.object_]) -> str:
    return "、".join(str(name) for name in names[:3])

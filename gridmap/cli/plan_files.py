"""What leaves and comes back of one plan: sheets for the field, block assignments."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gridmap import app
from gridmap.errors import EditError, UsageError
from gridmap.i18n import _
from gridmap.session import Session

if TYPE_CHECKING:
    from gridmap.exchange.exports.stamp import Stamp
    from gridmap.redraw.compare.side import Side

PURPOSES = {"sheets": _("现场踏勘"), "blocks": _("方案交换"), "group_blocks": _("方案交换")}
"""What ``gridmap export --what`` writes of a plan beside tables, and the purpose in the watermark."""


def plan_side(session: Session, word: str) -> "Side":
    """The plan that a word means; '' for the one that the session shows. Raises GridmapError."""
    from gridmap.plans import plan_named
    from gridmap.redraw.compare.side import Side

    if word:
        return plan_named(session, word)
    seq = session.looking_at
    title = _("第 {seq} 版").format(seq=seq) if seq else _("草案") if session.differs else _("现行方案")
    return Side.of(title, session.snapshot, session.census)


def write_plan(side: "Side", path: Path, what: Sequence[str], author: str) -> bool:
    """Write what only a plan has; False when ``what`` names tables. Raises GridmapError with one line."""
    special = [name for name in what if name in PURPOSES]
    if not special:
        return False
    if len(what) > 1:
        raise UsageError(_("--what {name} 只能单独用").format(name=special[0]))
    from gridmap.exchange.exports.stamp import Stamp

    drill = side.snapshot.settings.drill
    stamp = Stamp(author, datetime.now(), PURPOSES[special[0]], drill=drill)
    if special[0] == "sheets":
        _sheets(side, path, stamp)
    else:
        from gridmap.exchange.block_file import Unit, write_blocks

        unit: Unit = "household" if special[0] == "blocks" else "group"
        write_blocks(path, side.snapshot, side.census, unit, stamp)
    return True


def _sheets(side: "Side", path: Path, stamp: "Stamp") -> None:
    if path.suffix.lower() != ".pdf":
        raise UsageError(_("踏勘图只有 .pdf 一种格式"))
    from gridmap.screens.application import application
    from gridmap.screens.paper.sheets import print_sheets

    application()
    print_sheets(path, side, stamp)


def deal_blocks(address: str, paths: Sequence[Path], *, dry_run: bool = False) -> dict[str, int]:
    """Draw the grids that a block-assignment file asks for, as one edit; how many households change grid
    and how many grids are redrawn. Raises GridmapError with one line, and then nothing was changed.
    """
    from gridmap.exchange.block_file import read_blocks
    from gridmap.redraw.blocks import deal
    from gridmap.redraw.ground import Ground
    from gridmap.redraw.plan import difference
    from gridmap.township.census import take_census

    if len(paths) != 1:
        raise UsageError(_("分配表一次一个文件"))
    session = app.open_township(address, read_only=dry_run)
    try:
        ground = Ground.of(session.snapshot, session.census)
        blocks = read_blocks(paths[0], session.snapshot, session.census)
        edit = deal(ground, blocks.unit, blocks.grid)
        if edit is None:
            raise EditError(_("分配表与现在的网格一致，没有要改的"))
        after = edit.apply(ground.plan)
        homes = take_census(after.onto(session.snapshot)).grid_of_household
        moved = int((homes != session.census.grid_of_household).sum())
        grids = len(difference(ground.plan, after).rows["grids"])
        if not dry_run:
            session.perform(edit)
    finally:
        session.close()
    return {"moved": moved, "grids": grids}

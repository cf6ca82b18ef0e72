"""Which plan a word means: the draft, what is published, a revision, a date, or a file from elsewhere."""

from pathlib import Path

import numpy as np

from gridmap.errors import StoreError, UsageError
from gridmap.i18n import _
from gridmap.redraw.compare.adopt import adopted
from gridmap.redraw.compare.side import Side
from gridmap.session import Session
from gridmap.store import open_store
from gridmap.township.snapshot import Snapshot

DRAFT = ("draft", "草案")
PUBLISHED = ("published", "已发布")

_FROM_THERE = ("grids", "assignments", "staff")


def plan_named(session: Session, word: str) -> Side:
    """The township under the plan that a word means, with the people of today.

    - ``draft``, ``published``, the number of a revision
    - a date (YYYY-MM-DD: what was public at its end) or a moment
    - a township's file: its grids and who is assigned to them
    - any file with grids, matched by people to those of the draft, so that workers go on
    - a block-assignment CSV, dealt to the draft

    Every table must be loaded. Raises GridmapError with one line.
    """
    if word in DRAFT:
        return Side.of(_("草案"), session.draft.snapshot, session.draft.census)
    if word in PUBLISHED:
        return _published(session)
    path = Path(word)
    if path.is_file():
        return Side.of(path.name, _from_file(session, path))
    try:
        then = session.as_of(word)
    except UsageError as error:
        if word[:4].isdecimal() or word.isdecimal():
            raise
        told = _("{word}：不认识的方案；可用 draft、published、版本号、日期或文件")
        raise UsageError(told.format(word=word)) from error
    return Side.of(_revision(then.seq), then.snapshot, then.census)


def _published(session: Session) -> Side:
    if not session.draft.standing.public:
        raise UsageError(_("还没有发布过方案：先发布，或用 draft"))
    public = session.public
    return Side.of(_("已发布"), public.snapshot, public.census)


def _revision(seq: int) -> str:
    return _("第 {seq} 版").format(seq=seq)


def _from_file(session: Session, path: Path) -> Snapshot:
    if path.suffix.lower() == ".gpkg":
        own = Path(session.address)
        if own.exists() and path.samefile(own):
            return session.draft.snapshot
        there = _township(path)
        if there is not None:
            return _moved(there, session.draft.snapshot)
    if path.suffix.lower() == ".csv":
        return _dealt(session, path)
    from gridmap.exchange.plan_file import read_grids

    draft = Side.of("", session.draft.snapshot, session.draft.census)
    return adopted(draft, read_grids(path, draft.snapshot), "registered")


def _dealt(session: Session, path: Path) -> Snapshot:
    """The draft after a block-assignment file."""
    from gridmap.exchange.block_file import read_blocks
    from gridmap.redraw.blocks import deal
    from gridmap.redraw.ground import Ground

    draft = session.draft
    ground = Ground.of(draft.snapshot, draft.census)
    blocks = read_blocks(path, draft.snapshot, draft.census)
    edit = deal(ground, blocks.unit, blocks.grid)
    return draft.snapshot if edit is None else edit.apply(ground.plan).onto(draft.snapshot)


def _township(path: Path) -> Snapshot | None:
    """Who governs what in another township's file; None when the file is none."""
    try:
        store = open_store(path, read_only=True)
    except StoreError:
        return None
    try:
        return store.load(_FROM_THERE)
    finally:
        store.close()


def _moved(there: Snapshot, here: Snapshot) -> Snapshot:
    """The plan of another township's file over the people of this one. Villages are found by the ground."""
    from gridmap.exchange.gate import project_shapes

    grids = there["grids"]
    shapes = grids.text("geometry")
    if there.settings.crs != here.settings.crs:
        shapes = project_shapes(shapes, there.settings.crs, here.settings.crs)
    bare = grids.replace(geometry=shapes, village_fid=np.zeros(len(grids), np.int64))
    return here.with_tables({"grids": bare, "assignments": there["assignments"], "staff": there["staff"]})

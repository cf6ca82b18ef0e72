"""The store of a drill: a copy of a township to practise on, marked before it has a name."""

import os
from dataclasses import replace
from datetime import datetime
from glob import escape
from pathlib import Path

import apsw

from gridmap.errors import StoreError
from gridmap.i18n import _
from gridmap.store.backup import copy_verified
from gridmap.store.connection import CANNOT_WRITE, connect
from gridmap.store.loading import read_settings
from gridmap.store.record import Clock, append_audit, timestamp, transaction
from gridmap.store.writing import save_settings


def drill_path(store: Path, now: datetime) -> Path:
    """Where a drill of a store that begins ``now`` (local time) lies: beside it, by the second."""
    return store.with_name(f"{store.stem}-{_('演练')}-{now:%Y%m%d-%H%M%S}.gpkg")


def drills_of(store: Path) -> list[Path]:
    """The drills of a store that lie beside it, the one begun last at the end."""
    return sorted(store.parent.glob(f"{escape(store.stem)}-{_('演练')}-*.gpkg"))


def begin_drill(source: apsw.Connection, target: Path, author: str, clock: Clock) -> None:
    """Copy a store, while it is in use, to ``target`` as a drill; the store itself is only read.

    The mark and the name 演练 are in the copy before it is called ``target``: there is no moment at which it
    looks like a real township. It is no operation, so that no undo takes it off. Raises StoreError.
    """
    settings = read_settings(source)
    if settings.drill:
        raise StoreError(_("这已经是演练库；请从实战库开始演练"))
    if target.exists():
        raise StoreError(_("{path}：已有这个文件；请换一个名字").format(path=target))
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        copy_verified(source, draft)
        at_utc = timestamp(clock)
        marked = replace(
            settings, drill=at_utc, name=_("演练 · {name}").format(name=settings.name).strip(" ·")
        )
        copy = connect(draft, writable=True)
        try:
            with transaction(copy):
                save_settings(copy, marked)
                append_audit(
                    copy,
                    at_utc=at_utc,
                    who=author,
                    what="drill",
                    object_=settings.name,
                    result=_("开始演练"),
                )
        finally:
            copy.close()
        draft.rename(target)
    except (OSError, *CANNOT_WRITE) as error:
        why = error.strerror if isinstance(error, OSError) else _("磁盘已满或出错")
        raise StoreError(_("{path}：写不进去（{why}）").format(path=target, why=why)) from error
    finally:
        draft.unlink(missing_ok=True)

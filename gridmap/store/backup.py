"""Verified copies: a backup is only called one after it has been read back and found sound."""

import hashlib
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import apsw

from gridmap.errors import StoreError
from gridmap.i18n import _
from gridmap.store.checks import everything_wrong, refuse_what_is_damaged, refuse_what_is_no_store
from gridmap.store.connection import CANNOT_WRITE, connect

Check = Callable[[apsw.Connection], list[str]]
"""Reads a copy back: a line for each thing that is wrong."""


def back_up(source: apsw.Connection, store: Path, folder: Path, check: Check = everything_wrong) -> Path:
    """Copy a store while it is in use; the copy's path, with its SHA-256 in a file beside it.

    Raises StoreError when the folder cannot be written or the copy is not sound.
    """
    name = f"{store.stem}-{datetime.now():%Y%m%d-%H%M%S}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        number, target = 1, folder / f"{name}.gpkg"
        while target.exists():
            number, target = number + 1, folder / f"{name}-{number}.gpkg"
        copy_verified(source, target, check)
        note = target.with_suffix(".sha256")
        note.write_text(f"{_sha256(target)}  {target.name}\n", "utf-8")
    except (OSError, *CANNOT_WRITE) as error:
        why = error.strerror if isinstance(error, OSError) else _("磁盘已满或出错")
        raise StoreError(_("{path}：备份写不进去（{why}）").format(path=folder, why=why)) from error
    return target


def restore(file: Path, target: Path) -> None:
    """Make a store from a backup. ``target`` must not exist. Raises StoreError with one line."""
    refuse_what_is_no_store(file)
    if target.exists():
        raise StoreError(_("{path}：已有这个文件；请换一个名字，或先把它移走").format(path=target))
    note = file.with_suffix(".sha256")
    if note.exists() and note.read_text("utf-8").split()[0] != _sha256(file):
        raise StoreError(_("{path}：与备份时的校验和不符；请换一份备份").format(path=file))
    source = connect(file, writable=False)
    try:
        refuse_what_is_damaged(source, file)
        copy_verified(source, target)
    except (OSError, *CANNOT_WRITE) as error:
        why = error.strerror if isinstance(error, OSError) else _("磁盘已满或出错")
        raise StoreError(_("{path}：写不进去（{why}）").format(path=target, why=why)) from error
    finally:
        source.close()


def copy_verified(source: apsw.Connection, target: Path, check: Check = everything_wrong) -> None:
    """Copy page by page, read the copy back, and only then give it its name."""
    draft = target.with_name(f".{target.name}.new")
    try:
        copy = apsw.Connection(str(draft))
        try:
            with copy.backup("main", source, "main") as run:
                while not run.done:
                    run.step(4096)
            copy.execute("PRAGMA journal_mode = DELETE")
        finally:
            copy.close()
        made = connect(draft, writable=False)
        try:
            wrong = check(made)
        finally:
            made.close()
        if wrong:
            raise StoreError(_("{path}：副本不完好（{what}），没有保留").format(path=target, what=wrong[0]))
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        for left in (draft, draft.with_name(f"{draft.name}-journal")):
            left.unlink(missing_ok=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

"""Writing a file so that the old one stands until the new one is whole and on the disk."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from gridmap.errors import InputError, UsageError
from gridmap.i18n import _


def refuse_suffix(path: Path, known: Sequence[str], refusal: str) -> None:
    """Refuse another format before any work; the text has {suffix} and {known}. Raises UsageError."""
    if path.suffix.lower() not in known:
        raise UsageError(refusal.format(suffix=path.suffix or path.name, known=" ".join(known)))


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A new path beside ``path`` to write to; it takes the place of ``path`` when all went well.

    Raises InputError when the folder is missing, read-only or full, and when ``path`` is a township's
    store, which no export may replace; ``path`` is then as it was.
    """
    if _is_store(path):
        raise InputError(path, _("这是镇库，导出不能覆盖它"), remedy=_("请换一个文件名"))
    fresh = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    try:
        _probe(fresh)
        yield fresh
        _flush(fresh)
        fresh.replace(path)
        _flush(path.parent)
    except OSError as error:
        reason = _("无法写入（{why}）").format(why=error.strerror or error)
        raise InputError(path, reason, remedy=_("请换一个可写且有空间的文件夹")) from error
    finally:
        for left in ("", "-journal", "-wal", "-shm"):  # a GeoPackage that was being written has one beside it
            fresh.with_name(fresh.name + left).unlink(missing_ok=True)


def _is_store(path: Path) -> bool:
    """Whether a township lives in ``path``: its record cannot be made again from any export.

    Not to be asked of the store that is open here: ``Session.spare`` keeps that one.
    """
    if not path.is_file():
        return False
    asked = "SELECT 1 FROM sqlite_schema WHERE name = 'gridmap_version'"
    try:
        with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as file:
            return file.execute(asked).fetchone() is not None
    except sqlite3.OperationalError:  # somebody holds it, and it may be one
        return True
    except sqlite3.DatabaseError:  # no SQLite file
        return False


def _probe(path: Path) -> None:
    """The folder refuses now, before any work. GDAL wants a path that does not exist."""
    path.touch()
    path.unlink()


def _flush(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # Windows keeps folders by itself and lets nobody open them
    handle = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

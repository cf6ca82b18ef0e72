"""What was practised stays out: the store of a drill, and every file that was exported of one."""

import contextlib
import sqlite3
import zipfile
from pathlib import Path

from gridmap.errors import InputError
from gridmap.i18n import _
from gridmap.township.settings import DRILL

HEAD = 65_536
"""Bytes in which the watermark of an export stands."""
_MARK = DRILL.encode()
_ASK = (
    "SELECT 1 FROM gridmap_settings WHERE name = 'drill'",
    f"SELECT 1 FROM gpkg_contents WHERE description LIKE '%{DRILL}%'",
)


def refuse_drill(path: Path) -> None:
    """Refuse a file of a drill: no record of it may become a figure of a real township. Raises InputError."""
    if _says_drill(path):
        raise InputError(path, _("这是演练的记录，不能导入"), remedy=_("请从实战库导出"))


def _says_drill(path: Path) -> bool:
    if path.suffix.lower() == ".gpkg":
        return _is_marked(path)
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.startswith(b"PK"):
        return _MARK in head or DRILL.encode("gb18030") in head
    try:
        with zipfile.ZipFile(path) as archive:
            return any(_MARK in _head(archive, name) for name in archive.namelist()[:64])
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError):
        return False  # the reader says what is wrong with it


def _head(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(HEAD)


def _is_marked(path: Path) -> bool:
    for asked in _ASK:
        address = f"{path.resolve().as_uri()}?mode=ro"
        with (
            contextlib.suppress(sqlite3.Error),
            contextlib.closing(sqlite3.connect(address, uri=True)) as file,
        ):
            if file.execute(asked).fetchone() is not None:
                return True
    return False

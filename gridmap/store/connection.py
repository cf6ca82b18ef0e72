"""Connections to a store file: the settings that make «saved» mean saved, and the SQL functions of the file.

WAL with synchronous=FULL lost nothing and corrupted nothing in replayed power cuts, and SQLite before
3.51.3 can corrupt a WAL file, so an older library is refused.
"""

import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw

from gridmap.errors import StoreError
from gridmap.i18n import _
from gridmap.store.blob import bounds
from gridmap.store.checksum import row_crc

CANNOT_WRITE = (apsw.CantOpenError, apsw.FullError, apsw.IOError, apsw.ReadOnlyError)
"""What SQLite says of a missing folder, a disk that is full or fails, a file that may only be read."""
HELD = (apsw.BusyError, apsw.LockedError)
"""What SQLite says when another program (QGIS, say) is in the file."""
PATIENCE_MS = 3000
"""How long another program in the file is waited for."""
ASK_AGAIN_MS = 10
SAFE_SQLITE = (3, 51, 3)
_SETTINGS = """
PRAGMA foreign_keys = ON;
PRAGMA trusted_schema = OFF;
PRAGMA secure_delete = ON;
PRAGMA cell_size_check = ON;
PRAGMA mmap_size = 0;
"""


def connect(path: Path, *, writable: bool, create: bool = False) -> apsw.Connection:
    """A connection with our settings and functions. Raises StoreError with one line."""
    if tuple(int(part) for part in apsw.sqlite_lib_version().split(".")) < SAFE_SQLITE:
        raise StoreError(
            _("SQLite {version} 太旧，会损坏数据；请升级 apsw").format(version=apsw.sqlite_lib_version())
        )
    flags = apsw.SQLITE_OPEN_READWRITE if writable else apsw.SQLITE_OPEN_READONLY
    if create:
        flags |= apsw.SQLITE_OPEN_CREATE
    try:
        connection = apsw.Connection(str(path), flags=flags)
    except apsw.Error as error:
        raise StoreError(_("{path}：打不开（{why}）").format(path=path, why=error)) from error
    connection.set_busy_handler(_patient)
    connection.execute(_SETTINGS)
    _register(connection)
    return connection


def _patient(tries: int) -> bool:
    """Whether to try again. Waiting here, in Python, other threads go on; SQLite's own timeout waits with
    the interpreter held where it waits while it prepares a statement."""
    time.sleep(ASK_AGAIN_MS / 1000)
    return tries * ASK_AGAIN_MS < PATIENCE_MS


def held_by_another(path: Path) -> str:
    """The line for a store that another program is in."""
    return _("{path}：正被别的程序占用（例如 QGIS 正在编辑）；请在那里保存并关闭后重试").format(path=path)


def write_ahead(connection: apsw.Connection) -> None:
    """Prepare a connection for writing. Only then: opening a store must not change one byte of it."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA wal_autocheckpoint = 1000")
    connection.execute("PRAGMA cache_size = -65536")  # an import fills indexes here and there


def as_draft(connection: apsw.Connection) -> None:
    """Prepare a connection to a file that nobody has yet, thrown away unless it is whole: half the writing.

    Nothing is on the disk for sure before ``settle``.
    """
    connection.execute("PRAGMA journal_mode = MEMORY")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -65536")


def settle(path: Path) -> None:
    """Return when a file, or the names in a folder, are on the disk. Windows settles names by itself."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def single_file(connection: apsw.Connection) -> None:
    """Fold the write-ahead log back, so that a copy of the file alone is the whole township.

    While another program is in the file the log stays beside it; whoever closes last folds it back.
    """
    with contextlib.suppress(*HELD):
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")


def _register(connection: apsw.Connection) -> None:
    # What the R-tree triggers of a GeoPackage call; a bare SQLite does not have them.
    def edge(number: int) -> Callable[..., float | None]:
        def of(blob: bytes | None) -> float | None:
            box = bounds(blob)
            return None if box is None else box[number]

        return of

    def add(name: str, function: Callable[..., Any], arguments: int) -> None:
        connection.create_scalar_function(
            name, function, arguments, deterministic=True, flags=apsw.SQLITE_INNOCUOUS
        )

    for number, name in enumerate(("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY")):
        add(name, edge(number), 1)
    add("ST_IsEmpty", lambda blob: bounds(blob) is None, 1)
    add("gridmap_crc", row_crc, -1)

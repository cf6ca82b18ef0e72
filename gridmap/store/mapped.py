"""The numbers of large tables as files that the next opening maps into memory instead of reading rows.

They are copies, good only for exactly the state of the store's file that they were made from, and hold
no text: where houses stand and how many people live there, nobody's name. Anything unusual about them
means that the rows are read.
"""

import contextlib
import json
import os
import shutil
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import apsw
import numpy as np
from numpy.typing import NDArray

from gridmap.township.schema import Schema
from gridmap.township.table import Column, empty_column

FORMAT = 3
"""Goes up when tables get columns that are kept, or what is worked out of them is worked out otherwise."""
WORKED_OUT = "census"
"""The name, beside those of tables, of what was worked out of the columns."""
LARGE = 20_000
"""Rows from which a table is worth a file for each column."""
QUIET_S = 2.0
"""How long a store must have been left alone: two changes within one tick of the clock look alike."""

Tables = Mapping[str, Mapping[str, Column]]


def state_of(path: Path, connection: apsw.Connection) -> str:
    """What tells this state of a store's file from every other; '' while somebody writes to it.

    Ask within a read transaction that has begun to read: nobody changes the file meanwhile.
    """
    if path.with_name(path.name + "-wal").exists():
        return ""
    last = connection.execute("SELECT seq, hash FROM gridmap_op_log ORDER BY seq DESC LIMIT 1").fetchone()
    status = path.stat()
    return f"{FORMAT} {status.st_size} {status.st_mtime_ns} {last}"


class MappedColumns:
    """The files of one user, a folder for each store."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, path: Path, state: str, schema: Schema, names: Sequence[str]) -> dict[str, Column] | None:
        """The columns of a table at ``state``, mapped; None when they are not all there."""
        home = self._home(path)
        if not state or _said(home) != state:
            return None
        fields = {field.name: field for field in schema.fields}
        columns: dict[str, Column] = {}
        for name in names:
            try:
                column = np.load(_file(home, schema.name, name), mmap_mode="r", allow_pickle=False)
            except (OSError, ValueError):
                return None
            if column.dtype != empty_column(fields.get(name), name, 0).dtype:
                return None
            columns[name] = column
        if _said(home) != state:  # another program kept another state meanwhile
            return None
        return columns if len({column.shape for column in columns.values()}) == 1 else None

    def load_worked_out(self, path: Path, state: str, name: str) -> NDArray[np.int64] | None:
        """Numbers that were worked out of the columns at ``state``, mapped; None when they are not there."""
        home = self._home(path)
        if not state or _said(home) != state:
            return None
        try:
            numbers = np.load(_file(home, WORKED_OUT, name), mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError):
            return None
        return numbers if numbers.dtype == np.int64 and _said(home) == state else None

    def save(
        self, path: Path, state: str, tables: Tables, worked_out: Mapping[str, NDArray[np.int64]]
    ) -> None:
        """Keep the columns of the large among ``tables``, and what was worked out of them. A folder that
        cannot be written keeps nothing."""
        large = {
            name: columns
            for name, columns in tables.items()
            if len(columns["fid"]) >= LARGE and all(column.dtype != object for column in columns.values())
        }
        with contextlib.suppress(OSError):
            if not state or not large or time.time() - path.stat().st_mtime < QUIET_S:
                return
            home = self._home(path)
            if _said(home) != state:
                self._write(home, state, {**large, WORKED_OUT: worked_out})

    def _write(self, home: Path, state: str, tables: Tables) -> None:
        draft = home.with_name(f"{home.name}.new{os.getpid()}")
        try:
            draft.mkdir(parents=True, mode=0o700)
            for table, columns in tables.items():
                for name, column in columns.items():
                    np.save(_file(draft, table, name), column, allow_pickle=False)
            (draft / "state.json").write_text(json.dumps({"state": state}), "utf-8")
            shutil.rmtree(home, ignore_errors=True)
            draft.replace(home)
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def _home(self, path: Path) -> Path:
        """The same file keeps its folder when it is moved or renamed."""
        status = path.stat()
        return self._folder / f"{status.st_dev:x}-{status.st_ino:x}"


def _file(home: Path, table: str, name: str) -> Path:
    return home / f"{table}.{name}.npy"


def _said(home: Path) -> str:
    try:
        return str(json.loads((home / "state.json").read_text("utf-8"))["state"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""

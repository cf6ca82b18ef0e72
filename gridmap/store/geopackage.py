"""The store that is one GeoPackage file. QGIS and geopandas open it; only this class writes it.

One writer thread with a queue owns the only writing connection; those that read are lent out by ``readers``.
"""

import json
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import TypeVar

import apsw

from gridmap.errors import ReadOnlyStore, StoreError, StoreLocked
from gridmap.i18n import _
from gridmap.store import migrations
from gridmap.store.backup import back_up
from gridmap.store.checks import (
    everything_wrong,
    refuse_what_is_damaged,
    refuse_what_is_foreign,
    refuse_what_is_no_store,
)
from gridmap.store.connection import (
    CANNOT_WRITE,
    HELD,
    connect,
    held_by_another,
    single_file,
    write_ahead,
)
from gridmap.store.deferred import deferred_table
from gridmap.store.lock import WriterLock
from gridmap.store.mapped import MappedColumns, Tables, state_of
from gridmap.store.people import read_people
from gridmap.store.protocol import AuditRow, Taken
from gridmap.store.readers import Readers
from gridmap.store.record import Clock, audit_rows, undo_stack, utc_now
from gridmap.store.rows import first_columns, load_columns, load_table
from gridmap.store.writing import redo, save_settings, take, undo, write
from gridmap.township.batch import Intake
from gridmap.township.change import Change
from gridmap.township.schema import Schema
from gridmap.township.schemas import SCHEMAS
from gridmap.township.search import People
from gridmap.township.settings import Settings
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Column

Result = TypeVar("Result")


class GeoPackageStore:
    """A township in one file; see ``protocol.Store`` for what each method promises."""

    def __init__(
        self,
        path: Path,
        lock: WriterLock | None,
        holder: str,
        clock: Clock,
        mapped: MappedColumns | None = None,
    ) -> None:
        self.address = str(path)
        self.holder = holder
        self._path = path
        self._lock = lock
        self._clock = clock
        self._mapped = mapped
        self._unmapped: tuple[str, Tables] = ("", {})
        self._examining = Lock()
        self._examined = False
        self._readers = Readers(path)
        self._writer: apsw.Connection | None = None
        self._queue = ThreadPoolExecutor(1, "store-writer") if lock else None

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        read_only: bool = False,
        examine_later: bool = False,
        mapped: MappedColumns | None = None,
        clock: Clock = utc_now,
    ) -> "GeoPackageStore":
        """Open a store after asking whether it is one. Raises StoreError with one line.

        Every page and link is examined too, or with ``examine_later`` when ``examine`` is called, at the
        latest before the first change.
        """
        refuse_what_is_no_store(path)
        probe = connect(path, writable=False)
        try:
            refuse_what_is_foreign(probe, path)
            if not examine_later:
                refuse_what_is_damaged(probe, path)
            newest = migrations.version(probe)
        finally:
            probe.close()
        lock, holder = (None, "") if read_only else _try_lock(path)
        if newest > migrations.CURRENT:
            holder = _("由更新版本的程序建立")
            if lock:
                lock.release()
                lock = None
        store = cls(path, lock, holder, clock, mapped)
        store._examined = not examine_later
        if lock and newest < migrations.CURRENT:
            store.backup(path.parent)
            store._write(lambda connection: migrations.migrate(connection, clock))
        return store

    @classmethod
    def create(cls, path: Path, settings: Settings, *, clock: Clock = utc_now) -> "GeoPackageStore":
        """A new store with the township's settings; ``settings.crs`` must name an EPSG code."""
        if path.exists():
            raise StoreError(_("{path}：已有这个文件").format(path=path))
        from pyproj import CRS  # 0.1 s, needed once in a store's life

        crs = CRS.from_user_input(settings.crs)
        srs = crs.to_epsg()
        if srs is None:
            raise StoreError(_("{crs}：不是 EPSG 坐标系，不能作工作坐标系").format(crs=settings.crs))
        lock, holder = _try_lock(path)
        if lock is None:
            raise StoreError(_("{path}：建不了（{who}）").format(path=path, who=holder))
        try:
            connection = connect(path, writable=True, create=True)
            try:
                migrations.create(connection, srs, crs.name, crs.to_wkt("WKT1_GDAL"), clock)
                save_settings(connection, settings)
            finally:
                connection.close()
            made = cls(path, lock, "", clock)
            made._examined = True
            return made
        except CANNOT_WRITE as error:
            lock.release()
            raise StoreError(
                _("{path}：写不进去，磁盘已满或出错；请腾出空间后重试").format(path=path)
            ) from error
        except BaseException:
            lock.release()
            raise

    @property
    def read_only(self) -> bool:
        """Whether changes are refused."""
        return self._lock is None

    @property
    def settings(self) -> Settings:
        """The township's settings."""
        with self._readers.lent() as reader:
            return _settings(reader)

    @property
    def version(self) -> int:
        """The number of the last operation, other processes' included."""
        try:
            with self._readers.lent() as reader:
                return _version(reader)
        except apsw.Error as error:
            raise StoreError(_("{path}：读不了（{why}）").format(path=self.address, why=error)) from error

    def load(self, names: Iterable[str] | None = None, *, deferred: bool = False) -> Snapshot:
        """Tables as they are now, of one moment; with ``deferred`` texts are read when asked for."""
        try:
            with self._readers.lent() as reader, reader:  # one read transaction
                version = _version(reader)
                chosen = [SCHEMAS[name] for name in names or SCHEMAS]
                if deferred:
                    first = self._first_columns(reader, chosen)
                    tables = {
                        schema.name: deferred_table(schema, first[schema.name], self._readers)
                        for schema in chosen
                    }
                else:
                    tables = {schema.name: load_table(reader, schema) for schema in chosen}
                snapshot = Snapshot(_settings(reader), tables, version)
        except apsw.Error as error:
            raise StoreError(_("{path}：读不了（{why}）").format(path=self.address, why=error)) from error
        return snapshot

    def _first_columns(
        self, reader: apsw.Connection, schemas: Iterable[Schema]
    ) -> dict[str, dict[str, Column]]:
        """The numbers of tables: mapped where they are kept from before, else read."""
        state = state_of(self._path, reader) if self._mapped else ""
        read, mapped = {}, {}
        for schema in schemas:
            names = first_columns(schema)
            found = self._mapped.load(self._path, state, schema, names) if self._mapped else None
            if found is None:
                read[schema.name] = load_columns(reader, schema, names)
            else:
                mapped[schema.name] = found
        if state and not mapped:
            same = self._unmapped[1] if self._unmapped[0] == state else {}
            self._unmapped = state, {**same, **read}
        return {**read, **mapped}

    def keep(self) -> None:
        """Keep the numbers that were read, so that the next opening need not read them."""
        (state, tables), self._unmapped = self._unmapped, ("", {})
        if self._mapped:
            self._mapped.save(self._path, state, tables)

    def examine(self) -> None:
        """Ask every page and link whether it is whole, once. Raises StoreError."""
        with self._examining:
            if not self._examined:
                probe = connect(self._path, writable=False)
                try:
                    refuse_what_is_damaged(probe, self._path)
                finally:
                    probe.close()
                self._examined = True

    def people(self, beat: Callable[[], None]) -> People:
        """Everyone who can be searched for, gathered by a process of its own."""
        return read_people(self._path, beat)

    def take(self, intake: Intake, author: str) -> list[Taken]:
        """Write an import in one transaction."""
        return self._write(lambda connection: take(connection, intake, author, self._clock))

    def write(self, change: Change, author: str) -> int:
        """Write one change in one transaction."""
        return self._write(lambda connection: write(connection, change, author, self._clock))

    def undo_label(self) -> str | None:
        """What ``undo`` would take back."""
        with self._readers.lent() as reader:
            return _label(reader, undo_stack(reader)[0])

    def redo_label(self) -> str | None:
        """What ``redo`` would bring back."""
        with self._readers.lent() as reader:
            return _label(reader, undo_stack(reader)[1])

    def undo(self, author: str) -> str | None:
        """Take the last change back as a new operation."""
        return self._write(lambda connection: undo(connection, author, self._clock))

    def redo(self, author: str) -> str | None:
        """Bring the last undone change back as a new operation."""
        return self._write(lambda connection: redo(connection, author, self._clock))

    def audit(self) -> list[AuditRow]:
        """The record, oldest first."""
        with self._readers.lent() as reader:
            return audit_rows(reader)

    def verify(self) -> list[str]:
        """One line for each thing that does not hold together."""
        with self._readers.lent() as reader:
            return everything_wrong(reader)

    def backup(self, folder: Path) -> Path:
        """A verified copy in ``folder``."""
        with self._readers.lent() as reader:
            return back_up(reader, self._path, folder)

    def close(self) -> None:
        """Let go; the file is then one single file."""
        if self._queue:
            self._queue.submit(self._close_writer).result()
            self._queue.shutdown()
            self._queue = None
        self._readers.close()
        if self._lock:
            self._lock.release()

    def _write(self, job: Callable[[apsw.Connection], Result]) -> Result:
        if self._queue is None:
            raise ReadOnlyStore(
                _("{path}：只读，不能修改（{who}）；请关闭占用它的程序，或检查文件权限").format(
                    path=self.address, who=self.holder
                )
            )

        def run() -> Result:
            self.examine()
            if self._writer is None:
                self._writer = connect(self._path, writable=True)
                write_ahead(self._writer)
            return job(self._writer)

        try:
            return self._queue.submit(run).result()
        except HELD as error:
            raise StoreLocked(held_by_another(self._path)) from error
        except CANNOT_WRITE as error:
            raise StoreError(_("{path}：写不进去（{why}）").format(path=self.address, why=error)) from error

    def _close_writer(self) -> None:
        if self._writer is not None:
            self._readers.close()
            single_file(self._writer)
            self._writer.close()


def _settings(reader: apsw.Connection) -> Settings:
    rows = reader.execute("SELECT name, value FROM gridmap_settings")
    return Settings.of({name: json.loads(value) for name, value in rows})


def _version(reader: apsw.Connection) -> int:
    return int(reader.execute("SELECT COALESCE(MAX(seq), 0) FROM gridmap_op_log").get)


def _label(reader: apsw.Connection, stack: list[int]) -> str | None:
    if not stack:
        return None
    return str(reader.execute("SELECT label FROM gridmap_op_log WHERE seq = ?", (stack[-1],)).get)


def _try_lock(path: Path) -> tuple[WriterLock | None, str]:
    """The lock, or None and why not. The store itself is not opened for it, see ``checks``."""
    if path.exists() and not os.access(path, os.W_OK):
        return None, _("文件只读")
    lock = WriterLock(path)
    try:
        return (lock, "") if lock.acquire() else (None, lock.holder)
    except OSError as error:
        return None, error.strerror or _("文件夹只读")

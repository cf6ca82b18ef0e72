"""The store that is one GeoPackage file. QGIS and geopandas open it; only this class writes it.

It is written by a ``Writer`` alone; connections that read are lent out by ``readers``.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import apsw
import numpy as np
from numpy.typing import NDArray

from gridmap.errors import StoreError
from gridmap.i18n import _
from gridmap.store import migrations
from gridmap.store.backup import back_up
from gridmap.store.checks import (
    everything_wrong,
    refuse_what_is_damaged,
    refuse_what_is_foreign,
    refuse_what_is_no_store,
)
from gridmap.store.connection import connect
from gridmap.store.drill import begin_drill
from gridmap.store.loading import Loader, read_settings, read_version
from gridmap.store.lock import try_lock
from gridmap.store.making import make_file
from gridmap.store.mapped import MappedColumns
from gridmap.store.protocol import AuditRow, Taken
from gridmap.store.readers import Readers
from gridmap.store.record import (
    Clock,
    audit_rows,
    changed_since,
    note,
    steps,
    timestamp,
    undo_stack,
    utc_now,
)
from gridmap.store.revisions import plan_tables, revisions, standing
from gridmap.store.writer import Writer
from gridmap.store.writing import publish, redo, take, undo, write
from gridmap.township.change import Change
from gridmap.township.revision import Publication, Revision, Standing, Step
from gridmap.township.settings import Settings
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

if TYPE_CHECKING:
    from gridmap.township.batch import Intake
    from gridmap.township.search import People


class GeoPackageStore:
    """A township in one file; see ``protocol.Store`` for what each method promises."""

    def __init__(
        self, path: Path, writer: Writer, readers: Readers, clock: Clock, mapped: MappedColumns | None = None
    ) -> None:
        self.address = str(path)
        self._path, self._clock = path, clock
        self._writer, self._readers = writer, readers
        self._loader = Loader(path, readers, mapped)

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

        Every page and link is examined too, and a store of an older program brought up to date, or with
        ``examine_later`` when ``examine`` is called, at the latest before the first change.
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
        lock, holder = (None, "") if read_only else try_lock(path)
        if newest > migrations.CURRENT:
            holder = _("由更新版本的程序建立")
            if lock:
                lock.release()
                lock = None
        readers = Readers(path)
        writer = Writer(path, lock, holder, clock, readers,
                        examined=not examine_later, old=newest < migrations.CURRENT)  # fmt: skip
        store = cls(path, writer, readers, clock, mapped)
        if not examine_later:
            writer.bring_up_to_date()
        return store

    @classmethod
    def create(
        cls, path: Path, settings: Settings, *, clock: Clock = utc_now, draft: bool = False
    ) -> "GeoPackageStore":
        """A new store with the township's settings; see ``make_file``."""
        lock, readers = make_file(path, settings, clock, draft=draft), Readers(path)
        return cls(path, Writer(path, lock, "", clock, readers, draft=draft, examined=True), readers, clock)

    @property
    def read_only(self) -> bool:
        """Whether changes are refused."""
        return self._writer.read_only

    @property
    def holder(self) -> str:
        """Who keeps others from writing."""
        return self._writer.holder

    @property
    def settings(self) -> Settings:
        """The township's settings."""
        with self._readers.lent() as reader:
            return read_settings(reader)

    @property
    def version(self) -> int:
        """The number of the last operation, other processes' included."""
        try:
            with self._readers.lent() as reader:
                return read_version(reader)
        except apsw.Error as error:
            raise StoreError(_("{path}：读不了（{why}）").format(path=self.address, why=error)) from error

    def load(self, names: Iterable[str] | None = None, *, deferred: bool = False) -> Snapshot:
        """Tables as they are now, of one moment; with ``deferred`` texts are read when asked for."""
        return self._loader.load(names, deferred)

    def changed_since(self, version: int) -> frozenset[str] | None:
        """The tables in which a row changed after an earlier version."""
        try:
            with self._readers.lent() as reader:
                names = changed_since(reader, version)
        except apsw.Error as error:
            raise StoreError(_("{path}：读不了（{why}）").format(path=self.address, why=error)) from error
        return None if names is None else frozenset(names)

    def places(self, version: int) -> NDArray[np.int64] | None:
        """The grid of every household, where it is kept."""
        return self._loader.places(version)

    def keep(self, version: int, places: NDArray[np.int64]) -> None:
        """Keep the numbers that were read, so that the next opening need not read them."""
        self._loader.keep(version, places)

    def examine(self) -> None:
        """Ask every page and link whether it is whole, once, and bring an older store up to date."""
        self._writer.examine()
        self._writer.bring_up_to_date()

    def people(self, beat: Callable[[], None]) -> "People":
        """Everyone who can be searched for, gathered by a process of its own."""
        from gridmap.store.people import read_people

        return read_people(self._path, beat)

    def take(self, intake: "Intake", author: str) -> list[Taken]:
        """Write an import in one transaction."""
        return self._writer.run(lambda connection: take(connection, intake, author, self._clock))

    def write(self, change: Change, author: str) -> int:
        """Write one change in one transaction."""
        return self._writer.run(lambda connection: write(connection, change, author, self._clock))

    def steps(self) -> list[Step]:
        """The changes that the draft was made of, oldest first."""
        with self._readers.lent() as reader:
            return steps(reader)

    def standing(self) -> Standing:
        """How the draft stands to the record of published plans."""
        try:
            with self._readers.lent() as reader, reader:
                found = standing(reader)
        except apsw.Error as error:
            raise StoreError(_("{path}：读不了（{why}）").format(path=self.address, why=error)) from error
        return found

    def revisions(self) -> list[Revision]:
        """The record of published plans, oldest first."""
        with self._readers.lent() as reader:
            return revisions(reader)

    def plan_of(self, seq: int) -> dict[str, Table]:
        """The plan of a revision."""
        with self._readers.lent() as reader:
            return plan_tables(reader, seq)

    def publish(self, publication: Publication, author: str) -> int:
        """Record the draft as a revision in one transaction."""
        return self._writer.run(lambda connection: publish(connection, publication, author, self._clock))

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
        return self._writer.run(lambda connection: undo(connection, author, self._clock))

    def redo(self, author: str) -> str | None:
        """Bring the last undone change back as a new operation."""
        return self._writer.run(lambda connection: redo(connection, author, self._clock))

    def note(self, what: str, object_: str, result: str, author: str) -> None:
        """Write a line of the record about what changes nothing."""
        said = {"author": author, "what": what, "object_": object_, "result": result}
        self._writer.run(lambda connection: note(connection, at_utc=timestamp(self._clock), **said))

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

    def begin_drill(self, target: Path, author: str) -> None:
        """A marked copy at ``target``, to practise on."""
        with self._readers.lent() as reader:
            begin_drill(reader, target, author, self._clock)

    def close(self) -> None:
        """Let go; the file is then one single file."""
        self._writer.close()


def _label(reader: apsw.Connection, stack: list[int]) -> str | None:
    if not stack:
        return None
    return str(reader.execute("SELECT label FROM gridmap_op_log WHERE seq = ?", (stack[-1],)).get)

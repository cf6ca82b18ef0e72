"""The one that writes: a thread with a queue, and in it the only writing connection to a store's file."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import TypeVar

import apsw

from gridmap.errors import ReadOnlyStore, StoreError, StoreLocked
from gridmap.i18n import _
from gridmap.store import migrations
from gridmap.store.backup import back_up
from gridmap.store.checks import pages_wrong, refuse_what_is_damaged
from gridmap.store.connection import (
    CANNOT_WRITE,
    HELD,
    as_draft,
    connect,
    held_by_another,
    settle,
    single_file,
    write_ahead,
)
from gridmap.store.lock import WriterLock
from gridmap.store.readers import Readers
from gridmap.store.record import Clock

Result = TypeVar("Result")


class Writer:
    """Runs jobs on the writing connection, one after another; without a ``lock`` it refuses, naming the
    ``holder``.

    Before the first job the file is examined, unless it was, and brought up to date where it is ``old``,
    after a copy of it was made.
    """

    def __init__(
        self, path: Path, lock: WriterLock | None, holder: str, clock: Clock, readers: Readers, *,
        draft: bool = False, examined: bool = False, old: bool = False,
    ) -> None:  # fmt: skip
        self.holder = holder
        self._path, self._clock, self._readers, self._draft = path, clock, readers, draft
        self._lock = lock
        self._examining = Lock()
        self._examined = examined
        self._old = old and lock is not None
        self._connection: apsw.Connection | None = None
        self._queue = ThreadPoolExecutor(1, "store-writer") if lock else None

    @property
    def read_only(self) -> bool:
        """Whether every job is refused."""
        return self._lock is None

    def run(self, job: Callable[[apsw.Connection], Result]) -> Result:
        """What a job gives. Raises StoreError with one line when the file cannot be written."""
        if self._queue is None:
            raise ReadOnlyStore(
                _("{path}：只读，不能修改（{who}）；请关闭占用它的程序，或检查文件权限").format(
                    path=self._path, who=self.holder
                )
            )
        try:
            return self._queue.submit(lambda: job(self._ready())).result()
        except HELD as error:
            raise StoreLocked(held_by_another(self._path)) from error
        except CANNOT_WRITE as error:
            raise StoreError(_("{path}：写不进去（{why}）").format(path=self._path, why=error)) from error

    def examine(self) -> None:
        """Ask every page and link whether it is whole, once. Raises StoreError with one line."""
        with self._examining:
            if not self._examined:
                probe = connect(self._path, writable=False)
                try:
                    refuse_what_is_damaged(probe, self._path)
                finally:
                    probe.close()
                self._examined = True

    def bring_up_to_date(self) -> None:
        """Migrate a file of an older program now, not only before the first job."""
        if self._old:
            self.run(lambda _connection: None)

    def close(self) -> None:
        """Let go of the file, which is then one single file, and of the lock."""
        if self._queue:
            self._queue.submit(self._close).result()
            self._queue.shutdown()
            self._queue = None
        self._readers.close()
        if self._lock:
            self._lock.release()

    def _ready(self) -> apsw.Connection:
        """The connection, with the file as jobs expect it."""
        self.examine()
        if self._connection is None:
            self._connection = connect(self._path, writable=True)
            (as_draft if self._draft else write_ahead)(self._connection)
        if self._old:
            with self._readers.lent() as reader:
                back_up(reader, self._path, self._path.parent, pages_wrong)
            migrations.migrate(self._connection, self._clock)
            self._old = False
        return self._connection

    def _close(self) -> None:
        if self._connection is not None:
            self._readers.close()
            single_file(self._connection)
            self._connection.close()
            if self._draft:
                settle(self._path)

"""Reading connections, lent out: a window asks while a background job loads."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from gridmap.store.connection import connect


class Readers:
    """The reading connections of one store. SQLite refuses one connection to two threads at once.

    So each use borrows one that nobody else has; there are never more than were used at once. (One
    for each thread would be closed by a dying thread, which Qt's threads do not survive.)
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._guard = threading.Lock()
        self._idle = [connect(path, writable=False)]
        self._closed = False

    @contextmanager
    def lent(self) -> Iterator[apsw.Connection]:
        """A connection for the length of a ``with``. Raises apsw.ConnectionClosedError after ``close``."""
        with self._guard:
            if self._closed:
                raise apsw.ConnectionClosedError("the store is closed")
            connection = self._idle.pop() if self._idle else None
        connection = connection or connect(self._path, writable=False)
        try:
            yield connection
        finally:
            self._take_back(connection)

    def _take_back(self, connection: apsw.Connection) -> None:
        with self._guard:
            if self._closed:
                connection.close()
            else:
                self._idle.append(connection)

    def close(self) -> None:
        """End those nobody has; a lent one ends when it comes back."""
        with self._guard:
            self._closed = True
            for connection in self._idle:
                connection.close()
            self._idle.clear()

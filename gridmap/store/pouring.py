"""Rows poured into a table: SQLite moves them out of a database that was made of them in memory.

Such a database stays attached as long as the transaction lasts, for SQLite holds on to all that it reads in
it; ``poured`` lets go of them.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import apsw

from gridmap.store.ddl import quote

_NAME = "poured_"


def room(connection: apsw.Connection) -> int:
    """How many more databases may be attached."""
    main_and_temp = 2
    return connection.limit(apsw.SQLITE_LIMIT_ATTACHED) + main_and_temp - len(connection.db_names())


def pour(connection: apsw.Connection, image: bytes, table: str, columns: Iterable[str]) -> None:
    """Insert the rows of an ``image`` (``store/image.py``) with these columns."""
    source, names = f"{_NAME}{len(connection.db_names())}", ", ".join(map(quote, columns))
    connection.execute(f"ATTACH ':memory:' AS {source}")
    connection.deserialize(source, image)
    connection.execute(f"PRAGMA {source}.cache_size = 1")  # it is in memory already
    into = f"INSERT INTO main.{quote(table)} (fid, {names}) "
    connection.execute(f"{into} SELECT rowid, {names} FROM {source}.rows")


@contextmanager
def poured(connection: apsw.Connection) -> Iterator[None]:
    """The transaction in which rows are poured; afterwards nothing of them is attached any more."""
    try:
        yield
    finally:
        for name in connection.db_names():
            if name.startswith(_NAME):
                connection.execute(f"DETACH {name}")

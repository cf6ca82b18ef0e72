"""Filling a table that is empty: the way in for a first import, of any size.

There is nothing to compare the rows with, so they go from columns to SQL without being held as rows,
with their links, checksums and spatial index made beside them instead of by one UPDATE after another.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from os import urandom

import apsw
import numpy as np

from gridmap.store.blob import all_bounds
from gridmap.store.checksum import row_crcs
from gridmap.store.ddl import quote, rtree_triggers, value_columns
from gridmap.store.references import linked
from gridmap.store.rows import said_columns, sql_columns
from gridmap.store.rtree import build_index
from gridmap.township.bulk import all_differ
from gridmap.township.table import Table

_DIGITS = [at for at, mark in enumerate("xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx") if mark != "-"]


def is_empty(connection: apsw.Connection, name: str) -> bool:
    """Whether a noun has no row at all."""
    return not connection.execute(f"SELECT EXISTS (SELECT 1 FROM {quote(name)})").get


def fill(connection: apsw.Connection, table: Table, srs: int, batch: int, later: set[str]) -> bool:
    """Write all rows of ``table`` into its empty noun; False, and nothing done, when some are one row.

    References to the tables in ``later`` stay open, for these have more rows to come.
    """
    if not _keys_differ(table):
        return False
    _insert(connection, linked(connection, table, later), srs, batch)
    return True


def _keys_differ(table: Table) -> bool:
    """Whether no two rows have the same strongest natural key."""
    key = table.schema.keys[0] if table.schema.keys else ()
    if len(key) == 1:
        return all_differ([text for text in table[key[0]].tolist() if text])
    names = key or value_columns(table.schema)
    said = dict(zip(value_columns(table.schema), sql_columns(table, 0), strict=True))
    return all_differ([row for row in zip(*map(said.__getitem__, names), strict=True) if any(row)])


def _insert(connection: apsw.Connection, table: Table, srs: int, batch: int) -> None:
    schema, columns = table.schema, sql_columns(table, srs)
    fids = _fids(connection, schema.name, len(table))
    uuids = _identities(len(fids))
    said = [uuids, *said_columns(table), *columns[len(columns) - (schema.geometry != "none") :]]
    names = ["fid", "uuid", "src_batch", "row_crc", *value_columns(schema)]
    triggers = rtree_triggers(schema.name) if schema.geometry != "none" else {}
    for trigger in triggers:
        connection.execute(f"DROP TRIGGER {quote(trigger)}")
    with _choices_looked_at(connection, table):
        connection.executemany(
            f"INSERT INTO {quote(schema.name)} ({', '.join(map(quote, names))}) "
            f"VALUES (?, ?, {batch:d}, {', '.join('?' * (len(names) - 3))})",
            zip(fids, uuids, row_crcs(said), *columns, strict=True),
        )
    if triggers:
        placed, boxes = all_bounds(columns[-1])
        build_index(connection, schema.name, np.array(fids, np.int64)[placed], boxes)
        connection.execute("\n".join(triggers.values()))


@contextmanager
def _choices_looked_at(connection: apsw.Connection, table: Table) -> Iterator[None]:
    """The CHECKs of closed columns answered once for all rows: SQLite's answers take half of an insert."""
    closed = [field for field in table.schema.fields if field.choices]
    if not all(set(table[field.name].tolist()) <= {*field.choices} for field in closed):
        yield
        return
    connection.execute("PRAGMA ignore_check_constraints = ON")
    try:
        yield
    finally:
        connection.execute("PRAGMA ignore_check_constraints = OFF")


def _fids(connection: apsw.Connection, name: str, count: int) -> range:
    """Numbers that no row ever had, as AUTOINCREMENT would give them."""
    used = connection.execute("SELECT MAX(seq) FROM sqlite_sequence WHERE name = ?", (name,)).get or 0
    return range(used + 1, used + 1 + count)


def _identities(count: int) -> list[str]:
    """Random identities in ascending order, so that their index grows at its end."""
    noise = np.frombuffer(urandom(16 * count), np.uint8).reshape(-1, 16).copy()
    noise[:, 6] = noise[:, 6] & 0x0F | 0x40  # RFC 9562: version 4, the common variant
    noise[:, 8] = noise[:, 8] & 0x3F | 0x80
    noise = noise[np.argsort(noise[:, :8].copy().view(">u8").ravel())]
    digits = np.frombuffer(noise.tobytes().hex().encode(), np.uint8).reshape(-1, 32)
    written = np.full((count, 36), ord("-"), np.uint8)
    written[:, _DIGITS] = digits
    text = written.tobytes().decode()
    return [text[at : at + 36] for at in range(0, 36 * count, 36)]

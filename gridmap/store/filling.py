"""Filling a table that is empty: the way in for a first import, of any size.

There is nothing to compare the rows with, so they go from columns to SQL without being held as rows,
with their links, checksums and spatial index made beside them instead of by one UPDATE after another.
"""

from collections.abc import Sequence
from os import urandom
from typing import Any

import apsw
import numpy as np

from gridmap.store.blob import all_bounds
from gridmap.store.connection import row_crcs
from gridmap.store.ddl import quote, rtree_triggers, value_columns
from gridmap.store.references import links
from gridmap.store.rows import sql_columns
from gridmap.store.rtree import build_index
from gridmap.township.schema import Schema
from gridmap.township.table import Table


def is_empty(connection: apsw.Connection, name: str) -> bool:
    """Whether a noun has no row at all."""
    return not connection.execute(f"SELECT EXISTS (SELECT 1 FROM {quote(name)})").get


def fill(connection: apsw.Connection, table: Table, srs: int, batch: int, later: set[str]) -> bool:
    """Write all rows of ``table`` into its empty noun; False, and nothing done, when some are one row.

    References to the tables in ``later`` stay open, for these have more rows to come.
    """
    schema = table.schema
    said = dict(zip(value_columns(schema), sql_columns(table, srs), strict=True))
    if not _all_differ(schema, said):
        return False
    links(connection, schema, said, later)
    _insert(connection, schema, said, batch)
    return True


def _all_differ(schema: Schema, said: dict[str, Sequence[Any]]) -> bool:
    """Whether no two rows have the same strongest natural key."""
    keys = zip(*(said[name] for name in (schema.keys[0] if schema.keys else said)), strict=True)
    written = [key for key in keys if any(key)]
    return len(set(written)) == len(written)


def _insert(connection: apsw.Connection, schema: Schema, said: dict[str, Sequence[Any]], batch: int) -> None:
    table, columns = quote(schema.name), list(said.values())
    fids = _fids(connection, schema.name, len(columns[0]))
    uuids = _identities(len(fids))
    names = ["fid", "uuid", "src_batch", "row_crc", *said]
    triggers = rtree_triggers(schema.name) if schema.geometry != "none" else {}
    for trigger in triggers:
        connection.execute(f"DROP TRIGGER {quote(trigger)}")
    connection.executemany(
        f"INSERT INTO {table} ({', '.join(map(quote, names))}) VALUES ({', '.join('?' * len(names))})",
        zip(fids, uuids, [batch] * len(fids), row_crcs([uuids, *columns]), *columns, strict=True),
    )
    if triggers:
        placed, boxes = all_bounds(said["geom"])
        build_index(connection, schema.name, np.array(fids, np.int64)[placed], boxes)
        connection.execute("\n".join(triggers.values()))


def _fids(connection: apsw.Connection, name: str, count: int) -> range:
    """Numbers that no row ever had, as AUTOINCREMENT would give them."""
    used = connection.execute("SELECT MAX(seq) FROM sqlite_sequence WHERE name = ?", (name,)).get or 0
    return range(used + 1, used + 1 + count)


def _identities(count: int) -> list[str]:
    """Random identities in ascending order, so that their index grows at its end."""
    noise = np.frombuffer(urandom(16 * count), np.uint8).reshape(-1, 16).copy()
    noise[:, 6] = noise[:, 6] & 0x0F | 0x40  # RFC 9562: version 4, the common variant
    noise[:, 8] = noise[:, 8] & 0x3F | 0x80
    digits = noise.tobytes().hex()
    rows = (digits[at : at + 32] for at in range(0, 32 * count, 32))
    return sorted(f"{row[:8]}-{row[8:12]}-{row[12:16]}-{row[16:20]}-{row[20:]}" for row in rows)

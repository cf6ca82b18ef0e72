"""Filling a table that is empty: the way in for a first import, of any size.

There is nothing to compare the rows with, so they go from columns to SQL without being held as rows,
with their links, checksums and spatial index made beside them instead of by one UPDATE after another.
The rows to come are prepared in a thread while SQLite takes those before.
"""

from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from os import urandom
from typing import Any

import apsw
import numpy as np
from numpy.typing import NDArray

from gridmap.store.blob import all_bounds
from gridmap.store.ddl import quote, rtree_triggers, value_columns
from gridmap.store.references import linked
from gridmap.store.rows import checksums, sql_columns
from gridmap.store.rtree import build_index
from gridmap.township.bulk import ahead, all_differ, parts
from gridmap.township.schema import Schema
from gridmap.township.table import Table

_FORM = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"
_LENGTH, _DIGITS = len(_FORM), [at for at, mark in enumerate(_FORM) if mark != "-"]
ROWS_AT_ONCE = 64
"""Rows of one statement: enough that SQLite seldom asks for the interpreter, which prepares the next rows."""
Boxes = tuple[NDArray[np.int64], NDArray[np.float64]]
Numbered = tuple[Table, int]
"""A table with the number of its batch in the record."""


def is_empty(connection: apsw.Connection, name: str) -> bool:
    """Whether a noun has no row at all."""
    return not connection.execute(f"SELECT EXISTS (SELECT 1 FROM {quote(name)})").get


def fill(connection: apsw.Connection, tables: Sequence[Numbered], srs: int, later: set[str]) -> bool:
    """Write all rows of ``tables`` into their empty noun, each table with the number of its batch; False,
    and nothing done, when some rows are one, or may be.

    References to the tables in ``later`` stay open, for these have more rows to come.
    """
    if not all_rows_differ([table for table, _batch in tables]):
        return False
    _insert(connection, [(linked(connection, table, later), batch) for table, batch in tables], srs)
    return True


def all_rows_differ(tables: Sequence[Table]) -> bool:
    """Whether no row is another one of its table, by the strongest natural key, or one of a table before,
    by any key as an import looks for it (``store/intake.py``)."""
    schema = tables[0].schema
    strongest, *weaker = schema.keys or (tuple(value_columns(schema)),)
    keys = [_keys(table, strongest) for table in tables]
    if not all_differ([key for some in keys for key in some if key]):
        return False
    nameless: list[set[Hashable]] = [set() for _key in weaker]
    for table, names in zip(tables, keys, strict=True):
        if table is not tables[0] and _is_masked(table):
            return False
        for known, key in zip(nameless, weaker, strict=True):
            own = _keys(table, key) if known or not all(names) else []
            if not known.isdisjoint(own):
                return False
            known.update(said for said, name in zip(own, names, strict=False) if said and not name)
    return True


def _keys(table: Table, key: Sequence[str]) -> list[Hashable]:
    """What a natural key says of each row; False where nothing."""
    if len(key) == 1 and key[0] in table:
        alone: list[Hashable] = table[key[0]].tolist()
        return alone
    said = dict(zip(value_columns(table.schema), sql_columns(table, 0), strict=True))
    return [any(row) and row for row in zip(*map(said.__getitem__, key), strict=True)]


def _is_masked(table: Table) -> bool:
    """Whether a row may stand for one that is known by its whole name."""
    names = {name for key in table.schema.keys for name in key}
    personal = [field.name for field in table.schema.fields if field.mask and field.name in names]
    return any("*" in "".join(table[name][part].tolist()) for name in personal for part in parts(len(table)))


def _insert(connection: apsw.Connection, tables: Sequence[Numbered], srs: int) -> None:
    schema, count = tables[0][0].schema, sum(len(table) for table, _batch in tables)
    name = schema.name
    fids, identities = _fids(connection, name, count), _identities(count)
    triggers = rtree_triggers(name) if schema.geometry != "none" else {}
    for trigger in triggers:
        connection.execute(f"DROP TRIGGER {quote(trigger)}")
    boxes = []
    with _choices_looked_at(connection, tables), _indexed_afterwards(connection, name):
        for batch, rows, places in ahead(_prepared(tables, srs, fids, identities)):
            _insert_rows(connection, schema, batch, rows)
            boxes.append(places)
    if triggers:
        placed, bounds = (np.concatenate(column) for column in zip(*boxes, strict=True))
        build_index(connection, name, placed, bounds)
        connection.execute("\n".join(triggers.values()))


def _insert_rows(
    connection: apsw.Connection, schema: Schema, batch: int, rows: Iterator[tuple[Any, ...]]
) -> None:
    """Insert many rows a statement."""
    names = ["fid", "uuid", "row_crc", *value_columns(schema)]
    into = f"INSERT INTO {quote(schema.name)} (src_batch, {', '.join(map(quote, names))}) VALUES "
    row = f"({batch:d}, {', '.join('?' * len(names))})"
    while some := list(islice(rows, ROWS_AT_ONCE)):
        connection.execute(into + ", ".join([row] * len(some)), tuple(chain.from_iterable(some)))


def _prepared(
    tables: Sequence[Numbered], srs: int, fids: range, identities: NDArray[np.uint8]
) -> Iterator[tuple[int, Iterator[tuple[Any, ...]], Boxes]]:
    """The rows by parts as SQL values with their batch, and the fids of those with a place with the bounds
    of each."""
    first = 0
    for table, batch in tables:
        for part in parts(len(table)):
            rows = Table(table.schema, {column: values[part] for column, values in table.columns.items()})
            own = slice(first + part.start, first + part.start + len(rows))
            uuids, columns = _written(identities[own]), sql_columns(rows, srs)
            shapes = columns[-1] if table.schema.geometry != "none" else []
            placed, bounds = all_bounds(shapes)
            values = zip(fids[own], uuids, checksums(rows, uuids, shapes), *columns, strict=True)
            yield batch, values, (np.array(fids[own], np.int64)[placed], bounds)
        first += len(table)


@contextmanager
def _choices_looked_at(connection: apsw.Connection, tables: Sequence[Numbered]) -> Iterator[None]:
    """The CHECKs of closed columns answered once for all rows: SQLite's answers take half of an insert."""
    closed = [field for field in tables[0][0].schema.fields if field.choices]
    said = ((field, table[field.name]) for table, _batch in tables for field in closed)
    if not all(set(texts.tolist()) <= {*field.choices} for field, texts in said):
        yield
        return
    connection.execute("PRAGMA ignore_check_constraints = ON")
    try:
        yield
    finally:
        connection.execute("PRAGMA ignore_check_constraints = OFF")


@contextmanager
def _indexed_afterwards(connection: apsw.Connection, name: str) -> Iterator[None]:
    """A noun's indexes made anew of all its rows: SQLite sorts them once instead of placing one by one."""
    found = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"
    indexes = connection.execute(found, (name,)).fetchall()
    for index, _sql in indexes:
        connection.execute(f"DROP INDEX {quote(str(index))}")
    yield
    for _index, sql in indexes:
        connection.execute(str(sql))


def _fids(connection: apsw.Connection, name: str, count: int) -> range:
    """Numbers that no row ever had, as AUTOINCREMENT would give them."""
    used = connection.execute("SELECT MAX(seq) FROM sqlite_sequence WHERE name = ?", (name,)).get or 0
    return range(used + 1, used + 1 + count)


def _identities(count: int) -> NDArray[np.uint8]:
    """Random identities in ascending order, so that their index grows at its end: 16 bytes each."""
    noise = np.frombuffer(urandom(16 * count), np.uint8).reshape(-1, 16).copy()
    noise[:, 6] = noise[:, 6] & 0x0F | 0x40  # RFC 9562: version 4, the common variant
    noise[:, 8] = noise[:, 8] & 0x3F | 0x80
    ascending: NDArray[np.uint8] = noise[np.argsort(noise[:, :8].copy().view(">u8").ravel())]
    return ascending


def _written(identities: NDArray[np.uint8]) -> list[str]:
    """Identities as text: ``xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx``."""
    text = np.full((len(identities), _LENGTH), ord("-"), np.uint8)
    text[:, _DIGITS] = np.frombuffer(identities.tobytes().hex().encode(), np.uint8).reshape(-1, len(_DIGITS))
    whole = text.tobytes().decode()
    return [whole[at : at + _LENGTH] for at in range(0, len(whole), _LENGTH)]

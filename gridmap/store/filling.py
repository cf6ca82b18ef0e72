"""Filling a table that is empty: the way in for a first import, of any size.

There is nothing to compare the rows with, so they go from columns to SQL without being held as rows,
with their links, checksums and spatial index made beside them instead of by one UPDATE after another.
A thread prepares the rows to come as an image while SQLite takes those before; what is few or has very
long rows is inserted.
"""

from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate, chain, islice
from os import urandom
from typing import Any

import apsw
import numpy as np
from numpy.typing import NDArray

from gridmap.store.blob import all_bounds
from gridmap.store.ddl import quote, rtree_triggers, value_columns
from gridmap.store.image import image
from gridmap.store.packed import pack_bytes
from gridmap.store.pouring import pour, room
from gridmap.store.references import linked
from gridmap.store.rows import checksums, said_columns, sql_columns, sql_shapes
from gridmap.store.rtree import build_index
from gridmap.township.bulk import AT_ONCE, ahead, all_differ, parts
from gridmap.township.schema import Schema
from gridmap.township.table import Table

_FORM = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"
_LENGTH, _DIGITS = len(_FORM), [at for at, mark in enumerate(_FORM) if mark != "-"]
ROWS_AT_ONCE = 64
"""Rows inserted by one statement: enough that SQLite seldom asks for the interpreter."""
FEW = 1_000
"""Rows that are not worth an image."""
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
    boxes, images = [], room(connection) // 2
    gathered = _gathered(tables, max(AT_ONCE, -(-count // max(images, 1))))
    with _choices_looked_at(connection, tables), _indexed_afterwards(connection, name):
        for rows, places in ahead(_prepared(gathered, srs, fids, identities, images > 0)):
            if isinstance(rows, bytes):
                pour(connection, rows, name, _columns(schema))
            else:
                _insert_rows(connection, schema, rows)
            boxes.append(places)
    if triggers:
        placed, bounds = (np.concatenate(column) for column in zip(*boxes, strict=True))
        build_index(connection, name, placed, bounds)
        connection.execute("\n".join(triggers.values()))


def _columns(schema: Schema) -> list[str]:
    """What is written of every row beside its fid."""
    return ["uuid", *value_columns(schema), "row_crc", "src_batch"]


def _insert_rows(connection: apsw.Connection, schema: Schema, rows: Iterator[tuple[Any, ...]]) -> None:
    """Insert many rows a statement."""
    names = ["fid", *_columns(schema)]
    into = f"INSERT INTO {quote(schema.name)} ({', '.join(map(quote, names))}) VALUES "
    row = f"({', '.join('?' * len(names))})"
    while some := list(islice(rows, ROWS_AT_ONCE)):
        connection.execute(into + ", ".join([row] * len(some)), tuple(chain.from_iterable(some)))


def _gathered(tables: Sequence[Numbered], size: int) -> Iterator[tuple[Table, NDArray[np.float64]]]:
    """The rows of all tables, so many at a time, and the number of each row's batch."""
    schema, starts = tables[0][0].schema, [0, *accumulate(len(table) for table, _batch in tables)]
    for part in parts(starts[-1], size):
        own = [slice(max(part.start - start, 0), max(part.stop - start, 0)) for start in starts[:-1]]
        some = [(table, rows, batch) for (table, batch), rows in zip(tables, own, strict=True)]
        columns = {
            name: np.concatenate([table[name][rows] for table, rows, _batch in some])
            for name in schema.columns
        }
        batches = [np.full(len(table["fid"][rows]), float(batch)) for table, rows, batch in some]
        yield Table(schema, columns), np.concatenate(batches)


def _prepared(
    gathered: Iterator[tuple[Table, NDArray[np.float64]]],
    srs: int,
    fids: range,
    identities: NDArray[np.uint8],
    in_images: bool,
) -> Iterator[tuple[bytes | Iterator[tuple[Any, ...]], Boxes]]:
    """Rows as an image or one by one, and the fids of those with a place with the bounds of each."""
    first = 0
    for rows, batches in gathered:
        own = slice(first, first + len(rows))
        uuids, shapes = _written(identities[own]), sql_shapes(rows, srs)
        said = said_columns(rows, uuids)
        crcs = checksums(rows.schema, said, shapes)
        said |= {"row_crc": crcs, "src_batch": batches}
        placed, bounds = all_bounds(shapes)
        values: bytes | Iterator[tuple[Any, ...]] | None = None
        if in_images and len(rows) >= FEW:
            values = image(fids[own], said, pack_bytes(shapes) if shapes else None)
        if values is None:
            columns = [*sql_columns(rows, srs), crcs.tolist(), batches.tolist()]
            values = zip(fids[own], uuids, *columns, strict=True)
        yield values, (np.array(fids[own], np.int64)[placed], bounds)
        first += len(rows)


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

"""Taking an import: which rows are new, which say something new, which are known already.

A row is recognised by the natural keys of its schema. What a file leaves empty never erases what the
store knows. Everything of one import happens in the caller's transaction.
"""

import uuid
from collections.abc import Callable, Iterable
from typing import Any

import apsw

from gridmap.store.ddl import quote, value_columns
from gridmap.store.protocol import Taken
from gridmap.store.references import follow_references
from gridmap.store.rows import insert_rows, seal_rows, sql_rows, update_rows
from gridmap.township.batch import Batch, Intake
from gridmap.township.schema import Schema
from gridmap.township.schemas import SCHEMAS
from gridmap.township.table import Table

Row = tuple[Any, ...]


def take_intake(
    connection: apsw.Connection, intake: Intake, srs: int, at_utc: str, author: str
) -> tuple[list[Taken], set[str]]:
    """Write every batch; what became of each, and the names of the tables that changed."""
    taken, changed = [], set[str]()
    for batch in intake.batches:
        number = _note_batch(connection, batch, at_utc, author)
        for table in (batch.table, *batch.also):
            result = _take_table(connection, table, srs, number, batch.path)
            taken.append(result)
            if result.inserted or result.updated:
                changed.add(table.schema.name)
    changed |= follow_references(connection)
    if {"residents", "households"} & changed and _count_people(connection):
        changed.add("households")
    for name in changed:
        seal_rows(connection, SCHEMAS[name])
    return taken, changed


def file_name(path: str) -> str:
    """The name alone: where a user keeps a ledger is no business of the record."""
    return path.replace("\\", "/").rsplit("/", 1)[-1]


def _note_batch(connection: apsw.Connection, batch: Batch, at_utc: str, author: str) -> int:
    connection.execute(
        "INSERT INTO gridmap_batch (at_utc, author, file, kind, digest, datum, encoding, rows, accepted, "
        "rejected, unplaced) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        (at_utc, author, file_name(batch.path), batch.kind, batch.digest, batch.datum,
         batch.encoding, batch.rows, batch.accepted, batch.rejected, batch.unplaced),
    )  # fmt: skip
    return connection.last_insert_rowid()


def _take_table(connection: apsw.Connection, table: Table, srs: int, batch: int, path: str) -> Taken:
    schema = table.schema
    stored = _Stored(connection, schema)
    fresh: list[Row] = []
    fresh_at: dict[int, int] = {}
    said: dict[int, Row] = {}
    unchanged = 0
    for row in sql_rows(table, srs):
        at = stored.find(row)
        if at is None:
            at = stored.add(row)
            fresh_at[at] = len(fresh)
            fresh.append(row)
            continue
        merged = _merge(schema, stored.rows[at], row)
        if merged == stored.rows[at]:
            unchanged += 1
            continue
        stored.rows[at] = merged
        if at in fresh_at:  # the file itself says this row twice
            fresh[fresh_at[at]] = merged
            unchanged += 1
        else:
            said[stored.fids[at]] = merged
    insert_rows(connection, schema, fresh, (str(uuid.uuid4()) for _row in fresh), batch)
    update_rows(connection, schema, said.values(), said.keys())
    return Taken(path, schema.name, len(fresh), len(said), unchanged)


class _Stored:
    """The rows a table has, found by natural key."""

    def __init__(self, connection: apsw.Connection, schema: Schema) -> None:
        names = value_columns(schema)
        sql = f"SELECT fid, {', '.join(map(quote, names))} FROM {quote(schema.name)} ORDER BY fid"
        self.fids: list[int] = []
        self.rows: list[Row] = []
        self._keys = [_key_reader(names, key) for key in schema.keys]
        self._known: list[dict[Row, int]] = [{} for _key in schema.keys]
        for fid, *row in connection.execute(sql):
            self.add(tuple(row), fid)

    def add(self, row: Row, fid: int = 0) -> int:
        """Know one more row; its position."""
        at = len(self.rows)
        self.fids.append(fid)
        self.rows.append(row)
        for key, known in zip(self._keys, self._known, strict=True):
            value = key(row)
            if any(value):
                known.setdefault(value, at)
                break  # by a weaker key only rows are found that have no stronger one
        return at

    def find(self, row: Row) -> int | None:
        """The position of the stored row that this one is, None when it is new."""
        for key, known in zip(self._keys, self._known, strict=True):
            value = key(row)
            if any(value) and value in known:
                return known[value]
        return None


def _key_reader(names: list[str], key: Iterable[str]) -> Callable[[Row], Row]:
    places = [names.index(name) for name in key]
    return lambda row: tuple(row[place] for place in places)


def _merge(schema: Schema, old: Row, new: Row) -> Row:
    """What the store says after a file said ``new`` of a row it knows as ``old``."""
    merged = [kept if said in (None, "") else said for kept, said in zip(old, new, strict=True)]
    names = value_columns(schema)
    for place, name in enumerate(names):
        is_link = name.endswith("_fid") and place and names[place - 1] == name.removesuffix("_fid")
        if is_link and merged[place - 1] != old[place - 1]:
            merged[place] = None  # the text names another row now: to be followed again
    return tuple(merged)


def _count_people(connection: apsw.Connection) -> int:
    """A household whose people are listed has as many as are listed; the rows that changed."""
    counts = ", ".join(f"{name} = listed.{name}" for name in ("registered", "resident", "at_home"))
    differs = " OR ".join(
        f"households.{name} IS NOT listed.{name}" for name in ("registered", "resident", "at_home")
    )
    connection.execute(
        f"UPDATE households SET {counts} FROM ("
        "SELECT household_no_fid AS fid, SUM(registered) AS registered, SUM(resident) AS resident, "
        "SUM(at_home) AS at_home FROM residents WHERE household_no_fid IS NOT NULL GROUP BY household_no_fid"
        f") AS listed WHERE households.fid = listed.fid AND ({differs})"
    )
    return connection.changes()

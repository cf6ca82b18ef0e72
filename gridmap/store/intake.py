"""Taking an import: which rows are new, which say something new, which are known already.

A row is recognised by the natural keys of its schema. What a file leaves empty, or masks (张*), never
erases what the store knows: our own exports come back from whoever filled them in. Everything of one
import happens in the caller's transaction.
"""

import uuid
import zlib
from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

import apsw
import shapely

from gridmap.store.appointments import replace_leaders
from gridmap.store.ddl import LATER, quote, value_columns
from gridmap.store.filling import Numbered, fill, is_empty
from gridmap.store.protocol import Taken
from gridmap.store.references import follow_references
from gridmap.store.rows import insert_rows, says_nothing, seal_rows, sql_rows, update_rows
from gridmap.township.batch import Batch, Intake
from gridmap.township.bulk import parts, uncollected
from gridmap.township.mask import masked
from gridmap.township.schema import Schema
from gridmap.township.schemas import SCHEMAS
from gridmap.township.table import Table

Row = tuple[Any, ...]


@uncollected()
def take_intake(
    connection: apsw.Connection, intake: Intake, srs: int, at_utc: str, author: str
) -> tuple[list[Taken], set[str]]:
    """Write every batch; what became of each, and the names of the tables that changed."""
    taken, changed, fresh = [], set[str](), list[Batch]()
    batches = [*intake.batches]
    while batches:
        later, kind, numbered = _nouns(batches), batches[0].kind, list[tuple[Batch, int]]()
        while batches and batches[0].kind == kind:
            batch = batches.pop(0)
            content = _content(batch.table)
            if _is_known(connection, batch, content):
                taken.append(Taken(batch.path, batch.kind, 0, 0, batch.accepted))
            else:
                numbered.append((batch, _note_batch(connection, batch, content, at_utc, author)))
        results = _take_batches(connection, numbered, srs, later)
        taken += results
        fresh += [batch for batch, _number in numbered]
        changed |= {result.kind for result in results if result.inserted or result.updated}
    changed |= follow_references(connection)
    for batch in fresh:
        replace_leaders(connection, batch)
    if {"residents", "households"} & changed and _count_people(connection):
        changed.add("households")
    for name in changed:
        seal_rows(connection, SCHEMAS[name])
    return taken, changed


def _nouns(batches: Iterable[Batch]) -> set[str]:
    """The nouns that batches have rows of."""
    return {item.schema.name for batch in batches for item in (batch.table, *batch.also)}


def _take_batches(
    connection: apsw.Connection, batches: Sequence[tuple[Batch, int]], srs: int, later: set[str]
) -> list[Taken]:
    """Write files of one kind with their numbers: all at once when they are the first to have rows of it
    and each has rows of its own, as the ledgers of villages do."""
    tables = [(batch.table, number) for batch, number in batches if not batch.also]
    if len(tables) == len(batches) > 1 and _filled(connection, tables, srs, later):
        return [Taken(batch.path, batch.kind, len(batch.table), 0, 0) for batch, _number in batches]
    taken = []
    for batch, number in batches:
        for table in (batch.table, *batch.also):
            if _filled(connection, [(table, number)], srs, later | {table.schema.name}):
                taken.append(Taken(batch.path, table.schema.name, len(table), 0, 0))
            else:
                taken.append(_take_table(connection, table, srs, number, batch.path))
    return taken


def _filled(connection: apsw.Connection, tables: Sequence[Numbered], srs: int, later: set[str]) -> bool:
    name = tables[0][0].schema.name
    return is_empty(connection, name) and fill(connection, tables, srs, later)


def file_name(path: str) -> str:
    """The name alone: where a user keeps a ledger is no business of the record."""
    return path.replace("\\", "/").rsplit("/", 1)[-1]


def _is_known(connection: apsw.Connection, batch: Batch, content: int) -> bool:
    """Whether this file was taken before and read alike: again, it would bring back what was edited since.

    The same file read by another datum or other columns says something else, and is taken.
    """
    sql = "SELECT EXISTS (SELECT 1 FROM gridmap_batch WHERE digest = ? AND kind = ? AND content = ?)"
    return bool(connection.execute(sql, (batch.digest, batch.kind, content)).get)


def _content(table: Table) -> int:
    """A checksum of everything a table says; as in version 1 where its later columns say nothing."""
    crc = 0
    silent = {name for name in LATER.get(table.schema.name, ()) if says_nothing(table, name)}
    for name, column in table.columns.items():
        if name in silent:
            continue
        for part in parts(len(column)):
            if name == "geometry":
                said = b"".join(shape or b"" for shape in shapely.to_wkb(column[part]))
            elif column.dtype == object:
                said = "\x1f".join([""] * (part.start > 0) + column[part].tolist()).encode()
            else:
                said = column[part].tobytes()
            crc = zlib.crc32(said, crc)
    return crc


def _note_batch(connection: apsw.Connection, batch: Batch, content: int, at_utc: str, author: str) -> int:
    connection.execute(
        "INSERT INTO gridmap_batch (at_utc, author, file, kind, digest, content, datum, encoding, rows, "
        "accepted, rejected, unplaced) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
        (at_utc, author, file_name(batch.path), batch.kind, batch.digest, content, batch.datum,
         batch.encoding, batch.rows, batch.accepted, batch.rejected, batch.unplaced),
    )  # fmt: skip
    return connection.last_insert_rowid()


def _take_table(connection: apsw.Connection, table: Table, srs: int, batch: int, path: str) -> Taken:
    schema = table.schema
    stored = _Stored(connection, schema)
    unchanged = 0
    for row in sql_rows(table, srs):
        at = stored.find(row)
        if at is None:
            stored.add(row)
            continue
        merged = _merge(schema, stored.rows[at], row)
        if merged == stored.rows[at]:
            unchanged += 1
        else:
            stored.say(at, merged)
    fresh = stored.rows[len(stored.fids) :]
    insert_rows(connection, schema, fresh, (str(uuid.uuid4()) for _row in fresh), batch)
    said = sorted(stored.said)
    update_rows(connection, schema, (stored.rows[at] for at in said), (stored.fids[at] for at in said))
    taken = Taken(path, schema.name, len(fresh), len(said), unchanged)
    del fresh
    stored.let_go()
    return taken


class _Stored:
    """The rows a table has, found by natural key; ``rows`` goes on with those that are new.

    The strongest key (a house number, a code) also joins rows of one file: a ledger writes a line for
    each person of a household. A weaker one (a name) only finds what was stored before, and only where
    it can mean one row. A masked row (张*, 500***1234) is the stored one that looks so.
    """

    def __init__(self, connection: apsw.Connection, schema: Schema) -> None:
        names = value_columns(schema)
        keys = schema.keys or (tuple(names),)
        self._keys = [_key_reader(names, key) for key in keys]
        self._known: list[dict[Row, int | None]] = [{} for _key in keys]
        self._names = {
            name: names.index(name) for name in dict.fromkeys(name for key in keys for name in key)
        }
        self._personal = [field for field in schema.fields if field.mask and field.name in self._names]
        self.fids = array("q")  # no values of Python, which would all be let go at once
        self.rows: list[Row] = []
        self.said: set[int] = set()
        sql = f"SELECT fid, {', '.join(map(quote, names))} FROM {quote(schema.name)} ORDER BY fid"
        for fid, *row in connection.execute(sql):
            self.fids.append(fid)
            self._know(tuple(row), self._keys)

    def add(self, row: Row) -> None:
        """One more row, new in this file."""
        self._know(row, self._keys[:1])

    def say(self, at: int, row: Row) -> None:
        """What a known row says from now on."""
        self.rows[at] = row
        if at < len(self.fids):
            self.said.add(at)

    def let_go(self) -> None:
        """Forget the rows a thousand at a time: all at once would hold every other thread up."""
        for known in (*self._known, vars(self).pop("_by_mask", {})):
            while known:
                for _time in range(min(1000, len(known))):
                    known.popitem()
        while self.rows:
            del self.rows[-1000:]

    def find(self, row: Row) -> int | None:
        """The place of the row that this one is; None when it is new."""
        if any("*" in str(row[self._names[field.name]]) for field in self._personal):
            return self._by_mask.get(tuple(row[place] for place in self._names.values()))
        is_strongest = True
        for key, known in zip(self._keys, self._known, strict=True):
            value = key(row)
            if any(value):
                at = known.get(value)
                has_stronger = at is not None and any(self._keys[0](self.rows[at]))
                if at is not None and (is_strongest or not has_stronger):
                    if known is not self._known[0]:
                        known[value] = None  # one line of a file for one row
                    return at
                is_strongest = False
        return None

    @cached_property
    def _by_mask(self) -> dict[Row, int | None]:
        """Stored rows by their keys as an export masks them; None where several look alike."""
        found: dict[Row, int | None] = {}
        for at, row in enumerate(self.rows[: len(self.fids)]):
            shown = {name: row[place] for name, place in self._names.items()}
            shown |= {field.name: masked(field, shown[field.name]) for field in self._personal}
            key = tuple(shown.values())
            found[key] = None if key in found else at
        return found

    def _know(self, row: Row, keys: Iterable[Callable[[Row], Row]]) -> None:
        at = len(self.rows)
        self.rows.append(row)
        for key, known in zip(keys, self._known, strict=False):
            value = key(row)
            if any(value):
                strongest = known is self._known[0]
                known[value] = at if value not in known else known[value] if strongest else None


def _key_reader(names: list[str], key: Iterable[str]) -> Callable[[Row], Row]:
    places = [names.index(name) for name in key]
    return lambda row: tuple(row[place] for place in places)


def _merge(schema: Schema, old: Row, new: Row) -> Row:
    """What the store says after a file said ``new`` of a row it knows as ``old``."""
    names = value_columns(schema)
    personal = {field.name for field in schema.fields if field.mask}
    merged = [
        kept if _says_nothing(said) or (kept and name in personal and "*" in str(said)) else said
        for name, kept, said in zip(names, old, new, strict=True)
    ]
    for place, name in enumerate(names):
        is_link = name.endswith("_fid") and place and names[place - 1] == name.removesuffix("_fid")
        if is_link and merged[place - 1] != old[place - 1]:
            merged[place] = None  # the text names another row now: to be followed again
    return tuple(merged)


def _says_nothing(value: object) -> bool:
    return value is None or value == ""


def _count_people(connection: apsw.Connection) -> int:
    """A household whose people are listed has as many as are listed; the rows that changed.

    A list that does not say who is registered, resident or at home leaves what the household's ledger said.
    """
    names = ("registered", "resident", "at_home")
    counts = ", ".join(f"{name} = COALESCE(listed.{name}, households.{name})" for name in names)
    differs = " OR ".join(
        f"(listed.{name} IS NOT NULL AND households.{name} IS NOT listed.{name})" for name in names
    )
    connection.execute(
        f"UPDATE households SET {counts}, row_crc = NULL FROM ("
        "SELECT household_no_fid AS fid, SUM(registered) AS registered, SUM(resident) AS resident, "
        "SUM(at_home) AS at_home FROM residents WHERE household_no_fid IS NOT NULL GROUP BY household_no_fid"
        f") AS listed WHERE households.fid = listed.fid AND ({differs})"
    )
    return connection.changes()

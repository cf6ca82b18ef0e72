"""Rows in and out of a noun's table: columns of numpy here, SQL values there."""

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, repeat
from typing import Any

import apsw
import numpy as np
from numpy.typing import NDArray

from gridmap.store.blob import decode_points, decode_shapes, encode_points, encode_shapes
from gridmap.store.checksum import Said, row_crcs
from gridmap.store.ddl import LATER, NEWER, quote, value_columns
from gridmap.store.packed import pack_texts
from gridmap.township.bulk import uncollected
from gridmap.township.schema import Field, Schema
from gridmap.township.table import Column, Table, empty_column

ROWS_AT_ONCE = 10_000
MOST_SHARED = 50_000
LARGEST_EXACT = 2**53
NEAR = frozenset({"groups"})
"""Tables of which a first map, of the whole township, shows nothing."""


def load_table(connection: apsw.Connection, schema: Schema) -> Table:
    """Every row of a noun, in the order of its fids."""
    return Table.of(schema, load_columns(connection, schema, schema.columns))


def first_columns(schema: Schema) -> tuple[str, ...]:
    """What is read of a table at once when the rest waits until it is asked for: where its rows are, how
    many people they stand for, what they belong to. No text, and so nothing that is personal."""
    if schema.geometry == "none" or schema.name in NEAR:
        return ("fid",)
    kinds = {field.name: field.kind for field in schema.fields}
    return tuple(
        name
        for name in schema.columns
        if name in ("fid", "x", "y", "geometry")
        or name.endswith("_fid")
        or kinds.get(name) in ("integer", "real", "flag")
    )


@uncollected()
def load_columns(
    connection: apsw.Connection,
    schema: Schema,
    names: Iterable[str],
    fids: NDArray[np.int64] | None = None,
) -> dict[str, Column]:
    """Some columns of every row of a noun, or of those with ``fids``, in the order of its fids.

    Read by the thousand, so that a million rows are at no time a million tuples of Python values.
    """
    if not has_table(connection, schema):
        empty = Table.of(schema, {})
        return {name: empty[name] for name in names}
    wanted = list(dict.fromkeys("geom" if name in ("x", "y", "geometry") else name for name in names))
    expressions = ", ".join(expression(connection, schema, name) for name in wanted)
    some = "" if fids is None else "WHERE fid IN (SELECT value FROM json_each(?))"
    cursor = connection.execute(
        f"SELECT {expressions} FROM {quote(schema.name)} {some} ORDER BY fid",
        () if fids is None else (json.dumps(fids.tolist()),),
    )
    shared: dict[str, dict[str, str]] = {name: {} for name in wanted}
    parts: list[dict[str, Column]] = []
    while rows := list(islice(cursor, ROWS_AT_ONCE)):
        said = dict(zip(wanted, zip(*rows, strict=True), strict=True))
        parts.append(columns_of(schema, said, shared))
    if not parts:
        empty = Table.of(schema, {})
        return {name: empty[name] for name in names}
    return {name: np.concatenate([part.pop(name) for part in parts]) for name in list(parts[0])}


def fids_of(connection: apsw.Connection, schema: Schema, uuids: Iterable[str]) -> NDArray[np.int64]:
    """The fids of the rows with some identities."""
    sql = f"SELECT fid FROM {quote(schema.name)} WHERE uuid IN (SELECT value FROM json_each(?))"
    return np.array([fid for (fid,) in connection.execute(sql, (json.dumps(list(uuids)),))], np.int64)


def has_table(connection: apsw.Connection, schema: Schema) -> bool:
    """Whether a noun has its table: a store of version 1 that may only be read lacks the newer ones."""
    sql = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?)"
    return schema.name not in NEWER or bool(connection.execute(sql, (schema.name,)).get)


def has_later(connection: apsw.Connection, schema: Schema) -> bool:
    """Whether a noun's table has the columns of version 2: one that may only be read is not brought there."""
    later = LATER.get(schema.name, ())
    here = {row[1] for row in connection.execute(f"PRAGMA table_info({quote(schema.name)})")} if later else ()
    return set(later) <= set(here)


def expression(connection: apsw.Connection, schema: Schema, name: str) -> str:
    """A column in SQL, with the number that stands for a missing one."""
    if name.endswith("_fid"):
        return f"COALESCE({quote(name)}, 0)"
    is_flag = name not in ("fid", "uuid", "geom") and schema.field(name).kind == "flag"
    if name in LATER.get(schema.name, ()) and not has_later(connection, schema):
        return "-1" if is_flag else "NULL"
    return f"COALESCE({quote(name)}, -1)" if is_flag else quote(name)


def columns_of(
    schema: Schema, said: Mapping[str, Sequence[Any]], shared: dict[str, dict[str, str]]
) -> dict[str, Column]:
    """Some rows as columns of a ``Table``. A text that stands in many rows is kept once."""
    kinds = {field.name: field for field in schema.fields}
    columns: dict[str, Column] = {}
    for name, values in said.items():
        if name == "geom" and schema.geometry == "point":
            columns["x"], columns["y"] = decode_points(values)
        elif name == "geom":
            columns["geometry"] = decode_shapes(values)
        else:
            column = empty_column(kinds.get(name), name, len(values))
            column[:] = _sharing(values, shared[name]) if column.dtype == object else values
            columns[name] = column
    return columns


def _sharing(texts: Sequence[str], known: dict[str, str]) -> Sequence[str]:
    if len(known) > MOST_SHARED:  # names of nothing but itself: an identity, a number
        return texts
    return [known.setdefault(text, text) for text in texts]


def sql_rows(table: Table, srs: int) -> list[tuple[Any, ...]]:
    """A table's rows as SQL values, in the order of ``value_columns``."""
    return list(zip(*sql_columns(table, srs), strict=True))


def sql_columns(table: Table, srs: int) -> list[Sequence[Any]]:
    """A table's columns as SQL values, in the order of ``value_columns``."""
    schema = table.schema
    columns: list[Sequence[Any]] = []
    for field in schema.fields:
        columns.append(_sql_column(table, field.name, field.kind))
        if field.kind == "reference":
            columns.append(_links(table.fids(f"{field.name}_fid")))
    if schema.geometry != "none":
        columns.append(sql_shapes(table, srs))
    return columns


def sql_shapes(table: Table, srs: int) -> list[bytes | None]:
    """Where a table's rows are, as SQL values; nothing of a table without geometry."""
    if table.schema.geometry == "point":
        return encode_points(table.number("x"), table.number("y"), srs)
    return encode_shapes(table["geometry"].astype(object), srs) if table.schema.geometry != "none" else []


def _links(fids: NDArray[np.int64]) -> list[int | None]:
    said = fids.astype(object)
    said[fids == 0] = None
    links: list[int | None] = said.tolist()
    return links


def _sql_column(table: Table, name: str, kind: str) -> list[Any]:
    values = table[name]
    said = values.astype(object)
    if kind in ("integer", "real"):
        numbers = table.number(name)
        if kind == "integer":  # SQLite keeps 3 as such, not as 3.0
            whole = (numbers == np.floor(numbers)) & (np.abs(numbers) < LARGEST_EXACT)
            said[whole] = numbers[whole].astype(np.int64)
        said[np.isnan(numbers)] = None
    elif kind == "flag":
        said[values < np.int8(0)] = None
    texts: list[Any] = said.tolist()
    return texts


def said_columns(table: Table, uuids: Sequence[str]) -> dict[str, Said]:
    """What rows with these identities say, but for their places: every one of ``value_columns`` and the
    identity."""
    columns: dict[str, Said] = {"uuid": pack_texts(uuids)}
    for field in table.schema.fields:
        if field.kind in ("integer", "real", "flag"):
            columns[field.name] = _as_number(table, field)
        else:
            columns[field.name] = pack_texts(table[field.name].tolist())
        if field.kind == "reference":
            fids = table.fids(f"{field.name}_fid")
            columns[f"{field.name}_fid"] = np.where(fids == 0, np.nan, fids)
    return columns


def checksums(
    schema: Schema, said: Mapping[str, Said], shapes: Sequence[bytes | None]
) -> NDArray[np.float64]:
    """``crc_expression`` of every row that says this and has one of ``shapes`` (none: no places)."""
    later = LATER.get(schema.name, ())
    numbers = [column for name, column in said.items() if name in later and isinstance(column, np.ndarray)]
    silent = np.ones(len(said["uuid"]), bool)
    for column in numbers:
        silent &= np.isnan(column)
    crcs = np.empty(len(silent))
    for rows, without in ((np.flatnonzero(silent), later), (np.flatnonzero(~silent), ())):
        columns = [column[rows] for name, column in said.items() if name not in without]
        crcs[rows] = row_crcs(columns, [shapes[row] for row in rows.tolist()] if shapes else ())
    return crcs


def says_nothing(table: Table, name: str) -> bool:
    """Whether a number or flag is missing in every row."""
    return bool(np.isnan(_as_number(table, table.schema.field(name))).all())


def _as_number(table: Table, field: Field) -> NDArray[np.float64]:
    """A number or flag, NaN where missing."""
    numbers = table.number(field.name)
    return numbers if field.kind != "flag" else np.where(numbers < 0, np.nan, numbers)


def insert_rows(
    connection: apsw.Connection,
    schema: Schema,
    rows: Iterable[tuple[Any, ...]],
    uuids: Iterable[str],
    batch: int | None,
    fids: Iterable[int] | None = None,
) -> None:
    """Add rows with the given identities, and with ``fids`` where nobody has them (0: any)."""
    names = ["fid", "uuid", "src_batch", *value_columns(schema)]
    table = quote(schema.name)
    free = f"(SELECT NULLIF(?1, 0) WHERE NOT EXISTS (SELECT 1 FROM {table} WHERE fid = ?1))"
    sql = f"INSERT INTO {table} ({', '.join(map(quote, names))}) VALUES ({free}{', ?' * (len(names) - 1)})"
    known = zip(repeat(0) if fids is None else fids, uuids, rows, strict=fids is not None)
    connection.executemany(sql, ((fid, uuid, batch, *row) for fid, uuid, row in known))


def update_rows(
    connection: apsw.Connection, schema: Schema, rows: Iterable[tuple[Any, ...]], fids: Iterable[int]
) -> None:
    """Replace what rows say; their revision goes up by one."""
    assignments = ", ".join(f"{quote(name)} = ?" for name in value_columns(schema))
    sql = f"UPDATE {quote(schema.name)} SET {assignments}, row_crc = NULL, rev = rev + 1 WHERE fid = ?"
    connection.executemany(sql, ((*row, fid) for row, fid in zip(rows, fids, strict=True)))


def crc_expression(schema: Schema, *, later: bool = True) -> str:
    """The SQL that works out what ``row_crc`` should be; ``later``: the table has the later columns."""
    added = LATER.get(schema.name, ())
    names = ["uuid", *value_columns(schema)]
    plain = f"gridmap_crc({', '.join(quote(name) for name in names if name not in added)})"
    if not (added and later):
        return plain
    nothing = " AND ".join(f"{quote(name)} IS NULL" for name in added)
    return f"CASE WHEN {nothing} THEN {plain} ELSE gridmap_crc({', '.join(map(quote, names))}) END"


def seal_rows(connection: apsw.Connection, schema: Schema) -> None:
    """Bring the checksums, and what GeoPackage says of the layer, up to date after a change.

    Whoever changes a row empties its ``row_crc``; one that is wrong for another reason stays so.
    """
    crc = crc_expression(schema)
    connection.execute(f"UPDATE {quote(schema.name)} SET row_crc = {crc} WHERE row_crc IS NULL")
    now = "last_change = strftime('%Y-%m-%dT%H:%M:%fZ','now')"
    if schema.geometry == "none":
        connection.execute(f"UPDATE gpkg_contents SET {now} WHERE table_name = ?", (schema.name,))
        return
    box = connection.execute(
        f"SELECT MIN(minx), MIN(miny), MAX(maxx), MAX(maxy) FROM {quote(f'rtree_{schema.name}_geom')}"
    ).get
    connection.execute(
        f"UPDATE gpkg_contents SET {now}, min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?",
        (*box, schema.name),
    )

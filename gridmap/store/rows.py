"""Rows in and out of a noun's table: columns of numpy here, SQL values there."""

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from math import isnan
from typing import Any

import apsw
import numpy as np
from numpy.typing import NDArray

from gridmap.store.blob import decode_points, decode_shapes, encode_points, encode_shapes
from gridmap.store.ddl import quote, value_columns
from gridmap.township.bulk import uncollected
from gridmap.township.schema import Schema
from gridmap.township.table import Column, Table, empty_column

ROWS_AT_ONCE = 10_000
MOST_SHARED = 50_000


def load_table(connection: apsw.Connection, schema: Schema) -> Table:
    """Every row of a noun, in the order of its fids."""
    return Table.of(schema, load_columns(connection, schema, schema.columns))


def first_columns(schema: Schema) -> tuple[str, ...]:
    """What is read of a table at once when the rest waits until it is asked for: where its rows are, how
    many people they stand for, what they belong to. No text, and so nothing that is personal."""
    if schema.geometry == "none":
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
    wanted = list(dict.fromkeys("geom" if name in ("x", "y", "geometry") else name for name in names))
    expressions = ", ".join(_expression(schema, name) for name in wanted)
    some = "" if fids is None else "WHERE fid IN (SELECT value FROM json_each(?))"
    cursor = connection.execute(
        f"SELECT {expressions} FROM {quote(schema.name)} {some} ORDER BY fid",
        () if fids is None else (json.dumps(fids.tolist()),),
    )
    shared: dict[str, dict[str, str]] = {name: {} for name in wanted}
    parts: list[dict[str, Column]] = []
    while rows := list(islice(cursor, ROWS_AT_ONCE)):
        said = dict(zip(wanted, zip(*rows, strict=True), strict=True))
        parts.append(_columns(schema, said, shared))
    if not parts:
        empty = Table.of(schema, {})
        return {name: empty[name] for name in names}
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _expression(schema: Schema, name: str) -> str:
    """A column in SQL, with the number that stands for a missing one."""
    if name.endswith("_fid"):
        return f"COALESCE({quote(name)}, 0)"
    is_flag = name not in ("fid", "uuid", "geom") and schema.field(name).kind == "flag"
    return f"COALESCE({quote(name)}, -1)" if is_flag else quote(name)


def _columns(
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
            columns.append([fid or None for fid in table[f"{field.name}_fid"].tolist()])
    if schema.geometry == "point":
        columns.append(encode_points(table.number("x"), table.number("y"), srs))
    elif schema.geometry != "none":
        columns.append(encode_shapes(table["geometry"].astype(object), srs))
    return columns


def _sql_column(table: Table, name: str, kind: str) -> list[Any]:
    values = table[name]
    if kind in ("integer", "real"):
        whole = kind == "integer"
        return [
            None if isnan(value) else int(value) if whole and value.is_integer() else value
            for value in values.astype(np.float64).tolist()
        ]
    if kind == "flag":
        return [None if value < 0 else value for value in values.tolist()]
    return [str(value) for value in values.tolist()]


def insert_rows(
    connection: apsw.Connection,
    schema: Schema,
    rows: Iterable[tuple[Any, ...]],
    uuids: Iterable[str],
    batch: int | None,
) -> None:
    """Add rows with the given identities."""
    names = ["uuid", "src_batch", *value_columns(schema)]
    sql = (
        f"INSERT INTO {quote(schema.name)} ({', '.join(map(quote, names))}) "
        f"VALUES ({', '.join('?' * len(names))})"
    )
    connection.executemany(sql, ((uuid, batch, *row) for uuid, row in zip(uuids, rows, strict=True)))


def update_rows(
    connection: apsw.Connection, schema: Schema, rows: Iterable[tuple[Any, ...]], fids: Iterable[int]
) -> None:
    """Replace what rows say; their revision goes up by one."""
    assignments = ", ".join(f"{quote(name)} = ?" for name in value_columns(schema))
    sql = f"UPDATE {quote(schema.name)} SET {assignments}, row_crc = NULL, rev = rev + 1 WHERE fid = ?"
    connection.executemany(sql, ((*row, fid) for row, fid in zip(rows, fids, strict=True)))


def crc_expression(schema: Schema) -> str:
    """The SQL that works out what ``row_crc`` should be."""
    return f"gridmap_crc({', '.join(map(quote, ['uuid', *value_columns(schema)]))})"


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

"""Rows in and out of a noun's table: columns of numpy here, SQL values there."""

from collections.abc import Iterable, Sequence
from math import isnan
from typing import Any

import apsw
import numpy as np

from gridmap.store.blob import decode_points, decode_shapes, encode_points, encode_shapes
from gridmap.store.ddl import quote, value_columns
from gridmap.township.bulk import uncollected
from gridmap.township.schema import Schema
from gridmap.township.table import Table


@uncollected()
def load_table(connection: apsw.Connection, schema: Schema) -> Table:
    """Every row of a noun, in the order of its fids."""
    names = ["fid", "uuid", *value_columns(schema)]
    expressions = [f"COALESCE({quote(name)}, 0)" if name.endswith("_fid") else quote(name) for name in names]
    sql = f"SELECT {', '.join(expressions)} FROM {quote(schema.name)} ORDER BY fid"
    rows = connection.execute(sql).fetchall()
    if not rows:
        return Table.of(schema, {})
    return _table(schema, dict(zip(names, zip(*rows, strict=True), strict=True)))


def _table(schema: Schema, said: dict[str, Sequence[Any]]) -> Table:
    columns: dict[str, Any] = {"fid": said["fid"], "uuid": said["uuid"]}
    for field in schema.fields:
        values = said[field.name]
        if field.kind == "flag":
            values = [-1 if value is None else value for value in values]
        columns[field.name] = values
        if field.kind == "reference":
            columns[f"{field.name}_fid"] = said[f"{field.name}_fid"]
    if schema.geometry == "point":
        columns["x"], columns["y"] = decode_points(said["geom"])
    elif schema.geometry != "none":
        columns["geometry"] = decode_shapes(said["geom"])
    return Table.of(schema, columns)


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

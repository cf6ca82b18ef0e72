"""Following references: the text a ledger wrote («甲村», «3组», a house number) to the row it names.

The text is kept as written and resolved again whenever a later import brings what it names, so files may
arrive in any order. A name must be unique to count; group and grid names are looked for inside the same
village, since every village has a 3组.
"""

from collections.abc import Iterable

import apsw
import numpy as np
from numpy.typing import NDArray

from gridmap.store.ddl import quote
from gridmap.township.bulk import parts
from gridmap.township.schema import Field, Schema
from gridmap.township.schemas import SCHEMAS
from gridmap.township.table import Table


def follow_references(connection: apsw.Connection, names: Iterable[str] = SCHEMAS) -> set[str]:
    """Resolve every reference that is still open, in all tables or in some; the tables that changed."""
    changed = set()
    for schema in map(SCHEMAS.__getitem__, names):
        for field in schema.fields:
            if field.kind == "reference" and _follow(connection, schema, field):
                changed.add(schema.name)
    return changed


def let_go(connection: apsw.Connection, removed: set[str]) -> set[str]:
    """Forget links to rows that no longer exist in the ``removed`` tables; the tables that changed."""
    changed = set()
    for schema in SCHEMAS.values():
        for field in schema.fields:
            if field.kind == "reference" and field.refers_to in removed:
                table, link = quote(schema.name), quote(f"{field.name}_fid")
                connection.execute(
                    f"UPDATE {table} SET {link} = NULL, row_crc = NULL WHERE {link} IS NOT NULL "
                    f"AND {link} NOT IN (SELECT fid FROM {quote(field.refers_to)})"
                )
                if connection.changes():
                    changed.add(schema.name)
    return changed


def _follow(connection: apsw.Connection, schema: Schema, field: Field) -> int:
    table, text, link = quote(schema.name), quote(field.name), quote(f"{field.name}_fid")
    open_ones = f"{text} <> '' AND {link} IS NULL"
    if not connection.execute(f"SELECT EXISTS (SELECT 1 FROM {table} WHERE {open_ones})").get:
        return 0
    followed = 0
    for by in field.refers_by:
        same_village = _same_village(schema, field) if by == "name" else ""
        found = (
            f"(SELECT CASE WHEN COUNT(*) = 1 THEN MIN(there.fid) END FROM {quote(field.refers_to)} AS there "
            f"WHERE there.{quote(by)} = {table}.{text}{same_village})"
        )
        connection.execute(
            f"UPDATE {table} SET {link} = {found}, row_crc = NULL WHERE {open_ones} AND {found} IS NOT NULL"
        )
        followed += connection.changes()
    return followed


def _same_village(schema: Schema, field: Field) -> str:
    if field.refers_to not in ("groups", "grids") or "village_fid" not in schema.columns:
        return ""
    here, there = f'{quote(schema.name)}."village_fid"', 'there."village_fid"'
    return f" AND ({here} IS NULL OR {there} IS NULL OR {here} = {there})"


def linked(connection: apsw.Connection, table: Table, later: Iterable[str]) -> Table:
    """``table``, which is about to be written, with its links by the same rule as ``follow_references``.

    Without those to the tables in ``later``, which are not whole yet.
    """
    for field in table.schema.fields:
        if field.kind == "reference" and field.refers_to not in later:
            follow_references(connection, [field.refers_to])
            table = table.replace(**{f"{field.name}_fid": _found(connection, table, field)})
    return table


def _found(connection: apsw.Connection, table: Table, field: Field) -> NDArray[np.int64]:
    texts = table[field.name].tolist()
    found = np.zeros(len(texts), np.int64)
    for by in field.refers_by:
        if by == "name" and _same_village(table.schema, field):
            fids = _in_same_village(connection, table, field)
        else:
            known = _unique(connection, field, by)
            fids = [known.get(text, 0) for text in texts]
        for part in parts(len(texts)):
            found[part] = np.where(found[part] == 0, np.array(fids[part], np.int64), found[part])
    return found


def _unique(connection: apsw.Connection, field: Field, by: str) -> dict[str, int]:
    """What only one row of the table referred to says in its column ``by``, and that row's fid."""
    sql = (
        f"SELECT {quote(by)}, MIN(fid) FROM {quote(field.refers_to)} WHERE {quote(by)} <> '' "
        f"GROUP BY {quote(by)} HAVING COUNT(*) = 1"
    )
    return dict(connection.execute(sql))


def _in_same_village(connection: apsw.Connection, table: Table, field: Field) -> list[int]:
    rows: dict[str, list[tuple[int, int | None]]] = {}
    for text, fid, there in connection.execute(
        f"SELECT name, fid, village_fid FROM {quote(field.refers_to)}"
    ):
        rows.setdefault(text, []).append((fid, there))
    keys = list(zip(table[field.name].tolist(), table["village_fid"].tolist(), strict=True))
    known = {
        (text, here): _only([fid for fid, there in rows.get(text, ()) if _near(here, there)])
        for text, here in set(keys)
        if text
    }
    return [known.get(key, 0) for key in keys]


def _near(here: int, there: int | None) -> bool:
    return not here or there is None or here == there


def _only(fids: list[int]) -> int:
    return fids[0] if len(fids) == 1 else 0

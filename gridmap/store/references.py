"""Following references: the text a ledger wrote («甲村», «3组», a house number) to the row it names.

The text is kept as written and resolved again whenever a later import brings what it names, so files may
arrive in any order. A name must be unique to count; group and grid names are looked for inside the same
village, since every village has a 3组.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import apsw

from gridmap.store.ddl import quote
from gridmap.township.schema import Field, Schema
from gridmap.township.schemas import SCHEMAS


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


def links(
    connection: apsw.Connection, schema: Schema, said: dict[str, Sequence[Any]], later: Iterable[str]
) -> None:
    """Fill the links of columns that are about to be written, by the same rule as ``follow_references``.

    Not those to the tables in ``later``, which are not whole yet.
    """
    references = [field for field in schema.fields if field.kind == "reference"]
    for field in references:
        if field.refers_to not in later:
            follow_references(connection, [field.refers_to])
            said[f"{field.name}_fid"] = _found(connection, schema, field, said)


def _found(
    connection: apsw.Connection, schema: Schema, field: Field, said: dict[str, Sequence[Any]]
) -> list[int | None]:
    texts = said[field.name]
    found: list[int | None] = [None] * len(texts)
    for by in field.refers_by:
        beside = by == "name" and bool(_same_village(schema, field))
        places: Sequence[Any] = said["village_fid"] if beside else [None] * len(texts)
        village = "village_fid" if beside else "NULL"
        rows: dict[str, list[tuple[int, int | None]]] = {}
        sql = f"SELECT {quote(by)}, fid, {village} FROM {quote(field.refers_to)}"
        for text, fid, there in connection.execute(sql):
            rows.setdefault(text, []).append((fid, there))
        known = {
            (text, here): _only([fid for fid, there in rows.get(text, ()) if _near(here, there)])
            for text, here in set(zip(texts, places, strict=True))
            if text
        }
        found = [
            known.get(key) if fid is None else fid
            for fid, key in zip(found, zip(texts, places, strict=True), strict=True)
        ]
    return found


def _near(here: int | None, there: int | None) -> bool:
    return here is None or there is None or here == there


def _only(fids: list[int]) -> int | None:
    return fids[0] if len(fids) == 1 else None

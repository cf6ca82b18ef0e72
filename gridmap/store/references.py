"""Following references: the text a ledger wrote («花坡村», «3组», a house number) to the row it names.

The text is kept as written and resolved again whenever a later import brings what it names, so files may
arrive in any order. A name must be unique to count; group and grid names are looked for inside the same
village, since every village has a 3组.
"""

import apsw

from gridmap.store.ddl import quote
from gridmap.township.schema import Field, Schema
from gridmap.township.schemas import SCHEMAS


def follow_references(connection: apsw.Connection) -> set[str]:
    """Resolve every reference that is still open; the names of the tables that changed."""
    changed = set()
    for schema in SCHEMAS.values():
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
                    f"UPDATE {table} SET {link} = NULL WHERE {link} IS NOT NULL "
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
        connection.execute(f"UPDATE {table} SET {link} = {found} WHERE {open_ones} AND {found} IS NOT NULL")
        followed += connection.changes()
    return followed


def _same_village(schema: Schema, field: Field) -> str:
    if field.refers_to not in ("groups", "grids") or "village_fid" not in schema.columns:
        return ""
    here, there = f'{quote(schema.name)}."village_fid"', 'there."village_fid"'
    return f" AND ({here} IS NULL OR {there} IS NULL OR {here} = {there})"

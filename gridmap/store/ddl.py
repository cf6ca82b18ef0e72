"""The SQL of a store, made from the schemas of the nouns. OGC GeoPackage 1.4 names and triggers.

Every noun's table has ``fid`` (GeoPackage's key), ``uuid`` (identity across copies), ``rev``,
``row_crc`` (over everything it says, so that damage SQLite cannot see is found) and ``src_batch``.
A removed row is really removed: the operation's changeset keeps it, so that other programs that
open the file do not see ghosts.
"""

from collections.abc import Mapping

from gridmap.township.schema import Field, Schema
from gridmap.township.schemas import SCHEMAS

APPLICATION_ID = 0x47504B47
USER_VERSION = 10400

GEOMETRY_TYPES = {"point": "POINT", "line": "MULTILINESTRING", "polygon": "MULTIPOLYGON"}
_SQL_TYPES = {
    "text": "TEXT",
    "date": "TEXT",
    "moment": "TEXT",
    "integer": "INTEGER",
    "real": "REAL",
    "flag": "BOOLEAN",
}

_MAY_HAVE = 2  # clause 2.1.5: 0 prohibits M values, 2 makes them optional

GEOPACKAGE = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
  scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
"""

RECORD = """
CREATE TABLE gridmap_version (version INTEGER PRIMARY KEY, at_utc TEXT NOT NULL);
CREATE TABLE gridmap_settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE gridmap_batch (
  batch INTEGER PRIMARY KEY, at_utc TEXT NOT NULL, author TEXT NOT NULL, file TEXT NOT NULL,
  kind TEXT NOT NULL, digest TEXT NOT NULL, content INTEGER NOT NULL,
  datum TEXT NOT NULL, encoding TEXT NOT NULL,
  rows INTEGER NOT NULL, accepted INTEGER NOT NULL,
  rejected INTEGER NOT NULL, unplaced INTEGER NOT NULL);
CREATE TABLE gridmap_op_log (
  seq INTEGER PRIMARY KEY, op_id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('do', 'undo', 'redo')),
  author TEXT NOT NULL, at_utc TEXT NOT NULL, label TEXT NOT NULL, details TEXT NOT NULL,
  changeset BLOB NOT NULL,
  prev_hash TEXT NOT NULL, hash TEXT NOT NULL);
CREATE TABLE gridmap_audit (
  seq INTEGER PRIMARY KEY, at_utc TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, object TEXT NOT NULL,
  result TEXT NOT NULL, prev_hash TEXT NOT NULL, hash TEXT NOT NULL);
"""

REVISIONS = """
CREATE TABLE gridmap_plan (digest TEXT PRIMARY KEY, content BLOB NOT NULL);
CREATE TABLE gridmap_revision (
  seq INTEGER PRIMARY KEY, at_utc TEXT NOT NULL, author TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('published', 'taken_back', 'named', 'imported')),
  name TEXT NOT NULL, reason TEXT NOT NULL, base INTEGER NOT NULL, op INTEGER NOT NULL,
  edits TEXT NOT NULL, codes TEXT NOT NULL, state TEXT NOT NULL, digest TEXT NOT NULL REFERENCES gridmap_plan,
  prev_hash TEXT NOT NULL, hash TEXT NOT NULL);
"""
"""The plans that were published, each kept once by the digest of what it says, and who published it when,
why and after which edits."""


def append_only(*tables: str) -> str:
    """The triggers that keep rows as they were first written."""
    return "\n".join(
        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;"
        for table in tables
        for verb in ("update", "delete")
    )


LATER: Mapping[str, tuple[str, ...]] = {
    "grids": ("locked",), "groups": ("forecast",), "households": ("forecast",),
}  # fmt: skip
"""Columns, all of them numbers or flags, that came with version 2. A row in which they say nothing has the
checksum of version 1: what was written before stays as it is, and so can still be undone."""

TIMED = ("patrols",)
"""Nouns whose lines may say when they were where: M is Unix time (``township/track.py``)."""

NEWER = ("incident_steps", "alarm_steps", "roll_calls", "roll_call_entries", "positions", "heights", "ridges")
"""Nouns that came with version 2."""


def quote(name: str) -> str:
    """An identifier as SQL: ``group`` and ``order`` are words of the language."""
    return '"' + name.replace('"', '""') + '"'


def value_columns(schema: Schema) -> list[str]:
    """The columns that say something: what the CRC covers and what a row is compared by."""
    names = []
    for field in schema.fields:
        names.append(field.name)
        if field.kind == "reference":
            names.append(f"{field.name}_fid")
    return names + (["geom"] if schema.geometry != "none" else [])


def add_later(schema: Schema) -> str:
    """The SQL that gives a noun's table of version 1 its later columns."""
    return "\n".join(
        f"ALTER TABLE {quote(schema.name)} ADD COLUMN {_column(schema.field(name))[0]};"
        for name in LATER.get(schema.name, ())
    )


def allow_times() -> str:
    """The SQL that lets lines of an older store have times."""
    names = ", ".join(f"'{name}'" for name in TIMED)
    return f"UPDATE gpkg_geometry_columns SET m = {_MAY_HAVE} WHERE table_name IN ({names});"


def _column(field: Field) -> list[str]:
    name = quote(field.name)
    if field.kind == "reference":
        link = quote(f"{field.name}_fid")
        target = f"{quote(field.refers_to)}(fid) DEFERRABLE INITIALLY DEFERRED"
        return [f"{name} TEXT NOT NULL DEFAULT ''", f"{link} INTEGER REFERENCES {target}"]
    if field.kind in ("text", "date", "moment"):
        choices = ", ".join(f"'{choice}'" for choice in field.choices)
        return [f"{name} TEXT NOT NULL DEFAULT ''" + (f" CHECK ({name} IN ({choices}))" if choices else "")]
    return [f"{name} {_SQL_TYPES[field.kind]}"]


def create_noun(schema: Schema, srs: int) -> str:
    """The SQL that makes one noun's table, its indexes and its GeoPackage registration."""
    table = quote(schema.name)
    columns = [
        "fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL",
        "uuid TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16))))",
    ]
    if schema.geometry != "none":
        columns.append(f"geom {GEOMETRY_TYPES[schema.geometry]}")
    for field in schema.fields:
        columns += _column(field)
    columns += ["rev INTEGER NOT NULL DEFAULT 1", "row_crc INTEGER", "src_batch INTEGER"]
    kind = "attributes" if schema.geometry == "none" else "features"
    srs_id = "NULL" if schema.geometry == "none" else str(srs)
    sql = [
        f"CREATE TABLE {table} ({', '.join(columns)});",
        f"INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) "
        f"VALUES ('{schema.name}', '{kind}', '{schema.name}', '{schema.title}', {srs_id});",
    ]
    sql += [
        f"CREATE INDEX {quote(f'{schema.name}_{field.name}')} ON {table} ({quote(field.name + '_fid')});"
        for field in schema.fields
        if field.kind == "reference"
    ]
    if schema.geometry != "none":
        sql += [
            f"INSERT INTO gpkg_geometry_columns VALUES "
            f"('{schema.name}', 'geom', '{GEOMETRY_TYPES[schema.geometry]}', {srs}, 0, "
            f"{_MAY_HAVE if schema.name in TIMED else 0});",
            f"INSERT INTO gpkg_extensions VALUES ('{schema.name}', 'geom', 'gpkg_rtree_index', "
            f"'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');",
            f"CREATE VIRTUAL TABLE {rtree(schema.name)} USING rtree(id, minx, maxx, miny, maxy);",
            *rtree_triggers(schema.name).values(),
        ]
    return "\n".join(sql)


def create_lookups() -> str:
    """Indexes on the columns that references are resolved by."""
    wanted = {
        (field.refers_to, by)
        for schema in SCHEMAS.values()
        for field in schema.fields
        if field.kind == "reference"
        for by in field.refers_by
    }
    return "\n".join(
        f"CREATE INDEX IF NOT EXISTS {quote(f'{table}_by_{column}')} ON {quote(table)} ({quote(column)});"
        for table, column in sorted(wanted)
    )


def rtree(table: str) -> str:
    """The name of a table's spatial index, quoted."""
    return quote(f"rtree_{table}_geom")


def rtree_shadow(table: str, part: str) -> str:
    """The name of the ``part`` (node, rowid, parent) of a table's spatial index, quoted."""
    return quote(f"rtree_{table}_geom_{part}")


def rtree_triggers(table: str) -> dict[str, str]:
    """GeoPackage 1.4's triggers that keep the spatial index in step (clause F.3), by name."""
    index, t = rtree(table), quote(table)
    box = "NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)"
    full = "(NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom))"
    empty = "(NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))"
    was_full = "(OLD.geom NOT NULL AND NOT ST_IsEmpty(OLD.geom))"
    was_empty = "(OLD.geom ISNULL OR ST_IsEmpty(OLD.geom))"

    def trigger(name: str, when: str, condition: str, then: str) -> tuple[str, str]:
        name = f"rtree_{table}_geom_{name}"
        return name, f"CREATE TRIGGER {quote(name)} AFTER {when} ON {t} WHEN {condition} BEGIN {then} END;"

    put, drop = f"INSERT OR REPLACE INTO {index} VALUES ({box});", f"DELETE FROM {index} WHERE id = OLD.fid;"
    return dict([
        trigger("insert", "INSERT", full, put),
        trigger("update2", "UPDATE OF geom", f"OLD.fid = NEW.fid AND {empty}", drop),
        trigger("update4", "UPDATE", f"OLD.fid != NEW.fid AND {empty}",
                f"DELETE FROM {index} WHERE id IN (OLD.fid, NEW.fid);"),
        trigger("update5", "UPDATE", f"OLD.fid != NEW.fid AND {full}", drop + " " + put),
        trigger("update6", "UPDATE OF geom", f"OLD.fid = NEW.fid AND {full} AND {was_full}",
                f"UPDATE {index} SET minx = ST_MinX(NEW.geom), maxx = ST_MaxX(NEW.geom), "
                f"miny = ST_MinY(NEW.geom), maxy = ST_MaxY(NEW.geom) WHERE id = NEW.fid;"),
        trigger("update7", "UPDATE OF geom", f"OLD.fid = NEW.fid AND {full} AND {was_empty}",
                f"INSERT INTO {index} VALUES ({box});"),
        trigger("delete", "DELETE", "OLD.geom NOT NULL", drop),
    ])  # fmt: skip

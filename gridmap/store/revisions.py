"""The record of published plans: rows chained like the log, and each plan once, by its digest.

A plan is the rows of ``grids`` and ``assignments`` as SQL holds them: a line of JSON, then every border as
its GeoPackage blob, packed. The digest is the SHA-256 of that before packing, so that equal plans are one.
"""

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

import apsw

from gridmap.errors import StoreError
from gridmap.i18n import _
from gridmap.store.ddl import quote, value_columns
from gridmap.store.record import NOTHING, chained
from gridmap.store.rows import columns_of
from gridmap.township.revision import Revision, RevisionKind, Standing
from gridmap.township.schemas import SCHEMAS
from gridmap.township.table import Table

PLAN = ("grids", "assignments")
"""The tables that a plan is: who governs what."""
_COLUMNS = "seq, at_utc, author, kind, name, reason, base, op, edits, codes, digest"
_QUICK = 1
"""How hard a plan is packed: borders are noise, harder is only slower."""


def standing(connection: apsw.Connection) -> Standing:
    """How the draft stands to the record; ask within a read transaction to have both of one moment."""
    version = connection.execute("SELECT COALESCE(MAX(seq), 0) FROM gridmap_op_log").get
    if not has_record(connection):
        return Standing(version)
    newest = connection.execute("SELECT COALESCE(MAX(seq), 0) FROM gridmap_revision").get
    public = connection.execute(
        "SELECT seq, state FROM gridmap_revision WHERE kind <> 'named' ORDER BY seq DESC LIMIT 1"
    ).fetchone()
    if public is None:
        return Standing(version, newest)
    return Standing(version, newest, public[0], public[1] != _state(connection))


def has_record(connection: apsw.Connection) -> bool:
    """Whether the store has a record of plans: one of version 1 that may only be read has none."""
    asked = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'gridmap_revision')"
    return bool(connection.execute(asked).get)


def revisions(connection: apsw.Connection) -> list[Revision]:
    """The record, oldest first."""
    if not has_record(connection):
        return []
    rows = connection.execute(f"SELECT {_COLUMNS} FROM gridmap_revision ORDER BY seq")
    return [
        Revision(
            seq, at_utc, author, kind, name, reason, base, op,
            tuple(json.loads(edits)), json.loads(codes), digest,
        )
        for seq, at_utc, author, kind, name, reason, base, op, edits, codes, digest in rows
    ]  # fmt: skip


def append_revision(
    connection: apsw.Connection,
    kind: RevisionKind,
    *,
    author: str,
    at_utc: str,
    name: str = "",
    reason: str = "",
) -> int:
    """Record the draft as it is, within the caller's transaction; its number."""
    before = revisions(connection)
    digest = _keep_plan(connection)
    base = max((one.seq for one in before if one.public), default=0)
    since = before[-1].op if before else None
    version = connection.execute("SELECT COALESCE(MAX(seq), 0) FROM gridmap_op_log").get
    edits = [] if since is None else _edits(connection, since)
    codes = _fresh_codes(connection, before)
    seq = len(before) + 1
    row = (
        seq, at_utc, author, kind, name, reason, base, version, _said(edits), _said(codes),
        _state(connection), digest,
    )  # fmt: skip
    prev = connection.execute("SELECT hash FROM gridmap_revision ORDER BY seq DESC LIMIT 1").get or NOTHING
    values = chained(row, prev)
    connection.execute(f"INSERT INTO gridmap_revision VALUES ({', '.join('?' * len(values))})", values)
    return seq


def plan_tables(connection: apsw.Connection, seq: int) -> dict[str, Table]:
    """``grids`` and ``assignments`` as a revision has them. Raises StoreError when there is none such."""
    sql = "SELECT content FROM gridmap_revision JOIN gridmap_plan USING (digest) WHERE seq = ?"
    content = connection.execute(sql, (seq,)).get if has_record(connection) else None
    if content is None:
        raise StoreError(_("没有第 {seq} 版；版本见 gridmap revisions").format(seq=seq))
    return _tables(zlib.decompress(content))


def wrong_plans(connection: apsw.Connection) -> list[str]:
    """A line for each kept plan that is not what its digest says."""
    if not has_record(connection):
        return []
    wrong = []
    for seq, digest, content in connection.execute(
        "SELECT MIN(seq), digest, content FROM gridmap_revision LEFT JOIN gridmap_plan USING (digest) "
        "GROUP BY digest ORDER BY 1"
    ):
        try:
            found = hashlib.sha256(zlib.decompress(content or b"")).hexdigest()
        except zlib.error:
            found = ""
        if found != digest:
            wrong.append(_("第 {seq} 版的方案与摘要不符").format(seq=seq))
    return wrong


def _state(connection: apsw.Connection) -> str:
    """What tells one state of the draft from another at once: the numbers and checksums of its rows."""
    sums = [connection.execute(f"SELECT COUNT(*), SUM(row_crc) FROM {quote(name)}").get for name in PLAN]
    return json.dumps(sums)


def _keep_plan(connection: apsw.Connection) -> str:
    said: dict[str, Any] = {}
    shapes: list[bytes] = []
    for name in PLAN:
        columns = ["fid", "uuid", *value_columns(SCHEMAS[name])]
        rows = [list(row) for row in connection.execute(
            f"SELECT {', '.join(map(quote, columns))} FROM {quote(name)} ORDER BY fid"
        )]  # fmt: skip
        if "geom" in columns:
            shapes += [row[-1] or b"" for row in rows]
            for row in rows:
                row[-1] = len(row[-1] or b"")
        said[name] = {"columns": columns, "rows": rows}
    content = _said(said).encode() + b"\n" + b"".join(shapes)
    digest = hashlib.sha256(content).hexdigest()
    if not connection.execute("SELECT EXISTS (SELECT 1 FROM gridmap_plan WHERE digest = ?)", (digest,)).get:
        connection.execute("INSERT INTO gridmap_plan VALUES (?, ?)", (digest, zlib.compress(content, _QUICK)))
    return digest


def _tables(content: bytes) -> dict[str, Table]:
    head, _line, shapes = content.partition(b"\n")
    said, at = json.loads(head), 0
    tables = {}
    for name in PLAN:
        schema, rows = SCHEMAS[name], said[name]["rows"]
        columns = dict(zip(said[name]["columns"], map(list, zip(*rows, strict=True)), strict=bool(rows)))
        for link in [name for name in columns if name.endswith("_fid")]:
            columns[link] = [fid or 0 for fid in columns[link]]
        for field in schema.fields:
            if field.kind == "flag" and field.name in columns:
                columns[field.name] = [-1 if value is None else value for value in columns[field.name]]
        if "geom" in columns:
            blobs: list[bytes | None] = []
            for length in columns["geom"]:
                blobs.append(shapes[at : at + length] if length else None)
                at += length
            columns["geom"] = blobs
        known = {"fid", "uuid", *value_columns(schema)}
        kept = {column: values for column, values in columns.items() if column in known}
        tables[name] = Table.of(schema, columns_of(schema, kept, {column: {} for column in kept}))
    return tables


def _edits(connection: apsw.Connection, since: int) -> list[dict[str, Any]]:
    """The operations after one, with what they were asked to do."""
    sql = "SELECT seq, kind, label, details FROM gridmap_op_log WHERE seq > ? ORDER BY seq"
    edits = []
    for seq, kind, label, details in connection.execute(sql, (since,)):
        said = json.loads(details)
        said.pop("filled", None)
        edits.append({"op": seq, "kind": kind, "label": label, **({"parameters": said} if said else {})})
    return edits


def _fresh_codes(connection: apsw.Connection, before: Iterable[Revision]) -> dict[str, str]:
    known: dict[str, str] = {}
    for revision in before:
        known |= revision.codes
    rows = connection.execute("SELECT uuid, code FROM grids WHERE code <> '' ORDER BY fid")
    return {uuid: code for uuid, code in rows if known.get(uuid) != code}


def _said(value: Mapping[str, Any] | list[Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

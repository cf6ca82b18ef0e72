"""The four ways in which a store changes. Each is one transaction with its operation and audit line."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields

import apsw

from gridmap.errors import StoreError
from gridmap.i18n import _
from gridmap.store.ddl import quote
from gridmap.store.filling import is_empty
from gridmap.store.intake import file_name, take_intake
from gridmap.store.protocol import Taken
from gridmap.store.record import (
    Clock,
    append_audit,
    append_operation,
    changeset_of,
    filled,
    reapply,
    recorded,
    timestamp,
    transaction,
    undo_stack,
)
from gridmap.store.references import follow_references, let_go
from gridmap.store.rows import insert_rows, seal_rows, sql_rows, update_rows
from gridmap.township.batch import Intake
from gridmap.township.change import Change
from gridmap.township.schemas import SCHEMAS
from gridmap.township.settings import Settings
from gridmap.township.table import Table


def working_srs(connection: apsw.Connection) -> int:
    """The EPSG number of the working CRS, as the layers declare it."""
    return int(connection.execute("SELECT srs_id FROM gpkg_geometry_columns LIMIT 1").get)


def save_settings(connection: apsw.Connection, settings: Settings) -> None:
    """Write the settings that differ from their defaults; a default never hides what was set before."""
    default = Settings()
    for field in fields(Settings):
        value = getattr(settings, field.name)
        if value != getattr(default, field.name):
            _put_setting(connection, field.name, value)


def _put_setting(connection: apsw.Connection, name: str, value: object) -> None:
    said = json.dumps(dict(value) if isinstance(value, Mapping) else value, ensure_ascii=False)
    connection.execute("INSERT OR REPLACE INTO gridmap_settings VALUES (?, ?)", (name, said))


def take(connection: apsw.Connection, intake: Intake, author: str, clock: Clock) -> list[Taken]:
    """Write an import's rows and settings."""
    at_utc = timestamp(clock)
    empty = [name for name in SCHEMAS if is_empty(connection, name)]
    with transaction(connection), recorded(connection, besides=empty) as session:
        save_settings(connection, intake.settings)
        taken, _changed = take_intake(connection, intake, working_srs(connection), at_utc, author)
        names = [file_name(batch.path) for batch in intake.batches]
        append_operation(
            connection,
            kind="do",
            author=author,
            at_utc=at_utc,
            label=_("导入 {files}").format(files="、".join(names[:3]) + ("…" if len(names) > 3 else "")),
            changeset=changeset_of(session),
            details={"files": names, "filled": filled(connection, empty)},
        )
        for batch, name in zip(intake.batches, names, strict=True):
            append_audit(
                connection, at_utc=at_utc, who=author, what="import", object_=f"{name} {batch.digest[:16]}",
                result=f"{batch.kind}: {batch.accepted}/{batch.rows}",
            )  # fmt: skip
    return taken


def write(connection: apsw.Connection, change: Change, author: str, clock: Clock) -> int:
    """Write one change; the number of its operation."""
    with transaction(connection), recorded(connection) as session:
        srs = working_srs(connection)
        for name, table in change.rows.items():
            _put(connection, table, srs)
            seal_rows(connection, SCHEMAS[name])
        for name, uuids in change.removed.items():
            connection.executemany(f"DELETE FROM {quote(name)} WHERE uuid = ?", ((uuid,) for uuid in uuids))
        for name, value in change.settings.items():
            _put_setting(connection, name, value)
        touched = let_go(connection, set(change.removed)) | follow_references(connection)
        for name in touched | set(change.removed):
            seal_rows(connection, SCHEMAS[name])
        return append_operation(
            connection,
            kind="do",
            author=author,
            at_utc=timestamp(clock),
            label=change.label,
            changeset=changeset_of(session),
            details=change.details,
        )


def undo(connection: apsw.Connection, author: str, clock: Clock) -> str | None:
    """Apply the inverse of the newest operation that still stands."""
    return _step(connection, undo_stack(connection)[0], "undo", author, clock)


def redo(connection: apsw.Connection, author: str, clock: Clock) -> str | None:
    """Apply the newest undone operation again."""
    return _step(connection, undo_stack(connection)[1], "redo", author, clock)


def _step(connection: apsw.Connection, stack: list[int], kind: str, author: str, clock: Clock) -> str | None:
    if not stack:
        return None
    with transaction(connection), recorded(connection) as session:
        label = reapply(connection, stack[-1], inverted=kind == "undo")
        append_operation(
            connection,
            kind=kind,
            author=author,
            at_utc=timestamp(clock),
            label=label,
            changeset=changeset_of(session),
            details={"of": stack[-1]},
        )
    return label


def _put(connection: apsw.Connection, table: Table, srs: int) -> None:
    schema = table.schema
    rows, uuids = sql_rows(table, srs), [str(uuid) for uuid in table["uuid"].tolist()]
    known = _fids(connection, schema.name, uuids)
    old = [(row, known[uuid]) for row, uuid in zip(rows, uuids, strict=True) if uuid in known]
    new = [(row, uuid) for row, uuid in zip(rows, uuids, strict=True) if uuid not in known]
    if not all(uuid for _row, uuid in new):
        raise StoreError(_("新行没有标识（uuid）"))
    update_rows(connection, schema, (row for row, _fid in old), (fid for _row, fid in old))
    insert_rows(connection, schema, (row for row, _uuid in new), (uuid for _row, uuid in new), None)


def _fids(connection: apsw.Connection, table: str, uuids: Iterable[str]) -> dict[str, int]:
    sql = f"SELECT uuid, fid FROM {quote(table)} WHERE uuid IN (SELECT value FROM json_each(?))"
    return dict(connection.execute(sql, (json.dumps(list(uuids)),)))

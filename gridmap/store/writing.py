"""The ways in which a store changes. Each is one transaction with its operation and audit line."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING

import apsw

from gridmap.errors import Outdated, StoreError
from gridmap.i18n import _
from gridmap.store.ddl import quote
from gridmap.store.filling import is_empty
from gridmap.store.pouring import poured
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
from gridmap.store.revisions import append_revision, standing
from gridmap.store.rows import insert_rows, seal_rows, sql_rows, update_rows
from gridmap.township.change import Change
from gridmap.township.revision import Publication, Standing
from gridmap.township.schemas import SCHEMAS
from gridmap.township.settings import Settings
from gridmap.township.table import Table

if TYPE_CHECKING:
    from gridmap.township.batch import Intake


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


def take(connection: apsw.Connection, intake: "Intake", author: str, clock: Clock) -> list[Taken]:
    """Write an import's rows and settings."""
    from gridmap.store.intake import file_name, take_intake

    at_utc = timestamp(clock)
    empty = [name for name in SCHEMAS if is_empty(connection, name)]
    with poured(connection), transaction(connection), recorded(connection, besides=empty) as session:
        before = standing(connection)
        save_settings(connection, intake.settings)
        taken, changed = take_intake(connection, intake, working_srs(connection), at_utc, author)
        names = [file_name(batch.path) for batch in intake.batches]
        label = _("导入 {files}").format(files="、".join(names[:3]) + ("…" if len(names) > 3 else ""))
        append_operation(
            connection,
            kind="do",
            author=author,
            at_utc=at_utc,
            label=label,
            changeset=changeset_of(session),
            details={"files": names, "filled": filled(connection, empty)},
        )
        if _goes_public(before, changed):
            append_revision(connection, "imported", author=author, at_utc=at_utc, name=label)
        for batch, name in zip(intake.batches, names, strict=True):
            append_audit(
                connection, at_utc=at_utc, who=author, what="import", object_=f"{name} {batch.digest[:16]}",
                result=f"{batch.kind}: {batch.accepted}/{batch.rows}",
            )  # fmt: skip
    return taken


def _goes_public(before: Standing, changed: set[str]) -> bool:
    """Whether an import's plan is published with it: the first grids are, and who works in published ones.

    Grids that come to a plan which was published wait in the draft like any edit; so does everything that
    comes to a draft.
    """
    if not before.public:
        return "grids" in changed
    return not before.differs and "assignments" in changed and "grids" not in changed


def write(connection: apsw.Connection, change: Change, author: str, clock: Clock) -> int:
    """Write one change; the number of its operation."""
    with transaction(connection):
        return _write(connection, change, author, timestamp(clock))


def publish(connection: apsw.Connection, publication: Publication, author: str, clock: Clock) -> int:
    """Write a publication's change, if it has one, and record the draft; the number of the revision."""
    at_utc = timestamp(clock)
    with transaction(connection):
        now = standing(connection)
        if now.public != publication.base:
            raise Outdated(_("没有发布：别人刚发布了第 {seq} 版；请先看过再发布").format(seq=now.public))
        if now.version != publication.version:
            raise Outdated(_("没有发布：草案刚被改动；请先看过再发布"))
        if publication.change.tables:
            _write(connection, publication.change, author, at_utc)
        seq = append_revision(
            connection, publication.kind, author=author, at_utc=at_utc,
            name=publication.name, reason=publication.reason,
        )  # fmt: skip
        append_audit(
            connection, at_utc=at_utc, who=author, what=publication.kind,
            object_=_("第 {seq} 版").format(seq=seq), result=publication.reason or publication.name,
        )  # fmt: skip
    return seq


def _write(connection: apsw.Connection, change: Change, author: str, at_utc: str) -> int:
    """Those that go make room first: whoever comes back gets its old number."""
    with recorded(connection) as session:
        for name, uuids in change.removed.items():
            connection.executemany(f"DELETE FROM {quote(name)} WHERE uuid = ?", ((uuid,) for uuid in uuids))
        touched = let_go(connection, set(change.removed))
        for name, value in change.settings.items():
            _put_setting(connection, name, value)
        srs = working_srs(connection)
        for table in change.rows.values():
            _put(connection, table, srs)
        touched |= follow_references(connection)
        for name in touched | change.tables:
            seal_rows(connection, SCHEMAS[name])
        return append_operation(
            connection,
            kind="do",
            author=author,
            at_utc=at_utc,
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
    new = [
        (row, uuid, fid)
        for row, uuid, fid in zip(rows, uuids, table.fids().tolist(), strict=True)
        if uuid not in known
    ]
    if not all(uuid for _row, uuid, _fid in new):
        raise StoreError(_("新行没有标识（uuid）"))
    update_rows(connection, schema, (row for row, _fid in old), (fid for _row, fid in old))
    if new:
        fresh, names, fids = zip(*new, strict=True)
        insert_rows(connection, schema, fresh, names, None, fids)


def _fids(connection: apsw.Connection, table: str, uuids: Iterable[str]) -> dict[str, int]:
    sql = f"SELECT uuid, fid FROM {quote(table)} WHERE uuid IN (SELECT value FROM json_each(?))"
    return dict(connection.execute(sql, (json.dumps(list(uuids)),)))

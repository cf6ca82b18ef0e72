"""What was done and by whom: the operation log with its changesets, and the audit beside it.

Both are append-only and chained: each row's hash covers the row and the hash before it. An undo is a
new operation that applies an inverted changeset, so undo survives a restart and hides nothing.
The chain cannot show that its newest rows were cut off; a backup's head hash can.
"""

import hashlib
import json
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO

import apsw

from gridmap.errors import StoreError
from gridmap.i18n import _
from gridmap.store.ddl import quote
from gridmap.store.protocol import AuditRow
from gridmap.store.rows import crc_expression
from gridmap.township.revision import Step
from gridmap.township.schemas import SCHEMAS

NOTHING = "0" * 64
CHAINS = ("gridmap_op_log", "gridmap_audit", "gridmap_revision")
MOST_READ = 64_000_000
"""Bytes of changesets that are looked through to learn which tables changed."""
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time for the record; a parameter of the store, so that tests can turn it."""
    return datetime.now(UTC)


def timestamp(clock: Clock) -> str:
    """``2026-11-23T06:32:07Z``."""
    return f"{clock():%Y-%m-%dT%H:%M:%SZ}"


@contextmanager
def transaction(connection: apsw.Connection) -> Iterator[None]:
    """All of it durable or none of it. Raises StoreError when the disk is full or fails."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except (apsw.FullError, apsw.IOError) as error:
        _roll_back(connection)
        raise StoreError(
            _("{path}：磁盘已满或写入出错，没有改动任何内容；请腾出空间后重试").format(
                path=connection.filename
            )
        ) from error
    except BaseException:
        _roll_back(connection)
        raise


def _roll_back(connection: apsw.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")


@contextmanager
def recorded(connection: apsw.Connection, besides: Collection[str] = ()) -> Iterator[apsw.Session]:
    """Watch what changes in the nouns and settings, for the operation's changeset; not ``besides``."""
    session = apsw.Session(connection, "main")
    for table in (*SCHEMAS, "gridmap_settings", "gridmap_batch"):
        if table not in besides:
            session.attach(table)
    try:
        yield session
    finally:
        session.close()


def changeset_of(session: apsw.Session) -> bytes:
    """What changed while a session watched, taken bite by bite, so that other threads have their turn."""
    bites: list[bytes] = []
    session.changeset_stream(lambda bite: bites.append(bytes(bite)))
    return b"".join(bites)


def append_operation(
    connection: apsw.Connection,
    *,
    kind: str,
    author: str,
    at_utc: str,
    label: str,
    changeset: bytes,
    details: Mapping[str, object] | None = None,
) -> int:
    """Add one operation to the log and its line to the audit; its number."""
    said = json.dumps(details or {}, ensure_ascii=False, sort_keys=True, default=str)
    before = connection.execute("SELECT seq, hash FROM gridmap_op_log ORDER BY seq DESC LIMIT 1").fetchone()
    seq, prev = (before[0] + 1, before[1]) if before else (1, NOTHING)
    row = (seq, str(uuid.uuid4()), kind, author, at_utc, label, said, changeset)
    connection.execute("INSERT INTO gridmap_op_log VALUES (?,?,?,?,?,?,?,?,?,?)", chained(row, prev))
    append_audit(connection, at_utc=at_utc, who=author, what=kind, object_=label, result=f"op {seq}")
    return seq


def append_audit(
    connection: apsw.Connection, *, at_utc: str, who: str, what: str, object_: str, result: str
) -> None:
    """Add one line to the audit."""
    before = connection.execute("SELECT seq, hash FROM gridmap_audit ORDER BY seq DESC LIMIT 1").fetchone()
    seq, prev = (before[0] + 1, before[1]) if before else (1, NOTHING)
    row = (seq, at_utc, who, what, object_, result)
    connection.execute("INSERT INTO gridmap_audit VALUES (?,?,?,?,?,?,?,?)", chained(row, prev))


def note(
    connection: apsw.Connection, *, author: str, at_utc: str, what: str, object_: str, result: str
) -> None:
    """Write one line of the audit that no operation stands behind: something was looked at."""
    with transaction(connection):
        append_audit(connection, at_utc=at_utc, who=author, what=what, object_=object_, result=result)


def chained(row: tuple[object, ...], prev: str) -> tuple[object, ...]:
    """A row of the record with the hash of the one before it and its own."""
    return (*row, prev, _hash((*row, prev)))


def audit_rows(connection: apsw.Connection) -> list[AuditRow]:
    """The audit, oldest first."""
    sql = "SELECT seq, at_utc, who, what, object, result FROM gridmap_audit ORDER BY seq"
    return [AuditRow(*row) for row in connection.execute(sql)]


def chains(connection: apsw.Connection) -> list[str]:
    """The tables whose rows are chained; a store of version 1 that may only be read has two."""
    there = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name = ?"
    return [name for name in CHAINS if connection.execute(there, (name,)).get]


def broken_links(connection: apsw.Connection, newest: int | None = None) -> list[str]:
    """Where the chains do not hold, one line each; only the ``newest`` rows when a number is given."""
    broken = []
    for table in chains(connection):
        start = 0
        if newest is not None:
            start = max(0, (connection.execute(f"SELECT MAX(seq) FROM {table}").get or 0) - newest)
        prev = NOTHING
        for expected, row in enumerate(
            connection.execute(f"SELECT * FROM {table} WHERE seq > ? ORDER BY seq", (start,)), start + 1
        ):
            *said, known = row
            continues = said[-1] == prev or expected == start + 1 != 1
            if said[0] != expected or not continues or known != _hash(said):
                broken.append(_("{table} 第 {seq} 行与记录链不符").format(table=table, seq=said[0]))
                break
            prev = known
    return broken


def changed_since(connection: apsw.Connection, seq: int) -> set[str] | None:
    """The nouns in which operations after number ``seq`` changed a row; None when it is too much to ask."""
    size = "SELECT COALESCE(SUM(LENGTH(changeset)), 0) FROM gridmap_op_log WHERE seq > ?"
    if connection.execute(size, (seq,)).get > MOST_READ:
        return None
    names: set[str] = set()
    sql = "SELECT changeset, details FROM gridmap_op_log WHERE seq > ?"
    for changeset, details in connection.execute(sql, (seq,)):
        names |= set(json.loads(details).get("filled", ()))
        names |= {change.name for change in apsw.Changeset.iter(changeset)}
    return names & set(SCHEMAS)


def undo_stack(connection: apsw.Connection) -> tuple[list[int], list[int]]:
    """Operations that an undo would take back, and those a redo would bring back, newest last."""
    done: list[int] = []
    undone: list[int] = []
    for seq, kind in connection.execute("SELECT seq, kind FROM gridmap_op_log ORDER BY seq"):
        if kind == "do":
            done.append(seq)
            undone.clear()
        elif kind == "undo":
            undone.append(done.pop())
        else:
            done.append(undone.pop())
    return done, undone


def steps(connection: apsw.Connection) -> list[Step]:
    """What was done, oldest first, and what of it stands or can come back."""
    done, undone = map(set, undo_stack(connection))
    sql = "SELECT seq, at_utc, author, label FROM gridmap_op_log WHERE kind = 'do' ORDER BY seq"
    return [
        Step(op, at_utc, who, label, "done" if op in done else "undone" if op in undone else "gone")
        for op, at_utc, who, label in connection.execute(sql)
    ]


def filled(connection: apsw.Connection, names: Iterable[str]) -> dict[str, list[int]]:
    """What an operation notes of tables that it found empty: their rows, and the sum of their checksums.

    The rows themselves would make the record as large as the township, and say no more: to undo is to
    empty the tables again.
    """
    states = {name: _state(connection, name, "row_crc") for name in names}
    return {name: state for name, state in states.items() if state[0]}


def reapply(connection: apsw.Connection, seq: int, *, inverted: bool) -> str:
    """Apply an operation's changeset once more, or its inverse; the operation's label.

    An operation that filled empty tables is undone by emptying them, and redone from the changeset of
    that undo. Raises StoreError when the rows no longer are as that operation left them.
    """
    label, changeset, details = connection.execute(
        "SELECT label, changeset, details FROM gridmap_op_log WHERE seq = ?", (seq,)
    ).get
    found_empty = json.loads(details).get("filled", {})
    if found_empty and not inverted:
        changeset, inverted = _changeset_of_undo(connection, seq), True
    elif found_empty:
        _empty(connection, found_empty, label)
    _apply(connection, changeset, apsw.SQLITE_CHANGESETAPPLY_INVERT if inverted else 0, label)
    return str(label)


def _apply(connection: apsw.Connection, changeset: bytes, flags: int, label: str) -> None:
    """Apply a changeset bite by bite: in one piece it would hold up every other thread to its end."""

    def stop(_reason: int, _change: object) -> int:
        return int(apsw.SQLITE_CHANGESET_ABORT)

    source = BytesIO(changeset)

    def bite(size: int) -> bytes:  # a function of Python: there the interpreter lets another thread in
        return source.read(size)

    try:
        apsw.Changeset.apply(bite, connection, conflict=stop, flags=flags)
    except apsw.AbortError as error:
        raise StoreError(_("无法撤销或重做“{label}”：数据之后又有改动").format(label=label)) from error


def _state(connection: apsw.Connection, name: str, crc: str) -> list[int]:
    return list(connection.execute(f"SELECT COUNT(*), COALESCE(SUM({crc}), 0) FROM {quote(name)}").get)


def _empty(connection: apsw.Connection, tables: Mapping[str, list[int]], label: str) -> None:
    for name, state in tables.items():
        if _state(connection, name, crc_expression(SCHEMAS[name])) != state:
            raise StoreError(_("无法撤销或重做“{label}”：数据之后又有改动").format(label=label))
    for name in reversed(list(tables)):  # those that refer before those referred to
        connection.execute(f"DELETE FROM {quote(name)}")


def _changeset_of_undo(connection: apsw.Connection, seq: int) -> bytes:
    sql = (
        "SELECT changeset FROM gridmap_op_log WHERE kind = 'undo' AND json_extract(details, '$.of') = ? "
        "ORDER BY seq DESC LIMIT 1"
    )
    return bytes(connection.execute(sql, (seq,)).get)


def _hash(row: tuple[object, ...] | list[object]) -> str:
    digest = hashlib.sha256()
    for value in row:
        digest.update(b"\x1f" + (value if isinstance(value, bytes) else str(value).encode()))
    return digest.hexdigest()

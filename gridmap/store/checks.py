"""Is the file what it should be? Quick questions on every opening, all of them for ``gridmap verify``.

``PRAGMA quick_check`` missed two thirds of the changed rows in mutated files, so every row also has
its own checksum.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import apsw

from gridmap.errors import StoreError, StoreLocked
from gridmap.i18n import _
from gridmap.store.connection import HELD, connect, held_by_another
from gridmap.store.ddl import APPLICATION_ID, quote, rtree, rtree_triggers
from gridmap.store.record import broken_links
from gridmap.store.revisions import wrong_plans
from gridmap.store.rows import crc_expression, has_later, has_table
from gridmap.township.schemas import SCHEMAS

_NEWEST = 50


def refuse_what_is_no_store(path: Path) -> None:
    """Ask whether there is a store of ours at ``path`` at all. Raises StoreError with one line.

    Only SQLite opens the file: closing any other handle on it would drop the locks that another
    connection of this process holds (POSIX record locks belong to the process).
    """
    if path.is_dir():
        raise StoreError(_("{path}：这是文件夹，不是镇库文件（.gpkg）").format(path=path))
    if not path.exists():
        raise StoreError(_("{path}：没有这个文件；新建请用 gridmap import").format(path=path))
    if not os.access(path, os.R_OK):
        raise StoreError(_("{path}：没有读这个文件的权限").format(path=path))
    probe = connect(path, writable=False)
    try:
        application = probe.execute("PRAGMA application_id").get
    except apsw.NotADBError as error:
        raise StoreError(
            _("{path}：不是 GeoPackage 文件；请用 gridmap import 读入").format(path=path)
        ) from error
    except HELD as error:
        raise StoreLocked(held_by_another(path)) from error
    except apsw.Error as error:
        raise StoreError(_("{path}：读不了（{why}）").format(path=path, why=error)) from error
    finally:
        probe.close()
    if application != APPLICATION_ID:
        raise StoreError(_("{path}：是 SQLite 文件，但不是 GeoPackage").format(path=path))


def refuse_what_is_foreign(connection: apsw.Connection, path: Path) -> None:
    """The questions of every opening: is it ours, does the end of the record hold. Raises StoreError."""
    with _said(path):
        if not _has_table(connection, "gridmap_version"):
            raise StoreError(
                _("{path}：是别的 GeoPackage；请用 gridmap import 新镇.gpkg {path}").format(path=path)
            )
        if broken := broken_links(connection, _NEWEST):
            raise _damaged(path, broken[0])


def refuse_what_is_damaged(connection: apsw.Connection, path: Path) -> None:
    """The long questions: every page, every link. Raises StoreError.

    Both read the whole file, so they are asked side by side.
    """
    with _said(path), ThreadPoolExecutor(1) as beside:
        dangling = beside.submit(_has_dangling_link, path)
        if found := pages_wrong(connection):
            raise _damaged(path, found[0])
        if dangling.result():
            raise StoreError(_("{path}：表之间的引用断了；{remedy}").format(path=path, remedy=_remedy()))


def pages_wrong(connection: apsw.Connection) -> list[str]:
    """A line when a page is not whole; some seconds for a million rows."""
    found = connection.execute("PRAGMA quick_check(1)").get
    return [] if found == "ok" else [" ".join(str(found).split())]


def _has_dangling_link(path: Path) -> bool:
    connection = connect(path, writable=False)
    try:
        return connection.execute("PRAGMA foreign_key_check").fetchone() is not None
    finally:
        connection.close()


@contextmanager
def _said(path: Path) -> Iterator[None]:
    """What SQLite says of a file, as one line."""
    try:
        yield
    except HELD as error:
        raise StoreLocked(held_by_another(path)) from error
    except apsw.Error as error:
        raise _damaged(path, str(error)) from error


def _damaged(path: Path, what: str) -> StoreError:
    return StoreError(
        _("{path}：文件已损坏（{what}）；{remedy}").format(path=path, what=what, remedy=_remedy())
    )


def _remedy() -> str:
    return _("请用 gridmap restore 从最近的备份恢复；原文件未改动")


def everything_wrong(connection: apsw.Connection) -> list[str]:
    """One line for each thing that does not hold together, over every row. Empty when sound."""
    wrong: list[str] = []
    try:
        wrong += [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
        wrong += [
            _("{table} 第 {fid} 行引用了不存在的 {target}").format(table=table, fid=fid, target=target)
            for table, fid, target, _number in connection.execute("PRAGMA foreign_key_check")
        ]
        for schema in SCHEMAS.values():
            if not has_table(connection, schema):
                continue
            wrong += _rows_that_changed(connection, schema.name)
            if schema.geometry != "none":
                wrong += _index_out_of_step(connection, schema.name)
        wrong += broken_links(connection) + wrong_plans(connection)
    except apsw.Error as error:
        wrong.append(_("读不下去：{why}").format(why=error))
    return wrong


def _has_table(connection: apsw.Connection, name: str) -> bool:
    sql = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?)"
    return bool(connection.execute(sql, (name,)).get)


def _rows_that_changed(connection: apsw.Connection, name: str) -> list[str]:
    crc = crc_expression(SCHEMAS[name], later=has_later(connection, SCHEMAS[name]))
    sql = f"SELECT fid FROM {quote(name)} WHERE row_crc IS NOT {crc} LIMIT 20"
    return [
        _("{table} 第 {fid} 行与校验和不符").format(table=name, fid=fid) for (fid,) in connection.execute(sql)
    ]


def _index_out_of_step(connection: apsw.Connection, name: str) -> list[str]:
    triggers = connection.execute(
        "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'trigger' AND name LIKE ?", (f"rtree_{name}_geom_%",)
    ).get
    placed = f"{quote(name)} WHERE geom IS NOT NULL"
    shapes = connection.execute(f"SELECT COUNT(*) FROM {placed}").get
    boxes = connection.execute(f"SELECT COUNT(*) FROM {rtree(name)}").get
    shared = connection.execute(
        f"SELECT COUNT(*) FROM {placed} AND fid IN (SELECT id FROM {rtree(name)})"
    ).get
    if triggers != len(rtree_triggers(name)) or not shapes == boxes == shared:
        return [_("{table} 的空间索引与数据不一致").format(table=name)]
    return []

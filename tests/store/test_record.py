from datetime import UTC, datetime

import apsw
import numpy as np
import pytest
from made_up import SETTINGS, houses, make_intake, two_grids

from gridmap.store import open_store
from gridmap.store.geopackage import GeoPackageStore
from gridmap.township.change import Change


@pytest.fixture
def path(tmp_path):
    store = GeoPackageStore.create(
        tmp_path / "town.gpkg", SETTINGS, clock=lambda: datetime(2026, 11, 23, 6, 32, 7, tzinfo=UTC)
    )
    store.take(make_intake(two_grids()), "甲")
    store.close()
    return tmp_path / "town.gpkg"


def test_the_record_says_who_when_and_what_but_not_where_a_ledger_was_kept(path):
    store = open_store(path, read_only=True)
    rows = store.audit()
    store.close()
    assert [(row.at_utc, row.who, row.what) for row in rows] == [
        ("2026-11-23T06:32:07Z", "甲", "do"), ("2026-11-23T06:32:07Z", "甲", "import"),
    ]  # fmt: skip
    assert rows[1].object.startswith("ledger.csv ")


def test_the_record_cannot_be_rewritten_by_sql(path):
    connection = apsw.Connection(str(path))
    for sql in ("DELETE FROM gridmap_audit", "UPDATE gridmap_op_log SET author = '乙'"):
        with pytest.raises(apsw.ConstraintError, match="append-only"):
            connection.execute(sql)
    connection.close()


@pytest.mark.parametrize("table", ["gridmap_audit", "gridmap_op_log"])
def test_a_rewritten_record_is_found(path, table):
    connection = apsw.Connection(str(path))
    connection.execute(f"DROP TRIGGER {table}_no_update")
    column = "who" if table == "gridmap_audit" else "author"
    connection.execute(f"UPDATE {table} SET {column} = '乙' WHERE seq = 1")
    connection.close()
    with pytest.raises(Exception, match=table):
        open_store(path)


def test_the_tables_that_changed_since_are_named(store):
    store.take(make_intake(two_grids(), houses(5)), "甲")
    first = store.version
    assert store.changed_since(0) == {"grids", "households"}
    assert store.changed_since(first) == frozenset()
    grid = store.load(["grids"])["grids"].take([0])
    store.write(Change("改名", {"grids": grid.replace(name=np.array(["新"], object))}), "甲")
    assert store.changed_since(first) == {"grids"}
    store.undo("甲")
    assert store.changed_since(first + 1) == {"grids"}


def test_too_much_change_is_not_looked_through(store, monkeypatch):
    monkeypatch.setattr("gridmap.store.record.MOST_READ", 10)
    store.take(make_intake(two_grids()), "甲")
    before = store.version
    grid = store.load(["grids"])["grids"].take([0])
    store.write(Change("改名", {"grids": grid.replace(name=np.array(["新"], object))}), "甲")
    assert store.changed_since(before) is None

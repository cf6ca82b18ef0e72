from dataclasses import replace

import numpy as np
import pytest
from made_up import SETTINGS, houses, make_intake, make_table, two_grids

from gridmap.store import create_store, migrations, open_store
from gridmap.store.connection import connect
from gridmap.store.ddl import LATER, NEWER
from gridmap.store.geopackage import GeoPackageStore
from gridmap.store.record import utc_now
from gridmap.township.change import Change
from gridmap.township.schemas import SCHEMAS


def test_a_step_runs_once_in_its_own_transaction(store, tmp_path):
    store.take(make_intake(two_grids()), "甲")
    store.close()
    connection = connect(tmp_path / "town.gpkg", writable=True)
    steps = {
        3: lambda c, _at: c.execute("CREATE TABLE gridmap_new (a)"),
        4: lambda c, _at: c.execute("no sql at all"),
    }
    with pytest.raises(Exception, match="syntax"):
        migrations.migrate(connection, utc_now, steps, newest=4)
    assert migrations.version(connection) == 3
    migrations.migrate(connection, utc_now, steps, newest=3)
    assert connection.execute("SELECT COUNT(*) FROM gridmap_new").get == 0
    connection.close()


def test_a_store_of_a_newer_program_is_opened_for_reading(store, tmp_path):
    store.take(make_intake(two_grids()), "甲")
    store.close()
    connection = connect(tmp_path / "town.gpkg", writable=True)
    connection.execute("INSERT INTO gridmap_version VALUES (?, '')", (migrations.CURRENT + 1,))
    connection.close()
    newer = GeoPackageStore.open(tmp_path / "town.gpkg")
    assert newer.read_only
    assert "更新版本" in newer.holder
    assert len(newer.load()["grids"]) == 2
    newer.close()


@pytest.fixture
def of_version_1(tmp_path, monkeypatch):
    """A store as the first version left it: two grids, five houses, one edit."""
    path = tmp_path / "old.gpkg"
    for table, names in dict(LATER).items():
        known = SCHEMAS[table]
        fields = tuple(field for field in known.fields if field.name not in names)
        monkeypatch.setitem(SCHEMAS, table, replace(known, fields=fields))
        monkeypatch.delitem(LATER, table)
    whole = list(SCHEMAS)
    for table in NEWER:
        monkeypatch.delitem(SCHEMAS, table)
    store = create_store(path, SETTINGS)
    store.take(make_intake(two_grids(), houses(5)), "甲")
    renamed = store.load(["grids"])["grids"].take([0])
    store.write(Change("改名", {"grids": renamed.replace(name=np.array(["新"], object))}), "乙")
    store.close()
    connection = connect(path, writable=True)
    connection.execute("PRAGMA foreign_keys = OFF; DROP TABLE gridmap_revision; DROP TABLE gridmap_plan")
    connection.execute("UPDATE gpkg_geometry_columns SET m = 0")
    connection.execute("DELETE FROM gridmap_version; INSERT INTO gridmap_version VALUES (1, '')")
    connection.close()
    monkeypatch.undo()
    for table in whole:  # in their order: it is that of an import
        SCHEMAS[table] = SCHEMAS.pop(table)
    return path


def test_an_older_store_gets_a_record_of_plans_that_begins_with_the_present_one(of_version_1):
    store = open_store(of_version_1)
    assert store.verify() == []
    (first,) = store.revisions()
    assert (first.seq, first.kind, first.author, first.codes) == (
        1, "imported", "乙", dict(zip(store.load(["grids"])["grids"]["uuid"], ["g1", "g2"], strict=True)),
    )  # fmt: skip
    assert list(store.plan_of(1)["grids"]["name"]) == ["新", "二"]
    assert not store.standing().differs
    store.close()


def test_an_older_store_gets_the_newer_tables_and_takes_rows_of_them(of_version_1):
    store = open_store(of_version_1)
    rows = make_table("alarm_steps", alarm=["a"], state=["acknowledged"], at=["2026-11-23T09:00:00"])
    store.write(Change("确认", {"alarm_steps": rows.replace(uuid=np.array(["u"], object))}), "甲")
    assert list(store.load(["alarm_steps"])["alarm_steps"]["alarm"]) == ["a"]
    assert store.verify() == []
    store.close()


def test_tracks_of_an_older_store_may_say_when_they_were_where(of_version_1):
    open_store(of_version_1).close()
    connection = connect(of_version_1, writable=False)
    flags = dict(connection.execute("SELECT table_name, m FROM gpkg_geometry_columns"))
    connection.close()
    assert (flags["patrols"], flags["roads"]) == (2, 0)


@pytest.mark.parametrize("read_only", [True, False])
def test_an_older_store_has_no_row_of_a_noun_that_came_later(of_version_1, read_only):
    store = open_store(of_version_1, read_only=read_only)
    snapshot = store.load()
    assert [len(snapshot[name]) for name in NEWER] == [0] * len(NEWER)
    assert store.verify() == []
    store.close()


def test_what_was_done_before_can_still_be_undone(of_version_1):
    store = open_store(of_version_1)
    assert store.undo("丙") == "改名"
    assert list(store.load(["grids"])["grids"]["name"]) == ["一", "二"]
    assert store.standing().differs
    assert store.undo("丙").startswith("导入")
    assert store.redo("丙").startswith("导入")
    assert store.verify() == []
    store.close()


def test_a_file_taken_before_is_still_known(of_version_1):
    store = open_store(of_version_1)
    assert [(taken.inserted, taken.updated) for taken in store.take(make_intake(houses(5)), "甲")] == [(0, 0)]
    store.close()


def test_the_copy_made_before_is_the_old_store(of_version_1):
    open_store(of_version_1).close()
    (copy,) = of_version_1.parent.glob("old-*.gpkg")
    old = open_store(copy, read_only=True)
    assert (old.verify(), old.revisions()) == ([], [])
    assert list(old.load(["grids"])["grids"]["locked"]) == [-1, -1]
    old.close()


def test_an_older_store_that_may_only_be_read_says_nothing_in_the_later_columns(of_version_1):
    before = of_version_1.read_bytes()
    store = open_store(of_version_1, read_only=True)
    grids, homes = store.load()["grids"], store.load(["households"], deferred=True)["households"]
    assert (list(grids["locked"]), np.isnan(homes.number("forecast")).all()) == ([-1, -1], True)
    assert (store.standing().public, store.revisions(), store.verify()) == (0, [], [])
    assert [len(store.load([name])[name]) for name in NEWER] == [0] * len(NEWER)
    store.close()
    assert of_version_1.read_bytes() == before


def test_a_window_opens_an_older_store_as_it_is_and_brings_it_up_to_date_afterwards(of_version_1):
    store = open_store(of_version_1, at_once=True)
    assert (len(store.load(["grids"])["grids"]), store.revisions()) == (2, [])
    store.examine()
    assert len(store.revisions()) == 1
    store.close()


def test_later_columns_are_in_the_checksum_where_they_say_something(store):
    table = make_table(
        "households", household_no=["1", "2"], forecast=[3.0, np.nan], x=[1.0, 2.0], y=[1.0, 1.0]
    )
    store.take(make_intake(table), "甲")
    assert store.verify() == []
    homes = store.load(["households"])["households"]
    store.write(Change("预测", {"households": homes.replace(forecast=np.array([np.nan, 4.0]))}), "甲")
    assert store.verify() == []
    assert homes.number("forecast")[0] == 3

"""A first import: rows go into empty tables by another way than into full ones, with the same result."""

from pathlib import Path
from uuid import UUID

import apsw
import numpy as np
import pytest
import shapely
from made_up import SETTINGS, houses, make_batch, make_intake, make_table, two_grids

from gridmap.errors import StoreError
from gridmap.store import create_store, open_store, publish
from gridmap.store.connection import connect
from gridmap.store.filling import fill
from gridmap.township.batch import Intake


def small_town():
    villages = make_table("villages", code=["v1", "v2"], name=["东", "西"])
    groups = make_table("groups", name=["3组", "3组", "4组"], village=["东", "西", "西"])
    house = make_table(
        "households", household_no=["1", "2", "3"], village=["西", "v1", ""], group=["3组", "3组", "4组"],
        x=[1.0, np.nan, 3.0], y=[2.0, np.nan, 4.0],
    )  # fmt: skip
    people = make_table(
        "residents", household_no=["2", "2", "9"], name=["甲", "乙", "丙"], resident=[1, 0, 1]
    )
    return villages, groups, house, people


def said(store, noun):
    columns = store.load()[noun].columns
    return {name: list(map(str, column)) for name, column in columns.items() if name != "uuid"}


@pytest.mark.parametrize("few", [1, 1000])
def test_a_filled_store_says_what_one_filled_row_by_row_says(store, tmp_path, monkeypatch, few):
    monkeypatch.setattr("gridmap.store.filling.FEW", few)
    tables = [*small_town(), two_grids()]
    store.take(make_intake(*tables), "甲")
    monkeypatch.setattr("gridmap.store.intake.fill", lambda *_rows: False)
    slow = create_store(tmp_path / "slow.gpkg", SETTINGS)
    slow.take(make_intake(*tables), "甲")
    for noun in ("villages", "groups", "grids", "households", "residents"):
        assert said(store, noun) == said(slow, noun)
    assert list(store.load()["residents"].fids("household_no_fid")) == [2, 2, 0]
    assert store.verify() == slow.verify() == []
    slow.close()


@pytest.mark.parametrize("few", [1, 1000])
def test_rows_of_many_statements_and_parts_are_all_written_and_indexed(tmp_path, monkeypatch, few):
    monkeypatch.setattr("gridmap.store.filling.ROWS_AT_ONCE", 3)
    monkeypatch.setattr("gridmap.store.filling.AT_ONCE", 5)
    monkeypatch.setattr("gridmap.store.filling.FEW", few)
    indexes = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' ORDER BY name"
    path = tmp_path / "many.gpkg"
    many = create_store(path, SETTINGS)
    before = connect(path, writable=False).execute(indexes).fetchall()
    numbers = [f"H{number}" for number in range(17)]
    people = make_table("residents", household_no=numbers, name=[f"人{number}" for number in numbers])
    many.take(make_intake(houses(17), people), "甲")
    residents = many.load()["residents"]
    assert residents["name"].tolist() == people["name"].tolist()
    assert residents.fids().tolist() == residents.fids("household_no_fid").tolist() == list(range(1, 18))
    assert many.verify() == []
    many.close()
    assert connect(path, writable=False).execute(indexes).fetchall() == before


def ledger(*rows):
    numbers, names, ids = zip(*rows, strict=True)
    return make_table("residents", household_no=list(numbers), name=list(names), id_number=list(ids))


EAST = ledger(("1", "张三", "A"), ("2", "李四", ""), ("2", "李四", ""))
SECOND_LEDGERS = {
    "its own people": (ledger(("1", "张三", "B"), ("9", "李四", "")), True),
    "somebody listed twice": (ledger(("5", "王五", "A")), False),
    "somebody known without a number": (ledger(("2", "李四", "D")), False),
    "a masked name": (ledger(("1", "张*", "*A")), False),
}


@pytest.mark.parametrize("case", SECOND_LEDGERS)
def test_ledgers_are_filled_together_unless_they_may_share_a_row(store, tmp_path, monkeypatch, case):
    west, together = SECOND_LEDGERS[case]
    intake = make_intake(houses(3), EAST, west)
    filled = []

    def noted(*words):
        filled.append(fill(*words))
        return filled[-1]

    monkeypatch.setattr("gridmap.store.intake.fill", noted)
    taken = store.take(intake, "甲")
    assert (filled == [True, True]) == together
    monkeypatch.setattr("gridmap.store.intake.fill", lambda *_rows: False)
    slow = create_store(tmp_path / "slow.gpkg", SETTINGS)
    assert taken == slow.take(intake, "甲")
    assert said(store, "residents") == said(slow, "residents")
    assert store.verify() == slow.verify() == []
    slow.close()


@pytest.mark.parametrize("few", [1, 1000])
def test_rows_know_their_file_and_place_when_files_are_filled_together(tmp_path, monkeypatch, few):
    monkeypatch.setattr("gridmap.store.filling.AT_ONCE", 5)
    monkeypatch.setattr("gridmap.store.filling.FEW", few)
    store = create_store(tmp_path / "own.gpkg", SETTINGS)
    store.take(make_intake(houses(3), houses(4, start=10)), "甲")
    households = store.load()["households"]
    assert households["household_no"].tolist() == [*houses(3)["household_no"], *houses(4, 10)["household_no"]]
    assert store.verify() == []  # the index of places among them
    assert store.undo("甲")
    assert store.redo("甲")
    store.close()
    batches = connect(tmp_path / "own.gpkg", writable=False).execute("SELECT src_batch FROM households")
    assert [batch for (batch,) in batches] == [1, 1, 1, 2, 2, 2, 2]


def test_rows_of_one_key_are_still_one_row(store):
    lines = make_table(
        "households", household_no=["1", "1", "2"], head_name=["张三", "", ""], phone=["", "139", ""]
    )
    assert store.take(make_intake(lines), "甲")[0].inserted == 2
    assert store.load()["households"].row(0)["phone"] == "139"


def test_an_import_into_an_empty_store_is_undone_and_redone(store):
    store.take(make_intake(*small_town()), "甲")
    before = store.load()
    label = store.undo("乙")
    assert label.startswith("导入")
    assert all(len(table) == 0 for table in store.load().tables.values())
    assert store.verify() == []
    assert store.redo("丙") == label
    for name, table in store.load().tables.items():
        for column in table.columns:
            np.testing.assert_array_equal(table[column], before[name][column])
    assert store.verify() == []
    assert store.undo("丁") == label
    assert len(store.load()["residents"]) == 0
    assert store.take(make_intake(*small_town()), "甲")[0].inserted == 2


def test_rows_another_program_changed_are_not_thrown_away_by_an_undo(store):
    store.take(make_intake(houses(3)), "甲")
    store.close()
    other = connect(Path(store.address), writable=True)  # QGIS, which knows nothing of our checksums
    other.execute("UPDATE households SET head_name = '李四' WHERE fid = 2")
    other.close()
    again = open_store(store.address)
    with pytest.raises(StoreError, match="之后又有改动"):
        again.undo("乙")
    assert len(again.load()["households"]) == 3
    again.close()


def test_a_second_import_is_recorded_row_by_row(store):
    store.take(make_intake(houses(3)), "甲")
    store.take(make_intake(houses(2, start=3)), "甲")
    store.undo("乙")
    assert len(store.load()["households"]) == 3


def test_the_index_built_at_once_finds_what_lies_in_a_window(tmp_path):
    rng = np.random.default_rng(7)
    x, y = rng.uniform(-1e6, 1e6, (2, 7000))
    places = make_table("places", name=[f"{n}" for n in range(7000)], x=x, y=y)
    store = create_store(tmp_path / "many.gpkg", SETTINGS)
    store.take(make_intake(places), "甲")
    file = apsw.Connection(store.address, flags=apsw.SQLITE_OPEN_READONLY)
    assert file.execute("SELECT rtreecheck('rtree_places_geom')").get == "ok"
    window = "minx <= 3e5 AND maxx >= -2e5 AND miny <= 9e5 AND maxy >= 4e5"
    found = {fid for (fid,) in file.execute(f"SELECT id FROM rtree_places_geom WHERE {window}")}
    inside = set((np.flatnonzero((x >= -2e5) & (x <= 3e5) & (y >= 4e5) & (y <= 9e5)) + 1).tolist())
    assert inside
    assert inside <= found
    assert len(found - inside) <= 2  # 32-bit boxes reach a little farther
    file.close()
    store.take(make_intake(make_table("places", name=["新"], x=[0.0], y=[0.0])), "甲")
    assert store.verify() == []
    store.close()


def test_identities_are_random_and_of_version_4(store):
    store.take(make_intake(houses(50)), "甲")
    written = store.load()["households"]["uuid"].tolist()
    assert len(set(written)) == 50
    assert [str(UUID(uuid, version=4)) for uuid in written] == written


def test_a_draft_becomes_a_store_like_any_other(tmp_path):
    draft, path = tmp_path / ".draft.gpkg", tmp_path / "town.gpkg"
    store = create_store(draft, SETTINGS, draft=True)
    store.take(make_intake(houses(3)), "甲")
    store.close()
    publish(draft, path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["town.gpkg"]
    store = open_store(path)
    store.take(make_intake(houses(2, start=3)), "甲")
    assert (len(store.load()["households"]), store.verify()) == (5, [])
    store.close()


def test_a_value_that_is_no_choice_is_still_refused(store):
    with pytest.raises(apsw.ConstraintError):
        store.take(make_intake(make_table("residents", name=["甲", "乙"], sex=["男", "neither"])), "甲")
    assert len(store.load()["residents"]) == 0


def test_shapes_and_staff_of_one_file_arrive_together(store):
    staff = make_table("staff", name=["甲", "甲"])
    role = make_table("assignments", staff=["甲"], role=["grid_leader"], grid=["g1"])
    store.take(Intake(SETTINGS, (make_batch(two_grids(), also=(staff, role)),)), "甲")
    snapshot = store.load()
    assert shapely.area(snapshot["grids"]["geometry"]).sum() == 20_000
    assert snapshot["assignments"].fids("grid_fid")[0] == snapshot["grids"].fids()[0]
    assert store.verify() == []


def test_a_table_read_in_parts_is_whole_and_keeps_a_text_once(store, monkeypatch):
    people = make_table(
        "residents", household_no=[f"H{n}" for n in range(10)], name=[f"人{n}" for n in range(10)],
        sex=["男", "女"] * 5, resident=[1, 0, -1, 1, 0] * 2,
    )  # fmt: skip
    store.take(make_intake(people, two_grids(), houses(10)), "甲")
    whole = store.load()
    monkeypatch.setattr("gridmap.store.rows.ROWS_AT_ONCE", 3)
    for name, table in store.load().tables.items():
        for column in table.columns:
            np.testing.assert_array_equal(table[column], whole[name][column])
    assert whole["residents"]["resident"].tolist() == [1, 0, -1, 1, 0] * 2
    sexes = store.load()["residents"]["sex"].tolist()
    assert len({id(text) for text in sexes}) == 2


def test_an_import_that_fails_on_its_way_leaves_nothing_and_the_next_is_taken(store, monkeypatch):
    monkeypatch.setattr("gridmap.store.filling.FEW", 1)

    def full(*_index):
        raise apsw.FullError

    with monkeypatch.context() as patch:
        patch.setattr("gridmap.store.filling.build_index", full)  # after the rows were poured
        with pytest.raises(StoreError, match="没有改动任何内容"):
            store.take(make_intake(*small_town()), "甲")
    assert all(len(table) == 0 for table in store.load().tables.values())
    assert store.take(make_intake(*small_town()), "甲")[0].inserted == 2
    assert store.verify() == []


@pytest.mark.parametrize("longest", [60, 70_000])  # fits on a page of an image, and does not
def test_texts_of_every_kind_come_back_as_they_were(store, monkeypatch, longest):
    monkeypatch.setattr("gridmap.store.filling.FEW", 1)
    names = ["甲", "O'Brien", "a\\b", "一\u3000二", "a\x1fb", "a\0b", "𠮷" * 40, "x" * longest]
    people = make_table("residents", household_no=["1"] * len(names), name=names)
    store.take(make_intake(people), "甲")
    assert store.load()["residents"]["name"].tolist() == names
    assert store.verify() == []

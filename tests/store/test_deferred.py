"""Tables that are loaded with their numbers only: the rest as it is saved when somebody asks."""

import numpy as np
import pytest
import shapely
from made_up import houses, make_intake, make_table, two_grids

from gridmap.errors import StoreError
from gridmap.township.change import Change


@pytest.fixture
def town(store):
    people = make_table("residents", household_no=["H0", "H1"], name=["甲", "乙"], at_home=[1, 0])
    store.take(make_intake(two_grids(), houses(3), people), "甲")
    return store


def test_a_deferred_table_says_the_same_as_one_loaded_whole(town):
    whole, deferred = town.load(), town.load(deferred=True)
    for name, table in whole.tables.items():
        for column in table.schema.columns:
            if column == "geometry":
                assert shapely.equals_exact(table[column], deferred[name][column]).all()
            else:
                np.testing.assert_array_equal(deferred[name][column], table[column])
                assert deferred[name][column].dtype == table[column].dtype


def test_no_text_is_read_before_it_is_asked_for(town):
    snapshot = town.load(deferred=True)
    texts = {name for name in ("uuid", "head_name", "phone", "address", "household_no", "group", "note")}
    assert not texts & set(snapshot["households"].columns.known)
    assert {"x", "y", "resident", "grid_fid"} <= set(snapshot["households"].columns.known)
    assert set(snapshot["residents"].columns.known) == {"fid"}


def test_what_is_asked_for_later_is_found_by_its_row_whatever_changed_meanwhile(town):
    before = town.load(deferred=True)
    first, second, _third = town.load()["households"]["uuid"]
    renamed = town.load()["households"].take([1]).replace(head_name=np.array(["新户主"], object))
    more = houses(2, start=10)
    town.write(Change("改", rows={"households": renamed}, removed={"households": (first,)}), "甲")
    town.take(make_intake(more), "甲")
    table = before["households"]
    assert list(table.text("household_no")) == ["", "H1", "H2"]
    assert list(table.text("head_name")) == ["", "新户主", ""]
    assert table.text("uuid")[1] == second


def test_a_store_that_has_gone_is_one_line(town):
    snapshot = town.load(deferred=True)
    town.close()
    with pytest.raises(StoreError, match="住户"):
        snapshot["households"].text("head_name")


def test_a_few_rows_are_read_alone_in_the_order_asked_for(store):
    store.take(make_intake(two_grids(), houses(100)), "甲")
    table = store.load(deferred=True)["households"]
    assert list(table.take([42, 7]).text("household_no")) == ["H42", "H7"]
    assert "household_no" not in table.columns.known


def test_a_row_is_found_by_its_identity_without_reading_all_of_them(store):
    store.take(make_intake(two_grids(), houses(100)), "甲")
    uuids = store.load()["households"].text("uuid")
    table = store.load(deferred=True)["households"]
    assert list(table.rows_of([uuids[42], "none", uuids[7]])) == [7, 42]
    assert list(table.take([1, 42]).rows_of([uuids[42], uuids[7]])) == [1]
    assert "uuid" not in table.columns.known

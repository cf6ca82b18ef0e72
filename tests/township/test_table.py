from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gridmap.township.schemas import GRIDS, HOUSEHOLDS, SCHEMAS
from gridmap.township.table import FEW, Deferred, Table


def test_a_table_of_some_columns_fills_the_others_with_missing_values():
    table = Table.of(HOUSEHOLDS, {"household_no": ["1", "2"], "resident": [3, 4]})
    assert len(table) == 2
    assert list(table["head_name"]) == ["", ""]
    assert np.isnan(table.number("x")).all()
    assert list(table.fids("grid_fid")) == [0, 0]


def test_every_schema_has_an_empty_table_with_all_its_columns():
    for schema in SCHEMAS.values():
        table = Table.of(schema, {})
        assert (len(table), tuple(table.columns)) == (0, schema.columns)


def test_an_unknown_column_and_unequal_lengths_are_refused():
    with pytest.raises(ValueError, match="no column"):
        Table.of(GRIDS, {"colour": ["red"]})
    with pytest.raises(ValueError, match="different lengths"):
        Table.of(GRIDS, {"code": ["a"], "name": []})


def test_a_table_does_not_change_when_its_source_does():
    counts = np.array([1.0, 2.0])
    table = Table.of(HOUSEHOLDS, {"resident": counts})
    counts[0] = 99
    assert table.number("resident")[0] == 1
    with pytest.raises(ValueError, match="read-only"):
        table["resident"][0] = 5


def test_replace_keeps_the_other_columns():
    table = Table.of(GRIDS, {"code": ["a", "b"], "name": ["x", "y"]})
    assert list(table.replace(name=np.array(["z", "w"], object))["code"]) == ["a", "b"]


def test_index_of_finds_rows_by_fid_in_any_order():
    table = Table.of(GRIDS, {"fid": [30, 10, 20]})
    assert list(table.index_of(np.array([10, 20, 30, 40, 0]))) == [1, 2, 0, -1, -1]
    assert list(Table.of(GRIDS, {}).index_of(np.array([1]))) == [-1]


def deferred(asked):
    """Three households whose numbers and names are read when asked for; ``asked`` hears which."""
    columns = Table.of(HOUSEHOLDS, {"fid": [1, 2, 3], "household_no": ["a", "b", "c"], "resident": [4, 5, 6]})

    def read(names, rows):
        asked.append(tuple(names) if rows is None else (*names, *rows.tolist()))
        return {name: columns[name] if rows is None else columns[name][rows] for name in names}

    return Table(HOUSEHOLDS, Deferred({"fid": np.array([1, 2, 3])}, HOUSEHOLDS.columns, read))


def test_a_deferred_column_is_read_when_first_asked_for_and_only_once():
    asked = []
    table = deferred(asked)
    assert (len(table), "household_no" in table, "colour" in table, asked) == (3, True, False, [])
    assert [list(table.text("household_no")) for _time in range(2)] == [["a", "b", "c"]] * 2
    assert asked == [("household_no",)]
    with pytest.raises(KeyError, match="colour"):
        table["colour"]
    with pytest.raises(ValueError, match="read-only"):
        table["household_no"][0] = "z"


def test_several_columns_are_read_in_one_go():
    asked = []
    table = deferred(asked).bring("household_no", "resident")
    table.bring("resident", "fid")
    assert asked == [("household_no", "resident")]
    assert dict(table.columns.items()).keys() == set(HOUSEHOLDS.columns)
    assert len(asked) == 2


def test_rows_taken_from_a_deferred_table_are_read_no_sooner():
    asked = []
    table = deferred(asked)
    some = table.take([2, 0])
    assert (list(some.fids()), asked) == ([3, 1], [])
    assert (list(some.text("household_no")), asked) == (["c", "a"], [("household_no",)])
    assert list(table.take(np.array([False, True, False])).text("household_no")) == ["b"]
    assert list(table.text("household_no")) == ["a", "b", "c"]
    assert len(asked) == 1


def test_a_few_rows_of_many_are_read_alone_and_not_kept():
    asked = []
    numbers = [str(n) for n in range(FEW * 2)]

    def read(names, rows):
        asked.append(rows.tolist())
        return {name: np.array(numbers, object)[rows] for name in names}

    known = {"fid": np.arange(FEW * 2)}
    table = Table(HOUSEHOLDS, Deferred(known, HOUSEHOLDS.columns, read))
    some = table.take([9, 3])
    assert (list(some.text("household_no")), asked) == (["9", "3"], [[9, 3]])
    assert list(some.text("household_no")) == ["9", "3"]
    assert list(some.take([1]).text("household_no")) == ["3"]
    assert asked == [[9, 3]]
    assert "household_no" not in table.columns.known


def test_rows_are_found_by_their_identities_whatever_their_number():
    table = Table.of(GRIDS, {"uuid": [f"u{n}" for n in range(100)]})
    for wanted in ([], [7], [99, 0], range(5, 90)):
        assert list(table.rows_of(["none", *(f"u{n}" for n in wanted)])) == sorted(wanted)


def test_a_deferred_table_with_a_column_exchanged_still_reads_the_others():
    asked = []
    table = deferred(asked).replace(resident=np.array([7.0, 8.0, 9.0]))
    assert (list(table.number("resident")), asked) == ([7, 8, 9], [])
    assert list(table.text("household_no")) == ["a", "b", "c"]
    with pytest.raises(ValueError, match="different lengths"):
        table.replace(resident=np.array([7.0]))


def test_threads_that_ask_for_one_column_read_it_once():
    asked = []
    table = deferred(asked)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _time: table["household_no"], range(40)))
    assert all(column is found[0] for column in found)
    assert len(asked) == 1


def shaped(fids, names, shapes):
    """Grids whose shapes and fids are known and whose names are read when asked for."""
    columns = Table.of(
        GRIDS, {"fid": fids, "name": names, "geometry": np.array([*shapes, None], object)[:-1]}
    )
    known = {name: columns[name].copy() for name in ("fid", "village_fid", "geometry")}
    return Table(GRIDS, Deferred(known, GRIDS.columns, lambda wanted, _rows: {n: columns[n] for n in wanted}))


def test_what_did_not_change_stays_the_same_array_and_what_did_is_new():
    box, moved = shapely.box(0, 0, 1, 1), shapely.box(0, 0, 1, 2)
    old = shaped([1, 2], ["a", "b"], [box, None])
    alike = shaped([1, 2], ["a", "c"], [shapely.box(0, 0, 1, 1), None]).like(old)
    assert alike["geometry"] is old["geometry"]
    assert alike["fid"] is old["fid"]
    assert list(alike.text("name")) == ["a", "c"]
    other = shaped([1, 2], ["a", "b"], [moved, None]).like(old)
    assert other["geometry"] is not old["geometry"]
    assert other["geometry"][0].equals(moved)
    for changed in (shaped([1, 3], ["a", "b"], [box, None]), shaped([1], ["a"], [box])):
        assert list(changed.like(old).fids()) == list(changed.fids())


@given(st.lists(st.sampled_from([1.0, 2.0, np.nan]), min_size=3, max_size=3))
def test_a_table_made_like_another_says_what_it_said(values):
    def table(numbers):
        known = {"fid": np.array([1, 2, 3]), "resident": np.array(numbers)}
        return Table(HOUSEHOLDS, Deferred(known, HOUSEHOLDS.columns, lambda names, _rows: {}))

    np.testing.assert_array_equal(table(values).like(table([1.0, 2.0, np.nan]))["resident"], values)

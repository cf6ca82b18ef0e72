import numpy as np
import pytest

from gridmap.township.schemas import GRIDS, HOUSEHOLDS, SCHEMAS
from gridmap.township.table import Table


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

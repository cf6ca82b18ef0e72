"""Rows of cells become columns: the same by blocks as one after the other."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridmap.exchange.cells import as_text, as_texts
from gridmap.exchange.readers import column, tables
from gridmap.exchange.readers.tables import layer_of

PATH = Path("households.csv")
_CELL = st.text("甲1 *\t\u200b", max_size=3) | st.sampled_from([7, 7.0, 1.5, True, 123456789012345678, None])


def layer(*rows):
    return layer_of(PATH, "", enumerate([["户号", "户主", "备注"], *rows], 1), {})


def says_something(cell):
    return cell is not None and str(cell).strip() != ""


@given(st.lists(st.lists(_CELL, max_size=5), min_size=1, max_size=12))
def test_rows_are_filled_left_out_or_refused_one_by_one(rows):
    rows = [["头", "", ""], *rows]
    kept = [row for row in rows if any(map(says_something, row)) and not any(map(says_something, row[3:]))]
    found = layer(*rows)
    filled = [[*map(as_text, row[:3]), "", "", ""][:3] for row in kept]
    assert [list(row) for row in zip(*found.columns, strict=True)] == filled
    assert [row for row, _reason in found.failed] == [
        at for at, row in enumerate(rows, 2) if any(map(says_something, row[3:]))
    ]


@pytest.mark.parametrize("shared", [2, 1000])
def test_a_column_of_different_texts_is_kept_as_it_comes(monkeypatch, shared):
    monkeypatch.setattr(column, "MOST_SHARED", shared)
    monkeypatch.setattr(tables, "ROWS_AT_ONCE", 3)
    found = layer(*([f"H{n}", "张三", 10**15 + n] for n in range(10)))
    assert list(found.columns[0]) == [f"H{n}" for n in range(10)]
    assert found.columns[1].texts == ["张三"]
    assert found.numbers == [(row, 2) for row in range(10)]
    assert found.rows == list(range(2, 12))


@given(st.lists(st.text(max_size=4)))
def test_texts_cleaned_together_are_those_cleaned_one_by_one(cells):
    assert as_texts(cells) == [as_text(cell) for cell in cells]

"""Regular rows of a text are taken many at once: the same rows, cells and numbers as one by one."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridmap.exchange.readers import column, delimited, tables
from gridmap.exchange.readers.delimited import Records
from gridmap.exchange.readers.regular import rows_of, text_of
from gridmap.exchange.readers.tables import layer_of

PATH = Path("households.csv")
HEAD = "户号,户主,备注"
_CELL = st.text("甲1ab \t\u3000\u200b\ufeff;", max_size=9)
_ROW = st.lists(_CELL, min_size=3, max_size=3).map(",".join)
_ODD = st.sampled_from(
    ["", ",,", '"a,b",c,d', 'a,"x\ny",b', "a", "a,b,c,", "a,b,c,,", "a,b,c,d", 'a,b"c,d', "\r"]
)
_END = st.sampled_from(["\n", "\r\n"])


def read(text, mark=","):
    return layer_of(PATH, "", Records(PATH, text, mark), {})


def one_by_one(text, mark=","):
    return layer_of(PATH, "", enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark), 1), {})


def said(layer):
    return layer.rows, [list(found) for found in layer.columns], layer.failed, layer.numbers


@given(st.lists(st.tuples(_ROW | _ODD, _END), min_size=1), st.integers(1, 60), st.booleans())
def test_a_text_by_blocks_says_what_it_says_row_by_row(rows, at_once, ended):
    text = f"{HEAD}\n甲,乙,丙\n" + "".join(row + end for row, end in rows)
    text = text if ended else text.rstrip("\r\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "AT_ONCE", at_once)
        patch.setattr(column, "MOST_SHARED", 4)
        assert said(read(text)) == said(one_by_one(text))


def test_only_the_rows_around_a_quoted_cell_are_read_one_by_one(monkeypatch):
    monkeypatch.setattr(delimited, "AT_ONCE", 100)
    monkeypatch.setattr(tables, "ROWS_AT_ONCE", 3)
    lines = [f"H{at:03},张三,平房" for at in range(60)]
    lines[30] = 'H030,张三,"平房，\n两层"'
    records = Records(PATH, "\n".join([HEAD, *lines]), ",")
    layer = layer_of(PATH, "", _Counted(records), {})
    assert list(layer.columns[2])[29:32] == ["平房", "平房，\n两层", "平房"]
    assert layer.rows == list(range(2, 62))
    assert 10 < records.alone < 25


class _Counted:
    """Records that note how many were read alone."""

    def __init__(self, records):
        self.records, records.alone = records, 0

    def __iter__(self):
        return self

    def __next__(self):
        found = next(self.records)
        self.records.alone += 1
        return found

    def many(self, width):
        return self.records.many(width)


@given(st.lists(st.text("甲1é", max_size=2), min_size=1, max_size=5))
def test_a_short_cell_is_a_number(cells):
    rows = rows_of("".join(f"x;{cell}\n" for cell in cells), ";", 2)
    assert [text_of(key) for key in rows.keys(1).tolist()] == rows.cells(1) == cells


def test_a_cell_that_is_too_long_is_refused_as_ever(tmp_path):
    with pytest.raises(Exception, match="第 3 行"):
        read(f"{HEAD}\n1,甲,乙\n2,{'甲' * 140_000},丙\n")

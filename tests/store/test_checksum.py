"""The checksum of a row, by itself and among very many."""

import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridmap.store.checksum import row_crc, row_crcs
from gridmap.store.packed import pack_texts

_NUMBERS = (
    st.none() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False).map(lambda number: number + 0.0)
)  # no -0.0, which SQLite does not know
_ROWS = st.lists(st.tuples(st.text(), _NUMBERS, st.text(max_size=3), _NUMBERS, st.none() | st.binary()))


def test_a_checksum_is_the_crc_of_what_the_row_says():
    assert row_crc("甲", 3, None) == zlib.crc32("\x1f'甲'\x1f3.0\x1fNone".encode())
    assert row_crc("a", b"GP") == zlib.crc32(b"\x1f'a'\x1fGP")


def test_three_is_three_point_nought():
    assert row_crc("a", 3, None) == row_crc("a", 3.0, None)


def numbers(column):
    return np.array([np.nan if value is None else value for value in column], float)


@pytest.mark.parametrize("last", [2, 3, 4])
@given(_ROWS)
def test_checksums_of_columns_are_those_of_rows(last, rows):
    if not rows:
        return
    columns = list(zip(*rows, strict=True))[: last + 1]
    said = [numbers(column) if at in (1, 3) else pack_texts(column) for at, column in enumerate(columns[:4])]
    shapes = columns[4] if last == 4 else ()
    assert row_crcs(said, shapes).tolist() == [row_crc(*row) for row in zip(*columns, strict=True)]


def test_rows_beyond_the_first_part_have_theirs(monkeypatch):
    monkeypatch.setattr("gridmap.store.checksum.ROWS_AT_ONCE", 3)
    names, ages = [f"{n}'" for n in range(10)], np.arange(10.0)
    expected = [row_crc(*row) for row in zip(names, ages.tolist(), strict=True)]
    assert row_crcs([pack_texts(names), ages]).tolist() == expected

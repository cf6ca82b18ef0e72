"""Rows that numpy wrote as a database, as SQLite reads them."""

import apsw
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridmap.store.image import LONGEST, image
from gridmap.store.packed import pack_bytes, pack_texts
from gridmap.store.pouring import pour, poured, room

_NUMBERS = st.none() | st.integers(-300, 300) | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False)
_TEXTS = st.text(max_size=90)
_SHAPES = st.none() | st.binary(min_size=1)
_ROWS = st.lists(
    st.tuples(_NUMBERS, st.integers(0, 1), _TEXTS, st.sampled_from(["", "甲"]), _SHAPES), min_size=1
)


def made(rows, first=1):
    some, whole, texts, words, shapes = zip(*rows, strict=True)
    columns = {
        "some": np.array([np.nan if number is None else number for number in some], float),
        "words": pack_texts(words),
        "whole": np.array(whole, float),
        "texts": pack_texts(texts),
    }
    return image(range(first, first + len(rows)), columns, pack_bytes(shapes))


def opened(database):
    connection = apsw.Connection(":memory:")
    connection.deserialize("main", database)
    assert connection.execute("PRAGMA integrity_check").get == "ok"
    return connection.execute("SELECT rowid, some, whole, texts, words, geom FROM rows").fetchall()


@given(_ROWS, st.sampled_from([1, 200, 2**34]))
def test_sqlite_reads_what_was_written(rows, first):
    assert opened(made(rows, first)) == [(first + at, *row) for at, row in enumerate(rows)]


def test_rows_of_many_pages_are_all_found_by_their_number():
    rows = [(at, at % 2, "长" * (at % 900), f"{at}", b"GP" if at % 3 else None) for at in range(900)]
    connection = apsw.Connection(":memory:")
    connection.deserialize("main", made(rows))
    assert connection.execute("PRAGMA page_count").get > 15
    assert opened(made(rows)) == [(at + 1, *row) for at, row in enumerate(rows)]
    by_number = "SELECT some FROM rows WHERE rowid = ?"
    assert [connection.execute(by_number, (at + 1,)).get for at in range(900)] == list(range(900))


def test_a_table_without_places_has_none():
    assert opened(image(range(5, 6), {"some": np.ones(1), "whole": np.ones(1), "texts": pack_texts(["a"]),
                                      "words": pack_texts([""])})) == [(5, 1, 1, "a", "", None)]  # fmt: skip


def test_a_row_as_long_as_a_page_is_no_more_and_a_longer_one_not_written():
    rows = [(1, 1, "短", "", None), (2, 1, "长" * ((LONGEST - 100) // 3), "", b"GP"), (3, 1, "", "", None)]
    assert opened(made(rows)) == [(at + 1, *row) for at, row in enumerate(rows)]
    assert made([*rows, (4, 1, "a" * LONGEST, "", None)]) is None


def test_columns_make_their_own_kind_of_what_is_poured():
    connection = apsw.Connection(":memory:")
    connection.execute("CREATE TABLE kept (fid INTEGER PRIMARY KEY, some INTEGER, whole REAL, texts TEXT)")
    with poured(connection):
        connection.execute("BEGIN IMMEDIATE")
        before = room(connection)
        for first in (1, 3):
            pour(connection, made([(7, 1, "甲", "", None), (None, 0, "", "", None)], first), "kept",
                 ["some", "whole", "texts"])  # fmt: skip
        assert room(connection) == before - 2
        connection.execute("COMMIT")
    assert room(connection) == before
    kinds = "SELECT fid, typeof(some), typeof(whole), typeof(texts) FROM kept"
    assert connection.execute(kinds).fetchall() == [
        (fid, "integer" if fid % 2 else "null", "real", "text") for fid in (1, 2, 3, 4)
    ]


def test_nothing_stays_attached_of_what_was_refused():
    connection = apsw.Connection(":memory:")
    connection.execute("CREATE TABLE kept (fid INTEGER PRIMARY KEY, some INTEGER)")
    before, twice = room(connection), made([(1, 1, "", "", None)])
    with poured(connection), connection:
        pour(connection, twice, "kept", ["some"])
        with pytest.raises(apsw.ConstraintError):
            pour(connection, twice, "kept", ["some"])
    assert room(connection) == before
    assert connection.execute("SELECT COUNT(*) FROM kept").get == 1

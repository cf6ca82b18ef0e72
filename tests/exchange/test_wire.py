"""What goes through the pipe comes out of it, and nothing else is taken for a file."""

import io
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridmap.exchange import wire
from gridmap.exchange.cells import as_text
from gridmap.exchange.raw import RawFile, RawLayer, Texts

_TEXTS = st.lists(st.text(max_size=6).map(as_text), min_size=3, max_size=3)


def through(file):
    pipe = io.BytesIO()
    wire.send(file, pipe)
    pipe.seek(0)
    return wire.receive(json.loads(pipe.readline()), pipe)


def layer(columns, shapes=None, numbers=(), failed=()):
    headings = [f"c{at}" for at in range(len(columns))]
    made = [Texts.of(column) for column in columns]
    return RawLayer("t", headings, made, [2, 4, 5], shapes, "EPSG:1", list(numbers), list(failed))


@given(st.lists(_TEXTS, max_size=3), st.none() | st.lists(st.binary(max_size=9), min_size=3, max_size=3))
def test_a_file_is_what_it_was(columns, shapes):
    sent = layer(columns, shapes, numbers=[(0, 1)], failed=[(3, "坏")])
    file = through(RawFile("CSV", "utf-8", "ab", [sent, RawLayer("empty")]))
    got = file.layers[0]
    assert (file.format, file.encoding, file.digest, len(file.layers)) == ("CSV", "utf-8", "ab", 2)
    assert [list(column) for column in got.columns] == columns
    assert (got.rows, got.geometries, got.crs) == (sent.rows, shapes, "EPSG:1")
    assert (got.numbers, got.failed, got.headings) == (sent.numbers, sent.failed, sent.headings)


def test_texts_and_shapes_by_the_part(monkeypatch):
    monkeypatch.setattr("gridmap.exchange.wire.TEXTS_AT_ONCE", 2)
    monkeypatch.setattr("gridmap.exchange.wire.SHAPES_AT_ONCE", 2)
    got = through(RawFile(layers=[layer([["a", "b", ""]], [b"1", b"", b"333"])])).layers[0]
    assert list(got.columns[0]) == ["a", "b", ""]
    assert got.geometries == [b"1", b"", b"333"]


@pytest.mark.parametrize("lost", [1, 5])
def test_a_pipe_that_ends_is_no_file(lost):
    pipe = io.BytesIO()
    wire.send(RawFile(layers=[layer([["a", "b", "c"]], [b"1", b"22", b"333"])]), pipe)
    cut = io.BytesIO(pipe.getvalue()[:-lost])
    with pytest.raises(ValueError, match="ended"):
        wire.receive(json.loads(cut.readline()), cut)


def test_codes_that_name_no_text_are_no_column():
    wrong = RawLayer("t", ["c"], [Texts(["a"], np.array([0, 1], np.int32))], [1, 2])
    with pytest.raises(ValueError, match="announced"):
        through(RawFile(layers=[wrong]))


def test_a_heading_wrapped_in_its_cell_is_one_line():
    got = through(RawFile(layers=[RawLayer("t", ["户\n号"], [Texts.of([])])]))
    assert got.layers[0].headings == ["户 号"]

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gridmap.township.places import Places

NUMBER = st.one_of(st.floats(-500, 500), st.sampled_from([0.0, 128.0, 256.0, 1e7, np.nan, np.inf]))


def test_a_window_holds_what_lies_in_it_and_on_its_border():
    places = Places.of(np.array([0.0, 5.0, 10.0, 200.0]), np.array([0.0, 5.0, 10.0, 0.0]))
    assert sorted(places.row[places.within(0, 0, 10, 10)].tolist()) == [0, 1, 2]
    assert places.row[places.within(10.5, -50, 900, 50)].tolist() == [3]


def test_without_places_every_window_is_empty():
    nowhere = np.array([np.nan, 3.0])
    assert len(Places.of(nowhere, nowhere[::-1]).within(-1e9, -1e9, 1e9, 1e9)) == 0


@pytest.mark.parametrize("window", [(5, 0, 0, 5), (np.nan, np.nan, np.nan, np.nan), (900, 900, 950, 950)])
def test_a_window_without_ground_or_elsewhere_is_empty(window):
    assert len(Places.of(np.arange(9.0), np.arange(9.0)).within(*window)) == 0


@settings(deadline=None)  # a busy machine
@given(arrays(np.float64, (30, 2), elements=NUMBER), st.tuples(NUMBER, NUMBER, NUMBER, NUMBER))
def test_a_window_holds_what_comparing_every_place_says(points, window):
    x, y = points.T.copy()
    places = Places.of(x, y)
    x0, y0, x1, y1 = window
    wanted = (x >= x0) & (x <= x1) & (y >= y0) & (y <= y1) & np.isfinite(x) & np.isfinite(y)
    assert sorted(places.row[places.within(*window)].tolist()) == np.flatnonzero(wanted).tolist()


def test_columns_of_a_table_are_sorted_once():
    x, y = np.arange(9.0), np.arange(9.0)
    assert Places.of(x, y) is not Places.of(x, y)  # they may still be written to
    for column in (x, y):
        column.flags.writeable = False
    assert Places.of(x, y) is Places.of(x, y)

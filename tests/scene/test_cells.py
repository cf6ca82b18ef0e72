import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridmap.scene.cells import Spots, cells_of, within


@pytest.mark.parametrize("count", [5, 5000])
def test_a_window_finds_exactly_the_places_in_it(count):
    x, y = np.random.default_rng(7).uniform(-1000, 1000, (2, count))
    x[::50] = np.nan
    for bounds in ((-2000, -2000, 2000, 2000), (10, -300, 400, 20), (999, 999, 5000, 5000), (-9, 3, -9, 3)):
        west, south, east, north = bounds
        inside = (x >= west) & (x <= east) & (y >= south) & (y <= north)
        assert within(x, y, bounds).tolist() == np.flatnonzero(inside).tolist()


@given(st.tuples(*[st.floats(-50, 150)] * 4))
def test_any_window_finds_what_a_look_at_all_places_finds(corners):
    west, east = sorted(corners[:2])
    south, north = sorted(corners[2:])
    found = within(LATTICE_X, LATTICE_Y, (west, south, east, north))
    inside = (west <= LATTICE_X) & (east >= LATTICE_X) & (south <= LATTICE_Y) & (north >= LATTICE_Y)
    assert found.tolist() == np.flatnonzero(inside).tolist()


LATTICE_X, LATTICE_Y = (
    axis.ravel() for axis in np.meshgrid(np.linspace(0, 100, 40), np.linspace(0, 100, 40))
)


@pytest.mark.parametrize("x", [np.full(300, 5.0), np.full(300, np.nan), np.arange(300.0)])
def test_places_in_one_point_on_one_line_or_nowhere_are_found_too(x):
    y = np.where(np.isnan(x), np.nan, 5.0)
    assert len(within(x, y, (0, 0, 1000, 10))) == np.count_nonzero(~np.isnan(x))
    assert len(within(x, y, (2000, 0, 3000, 10))) == 0


def test_a_near_window_looks_at_few_places():
    x, y = np.random.default_rng(7).uniform(0, 1000, (2, 100_000))
    assert len(cells_of(x, y).near((500, 500, 510, 510))) < 500


def test_spots_are_the_same_when_their_places_are():
    x = np.array([1.0, np.nan])
    assert Spots.of(x, x) == Spots.of(x.copy(), x.copy())
    assert Spots.of(x, x) != Spots.of(x, x + 1)

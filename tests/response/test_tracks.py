import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from walks import NINE, patrols, walk

from gridmap.response.tracks import Tracks, tracks_of
from gridmap.township.schemas import SCHEMAS
from gridmap.township.table import Table
from gridmap.township.track import places_of, timed


def test_a_track_says_where_it_was_at_any_second(build):
    found = tracks_of(patrols(build, walk((0, 0, 0), (100, 0, 100), (100, 50, 200))))
    x, y = found.where(np.array([0, 0, 0]), NINE + np.array([0.0, 50.0, 150.0]))
    assert x.tolist() == [0, 50, 100]
    assert y.tolist() == [0, 0, 25]
    assert found.metres.tolist() == [150]
    assert found.measured.tolist() == [True]


def test_before_and_after_its_time_it_is_where_it_began_and_ended(build):
    found = tracks_of(patrols(build, walk((0, 0, 0), (100, 0, 100))))
    x, _y = found.where(np.array([0, 0]), NINE + np.array([-5.0, 500.0]))
    assert x.tolist() == [0, 100]
    assert found.on_the_way(NINE + 50).tolist() == [0]
    assert found.on_the_way(NINE + 101).tolist() == []


def test_a_line_without_times_is_spread_over_its_patrol(build):
    table = patrols(build, walk((0, 0), (30, 0), (120, 0)), started_at=["2026-11-20T09:00:00"],
                    ended_at=["2026-11-20T09:02:00"])  # fmt: skip
    found = tracks_of(table)
    assert (found.at - NINE).tolist() == [0, 30, 120]
    assert found.measured.tolist() == [False]


def test_a_line_with_a_start_alone_is_walked_at_a_walking_pace(build):
    found = tracks_of(patrols(build, walk((0, 0), (120, 0)), started_at=["2026-11-20T09:00:00"]))
    assert (found.at - NINE).tolist() == [0, 100]


def test_a_line_without_any_time_is_named_and_nothing_else_is_lost(build):
    table = patrols(build, walk((0, 0), (9, 0)), walk((0, 0, 0), (5, 0, 5)), None)
    found = tracks_of(table)
    assert found.untimed.tolist() == [0]
    assert found.rows.tolist() == [1]


def test_places_without_a_time_lie_between_those_that_have_one(build):
    line = walk((0, 0, 0), (10, 0, np.nan), (40, 0, 40), (50, 0, np.nan))
    found = tracks_of(
        patrols(build, line, started_at=["2026-11-20T09:00:00"], ended_at=["2026-11-20T09:01:00"])
    )
    assert (found.at - NINE).tolist() == [0, 10, 40, 60]


def test_a_clock_that_goes_back_stands_still(build):
    found = tracks_of(
        patrols(build, walk((0, 0, 0), (1, 0, 50), (2, 0, 20), (3, 0, 60)), walk((0, 0, 5), (1, 0, 6)))
    )
    assert (found.at - NINE).tolist() == [0, 50, 50, 60, 5, 6]


def test_parts_of_a_track_are_not_joined(build):
    parts = shapely.MultiLineString([[(0, 0), (10, 0)], [(500, 0), (510, 0)]])
    lines = np.full(1, None, object)
    lines[:] = [parts]
    found = tracks_of(patrols(build, timed(lines, NINE + np.array([0.0, 10, 100, 110]))[0]))
    assert found.metres.tolist() == [20]
    x, _y = found.where(np.array([0]), np.array([NINE + 50]))
    assert x.tolist() == [10]  # nobody knows; so where it was last seen


def test_no_patrols_have_no_tracks(build):
    found = tracks_of(build()["patrols"])
    assert len(found) == 0
    assert isinstance(found, Tracks)


@given(
    st.lists(st.lists(st.tuples(*[st.integers(0, 500)] * 3), min_size=2, max_size=8), min_size=1, max_size=5),
    st.integers(-50, 600),
)
def test_every_track_is_where_plain_interpolation_puts_it(walks, second):
    lines = [sorted(places, key=lambda place: place[2]) for places in walks]
    shapes = np.full(len(lines), None, object)
    shapes[:] = [walk(*line) for line in lines]
    fids = np.arange(1, len(lines) + 1)
    found = tracks_of(Table.of(SCHEMAS["patrols"], {"fid": fids, "geometry": shapes}))
    x, y = found.where(np.arange(len(lines)), np.full(len(lines), NINE + second))
    for at, line in enumerate(lines):
        xs, ys, seconds = np.array(line, float).T
        here = np.flatnonzero(seconds == second)
        if len(here):  # somebody may be in two places at one second: the last one counts
            assert (x[at], y[at]) == (xs[here[-1]], ys[here[-1]])
        else:
            assert np.isclose(x[at], np.interp(second, seconds, xs), atol=1e-3)
            assert np.isclose(y[at], np.interp(second, seconds, ys), atol=1e-3)


def test_the_samples_tracks_are_those_of_its_store(sample):
    found = tracks_of(sample["patrols"])
    assert len(found.x) == len(places_of(sample["patrols"]["geometry"]).x)
    assert found.measured.all()
    assert (found.end > found.start).all()

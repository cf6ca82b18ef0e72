import numpy as np
import pytest
import shapely
from walks import NINE, patrols, walk

from gridmap.response.patrol_ways import swath, walked_lines, ways
from gridmap.response.tracks import tracks_of


def way_of(build, *places):
    (found,) = ways(tracks_of(patrols(build, walk(*places))))
    return found


def steps(begin, end, since, until, y=0.0):
    at = np.arange(since, until + 1, 30)
    return [
        (float(x), y, float(second)) for x, second in zip(np.linspace(begin, end, len(at)), at, strict=True)
    ]


def test_how_far_and_how_long(build):
    found = way_of(build, *steps(0, 600, 0, 600))
    assert (found.metres, found.seconds, found.stops, found.gaps) == (600, 600, (), ())


def test_five_minutes_in_one_place_are_a_stop(build):
    found = way_of(build, *steps(0, 600, 0, 600), *steps(605, 610, 630, 1230), *steps(640, 1200, 1260, 1800))
    (stop,) = found.stops
    assert 590 <= stop.place[0] <= 612
    assert stop.since - NINE == pytest.approx(600, abs=60)
    assert stop.until - NINE == pytest.approx(1260, abs=60)


def test_who_turns_back_does_not_stop(build):
    assert way_of(build, *steps(0, 200, 0, 160), *steps(190, 0, 190, 360)).stops == ()


def test_ten_minutes_without_a_place_are_a_gap(build):
    (gap,) = way_of(build, (0, 0, 0), (50, 0, 60), (500, 0, 700), (550, 0, 760)).gaps
    assert (gap.since, gap.until, gap.place) == (NINE + 60, NINE + 700, (50, 0))


def test_times_that_were_spread_tell_neither(build):
    lines = [walk((0, 0), (3000, 0))]
    table = patrols(build, *lines, started_at=["2026-11-20T09:00:00"], ended_at=["2026-11-20T12:00:00"])
    (found,) = ways(tracks_of(table))
    assert (found.stops, found.gaps) == ((), ())


def test_a_swath_is_fifty_metres_on_both_sides_merged_or_not():
    lines = np.array(
        [shapely.LineString([(0, 0), (1000, 0)]), None, shapely.LineString([(0, 0), (0, 900)])], object
    )
    single = swath(lines, 50, merged=False)
    (whole,) = swath(lines, 50, merged=True)
    assert len(single) == 2
    assert shapely.area(single[0]) == pytest.approx(100_000 + np.pi * 2500, rel=0.01)
    assert shapely.area(whole) == pytest.approx(shapely.union_all(single).area)
    assert shapely.area(whole) < shapely.area(single).sum()


def test_nothing_covers_nothing():
    for merged in (True, False):
        assert len(swath(np.array([None], object), 50, merged=merged)) == 0


def test_nobody_covers_what_was_leapt_over_or_is_not_known(build):
    leap = walk((0, 0, 0), (20, 0, 20), (3000, 0, 40), (3020, 0, 60))
    gap = walk((0, 0, 0), (50, 0, 60), (500, 0, 700), (550, 0, 760))
    spread = walk((0, 0), (5000, 0))
    table = patrols(build, leap, gap, spread, None, started_at=["2026-11-20T09:00:00"] * 4)
    found = walked_lines(table)
    assert shapely.length(found[:3]).tolist() == [40, 100, 5000]
    assert found[3] is None
    assert found[2] is table["geometry"][2]  # one without a break is left alone

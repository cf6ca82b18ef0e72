from datetime import datetime
from itertools import permutations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gridmap.response.rounds import in_walking_order, rounds
from gridmap.response.visits import contacts
from gridmap.township.census import take_census

NOW = datetime(2026, 11, 23, 14)


def town(build, x, y, **more):
    """Homes of people who live alone in a grid of 1 km; a road along y = 100 when asked for."""
    homes = len(x)
    return build(
        grids={"name": ["甲"], "geometry": [shapely.box(0, 0, 1000, 1000)]},
        households={"household_no": [str(at) for at in range(homes)], "at_home": [1] * homes, "x": x, "y": y},
        residents={
            "household_no_fid": range(1, homes + 1),
            "at_home": [1] * homes,
            "lives_alone": [1] * homes,
        },
        **more,
    )


def walked(snapshot, most=12):
    return rounds(snapshot, take_census(snapshot), contacts(snapshot, NOW), most)


def test_one_walks_from_the_first_home_on_to_the_nearest(build):
    (found,) = walked(town(build, [100.0, 900, 300], [100.0] * 3))
    assert [stop.x for stop in found.stops] == [100, 300, 900]
    assert [stop.metres for stop in found.stops[1:]] == pytest.approx([280, 840])  # straight × 1.4
    assert np.isnan(found.stops[0].metres)
    assert not found.stops[1].routed


def test_the_way_follows_the_road(build):
    road = shapely.LineString([(0, 100), (1000, 100)])
    (found,) = walked(town(build, [100.0, 900], [100.0] * 2, roads={"road_no": ["1"], "geometry": [road]}))
    assert found.stops[1].routed
    assert found.stops[1].metres == pytest.approx(800)


def test_a_round_is_no_longer_than_a_day_and_says_who_waits(build):
    (found,) = walked(town(build, [100.0, 200, 300], [100.0] * 3), most=2)
    assert len(found.stops) == 2
    assert found.waiting == 1


def test_a_home_without_a_place_is_in_no_round(build):
    assert walked(town(build, [np.nan, 2000.0], [np.nan, 2000.0])) == []


def test_the_worker_of_the_grid_is_named(build):
    snapshot = town(
        build, [100.0], [100.0], staff={"name": ["唐忠"]},
        assignments={"staff_fid": [1], "role": ["grid_worker"], "grid_fid": [1]},
    )  # fmt: skip
    assert walked(snapshot)[0].workers == ("唐忠",)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=6))
def test_no_order_of_few_homes_is_much_shorter(places):
    xy = np.array(places, float)
    seconds = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))

    def whole(order):
        return seconds[list(order)[:-1], list(order)[1:]].sum()

    found = in_walking_order(seconds)
    assert found[0] == 0
    assert sorted(found.tolist()) == list(range(len(places)))
    best = min(whole([0, *rest]) for rest in permutations(range(1, len(places))))
    assert best - 1e-9 <= whole(found) <= 1.3 * best + 1e-9

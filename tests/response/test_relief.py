"""Help on its way: who comes how far along the roads, and how full the shelters of a roll-call are."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest
import shapely

from gridmap.response.relief import beds, fills, ways
from gridmap.response.roll_call import STATES, RollCall
from gridmap.township.census import take_census
from gridmap.township.schemas import SCHEMAS
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

NOW = datetime(2026, 11, 23, 14, 32, 7)
ROAD = shapely.LineString([(0, 0), (3000, 0)])
GROUND = shapely.box(-10, -10, 350, 10)


def town(people=(2, 3, 4), shelters=((1500, 0, 5), (2500, 0, 10)), **more):
    """Homes 100 m apart along a road, shelters as (x, y, capacity), and one worker of the only grid."""
    count = len(people)
    xs, ys, rooms = zip(*shelters, strict=True)
    road, grid = np.empty(1, object), np.empty(1, object)
    road[0], grid[0] = ROAD, shapely.box(-50, -500, 3000, 500)
    tables = {
        "grids": {"name": ["一"], "geometry": grid},
        "households": {
            "household_no": [f"{row:03d}" for row in range(count)], "at_home": list(people),
            "x": [100.0 * row for row in range(count)], "y": [0.0] * count,
        },
        "places": {"name": [f"所{at}" for at in range(len(xs))], "kind": ["shelter"] * len(xs),
                   "capacity": rooms, "x": xs, "y": ys},
        "roads": {"grade": ["side"], "geometry": road},
        "staff": {"name": ["李强"]},
        "assignments": {"staff": ["李强"], "staff_fid": [1], "role": ["grid_worker"], "grid_fid": [1]},
        "incidents": {"title": ["停电"], "x": [2000.0], "y": [0.0]},
        **more,
    }  # fmt: skip
    made = {}
    for name, columns in tables.items():
        length = len(next(iter(columns.values())))
        fids, uuids = range(1, length + 1), [f"{name}-{fid}" for fid in range(1, length + 1)]
        made[name] = Table.of(SCHEMAS[name], {"fid": fids, "uuid": uuids, **columns})
    return Snapshot(tables=made)


def roll(*states):
    """A roll-call of the first homes, each in its state."""
    count = len(states)
    known = [list(STATES).index(state) for state in states]
    none = np.zeros(count, np.int64)
    return RollCall(0, "点名", NOW, None, np.arange(count), np.array(known), none, ("",) * count)


def test_homes_are_given_beds_in_the_order_of_the_roll_until_a_shelter_is_full():
    assert beds(town(), roll("waiting", "waiting", "waiting"), GROUND).tolist() == [0, 0, 1]


def test_a_shelter_on_the_ground_itself_takes_nobody():
    whole = shapely.box(-10, -10, 2000, 10)
    assert beds(town(), roll("waiting", "waiting", "waiting"), whole).tolist() == [1, 1, 1]


def test_a_home_that_is_no_more_or_not_on_the_map_gets_no_bed():
    snapshot = town()
    homes = snapshot["households"]
    lost = homes.replace(x=np.array([0.0, np.nan, 200.0]))
    call = replace(roll("waiting", "waiting", "waiting"), household=np.array([0, 1, -1]))
    assert beds(snapshot.with_tables({"households": lost}), call, GROUND).tolist() == [0, -1, -1]


def test_only_who_was_moved_has_arrived():
    snapshot, call = town(), roll("reached", "moved", "no_answer")
    found = fills(snapshot, call, beds(snapshot, call, GROUND))
    assert [(fill.name, fill.arrived, fill.room) for fill in found] == [("所0", 3, 5), ("所1", 0, 10)]


def test_who_was_sent_comes_by_road_with_a_masked_name():
    snapshot = town()
    (coming,) = ways(snapshot, take_census(snapshot), [("incidents-1", "李强")], NOW)
    assert (coming.key, coming.who) == ("incidents-1", "李*")
    assert coming.minutes > 0
    assert coming.way[-1].tolist() == [2000.0, 0.0]
    assert coming.way[0].tolist() == [100.0, 0.0]  # the middle of the homes
    assert (coming.live, coming.fix_age_minutes) == (False, None)


def test_a_fresh_position_is_where_the_way_begins_and_a_stale_one_says_its_age():
    for age, live in ((12, True), (45, False)):
        at = (NOW - timedelta(minutes=age)).isoformat()
        fix = {"staff": ["李强"], "staff_fid": [1], "at": [at], "x": [1500.0], "y": [0.0]}
        snapshot = town(positions=fix)
        (coming,) = ways(snapshot, take_census(snapshot), [("incidents-1", "李强")], NOW)
        assert (coming.live, coming.fix_age_minutes) == (live, age)
        assert coming.way[0].tolist() == ([1500.0, 0.0] if live else [100.0, 0.0])


@pytest.mark.parametrize("sent", [("incidents-1", "王芳"), ("incidents-9", "李强")])
def test_who_has_no_post_or_goes_nowhere_known_is_left_out(sent):
    snapshot = town()
    assert ways(snapshot, take_census(snapshot), [sent], NOW) == ()


def test_nobody_comes_to_an_incident_without_a_place():
    snapshot = town(incidents={"title": ["停电"], "x": [np.nan], "y": [np.nan]})
    assert ways(snapshot, take_census(snapshot), [("incidents-1", "李强")], NOW) == ()

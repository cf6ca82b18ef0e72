"""The load beside the head count: care and ways, in points."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from gridmap.township.census import take_census
from gridmap.township.load import KILOMETRE, KINDS, Care, Loads, loads, reloaded

NO_WAYS = {"lives_alone": 1.0, "cannot_self_care": 2.0, "disabled": 1.0, "aged_80": 0.5, KILOMETRE: 0.0}


def town(build, load=None, people=None, **homes):
    """Two grids of 1 km side by side, a home in the middle of each, and who lives there."""
    return build(
        settings={"load": NO_WAYS if load is None else load},
        grids={"geometry": [box(0, 0, 1000, 1000), box(1000, 0, 2000, 1000)]},
        households={"x": [500.0, 1500.0], "y": [500.0, 500.0], **homes},
        residents=people or {"household_no_fid": [1]},
    )


def points(snapshot):
    census = take_census(snapshot)
    return loads(census, Care.of(snapshot), len(snapshot["grids"])).points.tolist()


def test_kinds_add_up_and_nobody_else_counts(build):
    people = {
        "household_no_fid": [1, 1, 2, 2],
        "lives_alone": [1, 0, 0, 0],
        "aged_80": [1, 1, 0, -1],
        "cannot_self_care": [0, 0, 1, 0],
        "disabled": [0, 0, 1, 0],
    }
    assert points(town(build, people=people)) == [1 + 0.5 + 0.5, 2 + 1]


def test_who_is_away_asks_for_nothing_and_who_is_not_known_to_be_away_counts(build):
    people = {"household_no_fid": [1, 1, 1], "disabled": [1, 1, 1], "at_home": [1, 0, -1]}
    assert points(town(build, people=people)) == [2, 0]


def test_people_of_no_known_household_count_nowhere(build):
    people = {"household_no_fid": [0, 9, 2], "disabled": [1, 1, 1]}
    assert points(town(build, people=people)) == [0, 1]


def test_ways_are_kilometres_to_the_middle_of_the_homes_where_somebody_is(build):
    snapshot = town(
        build, {KILOMETRE: 10.0}, x=[100.0, 500.0, 900.0, 1700.0, 1200.0], y=[500.0, 500.0, 500.0, 1.0, 1.0],
        at_home=[1, np.nan, 2, 1, 0],
    )  # fmt: skip
    assert points(snapshot) == pytest.approx([8.0, 0.0])  # 400 m twice; the only home is its own middle


def test_homes_that_are_not_on_the_map_ask_for_no_way(build):
    people = {"household_no_fid": [1], "disabled": [1]}
    snapshot = town(build, {KILOMETRE: 1.0, "disabled": 3.0}, people, x=[np.nan, 1500.0], y=[np.nan, 500.0])
    assert points(snapshot) == [0, 0]


def test_a_share_is_of_the_mean_and_nothing_is_the_share_of_nothing(build):
    people = {"household_no_fid": [1, 2, 2, 2], "disabled": [1, 1, 1, 1]}
    snapshot = town(build, people=people)
    found = loads(take_census(snapshot), Care.of(snapshot), 2)
    assert found.mean == 2
    assert found.share(found.points).tolist() == [0.5, 1.5]
    empty = town(build)
    none = loads(take_census(empty), Care.of(empty), 2)
    assert np.isnan(none.share(none.points)).all()


def test_a_township_of_groups_has_no_load(build):
    snapshot = build(grids={"geometry": [box(0, 0, 9, 9)]}, groups={
        "geometry": [box(0, 0, 9, 9)], "resident": [100],
    })  # fmt: skip
    assert points(snapshot) == [0]


@given(
    where=st.lists(st.sampled_from([-1, 0, 1, 2]), min_size=1, max_size=30),
    seed=st.integers(0, 2**32 - 1),
)
def test_the_load_is_what_counting_one_by_one_gives(where, seed):
    rng = np.random.default_rng(seed)
    count = len(where)
    care = Care(
        rng.integers(0, 5, count).astype(float), rng.random(count) < 0.7,
        rng.uniform(0, 2000, count), rng.uniform(0, 2000, count), 0.5,
    )  # fmt: skip
    found = care.load(np.arange(count), np.array(where), 3)
    for grid in range(3):
        own = [row for row in range(count) if where[row] == grid]
        there = [row for row in own if care.there[row]]
        middle = np.array([[care.x[row], care.y[row]] for row in there]).mean(axis=0) if there else None
        ways = sum(np.hypot(care.x[row] - middle[0], care.y[row] - middle[1]) for row in there)
        assert found[grid] == pytest.approx(sum(care.points[row] for row in own) + ways / 1000 * 0.5)


@given(
    where=st.lists(st.sampled_from([-1, 0, 1, 2]), min_size=1, max_size=30),
    seed=st.integers(0, 2**32 - 1),
)
def test_moving_some_households_gives_what_a_whole_count_afterwards_gives(where, seed):
    rng = np.random.default_rng(seed)
    count, before = len(where), np.array(where)
    care = Care(rng.random(count), rng.random(count) < 0.7, *rng.uniform(0, 2000, (2, count)), 0.5)
    rows = np.flatnonzero(rng.random(count) < 0.4)
    came_to = rng.integers(-1, 4, len(rows))  # 3 is a grid that is new
    after = before.copy()
    after[rows] = came_to
    whole = care.load(np.arange(count), after, 4)
    for grids in ([0, 1, 2, 3], [2, 0], [3]):
        assert care.moved(before, rows, came_to, grids) == pytest.approx(whole[grids])


@given(
    where=st.lists(st.sampled_from([-1, 0, 1, 2]), min_size=1, max_size=30),
    seed=st.integers(0, 2**32 - 1),
)
def test_counting_only_grids_that_somebody_left_or_came_to_gives_every_load(where, seed):
    rng = np.random.default_rng(seed)
    count, was = len(where), np.array(where)
    care = Care(rng.random(count), rng.random(count) < 0.7, *rng.uniform(0, 2000, (2, count)), 0.5)
    now = np.where(rng.random(count) < 0.3, rng.integers(-1, 3, count), was)
    before, whole = (Loads(care.load(np.arange(count), grid, 3)) for grid in (was, now))
    assert reloaded(before, was, now, care).points == pytest.approx(whole.points)


def test_care_is_the_same_while_nobody_and_no_weight_changes(build):
    snapshot = town(build, people={"household_no_fid": [1], "disabled": [1]})
    moved = snapshot.with_tables({"grids": snapshot["grids"].take([1, 0])})
    assert Care.of(moved).like(Care.of(snapshot))
    assert not Care.of(town(build)).like(Care.of(snapshot))
    heavier = replace(snapshot, settings=replace(snapshot.settings, load={"disabled": 5.0}))
    assert not Care.of(heavier).like(Care.of(snapshot))


def test_the_kinds_are_columns_of_the_residents(build):
    residents = build(residents={"name": ["甲"]})["residents"]
    assert all(kind in residents for kind in KINDS)

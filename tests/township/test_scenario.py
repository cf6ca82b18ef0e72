"""What breaks its cap when a plan is checked against several populations at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from shapely.geometry import box

from gridmap.errors import UsageError
from gridmap.township.census import COUNTED, Census, Leader, load_statuses, take_census
from gridmap.township.scenario import available, broken, chosen, statuses, worst
from gridmap.township.settings import Settings

SETTINGS = Settings()


def census_of(leaders=(), **grids):
    count = len(next(iter(grids.values())))
    nobody, nameless = np.empty(0, np.int64), np.full(count, "", object)
    people = {name: np.asarray(numbers, float) for name, numbers in grids.items()}
    return Census(
        nobody, lambda: nobody, np.zeros(count, np.int64), people, leaders, nameless, 0, "households"
    )


def test_a_grid_breaks_on_the_scenarios_that_are_over_the_cap_and_equality_holds():
    census = census_of(resident=[1000, 1001, 5], registered=[1001, 1200, np.nan], at_home=[1, 2, 3])
    found = broken(census, SETTINGS, ("resident", "registered", "at_home"))
    assert found.grids == {0: ("registered",), 1: ("resident", "registered")}
    assert found.leaders == {}
    assert found


def test_only_the_chosen_scenarios_are_asked():
    census = census_of(resident=[900], registered=[1200], at_home=[1])
    assert not broken(census, SETTINGS, ("resident", "at_home"))
    assert not broken(census, SETTINGS, ())


def test_a_leader_breaks_on_the_sum_of_all_grids():
    leaders = (Leader("甲", 1, (0, 2)), Leader("乙", 2, (1,)))
    census = census_of(leaders, resident=[900, 900, 900], registered=[1000, 900, 1001])
    found = broken(census, SETTINGS, ("resident", "registered"))
    assert found.grids == {2: ("registered",)}
    assert found.leaders == {0: ("registered",)}


def test_a_forecast_is_a_scenario_where_anybody_entered_one(build):
    grids = {"geometry": [box(0, 0, 10, 10), box(10, 0, 20, 10)]}
    homes = {"x": [1, 2, 11], "y": [1, 1, 1], "resident": [3, 4, 5]}
    without = take_census(build(grids=grids, households=homes))
    assert available(without) == ("resident", "registered", "at_home")
    some = take_census(build(grids=grids, households={**homes, "forecast": [2, np.nan, np.nan]}))
    assert available(some) == COUNTED
    assert np.array_equal(some.grids["forecast"], [2, np.nan], equal_nan=True)


def test_groups_without_households_bring_their_forecast(build):
    census = take_census(build(
        grids={"geometry": [box(0, 0, 20, 10)]},
        groups={"geometry": [box(0, 0, 10, 10), box(10, 0, 20, 10)], "forecast": [600, 500]},
    ))  # fmt: skip
    assert census.grids["forecast"].tolist() == [1100]
    assert broken(census, SETTINGS, available(census)).grids == {0: ("forecast",)}


def test_names_are_taken_in_their_order_and_once():
    census = census_of(resident=[1], registered=[1], at_home=[1])
    assert chosen(["registered", "resident", "registered"], census) == ("registered", "resident")
    assert chosen("at_home", census) == ("at_home",)


@pytest.mark.parametrize(("names", "said"), [([], "至少"), (["cats"], "cats"), ("forecast", "预测")])
def test_a_wrong_choice_is_refused_with_a_word(names, said):
    with pytest.raises(UsageError, match=said):
        chosen(names, census_of(resident=[1], registered=[1], at_home=[1]))


def test_the_map_shows_one_scenario_and_says_over_where_any_chosen_one_breaks():
    census = census_of(resident=[500, 850, 990, np.nan], registered=[1001, 900, 990, 1200])
    assert statuses(census, SETTINGS, "resident") == ("ok", "near", "limit", "unknown")
    assert statuses(census, SETTINGS, "resident", ("registered",)) == ("over", "near", "limit", "over")
    assert statuses(census, SETTINGS, "registered", ("resident",)) == load_statuses(
        census, "registered", SETTINGS
    )


def test_the_worst_of_some_statuses():
    assert worst(("ok", "limit", "near")) == "limit"
    assert worst(("unknown", "ok")) == "ok"
    assert worst(("unknown",)) == "unknown"


@given(
    people=arrays(float, (4, 12), elements=st.sampled_from([0.0, 800.0, 1000.0, 1001.0, float("nan")])),
    chosen_ones=st.lists(st.sampled_from(COUNTED), unique=True),
)
def test_broken_says_the_same_as_every_number_looked_at_alone(people, chosen_ones):
    census = census_of((Leader("甲", 1, tuple(range(0, 12, 2))),), **dict(zip(COUNTED, people, strict=True)))
    found = broken(census, SETTINGS, chosen_ones)
    for row in range(12):
        alone = tuple(name for name in chosen_ones if census.grids[name][row] > 1000)
        assert found.grids.get(row, ()) == alone
    mine = tuple(name for name in chosen_ones if sum(census.grids[name][::2].tolist()) > 2000)
    assert found.leaders.get(0, ()) == mine

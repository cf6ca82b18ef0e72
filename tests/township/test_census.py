import numpy as np
import pytest
from shapely.geometry import Polygon, box

from gridmap.township.census import (
    leader_people,
    leader_statuses,
    load_statuses,
    recount,
    status,
    take_census,
)
from gridmap.township.settings import Settings

TWO = {"geometry": [box(0, 0, 10, 10), box(10, 0, 20, 10)], "name": ["西网格", "东网格"]}


def test_people_count_where_their_house_is(build):
    census = take_census(
        build(grids=TWO, households={"x": [1, 2, 11], "y": [1, 1, 1], "resident": [3, 4, 5]})
    )
    assert census.grids["resident"].tolist() == [7, 5]
    assert census.grid_of_household.tolist() == [0, 0, 1]
    assert census.source == "households"


def test_a_house_without_a_place_or_outside_every_grid_is_unplaced(build):
    houses = {"x": [1, np.nan, 99], "y": [1, np.nan, 1], "resident": [3, 4, 5]}
    census = take_census(build(grids=TWO, households=houses))
    assert census.unplaced == 2
    assert census.grids["resident"].tolist() == [3, 0]


def test_before_there_are_grids_only_houses_without_a_place_are_unplaced(build):
    census = take_census(build(households={"x": [1, np.nan], "y": [1, np.nan], "resident": [3, 4]}))
    assert census.unplaced == 1
    assert len(census.grids["resident"]) == 0


def test_a_missing_number_is_nothing_beside_a_known_one_and_unknown_alone(build):
    houses = {"x": [1, 2, 11], "y": [1, 1, 1], "resident": [3, np.nan, np.nan]}
    census = take_census(build(grids=TWO, households=houses))
    assert census.grids["resident"][0] == 3
    assert np.isnan(census.grids["resident"][1])
    assert np.isnan(census.grids["registered"]).all()


def test_without_households_group_totals_count_at_the_groups_inner_point(build):
    horseshoe = Polygon([(0, 0), (9, 0), (9, 9), (0, 9), (0, 8), (8, 8), (8, 1), (0, 1)])
    groups = {"geometry": [horseshoe, box(11, 1, 12, 2), None], "registered": [100, 200, 50]}
    census = take_census(build(grids=TWO, groups=groups))
    assert census.source == "groups"
    assert census.grids["registered"].tolist() == [100, 200]
    assert census.grid_of_group.tolist() == [0, 1, -1]
    assert census.unplaced == 1


def test_grids_alone_tell_nothing_of_people(build):
    census = take_census(build(grids=TWO))
    assert census.source == "none"
    assert np.isnan(census.grids["at_home"]).all()


def test_an_empty_township_has_an_empty_census(build):
    census = take_census(build())
    assert (len(census.village_of_grid), census.leaders, census.unplaced) == (0, (), 0)


def test_a_grids_village_is_the_written_one_else_where_it_lies(build):
    villages = {"geometry": [box(0, 0, 10, 10), box(10, 0, 20, 10)], "fid": [7, 5]}
    grids = {**TWO, "village_fid": [5, 0]}
    census = take_census(build(grids=grids, villages=villages))
    assert census.village_of_grid.tolist() == [1, 1]
    assert take_census(build(grids=grids)).village_of_grid.tolist() == [-1, -1]


def test_a_leader_answers_for_all_grids_assigned_to_the_same_person(build):
    census = take_census(build(
        grids=TWO, staff={"name": ["张三", "李四"], "fid": [4, 9]},
        assignments={"staff_fid": [9, 4, 9], "role": ["grid_leader", "grid_worker", "grid_leader"],
                     "grid_fid": [2, 1, 1]},
        households={"x": [1, 11], "y": [1, 1], "resident": [900, 1200]},
    ))  # fmt: skip
    (leader,) = census.leaders
    assert (leader.name, leader.staff_fid, leader.grids) == ("李四", 9, (0, 1))
    assert leader_people(census, "resident").tolist() == [2100]
    assert leader_statuses(census, "resident", Settings()) == ("over",)
    assert load_statuses(census, "resident", Settings()) == ("near", "over")
    assert census.leader_name.tolist() == ["李四", "李四"]


def test_a_leader_who_is_not_among_the_staff_goes_by_the_written_name(build):
    census = take_census(build(
        grids=TWO,
        assignments={"staff": ["王五", "王五", ""], "role": ["grid_leader", "网格长", "grid_leader"],
                     "grid_fid": [1, 2, 1]},
    ))  # fmt: skip
    assert [(leader.name, leader.grids) for leader in census.leaders] == [("王五", (0, 1))]


def test_two_leaders_of_one_grid_are_both_named(build):
    census = take_census(build(
        grids=TWO, assignments={"staff": ["王五", "李四"], "role": ["grid_leader"] * 2, "grid_fid": [1, 1]}
    ))  # fmt: skip
    assert census.leader_name.tolist() == ["李四、王五", ""]
    assert len(census.leaders) == 2


@pytest.mark.parametrize(
    ("people", "expected"),
    [(0, "ok"), (799, "ok"), (800, "near"), (949, "near"), (950, "limit"), (1000, "limit"), (1001, "over"),
     (float("nan"), "unknown")],
)  # fmt: skip
def test_equality_with_the_cap_is_at_the_limit_and_only_more_is_over(people, expected):
    assert status(people, 1000, Settings()) == expected


def test_counts_equal_an_independent_spatial_join(build):
    geopandas = pytest.importorskip("geopandas")
    rng = np.random.default_rng(3)
    cells = [box(i % 5, i // 5, i % 5 + 1, i // 5 + 1) for i in range(20)]
    x, y = rng.uniform(-0.5, 5.5, 4000), rng.uniform(-0.5, 4.5, 4000)
    people = rng.integers(0, 9, 4000).astype(float)
    census = take_census(build(grids={"geometry": cells}, households={"x": x, "y": y, "at_home": people}))
    houses = geopandas.GeoDataFrame({"n": people}, geometry=geopandas.points_from_xy(x, y))
    joined = houses.sjoin(geopandas.GeoDataFrame(geometry=cells), predicate="within")
    expected = joined.groupby("index_right")["n"].sum().reindex(range(20), fill_value=0)
    assert census.grids["at_home"].tolist() == expected.tolist()
    assert census.unplaced == len(houses) - len(joined)


def test_the_census_after_an_edit_is_that_of_a_township_never_seen_before(build):
    rng = np.random.default_rng(5)
    x, y = rng.uniform(0, 20, (2, 400))
    houses = {"x": x, "y": y, "resident": rng.integers(0, 9, 400), "registered": [np.nan] * 400}
    groups = {"geometry": [box(k, 0, k + 1, 10) for k in range(20)], "at_home": range(20)}
    bent = {**TWO, "geometry": [Polygon([(0, 0), (10, 0), (13, 5), (10, 10), (0, 10)]),
                                Polygon([(10, 0), (20, 0), (20, 10), (10, 10), (13, 5)])]}  # fmt: skip
    before = build(grids=TWO, households=houses, groups=groups)
    after = before.with_tables({"grids": build(grids=bent)["grids"]})
    take_census(before)
    edited = take_census(after)
    take_census(
        build(grids=TWO, households={"x": [1], "y": [1]})
    )  # another township, and what is known is gone
    fresh = take_census(build(grids=bent, households=houses, groups=groups))
    assert np.array_equal(edited.grid_of_household, fresh.grid_of_household)
    assert np.array_equal(edited.grid_of_group, fresh.grid_of_group)
    for name, people in fresh.grids.items():
        assert np.array_equal(edited.grids[name], people, equal_nan=True)
    assert edited.unplaced == fresh.unplaced


def test_any_table_with_places_can_be_counted_in_the_grids(build):
    town = build(grids=TWO, incidents={"title": ["甲", "乙"], "x": [11, 99], "y": [1, 1]})
    found = recount(town["incidents"], town["grids"])
    assert (found.polygon.tolist(), found.tally.rows.tolist()) == ([1, -1], [0, 1])

"""Awkward towns: islands, groups that nobody lives in, groups above the cap, a village of one house."""

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, box

from gridmap.redraw.edits.assign_groups import AssignGroups
from gridmap.redraw.ground import Ground
from gridmap.redraw.pens.line import split
from gridmap.redraw.pens.paint import PaintPen
from gridmap.redraw.preview import preview
from gridmap.redraw.yards import Yards
from gridmap.township.census import take_census


def ground_of(snapshot):
    return Ground.of(snapshot, take_census(snapshot))


def island_village(build, people=10.0):
    """A village of two islands, one grid each and a second one on the larger; a group without a house."""
    small = box(300, 0, 400, 100)
    east = shapely.union_all([box(150, 0, 200, 100), small])
    return ground_of(build(
        settings={"worker_cap": 25},
        villages={"geometry": [MultiPolygon([
            shapely.Polygon([(0, 0), (150, 0), (200, 0), (200, 100), (150, 100), (0, 100)]), small])],
            "name": ["岛村"]},
        grids={"geometry": [box(0, 0, 150, 100), east], "name": ["一", "二"], "village_fid": [1, 1]},
        groups={"geometry": [box(0, 0, 100, 100), box(100, 0, 150, 100), box(150, 0, 200, 100), small],
                "name": ["1组", "2组", "3组", "4组"], "village_fid": [1] * 4},
        households={"household_no": list("abcde"), "x": [20, 60, 80, 170, 350], "y": [50] * 5,
                    "group_fid": [1, 1, 1, 3, 4], "resident": np.full(5, people)},
    ))  # fmt: skip


def assert_covered(ground, plan):
    shapes = plan.grids["geometry"]
    assert shapely.coverage_is_valid(shapes)
    whole = shapely.coverage_union_all(shapes)
    assert shapely.symmetric_difference(whole, ground.snapshot["villages"]["geometry"][0]).area < 1e-9


def test_a_group_where_nobody_lives_goes_like_any_other(build):
    ground = island_village(build)
    seen = preview(ground, AssignGroups(("groups-2",), "grids-2"))
    assert_covered(ground, seen.plan)
    assert len(seen.households) == 0
    assert [count.after["resident"] for count in seen.grids] == [30, 20]


def test_an_island_goes_to_the_other_grid_of_its_village(build):
    ground = island_village(build)
    edit = PaintPen(ground, "grids-1", 5.0).stroke([(350.0, 50.0)])
    assert edit == AssignGroups(("groups-4",), "grids-1")
    seen = preview(ground, edit)
    assert_covered(ground, seen.plan)
    assert [problem.kind for problem in seen.problems if problem.kind == "pieces"] == ["pieces"]


def test_a_line_over_the_sea_splits_one_island_of_a_grid(build):
    ground = island_village(build)
    seen = preview(ground, split(ground, "grids-1", [(40.0, -5.0), (40.0, 105.0)], new="n"))
    assert_covered(ground, seen.plan)
    assert seen.households.tolist() == [0]


def test_a_group_above_the_cap_is_said_and_cannot_be_mended_by_a_neighbour_without_room(build):
    ground = island_village(build, people=30.0)
    seen = preview(ground, AssignGroups(("groups-2",), "grids-2"))
    over = [problem for problem in seen.problems if problem.kind == "over"]
    assert [problem.words for problem in over] == ["一：常住 90 人，超 65 人", "二：常住 60 人，超 35 人"]
    assert over[0].repair is None
    assert over[0].repair_words == ""


def test_one_house_alone_has_the_whole_village_and_no_house_has_nothing():
    village, none = box(0, 0, 9, 9), np.empty(0, np.int64)
    x, y = np.array([3.0]), np.array([3.0])
    assert Yards.of(x, y, np.array([0]), village).of_households(np.array([0])).equals(village)
    assert Yards.of(x, y, none, village).of_households(np.array([0])).is_empty


def test_yards_share_the_ground_and_those_of_one_house_are_one():
    x, y = np.array([1.0, 1.0, 5.0, 8.0, np.nan]), np.array([1.0, 1.0, 5.0, 2.0, np.nan])
    yards = Yards.of(x, y, np.arange(4), box(0, 0, 9, 9))
    assert len(yards.cells) == 3
    assert yards.yard[0] == yards.yard[1]
    assert yards.of_households(np.array([0])).equals(yards.of_households(np.array([1])))
    assert shapely.intersects_xy(yards.of_households(np.array([2])), 5.0, 5.0)

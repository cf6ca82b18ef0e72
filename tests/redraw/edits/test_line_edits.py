"""Splitting, reshaping, corners: what lines do to a village of three grids, and every bad line."""

import json

import numpy as np
import pytest
import shapely
from shapely.geometry import box

from gridmap.errors import EditError
from gridmap.redraw.edits.lock_grid import LockGrid
from gridmap.redraw.edits.merge_grids import MergeGrids
from gridmap.redraw.edits.move_ground import MoveGround
from gridmap.redraw.edits.move_vertex import MoveVertex
from gridmap.redraw.edits.reshape_border import ReshapeBorder
from gridmap.redraw.edits.split_grid import SplitGrid
from gridmap.redraw.edits.straighten_border import StraightenBorder
from gridmap.redraw.plan import GridPlan, difference

OUTLINE = shapely.Polygon([(0, 0), (100, 0), (200, 0), (200, 100), (200, 200), (100, 200), (0, 200)])


@pytest.fixture(name="plan")
def _plan(build):
    """West (0..100) and, east of a border with a corner at (110, 120), south-east and north-east; beside
    them a village with one grid. A house in the middle of each quarter, one of them without a place."""
    west = shapely.Polygon([(0, 0), (100, 0), (100, 100), (110, 120), (100, 140), (100, 200), (0, 200)])
    south_east = shapely.Polygon([(100, 0), (200, 0), (200, 100), (100, 100)])
    north_east = shapely.Polygon([(100, 100), (200, 100), (200, 200), (100, 200), (100, 140), (110, 120)])
    next_door = shapely.Polygon([(200, 0), (300, 0), (300, 200), (200, 200), (200, 100)])
    return GridPlan.of(build(
        villages={"geometry": [OUTLINE, next_door], "name": ["甲村", "乙村"], "code": ["v1", "v2"]},
        grids={"geometry": [west, south_east, north_east, next_door], "village_fid": [1, 1, 1, 2],
               "name": ["甲01", "甲02", "甲03", "乙04"], "code": ["1", "2", "3", "4"],
               "village": ["v1"] * 3 + ["v2"]},
        groups={"geometry": [west], "village_fid": [1]},
        households={"household_no": list("abcdef"), "resident": [4, 3, 2, 1, 5, 5],
                    "x": [50, 50, 150, 150, 250, np.nan], "y": [50, 150, 50, 150, 50, np.nan]},
    ))  # fmt: skip


def assert_whole(plan):
    shapes = plan.grids["geometry"]
    assert shapely.coverage_is_valid(shapes)
    own = shapely.coverage_union_all(shapes[plan.village_of_grid == 0])
    assert shapely.symmetric_difference(own, OUTLINE).area < 1e-9


def split(line, grid="grids-1", name="甲05"):
    return SplitGrid(grid, tuple(line), "new", name)


def test_a_split_may_begin_and_end_outside_and_the_smaller_part_is_new(plan):
    after = split([(-50, 90), (150, 110)]).apply(plan)
    assert_whole(after)
    grids = after.grids
    assert [grids[name][4] for name in ("uuid", "name", "code", "village", "village_fid")] == [
        "new", "甲05", "", "v1", 1,
    ]  # fmt: skip
    assert after.households_in(grids["geometry"][0]).tolist() == [0], "four people stay"
    assert after.households_in(grids["geometry"][4]).tolist() == [1], "three go"
    assert grids.fids().tolist() == [1, 2, 3, 4, 5]


def test_the_neighbour_gets_the_corner_where_a_split_ends(plan):
    with pytest.raises(EditError, match="没有住户"):
        split([(100, 60), (201, 60)], "grids-2").apply(plan)
    after = split([(-1, 80), (101, 81)]).apply(plan)
    corner = set(after.grids["geometry"][0].exterior.coords) & set(after.grids["geometry"][1].exterior.coords)
    assert len(corner) == 2
    assert_whole(after)


def test_a_line_that_ends_just_short_of_the_border_reaches_it(plan):
    assert len(split([(0.3, 90), (99.8, 95)]).apply(plan).grids) == 5


def test_merging_the_halves_again_gives_the_very_grid_back(plan):
    after = split([(-50, 90), (150, 110)]).apply(plan)
    again = MergeGrids("grids-1", "new").apply(after)
    assert (
        difference(plan, again).rows == {}
        or shapely.equals_exact(
            shapely.normalize(again.grids["geometry"]), shapely.normalize(plan.grids["geometry"]), 0
        ).all()
    )
    assert len(again.grids["geometry"][1].exterior.coords) == len(plan.grids["geometry"][1].exterior.coords)


@pytest.mark.parametrize(("line", "reason"), [
    ([(-50, 90), (150, 90), (60, 50), (60, 150)], "自己相交"), ([(-50, 90), (-10, 150)], "没有把网格分成"),
    ([(-50, 90), (50, 90)], "没有把网格分成"), ([(-50, 10), (150, 10)], "没有住户"),
    ([(50, 90)], "太短"), ([(5, 5), (5, 5)], "太短"), ([(-50, 90), (float("nan"), 90)], "太短"), ([], "太短"),
])  # fmt: skip
def test_a_line_that_does_not_split_is_refused(plan, line, reason):
    with pytest.raises(EditError, match=reason):
        split(line).apply(plan)


@pytest.mark.parametrize(("name", "reason"), [("甲02", "已有名为"), (" ", "不能为空")])
def test_a_new_grid_needs_a_name_of_its_own(plan, name, reason):
    with pytest.raises(EditError, match=reason):
        split([(-50, 90), (150, 90)], name=name).apply(plan)


def test_both_neighbours_follow_a_border_that_is_drawn_anew(plan):
    after = ReshapeBorder("grids-1", "grids-2", ((100, 20), (130, 40), (100, 60))).apply(plan)
    assert_whole(after)
    assert [shape.area for shape in after.grids["geometry"][:2]] == pytest.approx([20200 + 600, 10000 - 600])
    assert after.grids["geometry"][2] is plan.grids["geometry"][2]


def test_a_line_may_change_sides_several_times(plan):
    line = ((100, 10), (120, 20), (80, 40), (120, 60), (100, 80))
    after = ReshapeBorder("grids-1", "grids-2", line).apply(plan)
    assert_whole(after)
    border = shapely.intersection(*(shapely.boundary(shape) for shape in after.grids["geometry"][:2]))
    assert shapely.covers(shapely.buffer(border, 1e-6), shapely.LineString(line))


def test_an_end_outside_takes_the_end_of_the_border_along(plan):
    after = ReshapeBorder("grids-1", "grids-2", ((100, 50), (140, -20))).apply(plan)
    assert_whole(after)
    assert after.grids["geometry"][0].area == pytest.approx(20200 + 50 * 200 / 7 / 2)
    shared = set(after.grids["geometry"][0].exterior.coords) & set(after.grids["geometry"][1].exterior.coords)
    assert any(y == 0 and x > 120 for x, y in shared)


def test_ends_that_overshoot_inside_are_cut_off(plan):
    after = ReshapeBorder("grids-1", "grids-2", ((90, 15), (110, 25), (110, 55), (90, 65))).apply(plan)
    assert_whole(after)
    assert after.grids["geometry"][0].area > plan.grids["geometry"][0].area
    assert not shapely.intersects(shapely.boundary(after.grids["geometry"][0]), shapely.Point(90, 15))


@pytest.mark.parametrize(("line", "reason"), [
    (((100, 20), (130, 40), (130, 20), (100, 40)), "自己相交"), (((120, 20), (130, 40)), "两次接触"),
    (((100, 20), (150, 150), (100, 60)), "第三个网格"), (((100, 20), (100, 60)), "没有变化"),
])  # fmt: skip
def test_a_line_that_is_no_border_is_refused(plan, line, reason):
    with pytest.raises(EditError, match=reason):
        ReshapeBorder("grids-1", "grids-2", line).apply(plan)


def test_grids_of_two_villages_have_no_border_to_draw(plan):
    with pytest.raises(EditError, match="同一个村"):
        ReshapeBorder("grids-2", "grids-4", ((200, 20), (210, 40), (200, 60))).apply(plan)


def test_a_corner_moves_in_every_grid_that_has_it(plan):
    after = MoveVertex(100, 100, 90.5, 95.25).apply(plan)
    assert_whole(after)
    assert all((90.5, 95.25) in shape.exterior.coords for shape in after.grids["geometry"][:3])


@pytest.mark.parametrize(("corner", "to", "reason"), [
    ((110, 120), (100, 140), "相邻的顶点"), ((110, 120), (100.001, 139.999), "相邻的顶点"),
    ((110, 120), (150, 100), "另一条边界"), ((110, 120), (150, 60), "交叉"),
    ((110, 120), (110, 120), "没有移动"),
    ((100, 200), (90, 200), "村\\(社区\\)边界"), ((200, 100), (190, 100), "村\\(社区\\)边界"),
    ((5, 5), (6, 6), "没有公共边界的顶点"), ((110, 120), (float("inf"), 0), "没有移动"),
])  # fmt: skip
def test_a_corner_that_cannot_go_there_stays(plan, corner, to, reason):
    with pytest.raises(EditError, match=reason):
        MoveVertex(*corner, *to).apply(plan)


def test_a_border_is_straight_between_two_corners(plan):
    after = StraightenBorder("grids-1", "grids-3", (100, 100), (100, 140)).apply(plan)
    assert_whole(after)
    assert after.grids["geometry"][0].area == 20000


@pytest.mark.parametrize(("ends", "reason"), [
    (((100, 100), (110, 120)), "已经是直线"), (((100, 100), (1, 1)), "同一段"),
    (((100, 100), (100, 100)), "同一段"),
])  # fmt: skip
def test_what_is_straight_or_no_border_is_refused(plan, ends, reason):
    with pytest.raises(EditError, match=reason):
        StraightenBorder("grids-1", "grids-3", *ends).apply(plan)


@pytest.mark.parametrize("edit", [
    split([(-50, 90), (150, 110)]), ReshapeBorder("grids-1", "grids-2", ((100, 20), (130, 40), (100, 60))),
    MoveVertex(100, 100, 90, 95), StraightenBorder("grids-1", "grids-3", (100, 100), (100, 140)),
    MergeGrids("grids-2", "grids-1"), MoveGround.of(box(80, 20, 100, 60), "grids-2"),
    MoveGround.of(box(100, 20, 120, 60), "grids-1"),
])  # fmt: skip
def test_no_edit_touches_a_locked_grid_and_every_edit_is_plain_json(plan, edit):
    assert edit.label
    fields = json.loads(json.dumps(difference(plan, edit.apply(plan), edit).details))
    assert fields.pop("edit") == type(edit).__name__
    with pytest.raises(EditError, match="“甲01”已锁定"):
        edit.apply(LockGrid("grids-1").apply(plan))


def test_the_border_of_a_locked_grid_may_still_get_a_corner(plan):
    locked = LockGrid("grids-1").apply(plan)
    cut = MoveGround.of(box(100, 40, 150, 60), "grids-3")
    after = cut.apply(locked)
    assert_whole(after)
    assert (100, 40) in after.grids["geometry"][0].exterior.coords

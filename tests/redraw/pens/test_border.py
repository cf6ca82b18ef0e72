import numpy as np
import pytest
import shapely

from gridmap.errors import EditError
from gridmap.redraw.edits.assign_groups import AssignGroups
from gridmap.redraw.edits.lock_grid import LockGrid
from gridmap.redraw.edits.move_ground import MoveGround
from gridmap.redraw.ground import Ground
from gridmap.redraw.pens.border import BEND, BorderPen
from gridmap.redraw.pens.snap import snap
from gridmap.redraw.preview import preview
from gridmap.township.census import take_census

OUTLINE = [(0, 0), (500, 0), (1000, 0), (1000, 1000), (500, 1000), (0, 1000)]


@pytest.fixture(name="street")
def _street(build):
    """One village, two grids west and east of x = 500, each of two groups one above the other; a row of five
    houses, one every 100 m, leads from the border eastward at y = 250; a road runs north at x = 620."""
    boxes = [shapely.box(x, y, x + 500, y + 500) for x in (0, 500) for y in (0, 500)]
    snapshot = build(
        villages={"geometry": [shapely.Polygon(OUTLINE)], "name": ["甲村"]},
        grids={"geometry": [shapely.Polygon([(0, 0), (500, 0), (500, 500), (500, 1000), (0, 1000), (0, 500)]),
                            shapely.Polygon([(500, 0), (1000, 0), (1000, 1000), (500, 1000), (500, 500)])],
               "name": ["西", "东"], "village_fid": [1, 1]},
        groups={"geometry": boxes, "name": ["一组", "二组", "三组", "四组"], "village_fid": [1, 1, 1, 1]},
        households={"household_no": list("abcdefgh"), "group_fid": [3, 3, 3, 3, 3, 1, 2, 4],
                    "x": [540, 640, 740, 840, 940, 250, 250, 750],
                    "y": [250, 250, 250, 250, 250, 250, 750, 750],
                    "resident": np.full(8, 10.0)},
        roads={"geometry": [shapely.LineString([(620, -50), (620, 1050)])], "name": ["大路"]},
    )  # fmt: skip
    return Ground.of(snapshot, take_census(snapshot))


def test_a_border_is_taken_where_two_grids_of_one_village_meet_within_reach(square_town):
    ground = Ground.of(square_town, take_census(square_town))
    assert BorderPen.at(ground, 400, 960, 20) is None
    pen = BorderPen.at(ground, 400, 990, 20)
    assert (pen.one, pen.other, pen.place) == (0, 1, (400, 1000))
    assert BorderPen.at(ground, 1000, 500, 20) is None, "a border of two villages is not for pens"


def test_a_push_by_groups_takes_every_group_that_it_enters(street):
    pen = BorderPen.at(street, 500, 300, 10)
    assert pen.push([(560, 300)]) == AssignGroups(("groups-3",), "grids-1")
    assert pen.push([(440, 300)]) == AssignGroups(("groups-1",), "grids-2")
    assert pen.push([(560, 450), (600, 600)]) == AssignGroups(("groups-3", "groups-4"), "grids-1")


def test_a_push_by_households_takes_those_before_the_hand(street):
    pen = BorderPen.at(street, 500, 250, 10)
    for tip, gone in ((520, []), (600, [0]), (760, [0, 1, 2])):
        edit = pen.push([(x, 250.0) for x in range(510, tip + 1, 10)], "household")
        assert preview(street, edit).households.tolist() == gone


def test_ground_on_which_nobody_lives_goes_over_as_it_is_drawn(street):
    edit = BorderPen.at(street, 500, 700, 10).push([(540.0, 700.0), (600.0, 700.0)], "household")
    seen = preview(street, edit)
    assert len(seen.households) == 0
    assert seen.ground.bounds[2] == pytest.approx(600), "as far as the hand"
    assert seen.ground.area == pytest.approx(0.5 * 2 * BEND * 100 * 100)
    shapes = edit.apply(street.plan).grids["geometry"]
    assert shapely.coverage_is_valid(shapes)
    assert shapely.area(shapes).sum() == pytest.approx(1e6, abs=1e-6)


def test_a_push_of_groups_where_no_group_has_ground_is_refused_in_words(build):
    west, east = shapely.box(0, 0, 500, 500), shapely.box(500, 0, 1000, 500)
    bare = build(
        villages={"geometry": [shapely.box(0, 0, 1000, 500)], "name": ["甲村"]},
        grids={"geometry": [west, east], "name": ["西", "东"], "village_fid": [1, 1]},
        groups={"geometry": [west], "name": ["一组"], "village_fid": [1]},
        households={"household_no": ["a"], "x": [250.0], "y": [250.0], "resident": [3.0]},
    )
    pen = BorderPen.at(Ground.of(bare, take_census(bare)), 500, 250, 10)
    with pytest.raises(EditError, match="这里没有村民小组，整组划不动"):
        pen.push([(560.0, 250.0)])


def test_a_hand_that_comes_back_takes_the_border_back(street):
    pen = BorderPen.at(street, 500, 250, 10)
    out = [(x, 250.0) for x in range(510, 761, 10)]
    assert pen.push([*out, *out[::-1][:-5]], "household") == pen.push(out[:6], "household")
    assert pen.push([*out, *out[::-1]], "household") is None


def test_yards_go_whole_and_leave_no_sliver(street):
    edit = BorderPen.at(street, 500, 250, 10).push([(550.0, 250.0), (600.0, 250.0)], "household")
    assert isinstance(edit, MoveGround)
    seen = preview(street, edit)
    assert seen.ground.bounds[2] == pytest.approx(590), "half way to the next house"
    parts = [shapely.get_num_geometries(shape) for shape in seen.shapes.values()]
    assert parts == [1, 1]


def test_a_push_may_follow_a_road(street):
    pen = BorderPen.at(street, 500, 250, 10)
    edit = pen.push([(560.0, 250.0), (615.0, 250.0)], "household", along=True)
    seen = preview(street, edit)
    on_road = shapely.intersection(seen.new_border, shapely.box(619.999, 0, 620.001, 1000))
    assert on_road.length > 200
    assert seen.households.tolist() == [0]


def test_a_push_may_follow_a_ridge_that_was_imported(street, build):
    ridge = build(ridges={"geometry": [shapely.LineString([(560, -50), (560, 1050)])], "name": ["青龙山"]})
    bare = street.snapshot.with_tables(
        {"ridges": ridge["ridges"], "roads": street.snapshot["roads"].take(np.array([], np.int64))}
    )
    ground = Ground.of(bare, take_census(bare))
    edit = BorderPen.at(ground, 500, 250, 10).push([(520.0, 250.0), (555.0, 250.0)], "household", along=True)
    seen = preview(ground, edit)
    assert shapely.intersection(seen.new_border, shapely.box(559.999, 0, 560.001, 1000)).length > 50
    assert snap(ground, 563.0, 400.0, 20.0).kind == "ridge"
    assert snap(ground, 563.0, 400.0, 20.0).name == "青龙山"


def test_nothing_is_taken_from_a_locked_grid(street):
    plan = LockGrid("grids-2").apply(street.plan)
    locked = street.after(plan)
    edit = BorderPen.at(locked, 500, 300, 10).push([(560, 300)])
    with pytest.raises(EditError, match="“东”已锁定"):
        preview(locked, edit)

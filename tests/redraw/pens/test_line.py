import pytest
import shapely
from shapely.geometry import LineString

from gridmap.errors import EditError
from gridmap.redraw.edits.reshape_border import ReshapeBorder
from gridmap.redraw.ground import Ground
from gridmap.redraw.pens.line import move_vertex, reshape, split, straighten, vertices
from gridmap.redraw.pens.snap import snap
from gridmap.redraw.pens.trace import trace
from gridmap.redraw.preview import preview
from gridmap.township.census import take_census

OUTLINE = [(0, 0), (100, 0), (200, 0), (200, 100), (100, 100), (0, 100)]


@pytest.fixture(name="ground")
def _ground(build):
    """Two grids beside each other with a corner in their border, a house in each; a road that bends
    around between them, and a stream that crosses it."""
    west = shapely.Polygon([(0, 0), (100, 0), (110, 50), (100, 100), (0, 100)])
    east = shapely.Polygon([(100, 0), (200, 0), (200, 100), (100, 100), (110, 50)])
    snapshot = build(
        villages={"geometry": [shapely.Polygon(OUTLINE)], "name": ["甲村"]},
        grids={"geometry": [west, east], "name": ["甲村01", "甲村02"], "village_fid": [1, 1]},
        households={"household_no": ["1", "2", "3"], "x": [50, 150, 50], "y": [50, 50, 80]},
        roads={"geometry": [LineString([(120, -10), (120, 30), (160, 30), (160, 110)])], "name": ["大路"]},
        waters={"geometry": [LineString([(-10, 20), (210, 20)])], "name": ["小河"]},
    )  # fmt: skip
    return Ground.of(snapshot, take_census(snapshot))


def test_a_split_names_the_new_grid_after_the_last(ground):
    edit = split(ground, "grids-1", [(-5, 65), (120, 65)], new="n")
    seen = preview(ground, edit)
    assert (edit.name, seen.plan.grids["uuid"][2]) == ("甲村03", "n")
    assert split(ground, "grids-1", [(0, 0), (1, 1)]).new != split(ground, "grids-1", [(0, 0), (1, 1)]).new


def test_a_line_finds_the_border_that_it_redraws(ground):
    line = [(102.0, 10.0), (130.0, 40.0), (104.0, 80.0)]
    assert reshape(ground, line) == ReshapeBorder("grids-1", "grids-2", tuple(line))
    with pytest.raises(EditError, match="没有接触"):
        reshape(ground, [(20, 20), (30, 30)])
    with pytest.raises(EditError, match="自己相交"):
        reshape(ground, [(90, 10), (130, 10), (130, 20), (110, 0)])


def test_corners_of_common_borders_are_found_nearest_first_and_move(ground):
    assert vertices(ground, 108, 52, 5).tolist() == [[110, 50]]
    assert len(vertices(ground, 50, 50, 5)) == 0
    seen = preview(ground, move_vertex(ground, (110, 50), (130, 40)))
    assert shapely.area(list(seen.shapes.values())).tolist() == [11500, 8500]


def test_a_border_is_straight_between_two_of_its_corners(ground):
    seen = preview(ground, straighten(ground, (100, 0), (100, 100)))
    assert shapely.area(list(seen.shapes.values())).tolist() == [10000, 10000]
    with pytest.raises(EditError, match="同一段"):
        straighten(ground, (100, 0), (0, 0))


def test_a_place_snaps_to_a_corner_first_and_then_to_what_is_nearest(ground):
    assert snap(ground, 109, 49, 5).kind == "vertex"
    on_road = snap(ground, 122, 25, 6, ("road", "water"))
    assert (on_road.place, on_road.kind, on_road.name) == ((120, 25), "road", "大路")
    on_stream = snap(ground, 60, 22, 5)
    assert (on_stream.place, on_stream.kind, on_stream.name) == ((60, 20), "water", "小河")
    assert snap(ground, 60, 98, 3, ("grid",)).place == (60, 100)
    assert snap(ground, 60, 98, 3, ("village",)).name == "甲村"
    assert snap(ground, 60, 60, 5) is None
    assert snap(ground, 60, 60, 5, ("group",)) is None, "there are no groups"


def test_a_line_is_traced_along_streams_and_roads_from_where_they_meet(ground):
    line = trace(ground, (60, 21), (161, 60), ("road", "water"))
    assert shapely.get_coordinates(line).round(6).tolist() == [
        [60, 21], [60, 20], [120, 20], [120, 30], [160, 30], [160, 60], [161, 60],
    ]  # fmt: skip


def test_a_line_is_straight_where_there_is_nothing_to_follow_or_it_would_be_a_detour(ground):
    for start, end in (((60, 95), (20, 95)), ((119, 25), (119, 26)), ((155, 35), (165, 35))):
        assert shapely.get_coordinates(trace(ground, start, end, ("group",))).tolist() == [
            list(start),
            list(end),
        ]
    around = trace(ground, (125, 24), (125, 34), ("road",))
    assert shapely.length(around) < 40


def test_a_split_along_a_road_with_nobody_beyond_is_refused(ground):
    line = shapely.get_coordinates(trace(ground, (120, -10), (160, 110), ("road",)))
    with pytest.raises(EditError, match="没有住户"):
        preview(ground, split(ground, "grids-2", line.tolist()))

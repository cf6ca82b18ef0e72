import pytest
import shapely
from shapely.geometry import box

from gridmap.errors import EditError
from gridmap.redraw.edits.assign_group import AssignGroup
from gridmap.redraw.plan import GridPlan


@pytest.fixture(name="plan")
def _plan(build):
    """Four groups in a row; grids 1 and 2 in one village, grid 3 in another."""
    first = shapely.union(box(0, 0, 1, 1), box(1, 0, 2, 1))
    return GridPlan.of(build(
        villages={"geometry": [box(0, 0, 3, 1), box(3, 0, 4, 1)], "name": ["甲村", "乙村"]},
        grids={"geometry": [first, box(2, 0, 3, 1), box(3, 0, 4, 1)],
               "village_fid": [1, 1, 2]},
        groups={"geometry": [box(i, 0, i + 1, 1) for i in range(4)] + [box(9, 9, 10, 10)]},
    ))  # fmt: skip


def test_a_group_takes_its_ground_along(plan):
    after = AssignGroup("groups-2", "grids-2").apply(plan)
    assert shapely.area(after.grids["geometry"]).tolist() == [1, 2, 1]
    assert after.grid_of_group.tolist() == [0, 1, 1, 2, -1]
    assert shapely.area(plan.grids["geometry"]).tolist() == [2, 1, 1]


def test_a_grid_may_fall_into_parts_for_the_rules_to_say_so(plan):
    far = AssignGroup("groups-1", "grids-2").apply(plan)
    assert far.grids["geometry"][1].geom_type == "MultiPolygon"


@pytest.mark.parametrize(("group", "grid", "reason"), [
    ("groups-1", "grids-1", "已经在这个网格"), ("groups-1", "grids-3", "不能跨村"),
    ("groups-3", "grids-1", "没有任何土地"), ("groups-5", "grids-1", "不在任何网格内"),
    ("groups-9", "grids-1", "没有这个村民小组"), ("groups-1", "grids-9", "没有这个网格"),
])  # fmt: skip
def test_what_would_break_the_plan_is_refused_with_the_reason(plan, group, grid, reason):
    with pytest.raises(EditError, match=reason):
        AssignGroup(group, grid).apply(plan)


def test_a_third_grid_gets_the_vertex_where_the_new_border_ends(build):
    """The neighbour's long edge has no vertex at the group's corner: it gets one, and no gap opens."""
    north = shapely.Polygon([(0, 1), (3, 1), (4, 1), (4, 2), (0, 2)])
    plan = GridPlan.of(build(
        villages={"geometry": [box(0, 0, 4, 2)]},
        grids={"geometry": [box(0, 0, 3, 1), box(3, 0, 4, 1), north],
               "village_fid": [1, 1, 1]},
        groups={"geometry": [box(0, 0, 1.7, 1), box(1.7, 0, 3, 1)]},
    ))  # fmt: skip
    after = AssignGroup("groups-2", "grids-2").apply(plan).grids["geometry"]
    assert shapely.coverage_is_valid(after)
    assert (1.7, 1.0) in after[2].exterior.coords
    assert shapely.area(after).tolist() == pytest.approx([1.7, 2.3, 4])

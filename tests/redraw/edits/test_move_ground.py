import pytest
import shapely
from shapely.geometry import box

from gridmap.errors import EditError
from gridmap.redraw.edits.assign_groups import AssignGroups
from gridmap.redraw.edits.assign_unassigned import AssignUnassigned
from gridmap.redraw.edits.declare_enclave import DeclareEnclave
from gridmap.redraw.edits.lock_grid import LockGrid
from gridmap.redraw.edits.lock_grids import LockGrids
from gridmap.redraw.edits.move_ground import MoveGround
from gridmap.redraw.plan import GridPlan


@pytest.fixture(name="plan")
def _plan(build):
    """Three grids in a row in one village, one in the next; of the third village half is in no grid."""
    return GridPlan.of(build(
        villages={"geometry": [box(0, 0, 30, 10), box(30, 0, 40, 10), box(0, 10, 20, 20)],
                  "name": ["甲", "乙", "丙"]},
        grids={"geometry": [box(0, 0, 10, 10), box(10, 0, 20, 10), box(20, 0, 30, 10), box(30, 0, 40, 10),
                            box(0, 10, 10, 20)],
               "village_fid": [1, 1, 1, 2, 3], "name": list("一二三四五")},
        groups={"geometry": [box(0, 0, 10, 10), box(10, 0, 20, 5), box(10, 5, 20, 10), box(20, 0, 30, 10)],
                "village_fid": [1] * 4},
    ))  # fmt: skip


def test_a_piece_goes_from_every_grid_that_has_some_of_it(plan):
    after = MoveGround.of(box(5, 2, 25, 4), "grids-2").apply(plan)
    assert shapely.area(after.grids["geometry"]).tolist() == [90, 120, 90, 100, 100]
    assert shapely.coverage_is_valid(after.grids["geometry"])


def test_a_piece_may_lie_apart_for_the_rules_to_say_so(plan):
    after = MoveGround.of(box(22, 2, 25, 4), "grids-1").apply(plan)
    assert shapely.get_num_geometries(after.grids["geometry"][0]) == 2
    assert after.grids["geometry"][2].area == 94


def test_what_is_drawn_a_hair_beside_a_border_lies_on_it(plan):
    after = MoveGround.of(box(10.004, -0.003, 15, 5), "grids-1").apply(plan)
    assert shapely.area(after.grids["geometry"][:2]).tolist() == [125, 75]


@pytest.mark.parametrize(("piece", "grid", "reason"), [
    (box(25, 2, 35, 4), "grids-1", "不能跨村"), (box(50, 50, 60, 60), "grids-1", "不能跨村"),
    (box(2, 2, 4, 4), "grids-1", "已经在这个网格"), (box(10, 0, 20, 10), "grids-1", "“二”将没有任何土地"),
    (shapely.Polygon([(11, 1), (19, 9), (19, 1), (11, 6)]), "grids-1", "自己相交"),
    (shapely.Polygon(), "grids-1", "没有画出"), (shapely.LineString([(1, 1), (2, 2)]), "grids-1", "没有画出"),
    (box(12, 2, 14, 4), "grids-9", "没有这个网格"),
])  # fmt: skip
def test_what_would_break_the_plan_is_refused_with_the_reason(plan, piece, grid, reason):
    with pytest.raises(EditError, match=reason):
        MoveGround.of(piece, grid).apply(plan)


def test_ground_that_is_no_geometry_at_all_is_refused(plan):
    with pytest.raises(EditError, match="没有画出"):
        MoveGround("00", "grids-1").apply(plan)


def test_several_groups_go_at_once(plan):
    after = AssignGroups(("groups-2", "groups-4"), "grids-1")
    with pytest.raises(EditError, match="“三”将没有任何土地"):
        after.apply(plan)
    after = AssignGroups(("groups-1", "groups-2"), "grids-2")
    with pytest.raises(EditError, match="已经在这个网格"):
        after.apply(plan)
    with pytest.raises(EditError, match="没有选中"):
        AssignGroups((), "grids-2").apply(plan)


def test_a_group_that_was_cut_comes_together_again(plan):
    cut = MoveGround.of(box(10, 0, 12, 5), "grids-1").apply(plan)
    after = AssignGroups(("groups-2",), "grids-2").apply(cut)
    assert shapely.equals(after.grids["geometry"], plan.grids["geometry"]).all()


def test_ground_in_no_grid_goes_to_one_of_the_village(plan):
    after = AssignUnassigned("villages-3", "grids-5").apply(plan)
    assert after.grids["geometry"][4].equals(box(0, 10, 20, 20))
    with pytest.raises(EditError, match="没有未分配"):
        AssignUnassigned("villages-3", "grids-5").apply(after)
    with pytest.raises(EditError, match="不能跨村"):
        AssignUnassigned("villages-3", "grids-1").apply(plan)
    with pytest.raises(EditError, match="已锁定"):
        AssignUnassigned("villages-3", "grids-5").apply(LockGrid("grids-5").apply(plan))


def test_flags_are_set_and_taken_back(plan):
    for edit, name in ((LockGrid, "locked"), (DeclareEnclave, "enclaves")):
        after = edit("grids-2").apply(plan)
        assert after.grids[name][1] == 1
        with pytest.raises(EditError):
            edit("grids-2").apply(after)
        assert edit("grids-2", False).apply(after).grids[name][1] == 0
        with pytest.raises(EditError):
            edit("grids-2", False).apply(plan)


def test_several_locks_are_one_step_and_those_that_are_there_stay(plan):
    one = LockGrid("grids-1").apply(plan)
    both = LockGrids(("grids-1", "grids-2")).apply(one)
    assert both.locked[:2].all()
    assert not LockGrids(("grids-1", "grids-2"), False).apply(both).locked.any()
    with pytest.raises(EditError, match="已经锁定"):
        LockGrids(("grids-1",)).apply(one)
    with pytest.raises(EditError, match="没有锁定"):
        LockGrids(("grids-2",), False).apply(one)

import pytest

from gridmap.errors import EditError
from gridmap.redraw.edits.assign_leader import AssignLeader
from gridmap.redraw.plan import GridPlan, difference
from gridmap.township.census import take_census


def leaders(snapshot, plan):
    return take_census(plan.onto(snapshot)).leader_name.tolist()[:2]


def test_a_grid_without_a_leader_gets_one(town):
    snapshot = town(1)
    after = AssignLeader("grids-2", "staff-1").apply(GridPlan.of(snapshot))
    assert leaders(snapshot, after) == ["张三", "张三"]
    change = difference(GridPlan.of(snapshot), after)
    assert (set(change.rows), len(change.rows["assignments"])) == ({"assignments"}, 1)


def test_the_row_of_the_leader_before_is_rewritten(town):
    snapshot = town(1)
    after = AssignLeader("grids-1", "staff-2").apply(GridPlan.of(snapshot))
    assert leaders(snapshot, after) == ["李四", ""]
    assert after.assignments["uuid"].tolist() == GridPlan.of(snapshot).assignments["uuid"].tolist()


def test_nobody_leads_when_nobody_is_named(town):
    snapshot = town(1)
    assert leaders(snapshot, AssignLeader("grids-1", "").apply(GridPlan.of(snapshot))) == ["", ""]


def test_the_same_edit_gives_the_same_plan(town):
    plan, edit = GridPlan.of(town(1)), AssignLeader("grids-2", "staff-1")
    assert difference(edit.apply(plan), edit.apply(plan)).tables == frozenset()


def test_somebody_unknown_is_refused(town):
    with pytest.raises(EditError, match="没有这个人员"):
        AssignLeader("grids-1", "staff-9").apply(GridPlan.of(town(1)))

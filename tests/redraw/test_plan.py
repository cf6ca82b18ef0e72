import json

import pytest

from gridmap.errors import EditError
from gridmap.redraw.edits.merge_grids import MergeGrids
from gridmap.redraw.edits.rename_grid import RenameGrid
from gridmap.redraw.plan import GridPlan, difference


def test_a_plan_goes_back_onto_its_snapshot_unchanged(town):
    snapshot = town(1)
    plan = GridPlan.of(snapshot)
    assert plan.onto(snapshot)["grids"] is snapshot["grids"]
    assert difference(plan, plan).tables == frozenset()


def test_a_difference_holds_only_the_rows_that_changed(town):
    plan = GridPlan.of(town(1))
    edit = RenameGrid("grids-2", "柏林网格")
    change = difference(plan, edit.apply(plan), edit)
    assert change.rows["grids"]["uuid"].tolist() == ["grids-2"]
    assert change.rows["grids"]["name"].tolist() == ["柏林网格"]
    assert (change.label, set(change.rows), change.removed) == ("网格改名", {"grids"}, {})
    assert json.loads(json.dumps(change.details)) == {
        "edit": "RenameGrid", "grid": "grids-2", "name": "柏林网格",
    }  # fmt: skip


def test_a_difference_names_the_rows_that_went(town):
    plan = GridPlan.of(town(1))
    village = plan.village_of_grid.tolist()
    into, gone = next((i, j) for i in range(len(village)) for j in range(i) if village[i] == village[j])
    uuids = plan.grids["uuid"]
    change = difference(plan, MergeGrids(uuids[into], uuids[gone]).apply(plan))
    assert change.removed["grids"] == (uuids[gone],)
    assert change.rows["grids"]["uuid"].tolist() == [uuids[into]]


def test_what_does_not_exist_is_refused(town):
    plan = GridPlan.of(town(1))
    for ask in (plan.grid, plan.group, plan.member_of_staff):
        with pytest.raises(EditError, match="没有这个"):
            ask("nobody")

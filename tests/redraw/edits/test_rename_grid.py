import pytest

from gridmap.errors import EditError
from gridmap.redraw.edits.rename_grid import RenameGrid
from gridmap.redraw.plan import GridPlan


@pytest.fixture(name="plan")
def _plan(build):
    return GridPlan.of(build(grids={"name": ["一网格", "二网格", "一网格"], "village_fid": [1, 1, 2]},
                             villages={"fid": [1, 2]}))  # fmt: skip


def test_the_name_changes_and_nothing_else(plan):
    after = RenameGrid("grids-2", " 柏林网格 ").apply(plan)
    assert after.grids["name"].tolist() == ["一网格", "柏林网格", "一网格"]
    assert after.assignments is plan.assignments


@pytest.mark.parametrize(("name", "reason"), [("  ", "不能为空"), ("一网格", "本村已有")])
def test_no_name_and_a_taken_name_are_refused(plan, name, reason):
    with pytest.raises(EditError, match=reason):
        RenameGrid("grids-2", name).apply(plan)


def test_another_village_may_use_the_same_name(plan):
    assert RenameGrid("grids-3", "二网格").apply(plan).grids["name"][2] == "二网格"

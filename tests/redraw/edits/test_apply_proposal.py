import pytest
from shapely import box, coverage_union_all

from gridmap.errors import EditError
from gridmap.redraw.edits.apply_proposal import ApplyProposal
from gridmap.redraw.plan import GridPlan


@pytest.fixture(name="plan")
def _plan(build):
    """A village of three groups in a row in two grids, and another village with a grid of its own."""
    cells = [box(10 * at, 0, 10 * at + 10, 10) for at in range(4)]
    return GridPlan.of(build(
        villages={"geometry": [box(0, 0, 30, 10), box(30, 0, 40, 10)], "name": ["甲村", "乙村"],
                  "code": ["v1", "v2"]},
        groups={"geometry": cells,
                "village_fid": [1, 1, 1, 2]},
        grids={"geometry": [coverage_union_all(cells[:2]), cells[2], cells[3]],
               "village_fid": [1, 1, 2], "name": ["甲01", "甲02", "乙03"],
               "code": ["v1001", "v1002", "v2001"]},
        assignments={"grid_fid": [1, 2, 3], "staff_fid": [1, 2, 3], "role": ["grid_leader"] * 3},
    ))  # fmt: skip


def test_a_group_that_moves_takes_its_ground_along(plan):
    edit = ApplyProposal((("grids-1", ("groups-1",)), ("grids-2", ("groups-2", "groups-3"))))
    after = edit.apply(plan)
    assert after.grids["geometry"][0].equals(box(0, 0, 10, 10))
    assert after.grids["geometry"][1].equals(box(10, 0, 30, 10))
    assert after.grids["name"].tolist() == ["甲01", "甲02", "乙03"]
    assert after.assignments["grid_fid"].tolist() == [1, 2, 3]


def test_a_grid_that_is_as_proposed_is_not_touched(plan):
    edit = ApplyProposal((("grids-1", ("groups-2", "groups-1")), ("grids-2", ("groups-3",))))
    assert edit.apply(plan).grids["geometry"][0] is plan.grids["geometry"][0]


def test_a_new_grid_is_named_after_the_last_of_its_village_and_coded_when_published(plan):
    edit = ApplyProposal((("grids-1", ("groups-1",)), ("new", ("groups-2",)), ("grids-2", ("groups-3",))))
    grids = edit.apply(plan).grids
    assert [grids[name][3] for name in ("uuid", "name", "code", "village", "village_fid")] == [
        "new", "甲03", "", "v1", 1,
    ]  # fmt: skip
    assert len(set(grids.fids().tolist())) == 4


def test_a_number_is_never_given_again_when_its_grid_ends(plan):
    edit = ApplyProposal((("grids-1", ("groups-1", "groups-2")), ("new", ("groups-3",))), ("grids-2",))
    after = edit.apply(plan)
    assert after.grids["name"].tolist() == ["甲01", "乙03", "甲03"]
    assert after.assignments["grid_fid"].tolist() == [1, 3]


def test_the_first_grids_of_a_town_without_villages_are_counted_from_one(build):
    plan = GridPlan.of(build(groups={"geometry": [box(0, 0, 1, 1), box(1, 0, 2, 1)]}))
    after = ApplyProposal((("a", ("groups-1",)), ("b", ("groups-2",)))).apply(plan)
    assert after.grids["name"].tolist() == ["网格01", "网格02"]
    assert after.grids["code"].tolist() == ["", ""]


@pytest.mark.parametrize(
    ("grids", "removed", "reason"),
    [
        ((("grids-1", ("groups-1",)), ("grids-2", ("groups-1",))), (), "重复"),
        ((("grids-1", ()),), (), "没有村民小组"),
        ((("grids-1", ("groups-9",)),), (), "过时"),
        ((("grids-1", ("groups-1",)),), ("grids-9",), "过时"),
    ],
)
def test_a_proposal_that_does_not_fit_the_plan_is_refused(plan, grids, removed, reason):
    with pytest.raises(EditError, match=reason):
        ApplyProposal(grids, removed).apply(plan)

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gridmap.errors import EditError
from gridmap.redraw.edits.assign_group import AssignGroup
from gridmap.redraw.edits.merge_grids import MergeGrids
from gridmap.redraw.edits.rename_grid import RenameGrid
from gridmap.redraw.history import History
from gridmap.redraw.plan import GridPlan, difference
from gridmap.township.schemas import SCHEMAS
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

SIDE = 6


def table(noun, shapes, **columns):
    count = len(shapes)
    ground = np.empty(count, object)
    ground[:] = shapes
    identity = {"fid": np.arange(1, count + 1), "uuid": [f"{noun}-{n}" for n in range(count)]}
    return Table.of(SCHEMAS[noun], {**identity, "geometry": ground, **columns})


@pytest.fixture(scope="module")
def town():
    """Thirty-six groups with crooked borders, in six grids of a row each, in two villages."""
    chance = np.random.default_rng(7)
    corners = np.stack(np.meshgrid(np.arange(SIDE + 1), np.arange(SIDE + 1)), -1) * 100.0
    corners[1:-1, 1:-1] += chance.uniform(-30, 30, (SIDE - 1, SIDE - 1, 2))
    groups = np.array([
        shapely.Polygon([corners[y, x], corners[y, x + 1], corners[y + 1, x + 1], corners[y + 1, x]])
        for y in range(SIDE) for x in range(SIDE)
    ])  # fmt: skip
    rows = [shapely.coverage_union_all(groups[y * SIDE : (y + 1) * SIDE]) for y in range(SIDE)]
    villages = [shapely.coverage_union_all(rows[:3]), shapely.coverage_union_all(rows[3:])]
    return Snapshot(tables={
        "villages": table("villages", villages, name=["南", "北"]),
        "grids": table("grids", rows, name=[f"{n}" for n in range(SIDE)]),
        "groups": table("groups", groups, name=[f"{n}组" for n in range(SIDE * SIDE)]),
    })  # fmt: skip


@pytest.fixture(scope="module")
def plan(town):
    return GridPlan.of(town)


def assert_exact_coverage(plan, town):
    shapes = plan.grids["geometry"]
    assert shapely.coverage_is_valid(shapes)
    ground = shapely.coverage_union_all(town["villages"]["geometry"])
    assert shapely.coverage_union_all(shapes).symmetric_difference(ground).area == 0


def test_a_group_leaves_one_grid_and_joins_the_other(plan, town):
    after = AssignGroup("groups-6", "grids-0").apply(plan)
    assert after.grid_of_group[6] == 0
    assert after.shape(0).area == pytest.approx(plan.shape(0).area + plan.groups["geometry"][6].area)
    assert_exact_coverage(after, town)
    assert plan.grid_of_group[6] == 1  # the plan before is what it was


def test_a_group_that_would_be_missed_or_leave_its_village_is_refused(plan):
    with pytest.raises(EditError, match="已经在"):
        AssignGroup("groups-0", "grids-0").apply(plan)
    with pytest.raises(EditError, match="另一个村"):
        AssignGroup("groups-0", "grids-5").apply(plan)
    with pytest.raises(EditError, match="没有"):
        AssignGroup("groups-0", "grids-9").apply(plan)
    emptied = plan
    for group in range(SIDE - 1):
        emptied = AssignGroup(f"groups-{group}", "grids-1").apply(emptied)
    with pytest.raises(EditError, match="仅有"):
        AssignGroup(f"groups-{SIDE - 1}", "grids-1").apply(emptied)


def test_two_neighbours_become_one_grid(plan, town):
    after = MergeGrids("grids-0", "grids-1").apply(plan)
    assert list(after.grids["uuid"]) == ["grids-0", "grids-2", "grids-3", "grids-4", "grids-5"]
    assert_exact_coverage(after, town)
    assert difference(plan, after, "合并").removed == {"grids": ("grids-1",)}


@pytest.mark.parametrize(
    ("kept", "merged", "why"), [("0", "0", "两个不同"), ("2", "3", "同一个村"), ("0", "2", "共同边界")]
)
def test_grids_that_cannot_be_one_are_refused(plan, kept, merged, why):
    with pytest.raises(EditError, match=why):
        MergeGrids(f"grids-{kept}", f"grids-{merged}").apply(plan)


def test_a_name_must_be_one_and_new_in_its_village(plan):
    assert RenameGrid("grids-0", " 新名 ").apply(plan).grids["name"][0] == "新名"
    assert RenameGrid("grids-0", "5").apply(plan).grids["name"][0] == "5"  # the other village's
    for name, why in (("  ", "不能为空"), ("1", "已有")):
        with pytest.raises(EditError, match=why):
            RenameGrid("grids-0", name).apply(plan)


def test_only_what_differs_is_written(plan):
    change = difference(plan, RenameGrid("grids-3", "新名").apply(plan), "改名")
    assert list(change.rows["grids"]["uuid"]) == ["grids-3"]
    assert change.tables == {"grids"}
    assert not difference(plan, plan, "无").tables


EDITS = st.lists(
    st.one_of(
        st.builds(
            AssignGroup,
            st.integers(0, SIDE * SIDE - 1).map("groups-{}".format),
            st.integers(0, SIDE - 1).map("grids-{}".format),
        ),
        st.builds(MergeGrids, *[st.integers(0, SIDE - 1).map("grids-{}".format)] * 2),
        st.just("undo"),
        st.just("redo"),
    ),
    max_size=12,
)


@given(EDITS)
def test_any_edits_and_undos_keep_an_exact_coverage(plan, town, edits):
    history = History.start(plan)
    for edit in edits:
        if isinstance(edit, str):
            history = getattr(history, edit)()
            continue
        try:
            history = history.perform(edit.label, edit.apply(history.present))
        except EditError:
            continue
    assert_exact_coverage(history.present, town)
    assert sorted(set(history.present.grid_of_group.tolist())) == list(range(len(history.present.grids)))

"""What every edit must keep: an exact coverage, whatever the order."""

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridmap.errors import EditError
from gridmap.redraw.edits.assign_group import AssignGroup
from gridmap.redraw.edits.merge_grids import MergeGrids
from gridmap.redraw.history import History
from gridmap.redraw.plan import GridPlan, difference


def assert_exact_coverage(plan):
    grids, villages = plan.grids["geometry"], plan.villages["geometry"]
    assert shapely.coverage_is_valid(grids)
    assert shapely.is_valid(grids).all()
    for row, village in enumerate(villages):
        own = shapely.coverage_union_all(grids[plan.village_of_grid == row])
        assert shapely.symmetric_difference(village, own).area == 0
    assert shapely.area(grids).sum() == pytest.approx(shapely.area(villages).sum(), rel=1e-12)


@settings(max_examples=25, deadline=None,
          suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])  # fmt: skip
@given(
    seed=st.integers(0, 1000),
    steps=st.lists(st.tuples(st.sampled_from(["assign", "assign", "assign", "merge", "undo", "redo"]),
                             st.integers(0, 29), st.integers(0, 7)), min_size=1, max_size=12),
)  # fmt: skip
def test_any_sequence_of_edits_keeps_an_exact_coverage(town, seed, steps):
    history = History.start(GridPlan.of(town(seed)))
    for kind, one, other in steps:
        plan = history.present
        uuids = plan.grids["uuid"]
        if kind in {"undo", "redo"}:
            history = getattr(history, kind)()
        else:
            to = uuids[other % len(uuids)]
            edit = (
                AssignGroup(f"groups-{one + 1}", to)
                if kind == "assign"
                else MergeGrids(to, uuids[one % len(uuids)])
            )
            try:
                history = history.perform(edit.label, edit.apply(plan))
            except EditError:
                continue
        assert_exact_coverage(history.present)


@settings(max_examples=25, deadline=None,
          suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])  # fmt: skip
@given(seed=st.integers(0, 1000), group=st.integers(1, 30), grid=st.integers(0, 7), cut=st.floats(300, 2700))
def test_a_group_not_made_of_the_grids_vertices_is_moved_without_a_gap(town, seed, group, grid, cut):
    """Grids are split by a line that no group knows, so their borders cut groups in two."""
    plan = GridPlan.of(town(seed))
    line = shapely.LineString([(-1, cut), (3001, cut + 137.0)])
    shapes = plan.groups["geometry"].copy()
    half = shapely.intersection(shapes[group - 1], shapely.buffer(line, 80.0))
    if not half.area or half.geom_type != "Polygon":
        return
    shapes[group - 1] = half
    odd = GridPlan(
        plan.grids, plan.assignments, plan.villages, plan.groups.replace(geometry=shapes), plan.staff
    )
    to = plan.grids["uuid"][grid % len(plan.grids)]
    try:
        after = AssignGroup(f"groups-{group}", to).apply(odd)
    except EditError as refusal:
        if "拼接" in str(refusal):
            raise
        return
    shapes = after.grids["geometry"]
    assert shapely.coverage_is_valid(shapes)
    assert shapely.area(shapes).sum() == pytest.approx(9e6, rel=1e-9)
    moved = difference(odd, after).rows["grids"]
    assert to in moved["uuid"].tolist()


def test_undoing_everything_gives_the_very_first_plan(town):
    first = GridPlan.of(town(5))
    history = History.start(first)
    for group in range(1, 31):
        for grid in first.grids["uuid"]:
            try:
                history = history.perform("", AssignGroup(f"groups-{group}", grid).apply(history.present))
            except EditError:
                continue
    assert history.undo_label is not None
    while history.undo_label is not None:
        history = history.undo()
    assert history.present is first
    assert np.array_equal(first.grids["geometry"], town(5)["grids"]["geometry"])

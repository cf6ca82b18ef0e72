"""What a draft costs against the plan in force, with and without a stroke in the making."""

import numpy as np
import pytest
import shapely

from gridmap.redraw.edits.merge_grids import MergeGrids
from gridmap.redraw.edits.move_ground import MoveGround
from gridmap.redraw.ground import Ground
from gridmap.redraw.preview import preview
from gridmap.screens.desk.cost import Cost, Costs
from gridmap.session import State


@pytest.fixture(name="then")
def _then(build):
    """Two grids side by side; two houses in the west, one in the east; an open incident in the west."""
    return State.of(build(
        villages={"name": ["甲村"], "geometry": [shapely.box(0, 0, 200, 100)]},
        grids={"name": ["甲01", "甲02"], "village_fid": [1, 1],
               "geometry": [shapely.box(0, 0, 100, 100), shapely.box(100, 0, 200, 100)]},
        households={"household_no": ["1", "2", "3"], "resident": [3.0, 4.0, 5.0],
                    "registered": [6.0, 7.0, 8.0], "at_home": [1.0, 2.0, 3.0],
                    "x": [20.0, 80.0, 150.0], "y": [50.0, 50.0, 50.0]},
        residents={"household_no_fid": [1, 2, 2], "name": ["甲", "乙", "丙"], "lives_alone": [0, 1, 0],
                   "at_home": [1, 1, 1]},
        incidents={"title": ["漏水", "旧事"], "finished_at": ["", "2024-01-01T08:00:00"], "x": [85.0, 85.0],
                   "y": [50.0, 50.0]},
    ))  # fmt: skip


def ground(state):
    return Ground.of(state.snapshot, state.census)


def after(state, edit):
    return State.of(preview(ground(state), edit).plan.onto(state.snapshot))


def east(state, row=1):
    return MoveGround.of(shapely.box(60, 0, 100, 100), ground(state).uuid(row))


def test_a_draft_like_the_plan_in_force_costs_nothing(then):
    assert Costs(then, then, "resident").of(None) == Cost(0, 0.0, 0, 0, 0.0)


def test_a_stroke_costs_whom_it_moves(then):
    cost = Costs(then, then, "registered").of(preview(ground(then), east(then)))
    assert (cost.households, cost.people, cost.living_alone, cost.incidents) == (1, 7.0, 1, 1)
    assert cost.border_m == pytest.approx(0.0)


def test_a_draft_costs_what_its_strokes_cost_and_a_way_back_costs_nothing(then):
    now = after(then, east(then))
    costs = Costs(then, now, "resident")
    assert costs.of(None).people == 4.0
    assert costs.of(None).incidents == 1
    back = preview(ground(now), MoveGround.of(shapely.box(60, 0, 100, 100), ground(now).uuid(0)))
    assert costs.of(back).households == 0
    assert costs.of(back).people == 0.0


def test_a_merge_takes_the_border_away(then):
    made = preview(ground(then), MergeGrids(ground(then).uuid(0), ground(then).uuid(1)))
    cost = Costs(then, then, "resident").of(made)
    assert (cost.households, cost.people) == (1, 5.0)
    assert cost.border_m == pytest.approx(-100.0)


def test_a_new_grid_is_another_one(then):
    from gridmap.redraw.pens.line import split

    line = [(50.0, -10.0), (50.0, 110.0)]
    made = preview(ground(then), split(ground(then), ground(then).uuid(0), line))
    cost = Costs(then, then, "resident").of(made)
    assert cost.households == len(made.households) == 1
    assert cost.border_m == pytest.approx(100.0)
    assert np.isin(made.came_to, [2]).all()

"""Gestures without a window: what a mode makes of presses, moves and releases."""

import numpy as np
import pytest

from gridmap.redraw.edits.merge_grids import MergeGrids
from gridmap.redraw.ground import Ground
from gridmap.redraw.pens.border import BorderPen
from gridmap.redraw.preview import preview
from gridmap.screens.mode import Choices, Field, Pointer
from gridmap.screens.modes.border import BORDER
from gridmap.screens.modes.lasso import LASSO
from gridmap.screens.modes.merge import MERGE
from gridmap.screens.modes.paint import PAINT
from gridmap.screens.modes.reshape import RESHAPE
from gridmap.screens.modes.split import SPLIT
from gridmap.screens.modes.straighten import STRAIGHTEN
from gridmap.screens.modes.vertex import VERTEX
from gridmap.township.census import take_census


@pytest.fixture(name="field")
def _field(square_town):
    """Six squares of 1 km; a reach of 20 m; single households."""
    ground = Ground.of(square_town, take_census(square_town))
    return Field(ground, 20.0, Choices(unit="household"))


def gesture(mode, field, *events):
    """Run a gesture: ``events`` are (kind, x, y); the last draft, and every draft on the way."""
    first, *rest = [Pointer(*event) for event in events]
    running = mode.begin(field, first)
    drafts = [next(running)]
    for at in rest:
        try:
            drafts.append(running.send(at))
        except StopIteration as end:
            return end.value, drafts
    return None, drafts


def test_a_border_is_taken_only_within_reach(field):
    assert BORDER.begin(field, Pointer("press", 500, 900)) is None
    assert BORDER.look(field, Pointer("hover", 500, 900)).handles == ()
    assert BORDER.look(field, Pointer("hover", 500, 990)).handles
    assert BORDER.begin(field, Pointer("press", 500, 990)) is not None


def test_a_pushed_border_takes_the_household_that_it_passes(field):
    end, drafts = gesture(
        BORDER, field, ("press", 500, 1000), ("move", 500, 1200), ("move", 500, 1400), ("release", 500, 1400)
    )
    assert drafts[0].edit is None
    assert preview(field.ground, end.edit).households.tolist() == [1]
    assert set(preview(field.ground, end.edit).came_to.tolist()) == {0}


def test_an_edit_is_worked_out_when_it_is_asked_for_and_once(field, monkeypatch):
    """A hand moves faster than edits are worked out."""
    pushed = []
    real = BorderPen.push
    monkeypatch.setattr(BorderPen, "push", lambda *args: pushed.append(args) or real(*args))
    end, _drafts = gesture(
        BORDER, field, ("press", 500, 1000), ("move", 500, 1200), ("move", 500, 1400), ("release", 500, 1400)
    )
    assert not pushed
    assert end.edit is end.edit is not None
    assert not end.refusal
    assert len(pushed) == 1


@pytest.mark.parametrize("mode", [BORDER, PAINT, LASSO], ids=lambda mode: mode.name)
def test_a_stroke_let_go_where_the_hand_rests_is_the_one_that_was_shown(field, mode):
    path = [("press", 500, 1000), ("move", 700, 1200), ("move", 500, 1400)]
    end, drafts = gesture(mode, field, *path, ("release", 500, 1400))
    assert end is drafts[-1]
    end, drafts = gesture(mode, field, *path, ("release", 500, 1410))
    assert end is not drafts[-1]
    assert end.sketch != drafts[-1].sketch


def test_shift_is_the_other_unit_and_ctrl_follows(field):
    at = Pointer("move", 0, 0)
    held = Pointer("move", 0, 0, shift=True, ctrl=True)
    assert (field.unit(at), field.unit(held)) == ("household", "group")
    assert (field.along(at), field.along(held)) == (False, True)
    whole = Field(field.ground, field.reach, Choices())
    assert (whole.unit(at), whole.unit(held)) == ("group", "household")


def test_a_merge_is_dragged_onto_the_neighbour_or_clicked_for_the_chosen_grid(field):
    south, middle = field.ground.uuid(0), field.ground.uuid(1)
    end, _drafts = gesture(MERGE, field, ("press", 500, 500), ("move", 500, 1500), ("release", 500, 1500))
    assert end.edit == MergeGrids(middle, south)
    chosen = Field(field.ground, field.reach, Choices(target=south))
    end, _drafts = gesture(MERGE, chosen, ("press", 500, 1500), ("release", 500, 1500))
    assert end.edit == MergeGrids(south, middle)
    end, _drafts = gesture(MERGE, chosen, ("press", 500, 500), ("release", 500, 500))
    assert end.edit is None
    assert MERGE.begin(field, Pointer("press", -500, 500)) is None


def test_paint_fills_the_chosen_grid_else_the_one_where_the_stroke_begins(field):
    stroke = (("press", 500, 700), ("move", 500, 1300), ("release", 500, 1300))
    end, _drafts = gesture(PAINT, field, *stroke)
    assert preview(field.ground, end.edit).came_to.tolist() == [0]
    chosen = Field(field.ground, field.reach, Choices(unit="household", target=field.ground.uuid(2)))
    end, _drafts = gesture(PAINT, chosen, *stroke)
    assert preview(field.ground, end.edit).came_to.tolist() == [2]


def test_a_lasso_takes_who_is_inside(field):
    ring = [(300, 900), (700, 900), (700, 1500), (300, 1500)]
    events = [("press", *ring[0]), *(("move", *place) for place in ring[1:]), ("release", *ring[-1])]
    end, drafts = gesture(LASSO, field, *events)
    assert drafts[1].sketch.closed
    assert preview(field.ground, end.edit).households.tolist() == [1]


@pytest.fixture(name="two_homes")
def _two_homes(build):
    """One village of 1 km, one grid, a house in the west and one in the east."""
    import shapely

    town = build(
        villages={"name": ["甲村"], "geometry": [shapely.box(0, 0, 1000, 1000)]},
        grids={"name": ["甲村01网格"], "village_fid": [1], "geometry": [shapely.box(0, 0, 1000, 1000)]},
        households={
            "household_no": ["1", "2"], "resident": [3.0, 4.0], "registered": [3.0, 4.0],
            "at_home": [1.0, 1.0], "x": [200.0, 800.0], "y": [500.0, 500.0],
        },
    )  # fmt: skip
    return Field(Ground.of(town, take_census(town)), 20.0)


def test_a_line_is_drawn_by_clicks_that_may_begin_outside_and_only_its_end_is_refused(two_homes):
    events = [("press", 500, -100), ("release", 500, -100), ("hover", 500, 600), ("press", 500, 1100)]
    end, drafts = gesture(SPLIT, two_homes, *events, ("release", 500, 1100), ("double", 500, 1100))
    assert drafts[2].early
    made = preview(two_homes.ground, end.edit)
    assert sorted(made.shapes) == [0, 1]
    assert made.households.tolist() == [0]
    names = {draft.edit.new for draft in drafts if draft.edit is not None}
    assert names == {end.edit.new}
    end, _drafts = gesture(SPLIT, two_homes, ("press", -300, 0), ("press", -300, 900), ("enter", 0, 0))
    assert end.edit is None
    assert end.refusal


def test_a_line_is_drawn_in_one_drag_too(two_homes):
    way = [("move", 500, y) for y in range(0, 1101, 100)]
    end, _drafts = gesture(SPLIT, two_homes, ("press", 500, -100), *way, ("release", 500, 1100))
    assert preview(two_homes.ground, end.edit).households.tolist() == [0]


def test_a_stretch_of_a_border_is_drawn_anew(field):
    line = [(200, 1000), (500, 1400), (800, 1000)]
    events = [("press", *line[0]), *(("press", *place) for place in line[1:]), ("enter", 0, 0)]
    end, _drafts = gesture(RESHAPE, field, *events)
    made = preview(field.ground, end.edit)
    assert made.households.tolist() == [1]
    assert made.shapes[0].area == pytest.approx(1e6 + 600 * 400 / 2)


def test_a_corner_is_dragged_and_a_click_on_it_changes_nothing(field):
    (corner,) = VERTEX.look(field, Pointer("hover", 10, 990)).handles
    assert corner == (0, 1000)
    assert VERTEX.begin(field, Pointer("press", 500, 500)) is None
    end, _drafts = gesture(VERTEX, field, ("press", 10, 995), ("release", *corner))
    assert end.edit is None
    end, _drafts = gesture(VERTEX, field, ("press", 10, 995), ("move", 5, 900), ("release", 0, 800))
    assert end.edit is not None


def test_a_border_is_straightened_between_two_of_its_corners(field):
    end, _drafts = gesture(
        RESHAPE, field, ("press", 200, 1000), ("press", 500, 1400), ("press", 800, 1000), ("enter", 0, 0)
    )
    after = preview(field.ground, end.edit).plan
    bent = after.onto(field.ground.snapshot)
    ground = Ground.of(bent, take_census(bent))
    there = Field(ground, 20.0)
    end, drafts = gesture(
        STRAIGHTEN,
        there,
        ("press", 205, 1005),
        ("move", 500, 1300),
        ("move", 798, 1000),
        ("release", 798, 1000),
    )
    assert drafts[1].edit is None
    assert len(drafts[1].sketch.line) == 2
    shapes = preview(ground, end.edit).shapes
    assert np.allclose([shapes[0].area, shapes[1].area], 1e6)

"""An edit in the making as marks: in whose colours, over which ground, with which words."""

import numpy as np
import pytest
import shapely

from gridmap.redraw.edits.move_ground import MoveGround
from gridmap.redraw.ground import Ground
from gridmap.redraw.preview import preview
from gridmap.scene.live import live, sketch_marks
from gridmap.scene.marks import Lines, Points, Symbols
from gridmap.scene.palette import blend, cap_colour, palette
from gridmap.township.census import take_census


@pytest.fixture(name="ground")
def _ground(square_town):
    return Ground.of(square_town, take_census(square_town))


def made(ground, piece, row):
    return preview(ground, MoveGround.of(piece, ground.uuid(row)))


def fill(status, theme):
    return blend(cap_colour(status, theme), palette(theme).ground, 0.75)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_grid_whose_status_turns_is_filled_whole_and_hatched_when_over(ground, theme):
    shown = live(made(ground, shapely.box(0, 1200, 1000, 2000), 2), ground, "resident", palette(theme), 0.75)
    turned = {mark.colours[0]: mark for mark in shown.turned}
    assert set(turned) == {fill("over", theme), fill("ok", theme)}
    over, calm = turned[fill("over", theme)], turned[fill("ok", theme)]
    assert over.rings.bounds.tolist() == [[0, 2000, 1000, 3000]]
    assert calm.rings.bounds.tolist() == [[0, 1000, 1000, 2000]]
    assert (over.hatched, calm.hatched) == ((0,), ())


def test_a_turned_grid_is_the_same_mark_at_the_next_move(ground):
    one, other = (
        live(made(ground, shapely.box(0, y, 1000, 2000), 2), ground, "resident", palette("dark"), 0.75)
        for y in (1200, 1250)
    )
    assert one.turned == other.turned
    assert one.fills != other.fills


def test_ground_that_moves_takes_the_colour_of_its_new_grid(ground):
    shown = live(made(ground, shapely.box(0, 1200, 1000, 2000), 2), ground, "resident", palette("dark"), 0.75)
    (moved,) = shown.fills
    assert moved.colours == (fill("over", "dark"),)
    assert moved.rings.bounds.tolist() == [[0, 1200, 1000, 2000]]


def test_the_households_that_move_and_the_words_of_both_grids_are_shown(ground):
    shown = live(made(ground, shapely.box(0, 1200, 1000, 2000), 2), ground, "resident", palette("dark"), 0.75)
    (points,) = (mark for mark in shown.marks if isinstance(mark, Points))
    assert (points.spots.x.tolist(), points.spots.y.tolist()) == ([500], [1300])
    assert shown.words["grids-3"][0].text == "1,820/1,000"
    assert shown.words["grids-3"][0].role == "badge"
    assert shown.words["grids-2"][0].text == "0"


def test_ground_without_people_turns_nothing(ground):
    shown = live(
        made(ground, shapely.box(0, 1900, 1000, 2000), 2), ground, "resident", palette("light"), 0.75
    )
    assert shown.turned == ()
    assert shown.fills[0].colours == (fill("limit", "light"),)
    (points,) = (mark for mark in shown.marks if isinstance(mark, Points))
    assert len(points.spots.x) == 0


def test_what_the_hand_holds_is_drawn(ground):
    marks = sketch_marks([(0, 0), (10, 0), (10, 10)], True, [(5, 5)], ((1, 1), 20.0), palette("light"))
    ring, brush, handle = marks
    assert isinstance(ring, Lines)
    assert ring.paths.runs.xy.tolist() == [[0, 0], [10, 0], [10, 10], [0, 0]]
    far = np.hypot(*(brush.paths.runs.xy - [1, 1]).T)
    assert far == pytest.approx(np.full(len(far), 20.0))
    assert isinstance(handle, Symbols)
    assert sketch_marks((), False, (), None, palette("light")) == []

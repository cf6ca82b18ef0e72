import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QPainter

from gridmap.scene.marks import Lines
from gridmap.scene.shapes import paths_of
from gridmap.scene.view import View
from gridmap.screens.canvas.ink import Ink
from gridmap.screens.canvas.render import draw_vector, image_of
from gridmap.screens.canvas.segments import segments_of

VIEW = View(120, 100, x=60, y=50, scale=1.0)
WHITE = 0xFFFFFFFF


def mark_of(*lines, **look):
    return Lines(paths=paths_of([np.array(line, float) for line in lines]), colour="#000000", **look)


def inked(mark, view=VIEW, alpha=1.0):
    """How dark each pixel is, from 0 to 1."""
    picture = np.full((view.height, view.width), WHITE, np.uint32)
    segments = segments_of(mark.paths, view, 0.6, mark.width, counted=bool(mark.dash))
    assert Ink(picture).stroke(segments, mark.width, mark.colour, alpha, mark.dash)
    return 1 - (picture & 0xFF) / 255


def painted(mark, view=VIEW):
    """The same by Qt."""
    picture = np.full((view.height, view.width), WHITE, np.uint32)
    image = image_of(picture)  # named: a painter does not keep its image
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_vector(painter, mark, view)
    painter.end()
    return 1 - (picture & 0xFF) / 255


@pytest.mark.parametrize("width", [0.5, 1.0, 1.25, 3.0, 8.0])
@pytest.mark.parametrize("end", [(110, 50), (110, 83.3), (60, 95), (14.2, 11), (10, 95)])
def test_a_stroke_is_as_dark_as_its_area(width, end):
    line = np.array([(20.0, 30.0), end])
    length = np.hypot(*(line[1] - line[0]))
    assert inked(mark_of(line, width=width)).sum() == pytest.approx(length * width, rel=0.04, abs=width)


@pytest.mark.usefixtures("qapp")
@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.floats(10, 110), st.floats(10, 90)), min_size=2, max_size=6, unique=True),
    st.sampled_from([1.5, 2.0, 3.0]),  # at 1.0 a painter draws a pixel a step, however steep
)
def test_a_stroke_lies_where_a_painter_draws_it(places, width):
    ours, theirs = inked(mark_of(places, width=width)), painted(mark_of(places, width=width))
    assert ours.sum() == pytest.approx(theirs.sum(), rel=0.12, abs=4 * width * len(places))
    far = ours.copy()  # what a painter left white all around
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            far[np.roll(theirs, (down, right), (0, 1)) > 0.02] = 0
    assert far.sum() <= len(places) * width * width


def test_a_line_that_crosses_itself_or_is_named_twice_is_no_darker():
    cross = ((10, 10), (110, 90)), ((10, 90), (110, 10))
    one, twice = (inked(mark_of(*lines, width=2.0), alpha=0.5) for lines in (cross, cross * 2))
    assert one.max() == pytest.approx(0.5, abs=0.01)
    assert (one == twice).all()


@pytest.mark.parametrize("angle", [20, 60, 90])
def test_a_bend_is_not_notched(angle):
    turn = np.radians(angle)
    bend = [(10, 50), (60, 50), (60 + 45 * np.cos(turn), 50 + 45 * np.sin(turn))]
    dark = inked(mark_of(bend, width=8.0))
    outer = 60 + 3 * np.sin(turn / 2), 50 - 3 * np.cos(turn / 2)  # within the corner, on its outer side
    assert dark[round(100 - outer[1] - 0.5), round(outer[0] - 0.5)] > 0.95


@pytest.mark.parametrize("width", [4.0, 8.0, 13.0])
def test_a_smooth_curve_keeps_its_width_all_along(width):
    turns = np.linspace(0, 2 * np.pi, 73)
    ring = np.column_stack([60 + 33 * np.cos(turns), 50 + 33 * np.sin(turns)])
    dark = inked(mark_of(ring, width=width))
    row, column = np.mgrid[:100, :120]
    away = np.abs(np.hypot(column + 0.5 - 60, row + 0.5 - 50) - 33)
    assert dark[away < width / 2 - 1].min() > 0.99
    assert dark[away > width / 2 + 1].max() < 0.01


def test_dashes_are_as_long_as_they_say_along_every_part_of_a_line():
    dark = inked(mark_of([(10, 50), (55, 50), (110, 50)], width=2.0, dash=(6.0, 4.0)))
    row = dark[49] > 0.5
    edges = np.flatnonzero(np.diff(row.astype(int)))
    assert np.diff(edges).tolist() == [6, 4] * 9 + [6]


def test_dashes_do_not_depend_on_where_the_window_begins():
    mark = mark_of([(-400, 50), (400, 50)], width=2.0, dash=(6.0, 4.0))
    here, moved = inked(mark), inked(mark, View(120, 100, x=73, y=50, scale=1.0))
    assert (here[:, 13:] == moved[:, :-13]).all()


@pytest.mark.parametrize("shift", [-60, 0, 60])
def test_strokes_that_leave_the_picture_are_cut_at_its_edges(shift):
    ring = [(60 + 90 * np.cos(turn), 50 + 90 * np.sin(turn)) for turn in np.linspace(0, 6.3, 60)]
    wide = View(320, 300, x=60 + shift, y=50, scale=1.0)
    narrow = View(120, 100, x=60 + shift, y=50, scale=1.0)
    whole = inked(mark_of(ring, width=5.0), wide)
    assert np.abs(inked(mark_of(ring, width=5.0), narrow) - whole[100:200, 100:220]).max() < 0.02


def test_a_stroke_that_is_no_longer_wanted_leaves_the_picture_alone():
    picture = np.full((100, 120), WHITE, np.uint32)
    segments = segments_of(mark_of([(0, 0), (120, 100)], width=2.0).paths, VIEW, 0.6)
    assert not Ink(picture).stroke(segments, 2.0, "#000000", 1.0, (), lambda: True)
    assert (picture == WHITE).all()


def test_lines_of_no_length_are_nothing():
    assert inked(mark_of([(50, 50), (50, 50)], width=3.0)).sum() == 0

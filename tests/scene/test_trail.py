import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from walks import NINE, walk

from gridmap.response.timeline import Spans
from gridmap.response.tracks import tracks_of
from gridmap.scene.trail import dots_of, pixels_of, trail_of
from gridmap.scene.view import View
from gridmap.township.schemas import SCHEMAS
from gridmap.township.table import Table

VIEW = View(width=200, height=100, x=100.0, y=50.0, scale=1.0)


def tracks(*lines):
    shapes = np.full(len(lines), None, object)
    shapes[:] = [walk(*line) for line in lines]
    return tracks_of(Table.of(SCHEMAS["patrols"], {"fid": np.arange(1, len(lines) + 1), "geometry": shapes}))


def places(pixels, low, high):
    """Column and row from the top of the pixels in the picture."""
    flat = pixels.of(low, high)
    flat = flat[flat < VIEW.width * VIEW.height]
    return {(int(at % VIEW.width), int(at // VIEW.width)) for at in flat}


def test_a_piece_appears_when_it_has_been_walked():
    trail = trail_of(tracks([(20, 50, 0), (30, 50, 10), (30, 60, 20)]), False, 600)
    assert (trail.done - NINE).tolist() == [10, 20]
    assert trail.between(NINE, NINE + 10) == (0, 1)
    assert trail.between(NINE + 10, NINE + 20) == (1, 2)
    assert trail.between(NINE, NINE + 9) == (0, 0)


def test_a_piece_is_a_line_of_pixels_without_holes():
    trail = trail_of(tracks([(20, 50, 0), (30, 50, 10)]), False, 600)
    found = places(pixels_of(trail, VIEW), 0, 1)
    assert found == {(column, 50) for column in range(21, 31)}


def test_known_afterwards_all_of_a_way_appears_at_its_end():
    trail = trail_of(tracks([(20, 50, 0), (30, 50, 10), (30, 60, 20)]), True, 600)
    assert (trail.done - NINE).tolist() == [20, 20]


def test_what_nobody_measured_is_not_drawn():
    assert len(trail_of(tracks([(20, 50, 0), (30, 50, 10), (90, 50, 900)]), False, 600).done) == 1


def test_tracks_are_not_joined_to_each_other():
    assert (
        len(trail_of(tracks([(20, 50, 0), (30, 50, 10)], [(90, 50, 20), (95, 50, 30)]), False, 600).done) == 2
    )


def test_a_dot_is_one_pixel_at_its_place():
    spans = Spans(*(np.array([value]) for value in (40.0, 30.0, NINE, np.inf, 0, 0)))
    found = pixels_of(dots_of(spans), VIEW)
    assert places(found, 0, 1) == {(40, 70)}


def test_nothing_has_no_pixels():
    trail = trail_of(tracks(), False, 600)
    assert len(pixels_of(trail, VIEW).flat) == 0
    assert trail.between(0, 1) == (0, 0)


@given(
    st.lists(st.tuples(st.integers(-500, 700), st.integers(-500, 600)), min_size=2, max_size=12),
    st.sampled_from([0.05, 0.3, 1.0, 7.0]),
)
def test_every_pixel_lies_on_its_piece_and_inside_the_picture(way, scale):
    trail = trail_of(tracks([(x, y, 10 * at) for at, (x, y) in enumerate(way)]), False, 600)
    view = View(width=200, height=100, x=100.0, y=50.0, scale=scale)
    pixels = pixels_of(trail, view)
    ends = view.to_pixels(np.array(way, float))
    assert len(pixels.begins) == len(way)
    for piece in range(len(way) - 1):
        flat = pixels.of(piece, piece + 1)
        flat = flat[flat < view.width * view.height]
        spot = np.column_stack([flat % view.width, flat // view.width]) + 0.5
        first, along = ends[piece], ends[piece + 1] - ends[piece]
        length = max(float(np.hypot(*along)), 1e-9)
        apart = np.abs(along[0] * (spot[:, 1] - first[1]) - along[1] * (spot[:, 0] - first[0])) / length
        near = np.hypot(*(spot - first).T) if length < 1e-6 else apart
        assert (near <= 1.6).all()

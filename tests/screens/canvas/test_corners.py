import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridmap.scene.placing import Placed
from gridmap.scene.scene import Label, Line
from gridmap.scene.view import View
from gridmap.screens.canvas.corners import Corners

VIEW = View(400, 300, x=1000.0, y=500.0, scale=2.0)
PLACES = st.lists(st.tuples(st.floats(800, 1200), st.floats(300, 700)), max_size=20)


def placed(x, y):
    return Placed(Label((Line("甲", "name"),), x, y), -20.0, -8.0, 40.0, 17.0)


@given(PLACES)
def test_a_block_is_seen_where_its_box_reaches_into_the_part(places):
    labels, part = [placed(*place) for place in places], (50.0, 40.0, 300.0, 200.0)
    expected = []
    for row, label in enumerate(labels):
        left, top, right, bottom = label.box(VIEW)
        if right > part[0] and left < part[2] and bottom > part[1] and top < part[3]:
            expected.append((row, pytest.approx(left, abs=0.51), pytest.approx(top, abs=0.51)))
    assert Corners().seen(labels, VIEW, part) == expected


def test_other_labels_are_taken_and_the_same_ones_move_with_the_view():
    corners, window = Corners(), (0.0, 0.0, 400.0, 300.0)
    one, two = [placed(1000.0, 500.0)], [placed(1000.0, 500.0), placed(1010.0, 500.0)]
    ((_row, left, top),) = corners.seen(one, VIEW, window)
    assert corners.seen(one, VIEW.panned(7, 3), window) == [(0, left + 7, top + 3)]
    assert len(corners.seen(two, VIEW, window)) == 2
    assert corners.seen((), VIEW, window) == []

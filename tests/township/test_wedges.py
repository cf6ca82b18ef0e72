import numpy as np
import pytest

from gridmap.township.borders import Segments
from gridmap.township.wedges import Wedges


def wedges(*segments, weight):
    """One cell of 8 m with its middle at 4, 4 and the segments (x0, y0, x1, y1, jump)."""
    ends, jumps = np.array([segment[:4] for segment in segments], float), [segment[4] for segment in segments]
    lines = Segments(*ends.T.copy(), np.array(jumps))
    middle = np.array([4.0])
    return Wedges(lines, np.array([0, len(segments)]), middle, middle, np.array([weight]), 8.0, 1e-9)


def located(cells, *points):
    x, y = np.array(points, float).T
    weight, doubt, others = cells.locate(x, y, np.zeros(len(x), np.int32))
    return weight.tolist(), doubt.tolist(), others.tolist()


def test_a_straight_border_has_its_jump_on_the_right():
    cells = wedges((3, -9, 3, 20, 5), weight=7)  # the middle lies right of it
    assert located(cells, (1, 1), (5, 7)) == ([2, 7], [False, False], [])


def test_a_level_border_has_its_jump_in_the_south():
    cells = wedges((-9, 3, 20, 3, 5), weight=7)  # the middle lies north of it
    assert located(cells, (1, 1), (5, 7)) == ([12, 7], [False, False], [])


def test_a_corner_holds_its_wedge_and_all_around_is_the_rest():
    cells = wedges((4, 5, -9, 20, -5), (4, 5, 20, 20, 5), weight=7)
    assert located(cells, (4, 7), (1, 5), (7, 5), (4, 1)) == ([2, 7, 7, 7], [False] * 4, [])


def test_beside_a_line_and_its_continuation_nothing_is_certain():
    cells = wedges((4, 5, -9, 18, -5), (4, 5, 20, 21, 5), weight=7)
    assert located(cells, (4, 5), (2, 7), (6, 3), (6, 3.1))[1] == [True, True, True, False]


@pytest.mark.parametrize(
    "segments",
    [
        [(3, -9, 3, 8 + 1e-10, 5)],  # ends at the edge
        [(4, 5, -9, 20, -5), (4, 5.5, 20, 20, 5)],  # do not meet
        [(4, 5, -9, 20, -5), (4, 5, 20, 20, 3)],  # something else ends here
        [(4, 5, -9, 20, -5), (4, 5, -22, 35, 5)],  # goes back on itself
        [(3, -9, 3, 20, 5), (5, -9, 5, 20, 5)],  # two straight ones
        [(4, -9, 4, 20, 5)],  # runs through the middle, whose weight is uncertain
        [(4, 5, -9, 20, -5), (4, 5, 20, 20, 2), (4, 5, 4, 30, 3)],  # a junction
    ],
)
def test_any_other_cell_is_left_to_be_asked(segments):
    assert located(wedges(*segments, weight=7), (1, 1), (7, 7))[2] == [0, 1]

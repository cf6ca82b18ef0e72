import pytest
from shapely.geometry import Polygon, box

from gridmap.township.swept import swept_boxes

SQUARE = Polygon([(0, 0), (10, 0), (10, 10), (0, 10)])


def test_nothing_is_swept_between_equal_shapes():
    assert swept_boxes(SQUARE, Polygon(SQUARE)) == set()
    assert swept_boxes(None, Polygon()) == set()


def test_a_moved_vertex_sweeps_its_two_sides():
    moved = Polygon([(0, 0), (10, 0), (10, 10), (4, 5), (0, 10)])
    again = Polygon([(0, 0), (10, 0), (10, 10), (4, 7), (0, 10)])
    assert swept_boxes(moved, again) == {(0, 5, 10, 10)}


@pytest.mark.parametrize("pair", [1, -1])
def test_a_vertex_more_or_less_sweeps_the_side_it_is_on(pair):
    more = Polygon([(0, 0), (10, 0), (10, 10), (5, 12), (0, 10)])
    assert swept_boxes(*(SQUARE, more)[::pair]) == {(0, 10, 10, 12)}


def test_the_first_vertex_of_a_ring_is_also_its_last():
    assert swept_boxes(SQUARE, Polygon([(-1, -1), (10, 0), (10, 10), (0, 10)])) == {(-1, -1, 10, 10)}


def test_only_the_hole_is_swept_when_it_changes():
    one, other = (Polygon(box(0, 0, 90, 90).exterior, [box(4, 4, k, k).exterior]) for k in (8, 9))
    ((x0, y0, x1, y1),) = swept_boxes(one, other)
    assert (x0, y0, x1, y1) == (4, 4, 9, 9)


def test_everything_is_swept_when_a_ring_comes_or_goes():
    holed = Polygon(box(0, 0, 90, 90).exterior, [box(4, 4, 8, 8).exterior])
    assert swept_boxes(holed, box(0, 0, 90, 90)) == {(0, 0, 90, 90)}
    assert swept_boxes(None, SQUARE) == {(0, 0, 10, 10)}

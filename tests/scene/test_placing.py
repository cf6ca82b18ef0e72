from itertools import combinations

import pytest

from gridmap.scene.placing import place
from gridmap.scene.scene import Label, Line
from gridmap.scene.view import View

VIEW = View(800, 600, x=0.0, y=0.0, scale=1.0)


def label(x=0.0, y=0.0, priority=0.0, **more):
    return Label((Line("花坡 07", "name"),), x, y, priority, **more)


def size(_label):
    return 60.0, 20.0


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_a_label_alone_stands_in_the_middle_of_its_point():
    (placed,) = place([label()], VIEW, size)
    assert placed.box(VIEW) == (370, 290, 430, 310)


def test_no_label_covers_another():
    crowd = [label(13.0 * (k % 9), 9.0 * (k // 9), k) for k in range(60)]
    placed = place(crowd, VIEW, size)
    assert 1 < len(placed) < 60
    assert not any(overlap(a.box(VIEW), b.box(VIEW)) for a, b in combinations(placed, 2))


def test_the_more_important_one_wins():
    low, high = label(priority=1), label(priority=2)
    (first, *_rest) = place([low, high], VIEW, size)
    assert first.label is high


def test_a_required_label_is_never_dropped():
    crowd = [label(0, 0, 10) for _ in range(30)]
    assert any(p.label.required for p in place([*crowd, label(0, 0, 1, required=True)], VIEW, size))


def test_a_label_beside_a_symbol_leaves_the_symbol_free():
    (placed,) = place([label(beside=15.0)], VIEW, size)
    left, _top, _right, _bottom = placed.box(VIEW)
    assert left >= 400 + 15


def test_furniture_stays_free():
    obstacle = (300.0, 200.0, 500.0, 400.0)
    assert all(not overlap(p.box(VIEW), obstacle) for p in place([label()], VIEW, size, [obstacle]))


@pytest.mark.parametrize(("scale", "count"), [(0.05, 0), (0.5, 1), (5.0, 0)])
def test_a_label_is_placed_only_between_its_scales(scale, count):
    view = View(800, 600, scale=scale)
    assert len(place([label(scales=(0.1, 1.0))], view, size)) == count


def test_a_placed_label_moves_with_the_ground():
    (placed,) = place([label()], VIEW, size)
    left, top, *_ = placed.box(VIEW.panned(17, -5))
    assert (left, top) == (387, 285)

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gridmap.errors import UsageError
from gridmap.response.area import circle, enclosed, polygon, strip

PLACES = arrays(np.float64, (40, 2), elements=st.floats(-60, 60, width=32))
CORNERS = st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=3, max_size=8)


def test_a_square_holds_what_lies_in_it_and_its_border():
    found = polygon(shapely.box(0, 0, 10, 10)).holds(np.array([5, 10, 11, np.nan]), np.array([5, 10, 5, 5]))
    assert found.tolist() == [True, True, False, False]


def test_the_edge_is_on_both_sides_of_the_border():
    area = polygon(shapely.box(0, 0, 100, 100))
    x = np.array([50, 95, 105, 111, np.nan])
    assert area.on_edge(x, np.full(5, 50.0), 10).tolist() == [False, True, True, False, False]


def test_the_edge_of_a_circle_smaller_than_the_tolerance_is_all_of_it():
    assert circle(0, 0, 4).on_edge(np.array([0.0, 13, 15]), np.zeros(3), 10).tolist() == [True, True, False]


@settings(deadline=None)  # a busy machine
@given(PLACES, st.floats(0.5, 80))
def test_a_circle_holds_what_is_not_farther_than_its_radius(places, radius):
    x, y = places.T
    away = np.hypot(x - 3, y + 7)
    assume((np.abs(away - radius) > 1e-9).all())
    assert (circle(3, -7, radius).holds(x, y) == (away <= radius)).all()


@settings(deadline=None)  # a busy machine
@given(PLACES, CORNERS)
def test_a_polygon_holds_what_a_ray_from_the_place_says(places, corners):
    shape = shapely.Polygon(corners)
    assume(shape.is_valid and shape.area > 0)
    x, y = places.T
    assume((shapely.distance(shape.boundary, shapely.points(places)) > 1e-6).all())
    assert (polygon(shape).holds(x, y) == _by_ray(x, y, np.array([*corners, corners[0]]))).all()


def _by_ray(x, y, ring):
    """Odd number of sides crossed eastwards: the school's way, one side after the other."""
    inside = np.zeros(len(x), bool)
    for (x0, y0), (x1, y1) in pairwise(ring):
        if y0 != y1:
            crossed = ((y0 > y) != (y1 > y)) & (x < x0 + (y - y0) * (x1 - x0) / (y1 - y0))
            inside ^= crossed
    return inside


@settings(deadline=None)  # a busy machine
@given(PLACES, st.floats(1, 30))
def test_a_strip_holds_what_is_near_its_line(places, reach):
    x, y = places.T
    line = shapely.LineString([(-20, 0), (20, 0)])
    away = np.hypot(np.maximum(np.abs(x) - 20, 0), y)
    assume((np.abs(away - reach) > 1e-9).all())
    assert (strip(line, reach).holds(x, y) == (away <= reach)).all()


@settings(deadline=None)  # a busy machine
@given(PLACES, st.sampled_from([circle(3, -7, 20), strip(shapely.LineString([(-20, 0), (20, 5)]), 4),
                                polygon(shapely.box(-30, 0, 20, 40))]))  # fmt: skip
def test_what_is_on_the_edge_lies_in_the_window_of_that_margin(places, area):
    x, y = places.T
    x0, y0, x1, y1 = area.window(10)
    within = (x >= x0) & (x <= x1) & (y >= y0) & (y <= y1)
    assert within[area.holds(x, y) | area.on_edge(x, y, 10)].all()


def test_an_area_that_crosses_itself_counts_both_loops_and_says_so():
    area = polygon(shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)]))
    assert area.holds(np.array([2.0, 8.0, 5.0]), np.array([5.0, 5.0, 9.0])).tolist() == [True, True, False]
    assert len(area.notes) == 1


def test_ground_that_a_loop_goes_around_twice_stays_in():
    star = shapely.Polygon([(0, 9), (6, -8), (-9, 3), (9, 3), (-6, -8)])
    assert not shapely.make_valid(star).contains(shapely.Point(0, 0))
    assert polygon(star).holds(np.zeros(1), np.zeros(1)).all()


def test_a_hole_of_a_badly_drawn_area_stays_out():
    outer = [(0, 0), (20, 20), (20, 0), (0, 20)]
    shape = shapely.Polygon(outer, [[(1, 8), (3, 8), (3, 12), (1, 12)]])
    assert not enclosed(shape).contains(shapely.Point(2, 10))
    assert enclosed(shape).contains(shapely.Point(18, 10))


@settings(deadline=None)  # a busy machine
@given(CORNERS)
def test_whatever_is_drawn_encloses_at_least_its_valid_reading(corners):
    shape = shapely.Polygon(corners)
    ground = enclosed(shape)
    assert ground.is_valid
    assert ground.area >= shapely.make_valid(shape).area - 1e-6


@pytest.mark.parametrize("radius", [0, -5, float("nan"), float("inf")])
def test_a_circle_without_a_radius_is_refused(radius):
    with pytest.raises(UsageError):
        circle(0, 0, radius)


def test_an_area_without_ground_is_refused():
    with pytest.raises(UsageError):
        polygon(shapely.Polygon([(0, 0), (5, 5), (9, 9)]))

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridmap.scene.borders import borders_of, numbered
from gridmap.scene.shapes import even_odd, paths_of, rings_of


def column(*geometries):
    made = np.empty(len(geometries), object)
    made[:] = geometries
    return made


def lines(paths):
    xy, offsets = paths.at(0.0)
    return [xy[a:b] for a, b in pairwise(offsets)]


def length(paths):
    return sum(np.hypot(*np.diff(line, axis=0).T).sum() for line in lines(paths))


def test_a_square_is_one_closed_path():
    rings = rings_of(column(shapely.box(0, 0, 1, 1)))
    assert len(rings) == 1
    assert (rings.path(0)[0] == rings.path(0)[-1]).all()
    assert rings.bounds.tolist() == [[0, 0, 1, 1]]


def test_holes_and_parts_of_one_area_are_one_path_that_fills_them_rightly():
    holed = shapely.difference(shapely.box(0, 0, 10, 10), shapely.box(4, 4, 6, 6))
    far = shapely.box(20, 0, 22, 2)
    rings = rings_of(column(shapely.union(holed, far), shapely.box(30, 0, 31, 1)))
    inside = [even_odd(rings.path(0), x, y) for x, y in ((1, 1), (5, 5), (21, 1), (15, 1))]
    assert inside == [True, False, True, False]
    assert even_odd(rings.path(1), 30.5, 0.5)


def test_a_missing_geometry_is_an_empty_path():
    rings = rings_of(column(None, shapely.box(0, 0, 1, 1)))
    assert len(rings.path(0)) == 0
    assert len(rings.path(1)) == 5


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), min_size=3, max_size=9, unique=True))
def test_even_odd_agrees_with_shapely(points):
    shape = shapely.convex_hull(shapely.multipoints(points))
    if shape.geom_type != "Polygon" or shape.area < 1:
        return
    path = rings_of(column(shape)).path(0)
    for x, y in ((50.5, 49.3), (10.1, 80.7), (99.9, 0.3)):
        if shape.boundary.distance(shapely.Point(x, y)) > 1e-9:
            assert even_odd(path, x, y) == shape.contains(shapely.Point(x, y))


def test_a_shared_border_is_drawn_once():
    borders = borders_of(column(shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)))
    assert length(borders.shared) == pytest.approx(1)
    assert length(borders.outer) == pytest.approx(6)


def test_borders_are_cut_where_three_areas_meet():
    three = column(
        shapely.box(0, 0, 1, 1),
        shapely.box(1, 0, 2, 1),
        shapely.Polygon([(0, 1), (1, 1), (2, 1), (2, 2), (0, 2)]),
    )
    assert sorted(len(line) for line in lines(borders_of(three).shared)) == [2, 2, 2]


def test_a_grid_border_that_is_a_village_border_belongs_to_the_village():
    grids = column(*(shapely.box(x, 0, x + 1, 1) for x in range(4)))
    villages = column(
        shapely.Polygon([(0, 0), (1, 0), (2, 0), (2, 1), (1, 1), (0, 1)]),
        shapely.Polygon([(2, 0), (3, 0), (4, 0), (4, 1), (3, 1), (2, 1)]),
    )
    borders = borders_of(grids, villages)
    assert length(borders.shared) == pytest.approx(2)
    assert len(borders.outer) == 0


def test_the_border_of_an_island_inside_another_area_is_one_closed_line():
    inner = shapely.box(4, 4, 6, 6)
    (line,) = lines(borders_of(column(shapely.difference(shapely.box(0, 0, 10, 10), inner), inner)).shared)
    assert len(line) == 5
    assert (line[0] == line[-1]).all()


def test_octaves_thin_a_line_but_keep_its_ends():
    x = np.linspace(0, 1000, 2001)
    paths = paths_of([np.column_stack([x, np.sin(x)])])
    coarse, _offsets = paths.at(20.0)
    assert len(coarse) < 200
    assert coarse[0].tolist() == [0, 0]
    assert coarse[-1, 0] == 1000
    assert len(paths.at(0.5)[0]) == 2001


def test_a_ring_and_the_same_ring_begun_elsewhere_share_all_their_border():
    one = shapely.Polygon([(0, 0), (4, 0), (4, 4), (0, 4)], [[(1, 1), (3, 1), (3, 3), (1, 3)]])
    two = shapely.Polygon([(3, 3), (1, 3), (1, 1), (3, 1)])
    borders = borders_of(column(one, two))
    assert length(borders.shared) == pytest.approx(8)
    assert length(borders.outer) == pytest.approx(16)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_every_border_of_a_random_plan_is_drawn_exactly_once(seed):
    draw = np.random.default_rng(seed)
    cells = draw.integers(0, 5, (6, 6))
    areas = [
        shapely.union_all([shapely.box(x, y, x + 1, y + 1) for y, x in np.argwhere(cells == name)])
        for name in np.unique(cells)
    ]
    # cut at every corner so that shared edges match exactly
    areas = [shapely.segmentize(area, 1.0) for area in areas]
    borders = borders_of(column(*areas))
    assert length(borders.outer) == pytest.approx(24)
    inner = np.count_nonzero(np.diff(cells, axis=0)) + np.count_nonzero(np.diff(cells, axis=1))
    assert length(borders.shared) == pytest.approx(inner)


def test_places_are_told_apart_even_where_a_hash_cannot():
    places = np.array([[0.0, 0.0], [1.0, 0.0], [-0.0, 0.0], [0.0, 1.0], [1.0, 0.0]])
    for mix in (0, 1, 0x9E3779B97F4A7C15):
        number = numbered(places, mix)
        assert number[0] == number[2]
        assert number[1] == number[4]
        assert len(set(number.tolist())) == 3

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box

from gridmap.township.tiling import Tiling, tiling


def objects(*polygons):
    column = np.empty(len(polygons), object)
    column[:] = polygons
    return column


WEST, EAST = box(0, 0, 10, 10), box(10, 0, 20, 10)
BOTH = Polygon([(0, 0), (10, 0), (20, 0), (20, 10), (10, 10), (0, 10)])


def exact(parts, whole, wholes):
    return Tiling.of(objects(*parts), np.array(whole), objects(*wholes)).exact.tolist()


def test_parts_that_have_every_vertex_of_their_whole_make_it_up():
    assert exact([WEST, EAST], [0, 0], [BOTH]) == [True]
    assert exact([shapely.reverse(WEST), EAST], [0, 0], [shapely.normalize(BOTH)]) == [True]


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([WEST], [0]),  # a gap
        ([WEST, EAST, EAST], [0, 0, 0]),  # an overlap
        ([WEST, EAST], [0, -1]),  # a part that belongs nowhere
        ([WEST, EAST, box(30, 0, 40, 10)], [0, 0, 0]),  # something beyond
        ([WEST, box(10, 0, 20, 9)], [0, 0]),
        ([WEST, None], [0, 0]),
        ([], []),
    ],
)
def test_anything_else_is_not_exact(parts, whole):
    assert exact(parts, np.array(whole, np.int64), [BOTH]) == [False]


def test_an_enclave_belongs_to_the_whole_that_it_names():
    hole = box(3, 3, 5, 5)
    around = Polygon(BOTH.exterior, [hole.exterior])
    assert exact([around, hole], [0, 0], [BOTH]) == [True]
    assert exact([around, hole], [0, 1], [around, hole]) == [True, True]
    assert exact([around, hole], [0, 1], [BOTH, hole]) == [False, True]
    parts = [WEST, box(30, 0, 40, 10)]
    assert exact(parts, [0, 0], [MultiPolygon(parts)]) == [True]


def test_shapes_that_cross_themselves_prove_nothing():
    tie = Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    assert exact([tie], [0], [tie]) == [False]


def test_without_wholes_or_parts_there_is_nothing_to_say():
    assert exact([WEST], [-1], []) == []
    assert exact([], np.array([], np.int64), [None]) == [False]


def lattice(rng, blocks, side=6):
    names = rng.integers(0, blocks, (side, side))
    squares = [[] for _block in range(blocks)]
    for (column, row), name in np.ndenumerate(names):
        squares[name].append(box(column, row, column + 1, row + 1))
    return [shapely.union_all(found) if found else None for found in squares], names


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6), wholes=st.integers(1, 5))
@example(seed=452, wholes=3)  # twins that pushed each other out of the table in every round
def test_what_is_exact_is_covered_without_overlap_and_what_a_change_leaves_alone_stays_known(seed, wholes):
    rng = np.random.default_rng(seed)
    owner, _names = lattice(rng, wholes)
    squares = objects(*(box(x, y, x + 1, y + 1) for x in range(6) for y in range(6)))
    inner = shapely.point_on_surface(squares)
    whole = np.array(
        [next((k for k, area in enumerate(owner) if shapely.covers(area, p)), -1) for p in inner]
    )
    shapes = objects(*(shapely.segmentize(area, 1.0) if area is not None else None for area in owner))
    found = Tiling.of(squares, whole, shapes)
    assert found.exact.tolist() == [area is not None for area in owner]
    changed, named = squares.copy(), whole.copy()
    changed[rng.integers(36)] = rng.choice(objects(None, box(0, 0, 1, 1), box(0, 0, 6, 1)))
    named[rng.integers(36)] = rng.integers(-1, wholes)
    later = found.redrawn(changed, named, shapes)
    assert np.array_equal(later.exact, Tiling.of(changed, named, shapes).exact)
    for row in np.flatnonzero(later.exact):
        own = changed[named == row]
        assert shapely.area(own).sum() == pytest.approx(shapes[row].area)
        assert shapely.union_all(own).equals(shapes[row])


def test_a_tiling_is_asked_of_what_changed_only():
    parts, whole, wholes = objects(WEST, EAST), np.array([0, 0]), objects(BOTH)
    assert tiling("a test", parts, whole, wholes).exact.tolist() == [True]
    assert tiling("a test", objects(WEST, None), whole, wholes).exact.tolist() == [False]
    assert tiling("a test", parts, whole, wholes).exact.tolist() == [True]
    assert tiling("a test", parts[:1], whole[:1], objects(WEST, EAST)).exact.tolist() == [True, False]

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box

from gridmap.township.partition import Partition

CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def objects(*polygons):
    column = np.empty(len(polygons), object)
    column[:] = polygons
    return column


def asked_of_the_index(polygons, x, y):
    """The independent answer: a spatial index, the lowest row wins."""
    point, polygon = shapely.STRtree(polygons).query(shapely.points(x, y), predicate="intersects")
    found = np.full(len(x), len(polygons))
    np.minimum.at(found, point, polygon)
    found[found == len(polygons)] = -1
    return found


def voronoi(seed, cells, side=1000.0, origin=(0.0, 0.0)):
    """A random coverage of a square in the order of its centres."""
    centres = np.random.default_rng(seed).random((cells, 2)) * side + origin
    frame = box(*origin, origin[0] + side, origin[1] + side)
    found = shapely.voronoi_polygons(shapely.multipoints(centres), extend_to=frame, ordered=True)
    return shapely.intersection(shapely.get_parts(found), frame)


def tried_points(polygons, seed, count=3000):
    """Points all over and around, at every vertex, beside vertices, and level with them."""
    rng = np.random.default_rng(seed)
    x0, y0, x1, y1 = shapely.total_bounds(polygons)
    x = rng.uniform(x0 - 50, x1 + 50, count)
    y = rng.uniform(y0 - 50, y1 + 50, count)
    vertices = shapely.get_coordinates(polygons)
    near = vertices + rng.normal(0, 1, vertices.shape) * 10.0 ** rng.integers(-9, 2, (len(vertices), 1))
    x = np.r_[x, near[:, 0], vertices[:, 0], vertices[:, 0], rng.uniform(x0, x1, len(vertices))]
    y = np.r_[y, near[:, 1], vertices[:, 1], rng.uniform(y0, y1, len(vertices)), vertices[:, 1]]
    return x, y


def assert_exact(polygons, seed=0, cell=None):
    x, y = tried_points(polygons, seed)
    found = Partition.of(polygons, cell).locate(x, y)
    assert np.array_equal(found, asked_of_the_index(polygons, x, y))


def test_two_squares_side_by_side():
    partition = Partition.of(objects(box(0, 0, 1, 1), box(1, 0, 2, 1)))
    assert partition.locate(np.array([0.5, 1.5, 2.5]), np.array([0.5, 0.5, 0.5])).tolist() == [0, 1, -1]


def test_a_point_on_a_shared_border_belongs_to_the_lower_row():
    left, right = box(0, 0, 1, 1), box(1, 0, 2, 1)
    for polygons in ((left, right), (right, left)):
        partition = Partition.of(objects(*polygons))
        assert partition.locate(np.array([1.0, 1.0, 1.0]), np.array([0.0, 0.3, 1.0])).tolist() == [0, 0, 0]


def test_the_outer_border_is_inside():
    partition = Partition.of(objects(box(0, 0, 1, 1)))
    assert partition.locate(np.array([0, 1, 1, 0.5]), np.array([0, 0, 1, 1])).tolist() == [0, 0, 0, 0]


def test_points_without_a_place_are_nowhere():
    partition = Partition.of(objects(box(0, 0, 1, 1)))
    assert (
        partition.locate(np.array([np.nan, 0.5, np.inf]), np.array([0.5, np.nan, 0.5])).tolist() == [-1] * 3
    )


@pytest.mark.parametrize("polygons", [objects(), objects(None), objects(Polygon(), None)])
def test_without_polygons_every_point_is_nowhere(polygons):
    assert Partition.of(polygons).locate(np.array([0.0, 1.0]), np.array([0.0, 1.0])).tolist() == [-1, -1]


def test_rows_without_a_polygon_keep_their_number():
    partition = Partition.of(objects(None, box(0, 0, 1, 1), Polygon(), box(1, 0, 2, 1)))
    assert partition.locate(np.array([0.5, 1.5]), np.array([0.5, 0.5])).tolist() == [1, 3]


def test_an_enclave_a_hole_and_a_part_elsewhere():
    enclave = box(400, 400, 600, 600)
    land = Polygon(box(0, 0, 1000, 1000).exterior, [enclave.exterior, box(100, 100, 200, 150).exterior])
    assert_exact(objects(MultiPolygon([land, box(1200, 300, 1500, 700)]), enclave))


@CALM
@given(seed=st.integers(0, 10**6), cells=st.integers(2, 40), turned=st.booleans())
def test_a_random_coverage_agrees_with_the_index(seed, cells, turned):
    polygons = voronoi(seed, cells, origin=(35_400_000.25, 3_330_000.75))
    assert_exact(shapely.reverse(polygons) if turned else polygons, seed)


@CALM
@given(seed=st.integers(0, 10**6), cells=st.integers(3, 30), cell=st.sampled_from([3.0, 40.0, 900.0]))
def test_gaps_and_parts_agree_with_the_index_at_any_cell_size(seed, cells, cell):
    polygons = voronoi(seed, cells)
    kept = polygons[np.random.default_rng(seed).random(cells) < 0.7]
    both = objects(*kept[1:-1], shapely.union_all(kept[[0, -1]])) if len(kept) > 2 else polygons
    assert_exact(both, seed, cell)


@CALM
@given(seed=st.integers(0, 10**6), cells=st.integers(2, 20))
def test_overlapping_polygons_agree_with_the_index(seed, cells):
    rng = np.random.default_rng(seed)
    corners = rng.integers(0, 40, (cells, 2)) * 25.0
    sizes = rng.integers(1, 20, (cells, 2)) * 25.0
    assert_exact(shapely.box(*corners.T, *(corners + sizes).T), seed)


@CALM
@given(
    points=st.lists(st.tuples(st.integers(-2, 14), st.integers(-2, 14)), min_size=1, max_size=60),
    blocks=st.lists(st.integers(0, 3), min_size=16, max_size=16),
)
def test_points_on_the_lines_of_a_lattice_agree_with_the_index(points, blocks):
    squares = [box(3 * (i % 4), 3 * (i // 4), 3 * (i % 4) + 3, 3 * (i // 4) + 3) for i in range(16)]
    polygons = objects(*(
        shapely.union_all([square for square, block in zip(squares, blocks, strict=True) if block == name])
        for name in range(4)
    ))  # fmt: skip
    x, y = np.array(points, float).T
    assert np.array_equal(Partition.of(polygons).locate(x, y), asked_of_the_index(polygons, x, y))


def test_neighbours_with_different_vertices_on_their_border_still_agree():
    left = Polygon([(0, 0), (500, 0), (480, 333), (510, 1000), (0, 1000)])
    right = Polygon([(500, 0), (1000, 0), (1000, 1000), (510, 1000), (490, 600)])
    assert_exact(objects(left, right))


def test_a_bow_tie_is_as_the_index_sees_it():
    assert_exact(objects(Polygon([(0, 0), (10, 10), (10, 0), (0, 10)]), box(10, 0, 20, 10)))


@pytest.mark.benchmark(group="partition")
def test_a_county_of_points(benchmark):
    polygons = shapely.segmentize(voronoi(1, 1000, 55_000.0), 12.0)
    partition = Partition.of(polygons)
    x, y = np.random.default_rng(2).random((2, 250_000)) * 55_000
    found = benchmark(partition.locate, x, y)
    assert np.array_equal(found, asked_of_the_index(polygons, x, y))


def test_the_partition_of_a_column_is_made_once():
    polygons = objects(box(0, 0, 1, 1))
    assert Partition.of(polygons) is not Partition.of(polygons)  # it may still be written to
    polygons.flags.writeable = False
    assert Partition.of(polygons) is Partition.of(polygons)
    same = polygons.copy()
    same.flags.writeable = False
    assert Partition.of(same) is not Partition.of(polygons)

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box

from gridmap.store import open_store
from gridmap.township.census import recount as counted
from gridmap.township.recount import FEW, Recount

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


def summed(column, polygon, count):
    """The independent sums: row by row."""
    found = []
    for row in range(count):
        here = column[polygon == row]
        told = here[np.isfinite(here)]
        found.append(told.sum() if len(told) or not len(here) else np.nan)
    return np.array(found) if np.isfinite(column).any() else np.full(count, np.nan)


def assert_counts(recount, polygons):
    """A recount says of every point and every sum what is said without it."""
    where = asked_of_the_index(polygons, recount.x, recount.y)
    assert np.array_equal(recount.polygon, where)
    for name, column in recount.columns.items():
        wanted = summed(column, where, len(polygons))
        assert np.array_equal(recount.tally.sums(name), wanted, equal_nan=True)


def assert_step(recount, changed):
    """One step says what a whole count of the redrawn polygons says, and what follows it agrees."""
    after = recount.polygons.copy()
    for row, shape in changed.items():
        after[row] = shape
    step = recount.step(changed)
    where = asked_of_the_index(after, recount.x, recount.y)
    moved = np.flatnonzero(where != recount.polygon)
    assert sorted(step.rows.tolist()) == moved.tolist()
    assert np.array_equal(where[step.rows], step.polygon)
    for name, column in recount.columns.items():
        before, wanted = recount.tally.sums(name), summed(column, where, len(after))
        for row, sums in step.sums.items():
            assert np.array_equal([sums[name]], [wanted[row]], equal_nan=True)
        others = [row for row in range(len(after)) if row not in step.sums]
        assert np.array_equal(before[others], wanted[others], equal_nan=True)
    assert set(changed) <= set(step.sums)
    assert_counts(recount.redrawn(after), after)
    return after


def people(rng, count, missing=0.2):
    numbers = rng.integers(0, 9, (3, count)).astype(float)
    numbers[rng.random((3, count)) < missing] = np.nan
    if rng.random() < 0.2:
        numbers[2] = np.nan  # nobody tells it
    return dict(zip(("resident", "registered", "at_home"), numbers, strict=True))


def test_a_house_changes_sides_when_the_border_passes_it():
    two = objects(box(0, 0, 10, 10), box(10, 0, 20, 10))
    recount = Recount.of(np.array([9.0, 12.0]), np.array([5.0, 5.0]), {"n": np.array([3.0, 4.0])}, two)
    step = recount.step({0: box(0, 0, 8, 10), 1: box(8, 0, 20, 10)})
    assert (step.rows.tolist(), step.polygon.tolist()) == ([0], [1])
    assert step.sums == {0: {"n": 0.0}, 1: {"n": 7.0}}
    assert recount.tally.sums("n").tolist() == [3, 4]  # a step changes nothing


def test_a_border_that_passes_nobody_leaves_the_counts():
    two = objects(box(0, 0, 10, 10), box(10, 0, 20, 10))
    recount = Recount.of(np.array([1.0, 12.0]), np.array([5.0, 5.0]), {"n": np.array([3.0, 4.0])}, two)
    step = recount.step({0: box(0, 0, 8, 10), 1: box(8, 0, 20, 10)})
    assert (step.rows.tolist(), step.sums) == ([], {0: {"n": 3.0}, 1: {"n": 4.0}})


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_house_on_the_new_border_belongs_to_the_lower_row(order):
    shapes = objects(box(0, 0, 10, 10), box(10, 0, 20, 10))[list(order)]
    moved = objects(box(0, 0, 8, 10), box(8, 0, 20, 10))[list(order)]
    recount = Recount.of(np.array([8.0, 10.0]), np.array([5.0, 5.0]), {"n": np.ones(2)}, shapes)
    assert_step(recount, dict(enumerate(moved)))


def test_a_house_on_the_border_of_three_falls_to_the_one_between_that_was_not_redrawn():
    three = objects(box(0, 0, 10, 10), box(0, 10, 20, 20), box(10, 0, 20, 10))
    recount = Recount.of(np.array([9.0, 10.0]), np.array([10.0, 10.0]), {"n": np.ones(2)}, three)
    moved = {
        0: Polygon([(0, 0), (10, 0), (8, 10), (0, 10)]),
        2: Polygon([(10, 0), (20, 0), (20, 10), (8, 10)]),
    }
    assert_step(recount, moved)
    assert recount.step(moved).polygon.tolist() == [1, 1]


def test_a_grid_that_vanishes_leaves_its_houses_nowhere_and_one_that_appears_takes_them():
    two = objects(box(0, 0, 10, 10), None)
    recount = Recount.of(np.array([5.0, 15.0]), np.array([5.0, 5.0]), {"n": np.ones(2)}, two)
    assert_step(recount, {0: None, 1: box(10, 0, 20, 10)})
    assert_step(recount, {0: Polygon(), 1: box(0, 0, 20, 10)})


def test_other_rows_are_counted_anew():
    recount = Recount.of(
        np.array([5.0, 15.0]), np.array([5.0, 5.0]), {"n": np.ones(2)}, objects(box(0, 0, 9, 9))
    )
    three = objects(box(0, 0, 3, 3), box(0, 0, 20, 20), None)
    assert_counts(recount.redrawn(three), three)
    many = objects(*(box(k, 0, k + 1, 9) for k in range(FEW + 1)))
    wider = objects(*(box(k, 0, k + 1, 8) for k in range(FEW + 1)))
    recount = Recount.of(np.array([5.5, 8.0]), np.array([8.5, 5.0]), {"n": np.ones(2)}, many)
    assert_counts(recount.redrawn(wider), wider)


def test_the_same_points_and_numbers_are_known_again():
    x, numbers = np.array([5.0, np.nan]), {"n": np.array([np.nan, 2.0])}
    recount = Recount.of(x, x, numbers, objects(box(0, 0, 9, 9)))
    assert recount.counts(x.copy(), x, {"n": numbers["n"].copy()})
    assert not recount.counts(x, x, {"n": np.array([1.0, 2.0])})


def lattice(rng, side, step):
    """Blocks of squares, some joined, some in a hole of another, some missing, on the lines of a lattice."""
    names = rng.integers(0, side, (side, side))
    squares = [[] for _name in range(side)]
    for (column, row), name in np.ndenumerate(names):
        squares[name].append(box(column * step, row * step, (column + 1) * step, (row + 1) * step))
    return objects(*(shapely.union_all(found) if found else None for found in squares))


@CALM
@given(seed=st.integers(0, 10**6), side=st.integers(2, 7), missing=st.sampled_from([0.0, 0.3, 1.0]))
def test_redrawn_blocks_with_holes_parts_and_enclaves_agree_with_the_index(seed, side, missing):
    rng = np.random.default_rng(seed)
    before, after = lattice(rng, side, 60.0), lattice(rng, side, 60.0)
    x, y = rng.integers(-1, 4 * side + 2, (2, 400)) * 15.0  # many on borders and at corners
    x[:3] = np.nan
    recount = Recount.of(x, y, people(rng, len(x), missing), before)
    rows = rng.choice(side, rng.integers(1, side + 1), replace=False).tolist()
    assert_step(recount, {row: after[row] for row in rows})


@CALM
@given(seed=st.integers(0, 10**6))
def test_an_enclave_that_grows_in_its_hole_agrees_with_the_index(seed):
    rng = np.random.default_rng(seed)
    around, inner = (
        box(0, 0, 1000, 1000),
        box(*(rng.integers(30, 45, 2) * 10.0), *(rng.integers(50, 70, 2) * 10.0)),
    )
    ring = shapely.get_coordinates(inner.exterior)
    at = rng.integers(0, 4)
    moved = ring + 0.0
    moved[at] += rng.integers(-15, 15, 2) * 10.0
    moved[-1] = moved[0]
    if rng.random() < 0.5:  # a vertex more
        moved = np.insert(moved, at + 1, moved[[at, at + 1]].mean(axis=0) + 5.0, axis=0)
    grown = Polygon(moved)
    if not grown.is_valid:
        return
    island = MultiPolygon([box(2000, 0, 2100, 100), Polygon(around.exterior, [inner.exterior])])
    pair = objects(inner, island) if rng.random() < 0.5 else objects(island, inner)
    x, y = rng.integers(0, 110, (2, 600)) * 10.0
    recount = Recount.of(x, y, people(rng, len(x)), pair)
    redrawn = MultiPolygon([box(2000, 0, 2100, 100), Polygon(around.exterior, [grown.exterior])])
    assert_step(recount, {0: grown, 1: redrawn} if pair[0] is inner else {0: redrawn, 1: grown})


@CALM
@given(seed=st.integers(0, 10**6), cells=st.integers(2, 20))
def test_polygons_that_overlap_agree_with_the_index(seed, cells):
    rng = np.random.default_rng(seed)
    corners = rng.integers(0, 40, (2, cells, 2)) * 25.0
    sizes = rng.integers(1, 20, (2, cells, 2)) * 25.0
    before, after = (shapely.box(*a.T, *(a + s).T) for a, s in zip(corners, sizes, strict=True))
    x, y = rng.integers(0, 120, (2, 500)) * 12.5
    recount = Recount.of(x, y, people(rng, len(x)), before)
    rows = rng.choice(cells, rng.integers(1, cells + 1), replace=False).tolist()
    assert_step(recount, {row: after[row] for row in rows})


def district(rng, side, homes):
    """A coverage of bent cells with eight vertices a side, and hamlets in it."""
    centres = rng.random((side, 2)) * 1000 * np.sqrt(side)
    frame = box(0, 0, *[1000 * np.sqrt(side)] * 2)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(centres), extend_to=frame))
    for _time in range(3):
        cells = objects(*(Polygon(_halved(shapely.get_coordinates(cell))) for cell in cells))
    x, y = (rng.choice(centres, homes) + rng.normal(0, 200, (homes, 2))).T.copy()
    return cells, x, y


def _halved(ring):
    """A ring with a vertex in the middle of each side, the same for both neighbours."""
    return np.insert(ring, np.arange(1, len(ring)), (ring[:-1] + ring[1:]) / 2, axis=0)


def drags(rng, polygons, reach):
    """Redrawn polygons, without end: one vertex moved in all that have it, where they stay valid."""
    polygons = polygons.copy()
    while True:
        row = rng.integers(len(polygons))
        vertex = rng.choice(shapely.get_coordinates(polygons[row]))
        target = vertex + rng.normal(0, reach, 2)
        changed = {}
        for other in shapely.STRtree(polygons).query(shapely.Point(vertex)).tolist():
            points = shapely.get_coordinates(polygons[other])
            at = (points == vertex).all(axis=1)
            points[at] = target
            if at.any():
                changed[other] = shapely.transform(polygons[other], lambda _old, new=points: new)
        if shapely.is_valid(list(changed.values())).all():
            for other, shape in changed.items():
                polygons[other] = shape
            yield changed


def assert_drags(recount, rng, reach, count):
    """Each step agrees with the count that follows it, and all of them with a whole recount at the end."""
    for _drag, changed in zip(range(count), drags(rng, recount.polygons, reach), strict=False):
        step, after = recount.step(changed), recount.polygons.copy()
        for row, shape in changed.items():
            after[row] = shape
        recount = recount.redrawn(after)
        assert np.array_equal(recount.polygon[step.rows], step.polygon)
        for row, sums in step.sums.items():
            now = [recount.tally.sums(name)[row] for name in sums]
            assert np.array_equal(list(sums.values()), now, equal_nan=True)
    table = Recount.of(recount.x, recount.y, recount.columns, recount.polygons)
    assert np.array_equal(table.polygon, recount.polygon)
    assert_counts(table, recount.polygons)
    assert_counts(recount, recount.polygons)
    return recount


@pytest.mark.slow
def test_after_two_thousand_drags_in_a_district_nobody_is_lost():
    rng = np.random.default_rng(20240601)
    cells, x, y = district(rng, 400, 40_000)
    start = Recount.of(x, y, people(rng, len(x), 0.0), cells)
    end = assert_drags(start, rng, 60.0, 2000)
    assert (end.polygon != start.polygon).sum() > 500


@pytest.mark.slow
def test_after_two_thousand_drags_in_the_sample_nobody_is_lost(sample_store):
    store = open_store(sample_store, read_only=True)
    snapshot = store.load(("grids", "households"))
    store.close()
    start = counted(snapshot["households"], snapshot["grids"])
    end = assert_drags(start, np.random.default_rng(1), 60.0, 2000)
    assert (end.polygon != start.polygon).sum() > 100

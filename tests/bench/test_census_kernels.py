"""Who lives where, for ``pytest tests/bench --benchmark-enable --benchmark-only``; skipped otherwise.

A made-up district: 1,000 grids with 380,000 vertices, 250,000 homes in hamlets, three people in each.
"""

from datetime import date
from itertools import cycle

import numpy as np
import pytest
import shapely
from made_up import make_table

from gridmap.response.affected import affected
from gridmap.response.area import circle
from gridmap.rules import check
from gridmap.township.census import recount, take_census
from gridmap.township.partition import Partition
from gridmap.township.places import Places
from gridmap.township.recount import Recount
from gridmap.township.settings import Settings
from gridmap.township.snapshot import Snapshot
from gridmap.township.tiling import Tiling

GRIDS, HOMES, SIDE = 1000, 250_000, 55_000.0
RESIDENTS = HOMES * 3


def halved(ring):
    """A ring with a vertex in the middle of each side, the same for both neighbours."""
    return np.insert(ring, np.arange(1, len(ring)), (ring[:-1] + ring[1:]) / 2, axis=0)


@pytest.fixture(scope="module")
def grids():
    centres = np.random.default_rng(1).random((GRIDS, 2)) * SIDE
    frame = shapely.box(0, 0, SIDE, SIDE)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(centres), extend_to=frame))
    rings = [shapely.get_coordinates(cell) for cell in shapely.intersection(cells, frame)]
    for _time in range(6):
        rings = [halved(ring) for ring in rings]
    rng = np.random.default_rng(2)
    shift = rng.normal(0, 1, 4)  # bent, and the same for both neighbours
    bent = [ring + 40 * np.sin(ring[:, ::-1] / 300 + shift[:2]) for ring in rings]
    return make_table("grids", code=[f"g{k}" for k in range(GRIDS)], fid=np.arange(1, GRIDS + 1),
                      geometry=[shapely.Polygon(ring) for ring in bent])  # fmt: skip


@pytest.fixture(scope="module")
def district(grids):
    rng = np.random.default_rng(3)
    hamlets = rng.uniform(500, SIDE - 500, (HOMES // 42, 2))
    x, y = (rng.choice(hamlets, HOMES) + rng.normal(0, 120, (HOMES, 2))).T
    people = {name: rng.integers(0, 8, HOMES) for name in ("resident", "registered", "at_home")}
    numbers = np.arange(1, HOMES + 1)
    households = make_table("households", fid=numbers, household_no=[f"H{n}" for n in numbers], x=x, y=y,
                            phone=["13900001111"] * HOMES, **people)  # fmt: skip
    residents = make_table(
        "residents", fid=np.arange(1, RESIDENTS + 1), household_no_fid=np.repeat(numbers, 3),
        birth_date=rng.choice(["1940-01-01", "1980-01-01", "2020-01-01"], RESIDENTS),
        at_home=np.ones(RESIDENTS), lives_alone=rng.integers(0, 2, RESIDENTS),
    )  # fmt: skip
    return Snapshot(Settings(), {"grids": grids, "households": households, "residents": residents})


def drag(shapes, reach):
    """One vertex moved in all grids that have it, from some grid or other."""
    rng = np.random.default_rng(4)
    tree = shapely.STRtree(shapes)
    while True:
        vertex = rng.choice(shapely.get_coordinates(shapes[rng.integers(len(shapes))]))
        target, changed = vertex + rng.normal(0, reach, 2), {}
        for row in tree.query(shapely.Point(vertex)).tolist():
            ring = shapely.get_coordinates(shapes[row])
            at = (ring == vertex).all(axis=1)
            ring[at] = target
            if at.any():
                changed[row] = shapely.Polygon(ring)
        yield changed


def test_make_the_table_of_some_hundred_thousand_vertices(benchmark, grids):
    made = benchmark(lambda: Partition.of(grids["geometry"].copy()))
    assert 300_000 < shapely.get_num_coordinates(made.polygons).sum() < 600_000


def test_check_every_cap_of_a_district(benchmark, district, grids):
    homes = district["households"]
    x, y = homes.number("x"), homes.number("y")
    numbers = {name: homes.number(name) for name in ("resident", "registered", "at_home")}
    counted = benchmark(Recount.of, x, y, numbers, grids["geometry"])
    assert counted.tally.sums("resident").sum() == numbers["resident"][counted.polygon >= 0].sum()


def test_sort_the_homes_of_a_district(benchmark, district):
    x, y = (district["households"].number(axis).copy() for axis in ("x", "y"))
    assert len(benchmark(Places.of, x, y).row) == HOMES


def test_count_again_while_a_border_is_dragged(benchmark, district, grids):
    counted = recount(district["households"], grids)
    steps = cycle([step for step, _time in zip(drag(grids["geometry"], 60.0), range(200), strict=False)])
    assert benchmark(lambda: counted.step(next(steps))).sums


def test_take_the_census_after_an_edit(benchmark, district, grids):
    column = grids["geometry"].copy()
    for row, shape in next(drag(column, 60.0)).items():
        column[row] = shape
    edited = district.with_tables({"grids": grids.replace(geometry=column)})
    both = cycle([edited, district])
    assert benchmark(lambda: take_census(next(both))).unplaced < HOMES


def test_prove_that_grids_tile_a_township(benchmark, grids):
    whole = np.array([shapely.coverage_union_all(grids["geometry"])], object)
    tiled = benchmark(Tiling.of, grids.text("geometry"), np.zeros(GRIDS, np.int64), whole)
    assert tiled.exact.tolist() == [True]


def test_ask_who_is_in_ten_square_kilometres(benchmark, district):
    area = circle(SIDE / 2, SIDE / 2, 1784.0)
    assert benchmark(affected, district, area, date(2026, 11, 23)).people


def test_check_the_other_population(benchmark, district):
    census, shared = take_census(district), {}
    check(district, "resident", census=census, shared=shared)
    assert benchmark(check, district, "registered", census=census, shared=shared)

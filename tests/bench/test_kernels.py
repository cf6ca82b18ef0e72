"""The kernels alone, for ``pytest tests/bench --benchmark-enable --benchmark-only``; skipped otherwise."""

import numpy as np
import pytest
import shapely
from made_up import make_table

from gridmap.store.connection import row_crcs
from gridmap.store.rows import sql_columns
from gridmap.township.partition import Partition

SIDE, PEOPLE = 30, 250_000


@pytest.fixture(scope="module")
def grids():
    boxes = [
        shapely.box(x, y, x + 1000, y + 1000)
        for x in range(0, SIDE * 1000, 1000)
        for y in range(0, SIDE * 1000, 1000)
    ]
    return shapely.segmentize(np.array(boxes, object), 10)


@pytest.fixture(scope="module")
def places():
    return np.random.default_rng(1).uniform(0, SIDE * 1000, (2, PEOPLE))


def test_make_the_partition_of_a_district(benchmark, grids):
    assert len(benchmark(Partition.of, grids).polygons) == SIDE**2


def test_find_the_grid_of_everyone(benchmark, grids, places):
    found = benchmark(Partition.of(grids).locate, *places)
    assert (found[:2000] == shapely.STRtree(grids).query_nearest(shapely.points(places[:, :2000].T))[1]).all()


def test_checksum_a_ledger(benchmark):
    numbers = range(20_000)
    people = [float(n % 7) for n in numbers]
    table = make_table(
        "households", household_no=[f"H{n}" for n in numbers], resident=people, x=people, y=people
    )
    columns = sql_columns(table, 4549)
    assert len(benchmark(lambda: list(row_crcs(columns)))) == 20_000

"""The kernels alone, for ``pytest tests/bench --benchmark-enable --benchmark-only``; skipped otherwise."""

import json
from io import BytesIO

import numpy as np
import pytest
import shapely
from made_up import SETTINGS, make_intake, make_table

from gridmap.exchange.readers import open_file
from gridmap.exchange.wire import receive, send
from gridmap.store import create_store
from gridmap.store.rows import checksums
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


@pytest.fixture(scope="module")
def ledger():
    numbers = range(20_000)
    people = [float(n % 7) for n in numbers]
    return make_table(
        "households", household_no=[f"H{n}" for n in numbers], resident=people, x=people, y=people
    )


def test_checksum_a_ledger(benchmark, ledger):
    identities = ledger["uuid"].tolist()
    assert len(benchmark(checksums, ledger, identities, [])) == 20_000


def test_fill_a_table(benchmark, ledger, tmp_path_factory):
    def fresh():
        path = tmp_path_factory.mktemp("town") / "town.gpkg"
        return (create_store(path, SETTINGS, draft=True),), {}

    def fill(store):
        found = store.take(make_intake(ledger), "甲")
        store.close()
        return found[0].inserted

    assert benchmark.pedantic(fill, setup=fresh, rounds=5) == 20_000


def test_read_a_csv(benchmark, tmp_path):
    path = tmp_path / "residents.csv"
    lines = (f"H{n // 3},张三,{n:018},户主,男,1958-03-05,1,1,0" for n in range(20_000))
    path.write_text(
        "户号,姓名,身份证号,与户主关系,性别,出生日期,户籍,常住,在家\n" + "\n".join(lines), "utf-8"
    )

    def read():
        pipe = BytesIO()
        send(open_file(path, {}), pipe)
        pipe.seek(0)
        return receive(json.loads(pipe.readline()), pipe).layers[0]

    assert len(benchmark(read).rows) == 20_000

"""The real desk on a small town of two villages, each test with its own copy of the store."""

import shutil

import pytest
import shapely
from made_up import SETTINGS, make_intake, make_table

from gridmap.session import Session
from gridmap.store import create_store, open_store

NAMES = ("王小二", "李春梅", "张大山", "陈国强", "刘玉兰", "周长福")


@pytest.fixture(name="small_store", scope="session")
def _small_store(tmp_path_factory):
    path = tmp_path_factory.mktemp("small") / "small.gpkg"
    boxes = [shapely.box(x, 0, x + 1000, 1000) for x in (0, 1000)]
    places = [(100.0 + 300 * at, 200.0 + 100 * at) for at in range(6)]
    home = {"x": [x for x, _y in places], "y": [y for _x, y in places]}
    villages = ["花坡村"] * 3 + ["飞凤社区"] * 3
    store = create_store(path, SETTINGS)
    store.take(make_intake(
        make_table("villages", name=["花坡村", "飞凤社区"], geometry=boxes),
        make_table("grids", code=["g1", "g2"], name=["花坡01", "飞凤02"], village=["花坡村", "飞凤社区"],
                   geometry=boxes),
        make_table("households", household_no=[f"H{at}" for at in range(6)], head_name=NAMES,
                   village=villages, grid=["g1"] * 3 + ["g2"] * 3, resident=[3.0] * 6, **home),
        make_table("staff", staff_no=["1", "2", "3"], name=["何德波", "罗文斌", "郑小芳"]),
        make_table("assignments", staff=["1", "2", "3"], role=["grid_worker", "grid_worker", "grid_leader"],
                   grid=["g1", "g2", "g2"]),
        make_table("incidents", incident_no=["A1", "A2"], title=["道路中断", "水管漏水"],
                   category=["道路交通", "民生服务"], urgency=["P2", "P3"], status=["处理中", "待受理"],
                   happened_at=["2026-11-23T13:40:00", "2026-11-23T11:27:00"],
                   accepted_at=["2026-11-23T13:43:00", ""], village=["飞凤社区", "花坡村"],
                   handler=["何德波", ""], x=[1500.0, 500.0], y=[500.0, 500.0]),
        make_table("roads", road_no=["R1"], grade=["main"],
                   geometry=[shapely.LineString([(0, 300), (2000, 300)])]),
    ), "导入")  # fmt: skip
    store.close()
    return path


@pytest.fixture(name="session")
def _session(small_store, tmp_path):
    path = tmp_path / "small.gpkg"
    shutil.copy(small_store, path)
    session = Session(open_store(path), "tester")
    yield session
    session.close()


@pytest.fixture(name="desk")
def _desk(open_window, session, qtbot):
    """The window as soon as every table is there; nobody waits for the search."""
    window = open_window()
    qtbot.waitUntil(lambda: not window.starting and session.complete, timeout=20_000)
    return window

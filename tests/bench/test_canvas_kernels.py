"""The kernels of the map on a made-up district; skipped without ``--benchmark-enable``."""

from pathlib import Path

import numpy as np
import pytest
import shapely
from made_up import make_table

from gridmap.scene import View, build, load_layers
from gridmap.scene.borders import _borders
from gridmap.scene.prepare import prepare
from gridmap.screens.canvas.fast import draw_fast, raster_of
from gridmap.screens.canvas.render import draw_sharp
from gridmap.township.census import take_census
from gridmap.township.settings import Settings
from gridmap.township.snapshot import Snapshot

LAYERS = load_layers(Path(__file__).parents[2] / "layers")
HIDDEN = frozenset({"elders", "groups", "incidents", "patrols", "places", "hazards"})
SIDE, GRID, HOUSES, ROADS = 32, 2000.0, 250_000, 9_000  # 1,024 grids of 2 km in 256 villages
FAR, MIDDLE, NEAR = 1.0, 4.0, 16.0

pytestmark = pytest.mark.usefixtures("qapp")


def cells(step):
    """Squares with a vertex every 50 m, so that neighbours match vertex for vertex."""
    corners = np.arange(0, SIDE * GRID, step)
    boxes = [shapely.box(x, y, x + step, y + step) for x in corners for y in corners]
    return shapely.segmentize(np.array(boxes, object), 50.0)


@pytest.fixture(scope="module")
def district():
    draw = np.random.default_rng(3)
    x, y = draw.uniform(0, SIDE * GRID, (2, HOUSES))
    walks = np.cumsum(draw.normal(0, 60, (ROADS, 6, 2)), axis=1)
    roads = shapely.linestrings(walks + draw.uniform(0, SIDE * GRID, (ROADS, 1, 2)))
    grids, villages = cells(GRID), cells(2 * GRID)
    tables = {
        "villages": make_table("villages", fid=np.arange(1, len(villages) + 1), geometry=villages),
        "grids": make_table("grids", fid=np.arange(1, len(grids) + 1), geometry=grids),
        "households": make_table("households", resident=draw.integers(0, 7, HOUSES), x=x, y=y),
        "roads": make_table("roads", grade=["main", "side", "path"] * (ROADS // 3), geometry=roads),
    }
    return Snapshot(Settings(name="区", crs="EPSG:4549"), tables)


@pytest.fixture(scope="module")
def census(district):
    return take_census(district)


@pytest.fixture(scope="module")
def scene(district, census):
    made = build(district, census, LAYERS, (), View(hidden=HIDDEN))
    assert prepare(made)
    return made


def view_at(scene, zoom):
    return View(1920, 1080).fitted(scene.bounds).zoomed(960, 540, zoom)


def test_build_the_scene_of_a_district(benchmark, district, census):
    made = benchmark(build, district, census, LAYERS, (), View(hidden=HIDDEN))
    assert len(made.marks) > 10


def test_find_the_borders_of_a_district(benchmark, district):
    grids, villages = (district[name]["geometry"] for name in ("grids", "villages"))
    shared, outer = benchmark(_borders.__wrapped__, grids, villages)
    assert len(outer) == 0
    assert len(shared) == 4 * (SIDE // 2) ** 2  # a cross in every village


@pytest.mark.parametrize("zoom", [FAR, MIDDLE, NEAR])
def test_draw_a_district_sharply(benchmark, scene, zoom):
    view = view_at(scene, zoom)
    assert benchmark(draw_sharp, np.empty((1080, 1920), np.uint32), scene, view)


@pytest.mark.parametrize("zoom", [FAR, MIDDLE, NEAR])
def test_draw_a_district_quickly(benchmark, scene, zoom):
    view = view_at(scene, zoom)
    raster = raster_of(scene, view)
    assert benchmark(draw_fast, np.empty((1080, 1920), np.uint32), scene, view, raster)


def test_recolour_the_fills_of_a_district(benchmark, scene):
    raster = benchmark(raster_of, scene, view_at(scene, FAR))
    assert len(np.unique(raster.pixels)) > 1

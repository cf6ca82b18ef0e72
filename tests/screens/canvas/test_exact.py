"""Which grid owns a pixel: the quick and the sharp pass, and the geometry itself, say the same."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely

from gridmap.scene import View, build, load_layers
from gridmap.scene.marks import Areas
from gridmap.screens.canvas.fast import draw_coarse, draw_fast, raster_of
from gridmap.screens.canvas.render import draw_sharp
from gridmap.store import open_store
from gridmap.township.census import take_census
from gridmap.township.partition import Partition

LAYERS = load_layers(Path(__file__).parents[3] / "layers")
ONLY_GRIDS = frozenset(layer.name for layer in LAYERS) - {"grids"}
AWAY = 1.5  # pixels from any border
SIZE = (480, 360)

pytestmark = pytest.mark.usefixtures("qapp")


def only_grids(snapshot):
    """The grids alone, each in a colour of its own, at every scale."""
    scene = build(snapshot, take_census(snapshot), LAYERS, (), View(1, 1, hidden=ONLY_GRIDS))
    grids = next(mark for mark in scene.marks if isinstance(mark, Areas) and mark.table == "grids")
    colours = tuple(f"#{row + 1:06X}" for row in range(len(grids.rings)))
    own = replace(grids, scales=(0.0, np.inf), colours=colours, alpha=1.0, hatched=(), dotted=(), outlined=())
    return replace(scene, marks=(own,), background="#000000")


def owners_of(snapshot, view):
    """The row of the grid under the middle of each pixel, -1 outside; and how far a border is, in pixels."""
    column, row = np.meshgrid(np.arange(view.width) + 0.5, np.arange(view.height) + 0.5)
    x, y = (axis.ravel() for axis in view.to_world(column, row))
    shapes = snapshot["grids"]["geometry"]
    places, line = shapely.get_coordinates(shapely.get_parts(shapely.boundary(shapes)), return_index=True)
    joined = np.flatnonzero(line[1:] == line[:-1])
    tree = shapely.STRtree(shapely.linestrings(np.stack([places[joined], places[joined + 1]], axis=1)))
    (point, _border), away = tree.query_nearest(shapely.points(x, y), return_distance=True, all_matches=False)
    distance = np.full(len(x), np.inf)
    distance[point] = away * view.scale
    return Partition.of(shapes).locate(x, y), distance


def drawn_owners(picture):
    return (picture & 0xFFFFFF).ravel().astype(np.int64) - 1


def assert_exact(snapshot, view):
    scene = only_grids(snapshot)
    raster = raster_of(scene, view)
    sharp, fast, coarse = (np.empty((view.height, view.width), np.uint32) for _picture in range(3))
    assert draw_sharp(sharp, scene, view)
    assert draw_fast(fast, scene, view, raster)
    owner, away = owners_of(snapshot, view)
    inner = away > AWAY
    assert inner.mean() > 0.3
    assert (drawn_owners(sharp)[inner] == owner[inner]).all()
    assert (drawn_owners(fast)[inner] == owner[inner]).all()
    assert draw_coarse(coarse, scene, view, raster, 2)
    inner = away > 2 * AWAY
    assert (drawn_owners(coarse)[inner] == owner[inner]).all()


@pytest.fixture(name="holed_town")
def _holed_town(build):
    """A grid in several parts with a hole in which another lies, that has a hole of its own."""
    lake = shapely.Point(500, 500).buffer(60)
    island = shapely.difference(shapely.Point(480, 510).buffer(200), lake)
    ring = shapely.difference(shapely.box(0, 0, 1000, 1000), shapely.Point(480, 510).buffer(200))
    far = shapely.box(1300, 100, 1500, 300)
    east = shapely.Polygon([(1000, 0), (1250, 0), (1250, 700), (1100, 1000), (1000, 1000)])
    return build(
        settings={"name": "环镇", "crs": "EPSG:4544"},
        grids={
            "name": ["外环", "岛", "东"],
            "geometry": [shapely.union_all([ring, far]), island, east],
        },
    )


@pytest.mark.parametrize("zoom", [0.7, 1.0, 1.9, 4.3, 11.0])
def test_enclaves_holes_and_parts_are_owned_alike_in_every_pass(holed_town, zoom):
    bounds = tuple(shapely.total_bounds(holed_town["grids"]["geometry"]))
    view = View(*SIZE).fitted(bounds).zoomed(190.0, 150.0, zoom)
    assert_exact(holed_town, view)


@pytest.mark.parametrize("zoom", [1.0, 2.7, 8.0, 24.0])
def test_every_grid_of_the_sample_owns_its_pixels_in_every_pass(sample_store, zoom):
    store = open_store(sample_store, read_only=True)
    snapshot = store.load(("township", "villages", "grids"))
    store.close()
    bounds = tuple(shapely.total_bounds(snapshot["grids"]["geometry"]))
    assert_exact(snapshot, View(*SIZE).fitted(bounds).zoomed(250.0, 166.0, zoom))

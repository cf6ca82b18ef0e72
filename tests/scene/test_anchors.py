from pathlib import Path

import pytest

from gridmap.scene import View, build, load_layers
from gridmap.scene.anchors import anchored
from gridmap.township.census import take_census

LAYERS = load_layers(Path(__file__).parents[2] / "layers")


@pytest.fixture(name="scene")
def _scene(square_town):
    return build(square_town, take_census(square_town), LAYERS, (), View(1, 1))


def grid(labels, uuid):
    return next((label.x, label.y) for label in labels if label.uuid == uuid)


def test_a_name_in_sight_stays_where_it_is(scene):
    view = View(1000, 1000, x=500, y=500, scale=0.9)
    assert grid(anchored(scene, view), "grids-1") == grid(scene.labels, "grids-1")


def test_a_name_out_of_sight_moves_to_the_part_of_its_grid_that_is_seen(scene):
    view = View(1000, 1000, x=1000, y=1000, scale=10)  # the corner of four grids
    for uuid, east, north in (("grids-1", False, False), ("grids-2", False, True), ("grids-5", True, True)):
        x, y = grid(anchored(scene, view), uuid)
        assert abs(x - 1000) < 50
        assert abs(y - 1000) < 50
        assert (x > 1000, y > 1000) == (east, north)


def test_a_name_of_a_grid_beyond_the_window_stays(scene):
    view = View(1000, 1000, x=500, y=500, scale=10)
    assert grid(anchored(scene, view), "grids-6") == grid(scene.labels, "grids-6")

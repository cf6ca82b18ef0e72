from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gridmap.scene import View, build, load_layers
from gridmap.scene.cells import Spots
from gridmap.scene.marks import Areas, Lines, Points
from gridmap.scene.shapes import paths_of
from gridmap.screens.canvas import fast
from gridmap.screens.canvas.dots import draw_dots
from gridmap.screens.canvas.fast import draw_fast, raster_of
from gridmap.screens.canvas.pixel_lines import draw_pixels
from gridmap.screens.canvas.render import draw_marks, draw_sharp, never
from gridmap.screens.canvas.worker import prepare_all
from gridmap.township.census import take_census
from gridmap.township.partition import Partition

LAYERS = load_layers(Path(__file__).parents[3] / "layers")
ONLY_GRIDS = frozenset(layer.name for layer in LAYERS) - {"grids"}


@pytest.fixture(name="scene")
def _scene(qapp, square_town):
    return build(square_town, take_census(square_town), LAYERS, (), View(1, 1, hidden=ONLY_GRIDS))


def blank(view, colour=0xFFFFFFFF):
    return np.full((view.height, view.width), colour, np.uint32)


@pytest.mark.parametrize("zoom", [1.0, 7.0])
def test_both_passes_agree_on_which_grid_owns_a_pixel(scene, square_town, zoom):
    plain = tuple(replace(m, hatched=(), outlined=(), dotted=()) for m in scene.marks if isinstance(m, Areas))
    scene = replace(scene, marks=plain)
    view = View(500, 700).fitted(scene.bounds).zoomed(250, 350, zoom)
    sharp, fast = blank(view), blank(view)
    assert draw_sharp(sharp, scene, view)
    assert draw_fast(fast, scene, view, raster_of(scene, view))
    column, row = np.meshgrid(np.arange(view.width), np.arange(view.height))
    x, y = view.to_world(column + 0.5, row + 0.5)
    away = 4 / view.scale
    inner = np.all([np.abs(x - k) > away for k in (0, 1000, 2000)], axis=0)
    inner &= np.all([np.abs(y - k) > away for k in (0, 1000, 2000, 3000)], axis=0)
    owner = Partition.of(square_town["grids"]["geometry"]).locate(x[inner], y[inner])
    fills = next(m for m in plain if m.table == "grids").colours
    known = np.array([int(c[1:], 16) for c in (*fills, scene.background)])
    assert (sharp[inner] & 0xFFFFFF == known[owner]).all()
    assert (fast[inner] & 0xFFFFFF == known[owner]).all()


def test_who_owns_which_cell_is_known_before_the_first_gesture(scene, monkeypatch):
    assert prepare_all(scene, never)

    def refuse(*_args):
        raise AssertionError("worked out after it was prepared")

    monkeypatch.setattr(fast, "polygons_of", refuse)
    for scale in (1e-3, 1.0):
        assert len(np.unique(raster_of(scene, View(scale=scale)).pixels)) > 1


def test_a_picture_that_is_no_longer_wanted_is_given_up(scene):
    view = View(200, 200).fitted(scene.bounds)
    asked = []

    def stale():
        asked.append(1)
        return len(asked) > 1

    assert not draw_sharp(blank(view), scene, view, stale)
    assert not draw_fast(blank(view), scene, view, raster_of(scene, view), stale := lambda: True)


def test_the_over_cap_hatch_slants_and_moves_with_the_ground(scene):
    view = View(300, 300, x=1500, y=500, scale=0.5)
    first, second = blank(view), blank(view)
    draw_sharp(first, scene, view)
    draw_sharp(second, scene, view.panned(7, 3))
    assert len(np.unique(first[100:140, 60:100])) > 2
    # one whole pixel of the pattern's period may be lost to rounding
    assert np.mean(first[100:140, 60:100] == second[103:143, 67:107]) > 0.9


def test_a_line_drawn_by_numpy_touches_every_row_it_crosses():
    view = View(100, 80, x=50, y=40, scale=1.0)
    mark = Lines(paths=paths_of([np.array([[10.0, 0.0], [40.0, 80.0]])]), colour="#000000")
    picture = blank(view)
    draw_pixels(picture, mark, view)
    black = picture & 0xFFFFFF == 0
    assert (black.sum(axis=1) == 1).all()
    assert black[:, 10:41].sum() == black.sum()


def test_a_line_far_beyond_the_window_costs_only_what_is_seen():
    view = View(100, 80, x=50, y=40, scale=1.0)
    mark = Lines(paths=paths_of([np.array([[-1e7, 40.0], [1e7, 40.0]])]))
    picture = blank(view)
    draw_pixels(picture, mark, view)
    assert (picture & 0xFFFFFF == 0).sum() == pytest.approx(100, abs=2)


def test_a_dot_lies_on_its_place_and_keeps_its_size():
    view = View(60, 40, x=30, y=20, scale=1.0)
    mark = Points(spots=Spots.of(np.array([10.0]), np.array([30.0])), colour="#FF0000", size=4.0)
    picture = blank(view)
    draw_dots(picture, mark, view)
    rows, columns = np.nonzero(picture == 0xFFFF0000)
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (8, 11, 8, 11)


def test_many_dots_on_one_pixel_are_no_darker_than_one():
    view = View(60, 40, x=30, y=20, scale=1.0)
    pictures = []
    for count in (1, 50):
        here = np.full(count, 10.0)
        picture = blank(view)
        draw_dots(picture, Points(spots=Spots.of(here, here), alpha=0.4, size=2.0), view)
        pictures.append(picture)
    assert (pictures[0] == pictures[1]).all()
    assert (pictures[0] != 0xFFFFFFFF).any()


def test_strokes_and_dots_double_on_a_screen_of_double_density():
    widths = []
    for ratio in (1, 2):
        view = View(100 * ratio, 100 * ratio, x=50, y=50, scale=ratio, ratio=ratio)
        picture = blank(view)
        line = Lines(paths=paths_of([np.array([[50.0, 0.0], [50.0, 100.0]])]), width=4.0)
        draw_marks(picture, (line,), view)
        widths.append(int((picture[50 * ratio] & 0xFF < 128).sum()))
    assert widths == [4, 8]

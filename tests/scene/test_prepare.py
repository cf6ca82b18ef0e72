import threading
from pathlib import Path

import numpy as np
import pytest

from gridmap.scene import View, build, load_layers
from gridmap.scene import shapes as shapes_module
from gridmap.scene.cells import within
from gridmap.scene.detail import EMPTY_RUNS, Paths, Runs
from gridmap.scene.marks import Areas, Lines, Points
from gridmap.scene.prepare import prepare
from gridmap.scene.scene import Scene, Words
from gridmap.township.census import take_census
from gridmap.township.memory import once

LAYERS = load_layers(Path(__file__).parents[2] / "layers")


@pytest.fixture(name="scene")
def _scene(square_town):
    return build(square_town, take_census(square_town), LAYERS, (), View(1000, 1000))


def test_a_scene_is_made_without_any_of_its_geometry(square_town, monkeypatch):
    asked = []
    laid_out = shapes_module._laid_out

    def counted(geometries):
        asked.append(len(geometries))
        return laid_out(geometries)

    monkeypatch.setattr(shapes_module, "_laid_out", counted)
    scene = build(square_town, take_census(square_town), LAYERS, (), View(1000, 1000))
    assert not asked
    (grids,) = [m for m in scene.marks if isinstance(m, Areas) and m.table == "grids"]
    assert len(grids.rings.path(0)) == 5
    assert asked == [6]


def test_after_preparing_nothing_is_left_to_be_worked_out(scene, monkeypatch):
    assert prepare(scene)

    def refuse(*_args):
        raise AssertionError("worked out after it was prepared")

    monkeypatch.setattr(shapes_module, "_laid_out", refuse)
    for mark in scene.marks:
        if isinstance(mark, Areas):
            assert len(mark.rings)
        elif isinstance(mark, Lines):
            assert len(mark.paths.at(4.0)[1])
        elif isinstance(mark, Points):
            assert len(within(mark.spots.x, mark.spots.y, scene.bounds)) == 6
    assert scene.labels


def test_preparing_stops_when_the_scene_is_no_longer_shown(scene):
    asked = []

    def stale():
        asked.append(1)
        return len(asked) > 3

    assert not prepare(scene, stale)
    assert len(asked) == 4


def test_each_scale_gets_its_geometry_and_then_its_words():
    order = []

    def line(name, low):
        return Lines(scales=(low, 9.0), paths=Paths(lambda: order.append(name) or EMPTY_RUNS))

    def words(name, low):
        return Words((low, 9.0), lambda: order.append(name) or ())

    marks, said = (line("near", 1.0), line("far", 0.0)), (words("near names", 1.0), words("far names", 0.0))
    assert prepare(Scene(marks=marks, words=said))
    assert list(dict.fromkeys(order)) == ["far", "far names", "near", "near names"]


def test_words_are_worked_out_once_and_only_at_their_scale():
    calls = []
    words = Words((1.0, 2.0), lambda: calls.append(1) or ())
    assert not calls
    assert (words.labels, words.labels, calls) == ((), (), [1])


def test_two_threads_work_one_thing_out_once():
    calls, meet = [], threading.Barrier(2)

    @once
    def slow(values):
        calls.append(1)
        return values.sum()

    values, sums = np.arange(1000), []

    def ask():
        meet.wait()
        sums.append(slow(values))

    threads = [threading.Thread(target=ask) for _thread in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sums, calls) == ([499500] * 2, [1])


def test_what_failed_is_tried_again():
    tries = []

    @once
    def twice(values):
        tries.append(1)
        if len(tries) == 1:
            raise ValueError("not yet")
        return values.sum()

    values = np.arange(3)
    with pytest.raises(ValueError, match="not yet"):
        twice(values)
    assert twice(values) == 3


def test_thinned_lines_stay_near_the_exact_ones():
    way = np.cumsum(np.random.default_rng(4).normal(0, 3, (500, 2)), axis=0)
    paths = Paths(lambda: runs)
    runs = Runs.of(way, np.array([0, 500]))
    for tolerance in (1.0, 4.0, 16.0, 64.0):
        thin, offsets = paths.at(tolerance)
        assert offsets.tolist() == [0, len(thin)]
        away = np.hypot(*(way[:, None] - thin[None]).T).min(axis=0)
        assert away.max() <= tolerance
        assert (thin[[0, -1]] == way[[0, -1]]).all()

"""Pictures drawn by a process of their own: the same as the thread's, and a window never notices its end."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shiboken6

from gridmap.scene import View, build, load_layers
from gridmap.scene.cells import Spots
from gridmap.scene.marks import Areas, Lines, Points
from gridmap.scene.scene import Scene
from gridmap.screens.canvas import MapCanvas
from gridmap.screens.canvas.process import Child, ProcessWorker
from gridmap.screens.canvas.shared import attach, lend, owner_of
from gridmap.screens.canvas.worker import Job, Worker, worker_of
from gridmap.township.census import take_census

LAYERS = load_layers(Path(__file__).parents[3] / "layers")
SHARED = Path("/dev/shm")
LONG = 20_000  # milliseconds
PROGRAM = """
import json, sys, time
from PySide6.QtWidgets import QApplication
from gridmap.scene.marks import Points
from gridmap.scene.scene import Scene
from gridmap.screens.canvas import MapCanvas

application = QApplication([])
canvas = MapCanvas()
canvas.set_scene(Scene(marks=(Points(),)))
canvas.show()
child = canvas._front._worker._child

def until(true):
    while not true():
        application.processEvents()
        time.sleep(0.005)

until(lambda: child.ready)
canvas.zoom_at((100, 100), 2.0)
until(lambda: canvas.sharp and len(child._lent) > 1)
print(json.dumps([child._process.pid, sorted(child._lent)]), flush=True)
sys.stdin.read(1)
"""


@pytest.fixture(name="scene")
def _scene(square_town):
    town = build(square_town, take_census(square_town), LAYERS, (), View())
    rng = np.random.default_rng(4)
    spots = Spots.of(rng.uniform(0, 2000, 5000), rng.uniform(0, 3000, 5000))
    dots = Points("dots", spots=spots, colour="#204060", alpha=0.7, size=3.0, halo=1.0)
    scene = replace(town, marks=(*town.marks, dots))
    assert {Areas, Lines, Points} <= {type(mark) for mark in scene.marks}
    return scene


@pytest.fixture(name="child")
def _child():
    child = Child()
    child.begin()
    assert child.came()
    yield child
    child.close()


@pytest.fixture(name="canvas")
def _canvas(qtbot, scene, monkeypatch):
    monkeypatch.setenv("GRIDMAP_RENDER", "process")
    canvas = MapCanvas()
    canvas.fly_ms = 0
    canvas.resize(400, 600)
    canvas.set_scene(scene)
    with qtbot.waitExposed(canvas):
        canvas.show()
    qtbot.waitUntil(lambda: child_of(canvas).ready, timeout=LONG)
    look_elsewhere(canvas)
    qtbot.waitUntil(lambda: canvas.sharp and is_finished(canvas), timeout=LONG)
    assert owner_of(shown(canvas)) is not None
    yield canvas
    if shiboken6.isValid(canvas):
        canvas.close()
        shiboken6.delete(canvas)


def look_elsewhere(canvas):
    canvas.zoom_at((200, 300), 1.7)


def child_of(canvas):
    return canvas._front._worker._child


def shown(canvas):
    return canvas._front._shown.buffer


def is_finished(canvas):
    """Whether the last picture of a view is there: that of more ground than the window shows."""
    return shown(canvas).shape[1] > canvas.width() and not canvas._front._worker.busy


def views(scene):
    whole = View(300, 400).fitted(scene.bounds)
    return whole, whole.zoomed(120, 150, 9.0)


def blank(view):
    return np.zeros((view.height, view.width), np.uint32)


def by_thread(scene, view, fast, grain=1):
    job = Job(scene, view, blank(view), fast, grain)
    assert job.run(lambda: False)
    return job.buffer


def by_process(child, scene, view, fast, grain=1):
    child.want(child.wanted + 1)
    job, whole = child.draw(Job(scene, view, blank(view), fast, grain), child.wanted)
    assert whole
    assert owner_of(job.buffer) is not None
    return job.buffer


@pytest.mark.parametrize("fast", [False, True])
def test_the_pictures_are_those_of_the_thread(child, scene, fast):
    for view in views(scene):
        assert np.array_equal(by_process(child, scene, view, fast), by_thread(scene, view, fast))
    view = replace(views(scene)[0], ratio=2.0)
    assert np.array_equal(by_process(child, scene, view, fast, 2), by_thread(scene, view, fast, 2))


def test_a_new_scene_replaces_the_old_one_and_the_old_one_comes_back(child, scene):
    dark = replace(
        scene,
        background="#101418",
        marks=tuple(
            replace(mark, colours=("#334455",) * len(mark.colours)) if isinstance(mark, Areas) else mark
            for mark in scene.marks
        ),
    )
    (view, near) = views(scene)
    for one in (scene, dark, replace(scene, marks=scene.marks[:1]), Scene(), scene):
        for fast in (False, True):
            assert np.array_equal(by_process(child, one, view, fast), by_thread(one, view, fast))
            assert np.array_equal(by_process(child, one, near, fast), by_thread(one, near, fast))


def test_what_is_prepared_ahead_changes_no_picture(child, scene):
    by_process(child, scene, views(scene)[0], fast=False)
    child.bring(scene, lambda: False, child.wanted)
    for view in views(scene):
        assert np.array_equal(by_process(child, scene, view, True), by_thread(scene, view, True))


def test_a_picture_that_is_not_wanted_any_more_is_given_up(child, scene):
    view = views(scene)[0]
    child.want(7)
    _job, whole = child.draw(Job(scene, view, blank(view), fast=False), 6)
    assert not whole
    by_process(child, scene, view, fast=False)


def test_a_worker_brings_what_was_dropped_as_not_whole(qtbot, child, scene):
    parent = MapCanvas()
    qtbot.addWidget(parent)
    worker, view = ProcessWorker(parent), views(scene)[0]
    worker._child.begin()
    assert worker._child.came()
    with qtbot.waitSignal(worker.done, timeout=LONG) as told:
        worker.start(Job(scene, view, blank(view), fast=False))
        worker.drop()
    assert told.args[1] is False
    assert not worker.busy


def test_a_process_killed_in_the_middle_of_a_picture_is_replaced_by_the_thread(qtbot, canvas):
    process = child_of(canvas)._process
    os.kill(process.pid, signal.SIGSTOP)  # it cannot finish the picture
    look_elsewhere(canvas)
    qtbot.waitUntil(lambda: canvas._front._worker.busy, timeout=LONG)
    os.kill(process.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: canvas.sharp and not canvas._front._worker.busy, timeout=LONG)
    assert not child_of(canvas).ready
    picture = by_thread(canvas.scene, canvas._front._shown.view, fast=False)
    assert np.array_equal(shown(canvas), picture)


def test_after_its_process_died_a_window_goes_on_with_the_thread(qtbot, canvas):
    os.kill(child_of(canvas)._process.pid, signal.SIGKILL)
    canvas.gesture_began()
    canvas.pan(30, 10)
    qtbot.wait(50)
    canvas.gesture_ended()
    for _time in range(2):
        look_elsewhere(canvas)
        qtbot.waitUntil(lambda: canvas.sharp and not canvas._front._worker.busy, timeout=LONG)
    picture = by_thread(canvas.scene, canvas._front._shown.view, fast=False)
    assert np.array_equal(shown(canvas), picture)


def test_a_process_that_cannot_start_leaves_the_thread(qtbot, scene, monkeypatch):
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    parent = MapCanvas()
    qtbot.addWidget(parent)
    worker, view = ProcessWorker(parent), views(scene)[0]
    for _time in range(2):
        with qtbot.waitSignal(worker.done, timeout=LONG) as told:
            worker.start(Job(scene, view, blank(view), fast=False))
        job, whole = told.args
        assert whole
        assert np.array_equal(job.buffer, by_thread(scene, view, fast=False))
        assert not worker._child.came()


def test_the_process_goes_with_its_window(canvas):
    process = child_of(canvas)._process
    canvas.close()
    shiboken6.delete(canvas)
    assert process.poll() is not None


def test_a_window_that_goes_at_once_waits_for_no_process():
    child = Child()
    child.close()
    child.begin()
    assert not child.came()
    assert child._process is None


def test_shared_memory_goes_with_its_last_array():
    buffer = lend(3, 5)
    name = owner_of(buffer).name
    other = attach(name, 3, 5)
    other[2, 4] = 7
    assert buffer[2, 4] == 7
    part = buffer[1:]
    del buffer
    assert attach(name, 3, 5)[2, 4] == 7
    del part
    with pytest.raises(FileNotFoundError):
        attach(name, 3, 5)
    assert other[2, 4] == 7


def run_program():
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, env={**os.environ, "GRIDMAP_RENDER": "process"},
    )  # fmt: skip


def is_gone(process):
    with contextlib.suppress(FileNotFoundError):
        return "Z" in Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2]
    return True


def left_in_memory(names):
    return [name for name in names if (SHARED / name).exists()]


@pytest.mark.skipif(not SHARED.is_dir(), reason="only here shared memory and processes can be seen")
def test_a_program_that_ends_leaves_nothing_behind():
    with run_program() as program:
        process, names = json.loads(program.stdout.readline())
        assert left_in_memory(names) == names
        said, complaints = program.communicate("end", timeout=60)
    assert (program.returncode, said, complaints) == (0, "", "")
    assert is_gone(process)
    assert left_in_memory(names) == []


@pytest.mark.skipif(not SHARED.is_dir(), reason="only here shared memory and processes can be seen")
def test_a_program_that_is_killed_leaves_nothing_behind(qtbot):
    with run_program() as program:
        process, names = json.loads(program.stdout.readline())
        program.kill()
        program.wait()
        qtbot.waitUntil(lambda: is_gone(process) and not left_in_memory(names), timeout=LONG)


def test_only_the_environment_asks_for_a_process(qtbot, monkeypatch):
    parent = MapCanvas()
    qtbot.addWidget(parent)
    monkeypatch.delenv("GRIDMAP_RENDER", raising=False)
    assert type(worker_of(parent)) is Worker
    monkeypatch.setenv("GRIDMAP_RENDER", "process")
    assert type(worker_of(parent)) is ProcessWorker

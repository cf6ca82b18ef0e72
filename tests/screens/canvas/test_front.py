"""The picture in front, and what is worked out behind it."""

import threading

from gridmap.scene.detail import EMPTY_RUNS, Paths
from gridmap.scene.marks import Lines
from gridmap.scene.scene import Scene
from gridmap.screens.canvas import MapCanvas


def shown(qtbot, threads):
    """A canvas that shows a scene whose roads are seen from near alone."""

    def work():
        threads.append(threading.current_thread())
        return EMPTY_RUNS

    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.set_scene(Scene(marks=(Lines("roads", scales=(1e6, 1e9), paths=Paths(work)),)))
    canvas.show()
    return canvas


def test_what_nearer_scales_show_is_worked_out_in_another_thread(qtbot):
    threads = []
    shown(qtbot, threads)
    qtbot.waitUntil(lambda: bool(threads))
    assert threading.main_thread() not in threads


def test_a_gesture_does_not_put_off_what_it_will_need(qtbot):
    threads = []
    canvas = shown(qtbot, threads)
    canvas.gesture_began()
    canvas.repaint()
    qtbot.waitUntil(lambda: bool(threads))
    assert canvas._front.moving


def test_what_is_worked_out_ahead_stands_aside(qtbot):
    threads = []
    canvas = shown(qtbot, threads)
    canvas.aside = lambda: True
    qtbot.waitUntil(lambda: canvas._front._prepared is canvas.scene)
    qtbot.wait(50)
    assert threads == []
    canvas.aside = lambda: False
    qtbot.waitUntil(lambda: bool(threads))


def test_what_stands_aside_ends_with_its_scene(qtbot):
    threads = []
    canvas = shown(qtbot, threads)
    canvas.aside = lambda: True
    qtbot.waitUntil(lambda: canvas._front._prepared is canvas.scene)
    canvas._front._prepared = None
    qtbot.waitUntil(lambda: not any(one.name == "gridmap-prepare" for one in threading.enumerate()))
    assert threads == []

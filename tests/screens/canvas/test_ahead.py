"""What nearer scales show is worked out beside the window, after the first picture."""

import threading

from gridmap.scene.detail import EMPTY_RUNS, Paths
from gridmap.scene.marks import Lines
from gridmap.scene.scene import Scene
from gridmap.screens.canvas import MapCanvas


def scene_that_tells(threads):
    """A scene whose only line is shown nowhere near; ``threads`` hears who worked it out."""

    def work():
        threads.append(threading.current_thread())
        return EMPTY_RUNS

    return Scene(marks=(Lines("roads", scales=(1e6, 1e9), paths=Paths(work)),))


def test_a_scene_that_stands_is_prepared_in_another_thread(qtbot):
    canvas, threads = MapCanvas(), []
    qtbot.addWidget(canvas)
    canvas.show()
    canvas.set_scene(scene_that_tells(threads))
    qtbot.waitUntil(lambda: bool(threads))
    assert threading.main_thread() not in threads


def test_only_the_last_scene_is_prepared_and_none_when_nobody_looks(qtbot):
    canvas, first, second, third = MapCanvas(), [], [], []
    qtbot.addWidget(canvas)
    canvas.show()
    canvas.set_scene(scene_that_tells(first))
    canvas.set_scene(scene_that_tells(second))
    qtbot.waitUntil(lambda: bool(second))
    canvas.set_scene(scene_that_tells(third))
    canvas.hide()
    qtbot.wait(600)
    assert (first, third) == ([], [])

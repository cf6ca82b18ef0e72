"""The thread that works out what a scene has put off."""

import threading

from PySide6.QtCore import QObject

from gridmap.scene.scene import Scene, Words
from gridmap.screens.canvas.worker import Worker


def test_a_window_that_closes_ends_what_is_worked_out_for_it(qapp):
    asked, go_on, worked = threading.Event(), threading.Event(), []

    def stale():
        asked.set()
        assert go_on.wait(5)
        return False

    worker = Worker(QObject(qapp))
    words = tuple(Words((0.0, 1.0), lambda: worked.append(1) or ()) for _number in range(3))
    worker.prepare(Scene(words=words), stale)
    assert asked.wait(5)
    worker.end()
    go_on.set()
    (thread,) = [one for one in threading.enumerate() if one.name == "gridmap-prepare"]
    assert not thread.daemon
    thread.join(5)
    assert len(worked) == 1  # the step in hand

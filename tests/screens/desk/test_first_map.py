"""The first map that is kept when a desk is closed, and the one that the next desk draws."""

import shutil

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from shiboken6 import isValid

from gridmap.scene.layers import load_layers
from gridmap.screens import kept_map
from gridmap.screens.desk import DeskWindow
from gridmap.screens.jobs import Job
from gridmap.screens.memory import Forgetful, Memory
from gridmap.screens.start import give_way
from gridmap.session import Session
from gridmap.session.masking import REASONS
from gridmap.store import open_store
from gridmap.township.folders import layers_folder


def rest(window, qtbot):
    qtbot.waitUntil(
        lambda: (
            window.canvas.sharp
            and window.session.complete
            and not window.turns.waited_for
            and not window.findChildren(Job)
        ),
        timeout=20_000,
    )


@pytest.fixture(name="town")
def _town(sample_store, tmp_path, monkeypatch):
    monkeypatch.setenv("GRIDMAP_HOME", str(tmp_path))
    return shutil.copy(sample_store, tmp_path / "town.gpkg")


@pytest.fixture(name="open_desk")
def _open_desk(town, qtbot):
    """``open_desk()`` -> a desk as its command opens it, at rest, or as soon as its first map is whole."""
    windows = []

    def open_desk(memory=None, at_rest=True):
        session = Session(open_store(town, at_once=True), "tester")
        session.get_ready(hurried=True)
        window = DeskWindow(session, load_layers(layers_folder()), memory or Memory.own(), map_first=True)
        qtbot.addWidget(window)
        window.ends_session = True
        window.show()
        windows.append(window)
        qtbot.waitUntil(lambda: window.canvas.sharp, timeout=20_000)
        if at_rest:
            rest(window, qtbot)
        return window

    yield open_desk
    for window in windows:
        window.close()


def grabbed(window):
    window.canvas.settle()
    return window.canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def colours(picture):
    return np.frombuffer(bytes(picture.constBits()), np.uint8).astype(int)


def test_what_is_kept_is_what_the_next_desk_draws_where_it_draws_it(open_desk, town, qtbot):
    window = open_desk()
    window.close()  # from now on it fits the screen
    window = open_desk()
    window.switch_theme()
    window.set_population("registered")
    window.canvas.set_view(window.canvas.view.zoomed(200, 100, 3))
    window.state.select("grids", [window.session.snapshot["grids"]["uuid"][0]])
    window.session.masking.lift(next(iter(REASONS)), "tester")
    rest(window, qtbot)
    window.close()
    kept = kept_map.find(str(town))
    again = open_desk(at_rest=False)
    corner = again.canvas.mapToGlobal(QPoint(0, 0))
    assert kept.note.place.topLeft() == corner
    assert kept.note.place.size() == again.canvas.size()
    differs = np.abs(colours(kept.picture) - colours(grabbed(again)))
    assert differs.max() < 24  # a window puts words down in blocks, which rounds their edges otherwise
    assert np.mean(differs > 0) < 0.01


def test_it_gives_way_to_the_map_once_that_is_whole_and_to_a_hand_at_once(open_desk, town, qtbot):
    open_desk().close()
    kept = kept_map.find(str(town))
    window, first = open_desk(at_rest=False), kept.show()
    give_way(first, window.canvas)
    qtbot.waitUntil(lambda: not isValid(first))
    assert window.canvas.sharp
    first = kept.show()
    window.canvas.set_view(window.canvas.view.zoomed(9, 9, 2))  # no more sharp, for a moment
    give_way(first, window.canvas)
    assert first.isVisible()
    window.canvas.gesture_began()
    qtbot.waitUntil(lambda: not isValid(first))
    window.canvas.gesture_ended()
    window.canvas.gesture_began()  # whoever closed it is not called again
    window.canvas.gesture_ended()


def test_nothing_is_kept_of_a_window_that_nobody_will_see_so_again(open_desk, town):
    open_desk(Forgetful(), at_rest=False).close()
    assert kept_map.find(str(town)) is None
    window = open_desk(at_rest=False)
    window.showMinimized()
    window.close()
    assert kept_map.find(str(town)) is None

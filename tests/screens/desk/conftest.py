"""The real desk window on the sample township, each test with its own copy of the store."""

import shutil

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QPoint, Qt

from gridmap.scene.layers import load_layers
from gridmap.screens.desk import DeskWindow
from gridmap.screens.jobs import Job
from gridmap.screens.memory import Memory
from gridmap.session import Session
from gridmap.store import open_store
from gridmap.township.folders import layers_folder

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(name="session")
def _session(sample_store, tmp_path):
    path = tmp_path / "sample.gpkg"
    shutil.copy(sample_store, path)
    session = Session(open_store(path), "tester")
    yield session
    session.close()


@pytest.fixture(name="open_window")
def _open_window(session, qtbot, tmp_path):
    """``open_window()`` -> a shown window whose background work goes on."""
    opened = []

    def open_window():
        window = DeskWindow(session, load_layers(layers_folder()), Memory(tmp_path / "windows.ini"))
        qtbot.addWidget(window)
        window.resize(1600, 900)
        window.show()
        opened.append(window)
        return window

    yield open_window
    for window in opened:
        window.close()


def rested(window):
    """Whether nothing waits or runs; a turn may begin a job, and a job ask for turns."""
    return not window.turns.waited_for and not window.findChildren(Job)


@pytest.fixture(name="open_desk")
def _open_desk(open_window, session, qtbot):
    """``open_desk()`` -> a shown window whose background work is done."""

    def open_desk():
        window = open_window()
        qtbot.waitUntil(lambda: not window.starting and session.complete and rested(window), timeout=20_000)
        return window

    return open_desk


@pytest.fixture(name="desk")
def _desk(open_desk):
    return open_desk()


class Hand:
    """Real mouse events on the map of a desk, at places of the working CRS."""

    def __init__(self, desk, qtbot):
        self.desk, self.canvas, self.qtbot = desk, desk.canvas, qtbot

    def pixel(self, place):
        view = self.canvas.view
        x, y = view.to_pixels(np.array([place], np.float64))[0] / view.ratio
        return QPoint(round(x), round(y))

    def press(self, place, keys=Qt.KeyboardModifier.NoModifier):
        self.qtbot.mousePress(self.canvas, LEFT, keys, self.pixel(place))

    def move(self, place):
        self.qtbot.mouseMove(self.canvas, self.pixel(place))
        self.rest()

    def rest(self):
        """Until the map shows what the hand did last."""
        self.qtbot.waitUntil(lambda: self.desk.tools.redraw.settled)

    def release(self, place, keys=Qt.KeyboardModifier.NoModifier):
        self.qtbot.mouseRelease(self.canvas, LEFT, keys, self.pixel(place))

    def click(self, place, keys=Qt.KeyboardModifier.NoModifier):
        self.qtbot.mouseClick(self.canvas, LEFT, keys, self.pixel(place))

    def double(self, place):
        self.qtbot.mouseDClick(self.canvas, LEFT, pos=self.pixel(place))

    def key(self, key):
        self.qtbot.keyClick(self.canvas, key)

    def drag(self, *places, keys=Qt.KeyboardModifier.NoModifier):
        """Press at the first place, move over the others, release at the last."""
        self.press(places[0], keys)
        for place in places[1:]:
            self.move(place)
        self.release(places[-1], keys)

    def look_at(self, *rows):
        """Show some grids as large as they fit, at rest."""
        shapes = self.desk.session.snapshot["grids"]["geometry"][list(rows)]
        self.canvas.fit(tuple(shapely.total_bounds(shapes).tolist()), 0.12)
        self.qtbot.waitUntil(lambda: self.canvas.sharp, timeout=20_000)


@pytest.fixture(name="hand")
def _hand(desk, qtbot):
    return Hand(desk, qtbot)

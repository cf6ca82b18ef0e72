"""The real desk window on the sample township, each test with its own copy of the store."""

import shutil

import pytest

from gridmap.scene.layers import load_layers
from gridmap.screens.desk import DeskWindow
from gridmap.screens.jobs import Job
from gridmap.screens.memory import Memory
from gridmap.session import Session
from gridmap.store import open_store
from gridmap.township.folders import layers_folder


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


@pytest.fixture(name="open_desk")
def _open_desk(open_window, session, qtbot):
    """``open_desk()`` -> a shown window whose background work is done."""

    def open_desk():
        window = open_window()
        qtbot.waitUntil(
            lambda: not window.starting and session.complete and not window.findChildren(Job), timeout=20_000
        )
        return window

    return open_desk


@pytest.fixture(name="desk")
def _desk(open_desk):
    return open_desk()

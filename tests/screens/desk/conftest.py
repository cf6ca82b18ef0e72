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


@pytest.fixture(name="open_desk")
def _open_desk(session, qtbot, tmp_path):
    """``open_desk()`` -> a shown window whose background work is done."""
    opened = []

    def open_desk():
        window = DeskWindow(session, load_layers(layers_folder()), Memory(tmp_path / "windows.ini"))
        qtbot.addWidget(window)
        window.resize(1600, 900)
        window.show()
        opened.append(window)
        settle(window)
        return window

    def settle(window):
        qtbot.waitUntil(
            lambda: not window.starting and session.complete and not window.findChildren(Job), timeout=20_000
        )

    yield open_desk
    for window in opened:
        window.close()


@pytest.fixture(name="desk")
def _desk(open_desk):
    return open_desk()

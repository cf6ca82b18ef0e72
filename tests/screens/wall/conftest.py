"""The wall on the real sample: a session that only reads for each test."""

from datetime import datetime

import pytest

from gridmap.township.folders import layers_folder

NOW = datetime(2026, 11, 23, 14, 32, 7)


@pytest.fixture
def session(sample_store):
    """A session that only reads, with every table loaded."""
    from gridmap import app

    opened = app.open_township(str(sample_store), read_only=True)
    opened.load_rest()
    yield opened
    opened.close()


@pytest.fixture
def make_wall(qtbot, session):
    """``make_wall(width, height, seat_m=5.0)`` -> a shown window at the sample's own hour."""
    from gridmap.scene.layers import load_layers
    from gridmap.screens.wall import WallWindow
    from gridmap.screens.wall.calibration import Calibration

    def make(width=1920, height=1080, seat_m=5.0, now=lambda: NOW):
        window = WallWindow(session, load_layers(layers_folder()), Calibration(seat_m), now=now)
        qtbot.addWidget(window)
        window.canvas.fly_ms = 0
        window.resize(width, height)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)  # keys go to the active window
        return window

    return make

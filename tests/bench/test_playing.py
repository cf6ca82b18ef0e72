"""The trial of the time bar in small: it plays, slides, pans and says how many frames it showed."""

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from gridmap.bench.trials import playing
from gridmap.response.tracks import tracks_of


@pytest.fixture(name="small")
def _small(monkeypatch):
    for name, value in (("TRACKS", 20), ("PLACES", 30), ("FRAMES", 3), ("PLAY_S", 0.3)):
        monkeypatch.setattr(playing, name, value)


def test_made_up_patrols_wander_around_homes(small, build):
    town = build(households={"household_no": ["1", "2"], "x": [500.0, np.nan], "y": [600.0, np.nan]})
    found = tracks_of(playing.made_up(town)["patrols"])
    assert (len(found), len(found.x)) == (20, 600)
    assert found.measured.all()
    assert (np.hypot(found.x - 500, found.y - 600) < 1000).all()


def test_every_frame_is_timed(small, sample_store, tmp_path, monkeypatch, qapp):
    store = tmp_path / "town.gpkg"
    store.write_bytes(sample_store.read_bytes())
    monkeypatch.setenv("GRIDMAP_HOME", str(tmp_path))
    found = playing.playback(store)
    assert {name: len(rounds[0]) for name, rounds in found["rows"].items()} == {
        "playback": 3, "playback_slide": 3, "playback_pan": 3,
    }  # fmt: skip
    assert found["figures"]["playback"]["points"] == 600
    assert found["figures"]["playback"]["fps"] > 1
    assert not any(window.isVisible() for window in QApplication.topLevelWidgets())

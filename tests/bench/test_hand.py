"""The hand that redraws at a real desk is timed only while somebody changes grid."""

import shutil

import pytest

from gridmap.bench.trials import hand
from gridmap.store import open_store


@pytest.mark.slow
def test_a_pushed_border_is_timed_to_the_paint_and_to_the_store(sample_store, tmp_path, monkeypatch):
    monkeypatch.setattr(hand, "DRAGS", 1)
    store = shutil.copyfile(sample_store, tmp_path / "own.gpkg")
    before = store.read_bytes()
    rows = hand.redrawing(store, tmp_path)["rows"]
    assert 0 < len(rows["drag_window"][0]) <= hand.MOVES
    assert len(rows["drag_release"][0]) == 1
    assert all(0 < second < 60 for (rounds,) in rows.values() for second in rounds)
    assert store.read_bytes() == before
    assert open_store(tmp_path / "redrawing.gpkg", read_only=True).undo_label() is not None


def test_a_town_without_a_common_border_in_a_village_has_nothing_to_push(town, tmp_path):
    assert hand.redrawing(town, tmp_path) == {"rows": {}}

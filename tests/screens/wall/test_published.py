"""The wall shows what is published, not what is being drawn."""

import shutil
from datetime import datetime

import pytest

from gridmap.redraw.edits.merge_grids import MergeGrids
from gridmap.redraw.edits.rename_grid import RenameGrid
from gridmap.scene.layers import load_layers
from gridmap.screens.wall import WallWindow
from gridmap.session import Session
from gridmap.store import open_store
from gridmap.township.folders import layers_folder

NOW = datetime(2026, 11, 23, 14, 32, 7)


@pytest.fixture(name="path")
def _path(sample_store, tmp_path):
    return shutil.copy(sample_store, tmp_path / "town.gpkg")


@pytest.fixture(name="desk")
def _desk(path):
    session = Session(open_store(path), "周敏")
    session.load_rest()
    yield session
    session.close()


@pytest.fixture(name="hang")
def _hang(qtbot):
    """``hang(session)`` -> a shown wall."""
    hung = []

    def hang(session):
        window = WallWindow(session, load_layers(layers_folder()), now=lambda: NOW)
        qtbot.addWidget(window)
        window.resize(1280, 720)
        window.show()
        hung.append(window)
        return window

    yield hang
    for window in hung:
        window.close()


def names(window):
    return {load.name for load in window.content.grids}


def rename(session, name):
    session.perform(RenameGrid(str(session.draft.snapshot["grids"]["uuid"][3]), name))


def test_a_draft_leaves_the_wall_as_it_is_and_a_publication_changes_it_at_once(desk, hang):
    wall = hang(desk)
    before, scene = names(wall), wall.ground.scene
    rename(desk, "新名")
    wall.tick()
    assert names(wall) == before
    assert wall.ground.scene is scene  # nothing was even drawn again
    desk.publish("居民要求")
    assert names(wall) - before == {"新名"}
    assert wall.ground.scene is not scene


def test_an_alarm_of_a_draft_that_breaks_a_cap_rings_nowhere(desk, hang):
    wall = hang(desk)
    alarms, over = wall.content.alarms, wall.content.over
    desk.perform(MergeGrids(*(str(uuid) for uuid in desk.snapshot["grids"]["uuid"][:2])))
    wall.tick()
    assert (wall.content.alarms, wall.content.over) == (alarms, over)


def test_ledgers_that_change_under_a_draft_are_counted_in_the_published_grids(desk, hang):
    wall = hang(desk)
    count = len(wall.content.grids)
    desk.perform(MergeGrids(*(str(uuid) for uuid in desk.snapshot["grids"]["uuid"][5:7])))
    desk.look(None)  # everything may have changed
    assert len(wall.content.grids) == count


def test_a_wall_of_its_own_process_changes_when_the_desk_publishes(desk, path, hang, qtbot):
    seen = Session(open_store(path, read_only=True))
    seen.load_rest()
    wall = hang(seen)
    before = names(wall)
    rename(desk, "新名")
    qtbot.waitUntil(lambda: seen.draft.snapshot["grids"]["name"][3] == "新名", timeout=10_000)
    assert names(wall) == before
    desk.publish("居民要求")
    qtbot.waitUntil(lambda: "新名" in names(wall), timeout=10_000)
    wall.close()
    seen.close()


def test_while_the_desk_looks_back_the_wall_does_not(desk, hang):
    wall = hang(desk)
    rename(desk, "新名")
    desk.publish("居民要求")
    desk.look(desk.as_of("1"))
    wall.tick()
    assert "新名" in names(wall)

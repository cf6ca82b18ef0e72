"""The map first, then what surrounds it."""

import pytest
from PySide6.QtCore import QPoint

from gridmap.scene.layers import load_layers
from gridmap.screens.desk import DeskWindow
from gridmap.screens.desk.commands import MENUS
from gridmap.screens.desk.docks import OPEN
from gridmap.screens.jobs import Job
from gridmap.screens.memory import Memory
from gridmap.township.folders import layers_folder


@pytest.fixture(name="map_first")
def _map_first(session, qtbot, tmp_path):
    """A shown window whose map has been painted and nothing else made."""
    window = DeskWindow(
        session, load_layers(layers_folder()), Memory(tmp_path / "windows.ini"), map_first=True
    )
    qtbot.addWidget(window)
    window.resize(1600, 900)
    window.show()
    qtbot.waitUntil(lambda: window.canvas.painted)
    assert not window.furnished
    yield window
    window.close()


def place_of(window):
    canvas = window.canvas
    return canvas.mapTo(window, QPoint(0, 0)), canvas.size()


def test_the_map_stays_where_it_is_while_the_rest_comes_around_it(map_first, session, qtbot):
    assert map_first.starting
    place, view, scene = place_of(map_first), map_first.canvas.view, map_first.canvas.scene
    assert scene.marks
    qtbot.waitUntil(
        lambda: not map_first.starting and session.complete and not map_first.findChildren(Job),
        timeout=20_000,
    )
    assert place_of(map_first) == place
    assert (map_first.canvas.view.x, map_first.canvas.view.scale) == (view.x, view.scale)
    assert len(map_first.menuBar().actions()) == len(MENUS)
    assert all(map_first.docks.made(name) and map_first.docks[name].isVisible() for name in OPEN)
    assert map_first.todo.isVisible()
    assert map_first.commands["identify"].isChecked()


def test_a_window_that_closes_before_it_is_furnished_closes(map_first, qtbot):
    map_first.close()
    qtbot.wait(50)
    assert not map_first.isVisible()
    assert not map_first.furnished


def test_a_dock_that_was_left_open_is_filled_again(session, qtbot, tmp_path):
    def window():
        memory = Memory(tmp_path / "windows.ini")
        made = DeskWindow(session, load_layers(layers_folder()), memory, map_first=True)
        qtbot.addWidget(made)
        made.show()
        qtbot.waitUntil(lambda: made.furnished, timeout=20_000)
        return made

    first = window()
    first.switch_dock("history")
    first.close()
    second = window()
    assert second.docks.made("history")
    assert not second.docks["history"].isHidden()
    second.close()

"""The red frame of a drill around every window, picture and page; and none without one."""

import shutil
from datetime import datetime

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog

from gridmap.scene.layers import load_layers
from gridmap.screens.desk import DeskWindow
from gridmap.screens.desk.duty.drill import begin_drill
from gridmap.screens.drill import RED, DrillFrame
from gridmap.screens.jobs import Job
from gridmap.screens.memory import Forgetful
from gridmap.screens.snapshot import Snap, paint_snapshot
from gridmap.screens.wall import WallWindow
from gridmap.session import Session
from gridmap.store import drill_path, open_store
from gridmap.township.folders import layers_folder

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture(name="real")
def _real(sample_store, tmp_path):
    session = Session(open_store(shutil.copy(sample_store, tmp_path / "town.gpkg")), "tester")
    yield session
    session.close()


@pytest.fixture(name="drill")
def _drill(real, tmp_path):
    path = drill_path(tmp_path / "town.gpkg", datetime(2026, 11, 26, 14))
    real.begin_drill(path)
    session = Session(open_store(path), "tester")
    session.load_rest()
    yield session
    session.close()


def edges(image):
    """The colours in the middle of the left, right and lower edge and beside the middle of the upper one."""
    wide, high = image.width(), image.height()
    places = ((0, high // 2), (wide - 1, high // 2), (wide // 2, high - 1), (wide // 4, 0))
    return {image.pixelColor(*place).name().upper() for place in places}


@pytest.mark.parametrize("screen", ["desk", "wall"])
def test_a_picture_of_a_window_is_framed(drill, qtbot, tmp_path, screen):
    path = tmp_path / "window.png"
    paint_snapshot(drill, path, Snap(screen, width=1280, height=800))
    assert edges(QImage(str(path))) == {RED}


def test_the_windows_of_a_drill_say_so(drill, qtbot, tmp_path):
    desk = DeskWindow(drill, load_layers(layers_folder()), Forgetful())
    qtbot.addWidget(desk)
    desk.show()
    qtbot.waitUntil(lambda: not desk.starting and not desk.findChildren(Job), timeout=20_000)
    assert desk.windowTitle().startswith("演练")
    frame = desk.findChild(DrillFrame)
    desk.resize(1400, 800)
    assert frame.geometry() == desk.rect()
    desk.commands["levels"].trigger()
    (dialog,) = desk.findChildren(QDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    assert dialog.findChild(DrillFrame)
    dialog.close()
    desk.files.write_picture(tmp_path / "map.png")
    assert edges(QImage(str(tmp_path / "map.png"))) == {RED}
    assert not desk.commands["drill"].isEnabled()  # this is one
    desk.close()


def test_a_wall_says_whether_it_is_real(drill, real, qtbot):
    said = []
    for session in (drill, real):
        wall = WallWindow(session, load_layers(layers_folder()))
        qtbot.addWidget(wall)
        wall.show()
        said.append({found.text for found in wall.legibility()})
        assert not [found for found in wall.legibility() if found.faults]
        frame = wall.findChild(DrillFrame)
        assert bool(frame) == bool(session.snapshot.settings.drill)
        assert frame is None or wall.childAt(3, 400) is not frame  # a click goes through
    assert "演练" in said[0]
    assert "实战" in said[1]
    assert not any("演练" in text for text in said[1])
    assert any("演练 · " in text for text in said[0])


def test_a_drill_begins_beside_the_real_desk(real, qtbot, tmp_path):
    desk = DeskWindow(real, load_layers(layers_folder()), Forgetful())
    qtbot.addWidget(desk)
    desk.show()
    qtbot.waitUntil(lambda: not desk.starting and not desk.findChildren(Job), timeout=20_000)
    assert not desk.findChildren(DrillFrame)
    begun = []
    begin_drill(desk, begun.append)
    qtbot.waitUntil(lambda: bool(begun), timeout=20_000)
    store = open_store(begun[0], read_only=True)
    assert store.settings.drill
    store.close()
    assert real.snapshot.settings.drill == ""
    desk.close()

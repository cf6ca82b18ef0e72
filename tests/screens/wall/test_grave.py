"""What is grave puts the emergency scene up by itself; the earlier scene and view come back with its end."""

import shutil
from datetime import datetime, timedelta

import numpy as np
import pytest
from PySide6.QtCore import Qt

from gridmap.response.cases import Report, report_change
from gridmap.response.where import at_household
from gridmap.scene.layers import load_layers
from gridmap.screens.wall import WallWindow
from gridmap.screens.wall.sheet import Text
from gridmap.session import Session
from gridmap.store import open_store
from gridmap.township.change import Change
from gridmap.township.folders import layers_folder

NOW = datetime(2026, 11, 23, 14, 32, 7)


@pytest.fixture(name="session", scope="module")
def _session(sample_store, tmp_path_factory):
    path = shutil.copy(sample_store, tmp_path_factory.mktemp("grave") / "town.gpkg")
    opened = Session(open_store(path), "值班员")
    opened.load_rest()
    yield opened
    opened.close()


@pytest.fixture(name="wall")
def _wall(qtbot, session):
    """A shown wall; whatever a test raised is settled afterwards."""
    window = WallWindow(session, load_layers(layers_folder()), now=lambda: NOW)
    qtbot.addWidget(window)
    window.canvas.fly_ms = 0
    window.show()
    yield window
    window.close()
    for row in np.flatnonzero(urgent(session)).tolist():
        settle(session, str(session.snapshot["incidents"]["uuid"][row]))


def urgent(session):
    table = session.snapshot["incidents"]
    return (table["urgency"] == "P1") & (table.text("finished_at") == "")


def report(session, urgency="P1", household=900, restricted=False):
    where = at_household(session.snapshot, household)
    told = Report("老人跌倒", "特殊人群", urgency, where=where, restricted=restricted)
    session.write(report_change(session.snapshot, told, NOW - timedelta(minutes=2, seconds=7)))
    return str(session.snapshot["incidents"]["uuid"][-1])


def settle(session, key):
    table = session.snapshot["incidents"]
    row = table.take(table.rows_of([key]))
    session.write(Change("办结", {"incidents": row.replace(finished_at=np.array([NOW.isoformat()], object))}))


def texts(window):
    return [mark.text for sheet in window.sheets() for mark in sheet.marks if isinstance(mark, Text)]


def place(view):
    return (view.x, view.y, view.scale)


def test_a_p1_flips_the_scene_and_its_end_gives_scene_and_view_back(wall, session):
    wall.show_scene("analyse")
    wall.canvas.zoom_at((300.0, 300.0), 2.0)
    before = place(wall.canvas.view)
    key = report(session)
    assert wall.state.scene == "emergency"
    (x, y) = next(alarm.place for alarm in wall.content.alarms if alarm.key == key)
    assert (wall.canvas.view.x, wall.canvas.view.y) == pytest.approx((x, y))
    assert "老人跌倒" in texts(wall)
    assert "尚未派人" in texts(wall)
    assert "02:07" in texts(wall)
    settle(session, key)
    assert wall.state.scene == "analyse"
    assert place(wall.canvas.view) == before


def test_a_locked_map_is_locked_again_afterwards(wall, session):
    wall.canvas.gesture.emit()
    before = place(wall.canvas.view)
    key = report(session)
    assert not wall.state.locked
    assert place(wall.canvas.view) != before
    settle(session, key)
    assert wall.state.locked
    assert place(wall.canvas.view) == before


def test_a_second_p1_does_not_move_a_map_that_somebody_holds(wall, session):
    first = report(session)
    wall.canvas.gesture.emit()
    held = place(wall.canvas.view)
    second = report(session, household=200)
    assert place(wall.canvas.view) == held
    settle(session, first)
    assert wall.state.scene == "emergency"
    settle(session, second)
    assert wall.state.scene == "monitor"


def test_whoever_goes_back_to_the_monitor_finds_its_view_and_the_p1_first(wall, session):
    before = place(wall.canvas.view)
    report(session)
    wall.show_scene("monitor")
    assert place(wall.canvas.view) == before
    alarm = next(target for sheet in wall.sheets() for target in sheet.targets if target.action == "alarm")
    assert alarm.about == wall.content.alarms[0].key
    wall.show_scene("emergency")
    assert place(wall.canvas.view) != before


def test_a_restricted_p1_has_no_place_on_the_map(wall, session):
    before = place(wall.canvas.view)
    report(session, restricted=True)
    assert wall.state.scene == "emergency"
    assert (wall.canvas.view.x, wall.canvas.view.y) == before[:2]
    assert "不公开事件" in texts(wall)
    assert not any("村" in text for text in texts(wall) if text.startswith("P1"))


def test_the_rotation_rests_while_something_is_grave(wall, session):
    wall.tick()
    assert wall.state.stops == 5
    report(session)
    wall.tick()
    assert wall.state.stops == 0
    for _second in range(40):
        wall.tick()
    assert wall.state.scene == "emergency"


def test_who_was_sent_comes_along_the_roads(qtbot, wall, session):
    key = report(session)
    snapshot = session.snapshot
    workers = np.flatnonzero(snapshot["assignments"]["role"] == "grid_worker")
    person = snapshot["staff"].index_of(snapshot["assignments"].fids("staff_fid")[workers[5:6]])[0]
    name = str(snapshot["staff"]["name"][person])
    row = snapshot["incidents"].take(snapshot["incidents"].rows_of([key]))
    session.write(Change("派单", {"incidents": row.replace(
        status=np.array(["已派单"], object), handler=np.array([name], object))}))  # fmt: skip
    qtbot.waitUntil(lambda: bool(wall.content.relief.coming), timeout=20_000)
    (coming,) = wall.content.relief.coming
    masked = name[0] + "*" * (len(name) - 1)
    assert coming.who == masked
    assert f"{masked} 前往" in texts(wall)
    assert f"路程 {max(1, coming.minutes):.0f} 分" in texts(wall)
    assert name not in " ".join(texts(wall))
    assert [text for text in wall.legibility() if text.faults] == []


def test_a_click_on_the_plate_flies_to_the_p1(qtbot, wall, session):
    key = report(session)
    wall.canvas.zoom_at((100.0, 100.0), 2.0)
    box = next(target.box for sheet in wall.sheets() for target in sheet.targets if target.about == key)
    qtbot.mouseClick(
        wall, Qt.MouseButton.LeftButton, pos=wall.rect().topLeft().__class__(box.x + 40, box.y + 40)
    )
    assert wall.state.chosen == key

"""A wall is measured once: how wide the picture is and how far the seats; each screen is remembered."""

import pytest
from PySide6.QtCore import Qt

from gridmap.screens.memory import Forgetful, Memory
from gridmap.screens.wall.calibration import Calibration, remember, remembered
from gridmap.screens.wall.calibration_dialog import CalibrationDialog
from gridmap.screens.wall.checker import check
from gridmap.screens.wall.layout import Layout

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform on dialogs


def test_nothing_measured_is_a_75_inch_panel_read_from_five_metres(qapp):
    assert remembered(Forgetful(), qapp.primaryScreen()) == Calibration(5.0, 0.0, False)


def test_a_measure_is_remembered_for_its_screen(qapp, tmp_path):
    measured = Calibration(7.5, 1650.0, True)
    remember(Memory(tmp_path / "windows.ini"), qapp.primaryScreen(), measured)
    again = Memory(tmp_path / "windows.ini")
    assert remembered(again, qapp.primaryScreen()) == measured
    assert remembered(again, None) == Calibration()


def test_what_is_not_a_number_counts_as_not_measured(qapp):
    memory = Forgetful()
    remember(memory, None, Calibration(7.5, 1650.0))
    memory.put("wall/width_mm", "breit")
    assert remembered(memory, None) == Calibration(7.5, 0.0)


def test_what_is_said_for_once_comes_before_what_is_remembered():
    assert Calibration(7.5, 1650.0, True).but(None, 900.0) == Calibration(7.5, 900.0, True)
    assert Calibration(7.5, 1650.0).but(4.0, None) == Calibration(4.0, 1650.0)


@pytest.fixture(name="dialog")
def _dialog(make_wall, qtbot, monkeypatch, tmp_path):
    monkeypatch.setenv("GRIDMAP_HOME", str(tmp_path))
    wall = make_wall()
    qtbot.keyClick(wall, Qt.Key.Key_C)
    return wall, wall.findChild(CalibrationDialog)


def test_the_bar_is_200_mm_long_when_the_width_is_right(dialog):
    _wall, asked = dialog
    asked.width_mm.setValue(1660)
    assert asked.bar.length == pytest.approx(200 * 1920 / 1660)
    asked.width_mm.setValue(0)  # not measured: as wide as a 75-inch panel
    assert asked.bar.length == pytest.approx(200 * 1920 / 1660.4, rel=0.01)


def test_it_says_what_can_be_read_from_the_farthest_seat(dialog):
    wall, asked = dialog
    asked.seat_m.setValue(8.0)
    layout = Layout.of(1920, 1080, 8.0)
    found = check(wall.content, layout, wall.ground.legend)
    assert f"{min(text.px for text in found)} 像素" in asked.verdict.text()
    assert f"查了 {len(found)} 处文字：都看得清" in asked.verdict.text()


def test_enter_lays_the_wall_out_anew_and_the_next_wall_begins_so(qtbot, qapp, dialog):
    wall, asked = dialog
    small = wall.layout_now.text(34)
    asked.seat_m.setValue(8.0)
    asked.width_mm.setValue(1500)
    qtbot.keyClick(asked, Qt.Key.Key_Return)
    assert wall.layout_now.text(34) > small
    assert remembered(Memory.own(), wall.screen()) == Calibration(8.0, 1500.0, False)
    assert [text for text in wall.legibility() if text.faults] == []


def test_escape_leaves_everything_as_it_was(qtbot, dialog):
    wall, asked = dialog
    before = wall.layout_now
    asked.seat_m.setValue(12.0)
    qtbot.keyClick(asked, Qt.Key.Key_Escape)
    assert wall.layout_now == before
    assert remembered(Memory.own(), wall.screen()) == Calibration()


def test_only_a_very_wide_screen_may_be_two_panels(dialog):
    wall, asked = dialog
    assert asked.halves.isHidden()
    wide = CalibrationDialog(wall, (7680, 2160), Calibration(), lambda layout: check(wall.content, layout))
    assert not wide.halves.isHidden()
    wide.halves.setChecked(True)
    assert wide.measured.halves

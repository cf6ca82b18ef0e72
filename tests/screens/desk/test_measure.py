"""Measuring on the map."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from gridmap.screens.desk.measure import length_m, length_words


@pytest.mark.parametrize(
    ("points", "metres"), [([], 0), ([(0, 0)], 0), ([(0, 0), (3, 4)], 5), ([(0, 0), (3, 4), (3, 14)], 15)]
)
def test_length(points, metres):
    assert length_m(points) == metres


def test_lengths_are_worded_in_metres_then_kilometres():
    assert length_words(999) == "999 m"
    assert length_words(1234) == "1.23 km"


def click_at(desk, qtbot, x, y, double=False):
    pixel = desk.canvas.view.to_pixels(np.array([[x, y]]))[0] / desk.canvas.view.ratio
    press = qtbot.mouseDClick if double else qtbot.mouseClick
    press(desk.canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(pixel[0]), round(pixel[1])))


def test_clicks_measure_and_a_double_click_ends(desk, qtbot):
    x, y, pixel = desk.canvas.view.x, desk.canvas.view.y, 1 / desk.canvas.view.scale
    desk.commands["measure"].trigger()
    click_at(desk, qtbot, x, y)
    click_at(desk, qtbot, x + 1000, y)
    assert length_m(desk.tools.measure.points) == pytest.approx(1000, abs=2 * pixel)
    assert not desk.state.selection
    click_at(desk, qtbot, x + 1000, y + 500)
    click_at(desk, qtbot, x + 1000, y + 500, double=True)
    assert not desk.tools.measure.active
    words = desk.status.hint.text()
    assert words.startswith("长 1.")
    assert words.endswith(" km")
    assert desk.canvas.view.x == x


def test_the_wheel_still_zooms_while_measuring(desk, qtbot):
    desk.commands["measure"].trigger()
    scale = desk.canvas.view.scale
    qtbot.keyClick(desk.canvas, Qt.Key.Key_Plus)
    assert desk.canvas.view.scale == 2 * scale
    assert desk.tools.measure.active


def test_escape_cancels(desk, qtbot):
    desk.commands["measure"].trigger()
    click_at(desk, qtbot, desk.canvas.view.x, desk.canvas.view.y)
    qtbot.keyClick(desk.canvas, Qt.Key.Key_Escape)
    assert not desk.tools.measure.active
    assert desk.status.hint.text() == ""
    assert desk.commands["identify"].isChecked()

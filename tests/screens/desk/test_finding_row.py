"""A finding on screen: said in one go, as high as its words are, reached by mouse and keyboard."""

import pytest
from PySide6.QtCore import Qt

from gridmap.screens.desk.finding_row import FindingRow
from gridmap.township.finding import Finding

SHORT = Finding("worker_cap", "error", "飞凤 02：1,030 人", place=(1.0, 2.0))
LONG = Finding("worker_cap", "warning", "很长的一句话，" * 20)


@pytest.fixture(name="row")
def _row(desk):
    row = FindingRow(SHORT, desk.state)
    row.setParent(desk)
    row.resize(320, row.heightForWidth(320))
    row.show()
    return row


def inked(row):
    """The pixels of a row that are not its ground."""
    image = row.grab().toImage()
    ground = image.pixel(image.width() // 2, 1)
    return {(x, y) for x in range(image.width()) for y in range(image.height() - 1)
            if image.pixel(x, y) != ground}  # fmt: skip


def test_a_row_is_as_high_as_its_words_and_cuts_none(row):
    low = row.height()
    row.say(LONG)
    assert row.heightForWidth(320) > 3 * low
    assert row.heightForWidth(640) < row.heightForWidth(320)
    row.resize(320, row.heightForWidth(320))
    lowest = max(y for _x, y in inked(row))
    assert row.height() - 20 < lowest < row.height() - 4


def test_another_finding_is_said_in_its_own_tone(row):
    before = inked(row)
    assert row.accessibleName() == "未过 飞凤 02：1,030 人"
    row.say(LONG)
    assert row.accessibleName().startswith("提醒 很长的一句话")
    assert inked(row) != before


def test_a_click_and_enter_go_to_its_place(row, desk, qtbot):
    flown = []
    desk.state.flown.connect(lambda *place: flown.append(place[:2]))
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    qtbot.keyClick(row, Qt.Key.Key_Return)
    assert flown == [(1.0, 2.0)] * 2

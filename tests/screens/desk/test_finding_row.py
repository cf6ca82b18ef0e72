"""A finding on screen: said in one go, as high as its words are, reached by mouse and keyboard."""

from PySide6.QtCore import Qt

from gridmap.screens.desk.finding_row import FindingRow
from gridmap.township.finding import Finding

SHORT = Finding("worker_cap", "error", "飞凤 02：1,030 人", place=(1.0, 2.0))
LONG = Finding("worker_cap", "warning", "很长的一句话，" * 20)


def row_of(desk, finding, width=320):
    row = FindingRow(finding, desk.state)
    row.setParent(desk)
    row.resize(width, row.heightForWidth(width))
    row.show()
    return row


def inked(row):
    """The pixels of a row that are not its ground."""
    image = row.grab().toImage()
    ground = image.pixel(image.width() // 2, 1)
    return {
        (x, y) for x in range(image.width()) for y in range(image.height()) if image.pixel(x, y) != ground
    }


def test_a_row_is_as_high_as_its_words_and_cuts_none(desk):
    short, long = row_of(desk, SHORT), row_of(desk, LONG)
    assert long.height() > 3 * short.height()
    assert long.heightForWidth(640) < long.heightForWidth(320)
    lowest = max(y for _x, y in inked(long))
    assert long.height() - 20 < lowest < long.height() - 4


def test_a_row_says_its_severity_before_its_sentence(desk):
    short, long = row_of(desk, SHORT), row_of(desk, LONG)
    assert short.accessibleName() == "未过 飞凤 02：1,030 人"
    assert long.accessibleName().startswith("提醒 很长的一句话")
    assert inked(short) != inked(long)


def test_a_click_and_enter_go_to_its_place(desk, qtbot):
    row, flown = row_of(desk, SHORT), []
    desk.state.flown.connect(lambda *place: flown.append(place[:2]))
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    qtbot.keyClick(row, Qt.Key.Key_Return)
    assert flown == [(1.0, 2.0)] * 2

"""The list of findings: the gravest first, a page at a time, reached by mouse and keyboard."""

import pytest
from PySide6.QtCore import QPoint, Qt

from gridmap.screens.desk.finding_list import SHOWN, FindingList
from gridmap.township.finding import Finding


def found(n):
    return [Finding("worker_cap", "error", f"第 {at} 条", place=(float(at), 2.0)) for at in range(n)]


@pytest.fixture(name="rows")
def _rows(desk):
    rows = FindingList(desk.state)
    rows.setParent(desk)  # above all else in it, so that the pointer finds it
    rows.resize(320, 240)
    rows.show()
    return rows


def place(rows, at):
    index = rows.model().index(at, 0)
    rows.scrollTo(index)
    return rows.visualRect(index).center()


def test_nothing_found_is_said(rows):
    rows.show_findings([])
    assert (rows.findings, rows.foot) == ([], "全部规则通过")
    assert rows.model().index(0, 0).data() == "全部规则通过"


def test_a_row_says_its_severity_before_its_sentence(rows):
    rows.show_findings(found(1))
    assert rows.foot == ""
    assert rows.model().index(0, 0).data() == "未过 第 0 条"


def test_the_last_row_brings_more_until_all_are_there(rows, qtbot):
    rows.show_findings(found(SHOWN + 3))
    assert len(rows.findings) == SHOWN
    assert rows.foot == f"再显示 3 条，共 {SHOWN + 3} 条"
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place(rows, SHOWN))
    assert (len(rows.findings), rows.foot) == (SHOWN + 3, "")
    rows.show_findings(found(2 * SHOWN))
    assert len(rows.findings) == 2 * SHOWN


def test_a_click_and_enter_go_to_the_place(rows, desk, qtbot):
    flown = []
    desk.state.flown.connect(lambda *where: flown.append(where[0]))
    rows.show_findings(found(3))
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place(rows, 1))
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert flown == [1.0, 2.0]


def test_a_row_under_the_pointer_stands_out(rows, desk, qtbot):
    rows.show_findings(found(3))
    tops = [rows.visualRect(rows.model().index(at, 0)).topRight() + QPoint(-2, 1) for at in (0, 1)]

    def ground():
        image = rows.viewport().grab().toImage()
        return [image.pixelColor(top).name() for top in tops]

    still, near = desk.state.colours.panel.lower(), desk.state.colours.selected_row.lower()
    qtbot.mouseMove(rows.viewport(), place(rows, 0))
    qtbot.waitUntil(lambda: ground() == [near, still])
    qtbot.mouseMove(rows.viewport(), place(rows, 1))
    qtbot.waitUntil(lambda: ground() == [still, near])


def test_long_words_are_not_cut(rows):
    long = Finding("worker_cap", "warning", "很长的一句话，" * 20)
    rows.show_findings([*found(1), long])
    first, second = (rows.visualRect(rows.model().index(at, 0)).height() for at in range(2))
    assert second > 3 * first
    rows.resize(640, 240)
    assert rows.sizeHintForIndex(rows.model().index(1, 0)).height() < second

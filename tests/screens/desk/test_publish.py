"""Publishing at the desk, with a real mouse: refused, then with a reason published, and the wall changed."""

from datetime import datetime

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QInputDialog, QMessageBox

from gridmap.redraw.edits.merge_grids import MergeGrids
from gridmap.redraw.edits.rename_grid import RenameGrid
from gridmap.scene.layers import load_layers
from gridmap.screens.jobs import Job
from gridmap.screens.wall import WallWindow
from gridmap.session import Session
from gridmap.township.folders import layers_folder

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform on dialogs

LEFT = Qt.MouseButton.LeftButton
NOW = datetime(2026, 11, 23, 14, 32, 7)


def answer(text):
    """Type ``text`` into the question that is about to be asked; None cancels."""

    def act():
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QInputDialog)
        if text is None:
            dialog.reject()
            return
        dialog.setTextValue(text)
        dialog.accept()

    QTimer.singleShot(100, act)


def told():
    """The box in which the desk says what it could not do."""
    boxes = [top for top in QApplication.topLevelWidgets() if isinstance(top, QMessageBox)]
    return next(box for box in boxes if box.isVisible())


def uuids(session):
    return [str(uuid) for uuid in session.draft.snapshot["grids"]["uuid"]]


def rename(session, name, row=3):
    session.perform(RenameGrid(uuids(session)[row], name))


@pytest.fixture(name="panel")
def _panel(desk, qtbot):
    desk.commands["publish"].trigger()
    qtbot.waitUntil(desk.docks.publish.isVisible)
    return desk.docks.publish


@pytest.fixture(name="settled")
def _settled(desk, qtbot):
    """Wait until nothing goes on in the background."""

    def settled():
        qtbot.waitUntil(lambda: not desk.findChildren(Job), timeout=20_000)
        qtbot.wait(20)

    return settled


def test_a_plan_is_refused_then_published_with_a_reason_and_the_wall_changes(
    desk, panel, session, qtbot, settled
):
    wall = WallWindow(session, load_layers(layers_folder()), now=lambda: NOW)
    qtbot.addWidget(wall)
    wall.show()
    session.perform(MergeGrids(*uuids(session)[:2]))
    qtbot.waitUntil(lambda: len(panel.must.rows) == 2)
    assert not panel.publish.isEnabled()
    assert "还有 2 项必须处理" in panel.refusal.text()
    qtbot.mouseClick(panel.must.rows[1].go, LEFT)
    assert desk.state.selection.uuids == (uuids(session)[0],)

    desk.commands["undo"].trigger()
    settled()
    rename(session, "新名网格")
    qtbot.waitUntil(lambda: "请填写理由" in panel.refusal.text())
    qtbot.mouseClick(panel.publish, LEFT)  # greyed: a click does nothing
    assert len(session.revisions()) == 1

    qtbot.keyClicks(panel.reason, "villagers agreed")
    assert panel.publish.isEnabled()
    before = {load.name for load in wall.content.grids}
    qtbot.mouseClick(panel.publish, LEFT)
    settled()
    assert [one.reason for one in session.revisions()] == ["", "villagers agreed"]
    assert {load.name for load in wall.content.grids} - before == {"新名网格"}
    assert "相同" in panel.refusal.text()
    assert panel.reason.text() == ""
    wall.close()


def test_what_was_so_before_is_told_but_does_not_block_and_its_button_goes_there(desk, panel, session, qtbot):
    rename(session, "新名网格")
    qtbot.waitUntil(lambda: len(panel.warned.rows) == 4)
    assert panel.must.rows == []
    row = next(row for row in panel.warned.rows if row.point.kind == "unplaced")
    assert (row.point.words, row.go.text()) == ("未落图 7 户，归属未定", "去落图")
    qtbot.mouseClick(row.go, LEFT)
    assert not desk.docks["table"].isHidden()


def test_over_what_another_published_meanwhile_the_desk_says_so(desk, panel, session, qtbot, settled):
    rename(session, "新名网格")
    other = Session(session._store, "别人")
    other.publish("先来")
    panel.reason.setText("后到")
    qtbot.waitUntil(panel.publish.isEnabled)
    qtbot.mouseClick(panel.publish, LEFT)
    settled()
    box = told()
    assert "别人刚发布了第 2 版" in box.text()
    box.close()
    assert len(session.revisions()) == 2
    assert panel.reason.text() == "后到"  # what was typed is not lost


def test_an_older_plan_is_looked_at_on_the_map_until_it_is_left(desk, panel, session, qtbot, settled):
    old = str(session.snapshot["grids"]["name"][3])
    rename(session, "新名网格")
    session.publish("居民要求")
    qtbot.waitUntil(lambda: 1 in panel.revisions.looks)
    qtbot.mouseClick(panel.revisions.looks[1], LEFT)
    settled()
    qtbot.waitUntil(desk.plans.banner.isVisible)
    assert session.snapshot["grids"]["name"][3] == old
    desk.state.select("grids", [uuids(session)[3]])
    for name in ("rename_grid", "undo", "border", "import"):
        assert not desk.commands[name].isEnabled()
        assert "正在看第 1 版" in desk.commands[name].toolTip()
    assert "先离开" in panel.refusal.text()
    qtbot.mouseClick(desk.plans.banner.leave, LEFT)
    qtbot.waitUntil(lambda: not desk.plans.banner.isVisible())
    assert session.snapshot["grids"]["name"][3] == "新名网格"
    assert desk.commands["rename_grid"].isEnabled()


def test_the_plan_of_a_day_is_asked_for_and_a_day_before_all_plans_is_told(desk, session, qtbot, settled):
    answer("2099-12-31")
    desk.commands["look_back"].trigger()
    settled()
    qtbot.waitUntil(desk.plans.banner.isVisible)
    assert session.looking_at == 1
    desk.commands["leave_past"].trigger()
    assert session.looking_at == 0
    answer("2001-01-01")
    desk.commands["look_back"].trigger()
    settled()
    box = told()
    assert "还没有发布" in box.text()
    box.close()


def test_a_plan_is_taken_back_from_the_list_with_a_reason(panel, session, qtbot, settled):
    old = str(session.snapshot["grids"]["name"][3])
    rename(session, "新名网格")
    session.publish("居民要求")
    qtbot.waitUntil(lambda: 2 in panel.revisions.backs)
    assert not panel.revisions.backs[2].isEnabled()
    answer(None)
    qtbot.mouseClick(panel.revisions.backs[1], LEFT)
    assert len(session.revisions()) == 2
    answer("村民反对")
    qtbot.mouseClick(panel.revisions.backs[1], LEFT)
    settled()
    assert [one.kind for one in session.revisions()] == ["imported", "published", "taken_back"]
    assert session.snapshot["grids"]["name"][3] == old
    assert session.undo_label() == "撤回到第 1 版"


def test_the_other_docks_at_the_right_give_way_and_come_back(desk, panel, qtbot):
    assert desk.docks["card"].isHidden()
    assert desk.docks["findings"].isHidden()
    desk.docks["publish"].close()
    qtbot.waitUntil(lambda: not desk.docks["card"].isHidden())
    assert not desk.docks["findings"].isHidden()


@pytest.fixture(name="line")
def _line(desk, qtbot):
    desk.commands["history_dock"].trigger()
    qtbot.waitUntil(desk.docks.history.isVisible)
    return desk.docks.history.line


def stops(line):
    return [(entry.words, entry.struck, entry.current) for entry in line.entries]


def test_the_strip_shows_the_steps_and_a_click_goes_there_and_back(desk, line, session, qtbot, settled):
    for name in ("甲网格", "乙网格"):
        rename(session, name)
    qtbot.waitUntil(lambda: len(line.entries) == 3)
    assert stops(line) == [
        ("第 1 版 导入", False, False), ("网格改名", False, False), ("网格改名", False, True),
    ]  # fmt: skip
    qtbot.mouseClick(line, LEFT, pos=line.place(1).toPoint())
    settled()
    assert session.snapshot["grids"]["name"][3] == "甲网格"
    assert stops(line)[1:] == [("网格改名", False, True), ("网格改名", True, False)]
    qtbot.mouseClick(line, LEFT, pos=line.place(0).toPoint())
    settled()
    assert not session.differs
    assert stops(line)[0] == ("第 1 版 导入", False, True)
    line.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
        qtbot.keyClick(line, key)
    settled()
    assert session.snapshot["grids"]["name"][3] == "乙网格"


def test_a_step_that_cannot_come_back_stays_struck_through_and_says_why(line, session, qtbot, settled):
    rename(session, "甲网格")
    session.undo()
    rename(session, "乙网格")
    qtbot.waitUntil(lambda: len(line.entries) == 3)
    assert stops(line)[1:] == [("网格改名", True, False), ("网格改名", False, True)]
    qtbot.mouseClick(line, LEFT, pos=line.place(1).toPoint())
    settled()
    assert "不能再恢复" in line.toolTip()
    assert session.snapshot["grids"]["name"][3] == "乙网格"


def test_this_point_gets_a_name_and_is_not_published(desk, line, session, qtbot, settled):
    rename(session, "甲网格")
    answer("方案 B")
    qtbot.mouseClick(desk.docks.history.name, LEFT)
    settled()
    assert session.revisions()[-1].name == "方案 B"
    assert session.differs
    qtbot.waitUntil(lambda: "方案 B" in [entry.words for entry in line.entries])
    rename(session, "乙网格")
    qtbot.waitUntil(lambda: len(line.entries) == 4)
    qtbot.mouseClick(line, LEFT, pos=line.place(2).toPoint())
    settled()
    assert session.snapshot["grids"]["name"][3] == "甲网格"


def test_after_a_publication_the_strip_begins_anew(line, session, qtbot):
    rename(session, "甲网格")
    session.publish("居民要求")
    qtbot.waitUntil(lambda: [entry.words for entry in line.entries] == ["第 2 版 发布"])
    session.undo()
    qtbot.waitUntil(lambda: len(line.entries) == 2)
    assert stops(line) == [("网格改名", True, False), ("第 2 版 发布", False, False)]

"""What a duty officer does at the desk: real window, real store, real keys and clicks."""

from datetime import datetime, timedelta

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication

from gridmap.redraw.edits.lock_grid import LockGrid
from gridmap.response.alarm_states import AlarmStep, alarm_change
from gridmap.response.cases import Report, report_change
from gridmap.response.incident_report import entries
from gridmap.response.where import at_household
from gridmap.screens.desk.duty import incident_panel
from gridmap.screens.desk.duty.dispatch import Dispatch
from gridmap.screens.desk.duty.shelf import ShelfForm
from gridmap.screens.desk.duty.step_form import StepForm
from gridmap.session import Session
from gridmap.store import open_store

NOW = datetime(2026, 11, 23, 14, 32, 7)
LEFT = Qt.MouseButton.LeftButton


pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform on dialogs


@pytest.fixture
def clock():
    """The duty officer's clock, to be turned."""
    return [NOW]


@pytest.fixture
def duty(desk, clock):
    """The duty officer's rooms on a township with a new P1 and two other open incidents."""
    report(desk.session, "老人跌倒", "特殊人群", "P1", 2)
    for panel in (desk.duty.alarms, desk.duty.incidents, desk.duty.incidents.card, desk.duty.incidents.form):
        panel._now = lambda: clock[0]
    desk.activateWindow()
    desk.duty.show("alarms")
    return desk.duty


def report(session, title, category, urgency, ago, household=0):
    where = at_household(session.snapshot, household)
    told = Report(title, category, urgency, where=where, happened_at=NOW - timedelta(minutes=ago))
    session.write(report_change(session.snapshot, told, NOW))


def states(duty):
    return {row.title: row.below_right for row in duty.alarms.list.rows}


def form_of(panel, kind):
    return panel.findChild(kind)


def press(qtbot, duty, key):
    qtbot.keyClick(duty.alarms.list, key)


def choose(duty, title):
    duty.alarms.list.choose(next(row.key for row in duty.alarms.list.rows if row.title == title))


def test_the_list_is_the_walls_with_states_and_urgent_ones_first(duty):
    first, *_rest = duty.alarms.list.rows
    assert (first.title, first.urgency, first.below_right, first.strong) == ("老人跌倒", "P1", "未确认", True)
    assert duty.alarms.list.count() == len(duty.alarms.listed.rows) >= 3


def test_one_key_acknowledges_and_five_seconds_undo_it(duty, qtbot, clock):
    choose(duty, "老人跌倒")
    press(qtbot, duty, Qt.Key.Key_A)
    assert states(duty)["老人跌倒"] == "已确认"
    assert duty.alarms.undo.isVisible()
    qtbot.mouseClick(duty.alarms.undo, LEFT)
    assert states(duty)["老人跌倒"] == "未确认"
    press(qtbot, duty, Qt.Key.Key_A)
    clock[0] += timedelta(seconds=6)
    duty.alarms.tick()
    assert not duty.alarms.undo.isVisible()
    press(qtbot, duty, Qt.Key.Key_A)
    assert duty.alarms.words.text() == "这条告警已确认"


def test_an_acknowledgement_survives_a_restart_and_can_still_be_undone(duty, qtbot):
    choose(duty, "老人跌倒")
    press(qtbot, duty, Qt.Key.Key_A)
    session = duty.alarms._state.session
    other = open_store(session.address, read_only=True)
    steps = other.load(["alarm_steps"])["alarm_steps"]
    assert (list(steps["state"]), list(steps["who"])) == (["acknowledged"], ["tester"])
    other.close()
    assert session.undo() == "确认告警 1 条"
    qtbot.waitUntil(lambda: states(duty)["老人跌倒"] == "未确认")


def test_a_letter_is_no_shortcut_of_the_window_while_the_list_has_focus(duty, desk, qtbot):
    choose(duty, "道路中断")
    press(qtbot, duty, Qt.Key.Key_S)
    assert form_of(duty.alarms, ShelfForm) is not None
    assert desk.tools.browsing  # S would have begun to split a grid
    press(qtbot, duty, Qt.Key.Key_M)
    assert not duty.alarms.sound.on
    assert desk.tools.browsing


def test_a_shelved_alarm_is_counted_and_comes_back(duty, qtbot, clock):
    choose(duty, "道路中断")
    press(qtbot, duty, Qt.Key.Key_S)
    form = form_of(duty.alarms, ShelfForm)
    qtbot.mouseClick(form.choices[0], LEFT)
    assert "道路中断" in states(duty)  # without a reason nothing happens
    form.reason.setText("等配件")
    qtbot.mouseClick(form.choices[0], LEFT)
    assert "道路中断" not in states(duty)
    assert duty.alarms.shelf.text() == "搁置 1"
    qtbot.mouseClick(duty.alarms.shelf, LEFT)
    assert [row.right for row in duty.alarms.list.rows] == ["到 14:47"]
    qtbot.mouseClick(duty.alarms.shelf, LEFT)
    clock[0] += timedelta(minutes=15)
    duty.alarms.tick()
    assert "道路中断" in states(duty)
    assert duty.alarms.shelf.text() == "搁置 0"


def test_an_urgent_alarm_is_not_shelved(duty, qtbot):
    choose(duty, "老人跌倒")
    press(qtbot, duty, Qt.Key.Key_S)
    assert duty.alarms.words.text() == "P1 告警不能搁置"


def test_d_names_the_nearest_and_a_click_sends_one(duty, qtbot):
    choose(duty, "老人跌倒")
    press(qtbot, duty, Qt.Key.Key_D)
    form = form_of(duty.alarms, Dispatch)
    qtbot.waitUntil(lambda: len(form.choices) == 3, timeout=20_000)
    assert "*" in form.choices[0].text()
    qtbot.mouseClick(form.choices[0], LEFT)
    assert duty.alarms.words.text().startswith("已派 ")
    snapshot = duty.alarms._state.session.snapshot
    assert list(snapshot["incident_steps"]["verb"]) == ["accept", "dispatch"]
    assert states(duty)["老人跌倒"].endswith("已派单")


def test_enter_opens_the_card_with_its_steps_and_only_what_can_be_done(duty, desk, qtbot):
    choose(duty, "老人跌倒")
    press(qtbot, duty, Qt.Key.Key_Return)
    card = duty.incidents.card
    assert card.isVisible()
    assert (card.title.text(), list(card.verbs)) == (
        "老人跌倒", ["accept", "return", "hand_over", "suspend", "void"],
    )  # fmt: skip
    qtbot.mouseClick(card.verbs["accept"], LEFT)
    assert [title.text() for title in card.timeline] == ["发生", "受理"]
    qtbot.mouseClick(card.verbs["suspend"], LEFT)
    form = form_of(card, StepForm)
    qtbot.keyClick(form.lines["reason"], Qt.Key.Key_Return)
    assert card.words.text() == "不能挂起：请写明原因"
    form.lines["reason"].setText("等家属")
    qtbot.keyClick(form.lines["reason"], Qt.Key.Key_Return)
    assert list(card.verbs) == ["resume"]
    assert card.clock.text() == "已停表"
    assert "等家属" not in " ".join(label.text() for label in card.findChildren(type(card.title)))


def test_an_incident_that_was_undone_leads_back_to_the_list(duty, qtbot):
    uuid = duty.alarms.list.rows[0].key
    duty.show("incidents")
    duty.incidents.open(uuid)
    duty.incidents._state.session.undo()
    qtbot.waitUntil(lambda: duty.incidents.pages.currentIndex() == 0)
    assert uuid not in [row.key for row in duty.incidents.list.rows]


def test_clocks_turn_amber_and_red(duty, clock):
    duty.show("incidents")
    first = duty.incidents.list.rows[0]
    assert (first.title, first.tone) == ("老人跌倒", "warning")
    clock[0] += timedelta(minutes=1)
    duty.incidents.tick()
    first = duty.incidents.list.rows[0]
    assert (first.tone, first.right) == ("failed", "受理超时 1 分")


def test_what_is_late_is_counted_also_where_nobody_sees_it(duty, clock, monkeypatch):
    counted = []
    monkeypatch.setattr(incident_panel, "entries", lambda *asked: counted.append(asked) or entries(*asked))
    assert not duty.incidents.list.isVisible()
    duty.incidents.refresh()
    late = duty.incidents.late
    duty.incidents.tick()
    assert len(counted) == 1  # nothing can have become late meanwhile
    clock[0] += timedelta(days=30)
    duty.incidents.tick()
    assert duty.incidents.late > late


def test_a_pasted_message_is_proposed_and_written_only_when_it_is_confirmed(duty, desk, qtbot):
    head = str(desk.session.snapshot["households"]["head_name"][0])
    before = desk.session.snapshot.version
    QGuiApplication.clipboard().setText(f"今天下午2点10分，花坡村{head}家起火了")
    desk.commands["report_incident"].trigger()
    form = duty.incidents.form
    qtbot.mouseClick(form.paste, LEFT)
    assert (form.what.currentText(), form.urgency.currentData(), form.who.text()) == ("火情", "P1", head)
    assert form.when.text() == "时间 11-23 14:10"
    assert desk.session.snapshot.version == before
    form.send()
    incidents = desk.session.snapshot["incidents"]
    row = incidents.row(len(incidents) - 1)
    assert (row["title"], row["source"], row["happened_at"]) == ("火情", "聊天消息", "2026-11-23T14:10:00")
    assert f"花坡村{head}家起火了" in row["content"]
    assert np.isfinite(row["x"])
    assert duty.incidents.card.title.text() == "火情"


def test_rows_of_a_spreadsheet_are_gone_through_one_by_one(duty, desk, qtbot):
    QGuiApplication.clipboard().setText("标题\t发生地点\n停电\t花坡村\n路灯不亮\t飞凤社区\n")
    desk.commands["report_incident"].trigger()
    form = duty.incidents.form
    form.take_clipboard()
    assert (form.what.currentText(), form._page.text()) == ("停电", "还有 1 条")
    before = len(desk.session.snapshot["incidents"])
    form.send()
    assert form.what.currentText() == "路灯不亮"
    form.send()
    assert len(desk.session.snapshot["incidents"]) == before + 2


def test_a_click_on_the_map_says_where(duty, desk, qtbot):
    desk.commands["report_incident"].trigger()
    form = duty.incidents.form
    qtbot.mouseClick(form.point, LEFT)
    middle = QPointF(desk.canvas.width() / 2, desk.canvas.height() / 2).toPoint()
    qtbot.mouseMove(desk.canvas, middle)
    qtbot.mouseClick(desk.canvas, LEFT, pos=middle)
    assert form.where.text()
    assert form.point.text() == "在地图上点"
    form.what.setEditText("停电")
    form.send()
    incidents = desk.session.snapshot["incidents"]
    view = desk.canvas.view
    x, y = view.to_world(middle.x() * view.ratio, middle.y() * view.ratio)
    assert incidents["x"][-1] == pytest.approx(x, abs=1)
    assert incidents["y"][-1] == pytest.approx(y, abs=1)
    assert not duty.incidents.form.tool.active


def test_escape_gives_the_map_back(duty, desk, qtbot):
    desk.commands["report_incident"].trigger()
    form = duty.incidents.form
    desk.tools.start_measure()
    form.ask_place()
    assert desk.tools.browsing
    qtbot.keyClick(desk.canvas, Qt.Key.Key_Return)
    assert form.tool.active
    qtbot.keyClick(desk.canvas, Qt.Key.Key_Escape)
    assert not form.tool.active
    assert form.point.text() == "在地图上点"


def test_a_report_without_words_is_refused_with_one_line(duty, desk):
    desk.commands["report_incident"].trigger()
    form = duty.incidents.form
    version = desk.session.snapshot.version
    form.send()
    assert form.words.text() == "事件没有写入：请写明是什么事（标题或类别）"
    assert desk.session.snapshot.version == version


def test_eleven_alarms_in_ten_minutes_are_shown_in_groups(duty, qtbot):
    session = duty.alarms._state.session
    for at in range(11):
        report(session, "停水", "民生服务", "P3", 1 + at % 9, household=0)
    (row,) = [row for row in duty.alarms.list.rows if row.title == "停水"]
    assert row.below_right == "11 条 11 未确认"
    assert (
        duty.alarms._count.text() == f"告警潮 {sum(len(alarm.all_keys) for alarm in duty.alarms.listed.rows)}"
    )
    choose(duty, "停水")
    press(qtbot, duty, Qt.Key.Key_A)
    assert states(duty)["停水"] == "11 条"
    assert len(session.snapshot["alarm_steps"]) == 11


def test_an_urgent_alarm_rings_again_and_flashes_until_it_is_acknowledged(duty, qtbot):
    rung = []
    duty.alarms.sound._ring = lambda: rung.append(1)
    duty.alarms.sound._bell._rang = datetime.now() - timedelta(seconds=20)
    duty.alarms.tick()
    assert rung == [1]
    assert duty.alarms._beat.isActive()
    choose(duty, "老人跌倒")
    press(qtbot, duty, Qt.Key.Key_A)
    duty.alarms.sound._bell._rang = datetime.now() - timedelta(seconds=20)
    duty.alarms.tick()
    assert rung == [1]
    assert not duty.alarms._beat.isActive()


def test_a_session_that_only_reads_says_so(desk, small_store):
    duty = desk.duty
    duty.show("alarms")
    reader = Session(open_store(small_store, read_only=True), "reader")
    duty.alarms._state.session, own = reader, duty.alarms._state.session
    duty.alarms.list.setCurrentRow(0)
    duty.alarms.act("A")
    assert duty.alarms.words.text() == reader.refusal
    duty.alarms._state.session = own
    reader.close()


def test_an_urgent_alarm_is_said_where_the_list_is_closed(duty, desk):
    desk.docks["alarms"].hide()
    report(desk.session, "火情", "安全隐患", "P1", 1)
    assert desk.status.hint.text() == "▲ P1 火情 花坡村：按 F3 打开告警"


def test_what_somebody_else_acknowledged_is_seen(duty, desk):
    key = duty.alarms.list.rows[0].key
    desk.session.write(alarm_change([AlarmStep(key, "acknowledged", NOW, "别人")]))
    assert states(duty)["老人跌倒"] == "已确认"


def test_the_library_of_levels_is_one_change(duty, desk, qtbot):
    from gridmap.screens.desk.duty.levels_dialog import LevelsDialog

    desk.commands["levels"].trigger()
    dialog = desk.findChild(LevelsDialog)
    dialog.levels["民生服务"].setCurrentIndex(1)
    dialog.levels["道路交通"].setCurrentIndex(3)
    dialog.save()
    assert desk.session.snapshot.settings.levels == {"民生服务": "micro", "道路交通": "big"}
    desk.session.undo()
    assert desk.session.snapshot.settings.levels == {}


def test_an_edit_of_the_draft_leaves_the_alarms_as_they_are(duty, desk):
    listed, grids = duty.alarms.listed, desk.session.snapshot["grids"]
    desk.session.perform(LockGrid(str(grids["uuid"][0]), True))
    assert duty.alarms.listed is listed

"""Elders and visits at the desk: the radar, who is due, a visit by one key, the round on map and paper."""

from datetime import datetime

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from gridmap.response.visits import contacts
from gridmap.scene.marks import Lines, Symbols
from gridmap.screens.desk.visits.answer import EVERYWHERE
from gridmap.screens.desk.visits.who_is_due import ALL, DUE, SILENT
from gridmap.screens.jobs import Job
from gridmap.session.masking import REASONS
from gridmap.store import open_store

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
NOW = datetime(2026, 11, 23, 14, 18)


@pytest.fixture(name="town")
def _town(desk, qtbot):
    """The desk with the dock of visits open, on the afternoon to which the sample's visits lead."""
    assert not desk.docks.made("visits")  # the first map does not wait for it
    desk.docks.visits._now = lambda: NOW
    at = next(at for at, card in enumerate(desk.todo.cards) if card.rule == "visits_due")
    [one for one in desk.todo.findChildren(QPushButton) if one.text() == "查看"][at].click()
    settled(desk, qtbot)
    return desk


def settled(desk, qtbot):
    panel = desk.docks.visits
    qtbot.waitUntil(
        lambda: panel.answer is not None and not panel._latest.busy and not desk.findChildren(Job),
        timeout=20_000,
    )


def listed(desk):
    model = desk.docks.visits.list.table.ledger_model
    return [model.uuid(row) for row in range(len(model.ledger))]


def cell(desk, row, column):
    model = desk.docks.visits.list.table.ledger_model
    return model.index(row, column).data()


def saved(desk):
    """The visit that the file has last: home, time, by whom."""
    store = open_store(desk.session.address, read_only=True)
    visits = store.load(["visits"])["visits"]
    store.close()
    homes = desk.session.snapshot["households"]
    row = homes.index_of(visits["household_no_fid"][-1:])[0]
    return str(homes["uuid"][row]), visits["visited_at"][-1], visits["visitor"][-1]


def choose_busy_grid(desk, qtbot):
    """The grid in which most are due."""
    panel = desk.docks.visits
    post = max(panel.answer.posts, key=lambda one: one.due)
    panel.list.choose_grid(post.grid)
    qtbot.waitUntil(lambda: panel.answer.round is not None, timeout=20_000)
    settled(desk, qtbot)
    return post


def test_the_radar_counts_the_silent_and_lists_them(town, qtbot):
    panel = town.docks.visits
    found = contacts(town.session.snapshot, NOW)
    assert found.silent.sum() > 0
    assert panel.radar.count.text() == f"{found.silent.sum()}"
    assert panel.radar.count.property("tone") == "failed"
    assert [panel.radar.tiers[tier].due.text() for tier in ("high", "key", "general")] == [
        f"{(found.due & (found.tier == place)).sum()}" for place in range(3)
    ]
    assert len(listed(town)) == found.due.sum()
    assert cell(town, 0, 1) == "高风险"
    assert "逾期" in cell(town, 0, 5)
    assert "*" in cell(town, 0, 2)
    assert "*" in panel.list.who.itemText(1)
    town.session.masking.lift(next(iter(REASONS)), "甲")
    assert "*" not in cell(town, 0, 2) + cell(town, 0, 3) + panel.list.who.itemText(1)
    town.session.masking.put_on()
    assert "*" in cell(town, 0, 2)
    qtbot.mouseClick(panel.radar._list, Qt.MouseButton.LeftButton)
    assert panel.list.tabs.currentIndex() == SILENT
    homes = town.session.snapshot["households"]["uuid"]
    assert set(listed(town)) == set(homes[found.household[found.silent]])
    panel.list.tabs.setCurrentIndex(ALL)
    assert len(listed(town)) == len(found.household)
    laid = [mark for mark in town.canvas.scene.marks if isinstance(mark, Symbols) and not mark.layer]
    assert found.silent.sum() in [len(mark.spots.x) for mark in laid]
    at, card = next((at, one) for at, one in enumerate(town.todo.cards) if one.rule == "visits_due")
    assert (card.severity, card.number) == (
        "error",
        contacts(town.session.snapshot, datetime.now()).silent.sum(),
    )
    assert at == 2  # behind the two gravest findings, before what is only a warning
    town.todo.put("visits_due", None)
    assert all(one.rule != "visits_due" for one in town.todo.cards)


def test_v_notes_a_visit_at_once_which_undo_takes_back(town, qtbot):
    post, panel, session = choose_busy_grid(town, qtbot), town.docks.visits, town.session
    table, before = panel.list.table, listed(town)
    assert len(before) == post.due
    assert [cell(town, row, 0) for row in range(2)] == ["1", "2"]
    table.setFocus()
    table.choose((before[0],))
    qtbot.keyClick(table, Qt.Key.Key_V)
    assert saved(town) == (before[0], "2026-11-23T14:18:00", post.workers[0])
    settled(town, qtbot)
    assert len(listed(town)) == post.due - 1
    assert before[0] not in listed(town)
    assert table.chosen() == [before[1]]
    panel.strip.content.setText("身体尚好")
    qtbot.mouseClick(panel.strip.done, Qt.MouseButton.LeftButton)
    settled(town, qtbot)
    assert session.snapshot["visits"]["content"][-1] == "身体尚好"
    assert panel.strip.content.text() == ""
    assert session.undo_label() == "登记走访"
    session.undo()
    settled(town, qtbot)
    assert sorted(listed(town)) == sorted(before[1:])
    town.state.select("", [])
    qtbot.keyClick(table, Qt.Key.Key_V)
    assert session.redo_label() == "登记走访"  # nothing was written
    assert "选中一户" in town.status.hint.text()


def test_the_round_is_on_the_map_while_the_dock_is_seen_and_goes_on_one_page_with_its_gpx(
    town, qtbot, tmp_path
):
    choose_busy_grid(town, qtbot)
    panel = town.docks.visits
    stops = panel.answer.round.stops

    def numbers():
        shown = [mark for mark in town.canvas.scene.marks if isinstance(mark, Symbols)]
        return [mark for mark in shown if [symbol.text for symbol in mark.symbols[:2]] == ["1", "2"]]

    qtbot.waitUntil(lambda: len(numbers()) == 1, timeout=10_000)
    (mark,) = numbers()
    assert np.allclose(mark.spots.x, [stop.x for stop in stops])
    dotted = [one for one in town.canvas.scene.marks if isinstance(one, Lines) and one.dash == (5.0, 7.0)]
    assert len(dotted) == 1
    assert f"{len(stops)} 户" in panel.strip.way.text()
    out = tmp_path / "今日路线.pdf"
    panel.write(out)
    qtbot.waitUntil(out.with_suffix(".gpx").exists, timeout=20_000)
    settled(town, qtbot)
    assert out.read_bytes().startswith(b"%PDF")
    assert out.with_suffix(".gpx").read_text("utf-8").count("<rte>") == 1
    panel.list.choose_grid(EVERYWHERE)
    qtbot.waitUntil(lambda: panel.answer.round is None, timeout=20_000)
    qtbot.waitUntil(lambda: numbers() == [], timeout=10_000)
    panel.list.tabs.setCurrentIndex(DUE)
    town.docks["visits"].close()
    qtbot.waitUntil(lambda: town.canvas.scene.legend[-1].title != "失联的高风险户", timeout=10_000)

"""What the desk shows of a change, and what a hand may do before all of it is shown."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gridmap.screens.desk.ledger_panel import GRIDS
from gridmap.screens.jobs import Job
from gridmap.township.change import Change

NEW = "新名"


def name_of(desk):
    return str(desk.session.snapshot["grids"]["name"][0])


def rename(desk, name):
    grids = desk.session.snapshot["grids"].take([0])
    desk.session.write(Change("改名", {"grids": grids.replace(name=np.array([name], object))}))


@pytest.fixture(name="undone")
def _undone(desk, qtbot):
    """A desk where a new name was taken back a moment ago: the map shows it, no panel had its turn yet."""
    old = name_of(desk)
    rename(desk, NEW)
    qtbot.waitUntil(lambda: not desk.turns.waited_for and not desk.findChildren(Job), timeout=20_000)
    heard = []

    def hear(_tables):
        heard.append((name_of(desk), desk.turns.waited_for, desk.commands["redo"].isEnabled()))

    desk.session.changed.connect(hear)  # after the window itself
    with qtbot.waitSignal(desk.state.renewed, timeout=20_000):
        desk.commands["undo"].trigger()
    assert heard == [(old, True, True)]
    return desk


def settle(desk, qtbot):
    qtbot.waitUntil(lambda: not desk.turns.waited_for and not desk.findChildren(Job), timeout=20_000)


def first_cell(desk):
    model = desk.docks.table.view(GRIDS).ledger_model
    return [model.index(0, column).data() for column in range(model.columnCount())]


def test_a_change_is_shown_panel_by_panel_and_a_key_in_between_meets_what_is_there(undone, qtbot):
    assert NEW in first_cell(undone)  # the table waits for its turn
    undone.commands["redo"].trigger()
    qtbot.waitUntil(lambda: name_of(undone) == NEW, timeout=20_000)
    settle(undone, qtbot)
    assert NEW in first_cell(undone)
    assert undone.commands["undo"].isEnabled()
    assert not undone.commands["redo"].isEnabled()


def test_a_click_in_between_is_answered_with_what_is_there(undone, qtbot):
    view = undone.docks.table.view(GRIDS)
    row = view.visualRect(view.ledger_model.index(0, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=row)
    assert undone.turns.waited_for
    assert undone.docks.card.title.text() == name_of(undone) != NEW
    settle(undone, qtbot)
    assert name_of(undone) in first_cell(undone)
    rows = view.selectionModel().selectedRows()
    assert [view.ledger_model.uuid(index.row()) for index in rows] == list(undone.state.selection.uuids)


def test_what_was_written_here_is_at_once_in_the_panels(desk):
    rename(desk, NEW)
    assert NEW in first_cell(desk)


def test_a_window_that_closes_shows_nothing_more(undone, qtbot):
    undone.close()
    assert not undone.turns.waited_for
    qtbot.wait(20)
    assert NEW in first_cell(undone)


def test_the_cards_of_what_to_do_say_other_words_and_stay(desk, qtbot):
    shown = desk.todo.findChildren(QWidget)
    card = desk.todo.cards[0]
    settings = desk.session.snapshot.settings
    desk.session.write(Change("上限", {}, settings={"worker_cap": settings.worker_cap // 2}))
    settle(desk, qtbot)
    assert desk.todo.cards[0].number > card.number
    assert desk.todo.findChildren(QWidget) == shown
    words = [one.text() for one in shown if hasattr(one, "text")]
    assert f"{desk.todo.cards[0].number:,}" in words

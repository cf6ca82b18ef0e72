"""Changing the plan from the menu: asked, saved at once, seen everywhere, taken back in one step."""

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QInputDialog

from gridmap.redraw.edits.rename_grid import RenameGrid
from gridmap.screens.operations.assign_leader import candidates
from gridmap.screens.operations.neighbours import neighbours
from gridmap.session import Session
from gridmap.store import open_store
from gridmap.township.change import Change

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform on dialogs


def answer(fill):
    """Answer the question that is about to be asked: ``fill`` gets the dialog; None cancels."""

    def act():
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QInputDialog)
        if fill is None:
            dialog.reject()
            return
        fill(dialog)
        dialog.accept()

    QTimer.singleShot(100, act)


def names(session):
    return session.snapshot["grids"].text("name").tolist()


def select_grid(desk, row):
    desk.state.select("grids", [str(desk.session.snapshot["grids"]["uuid"][row])])


def test_renaming_is_saved_shown_undone_and_redone(desk, session, qtbot):
    select_grid(desk, 3)
    before = names(session)
    answer(lambda dialog: dialog.setTextValue("新名网格"))
    desk.commands["rename_grid"].trigger()
    after = ["新名网格" if row == 3 else name for row, name in enumerate(before)]
    assert names(session) == after
    assert desk.docks.card.title.text() == "新名网格"
    reading = Session(open_store(session.address, read_only=True))
    assert names(reading) == after
    reading.close()
    assert session.undo_label() == RenameGrid("", "").label
    assert desk.commands["undo"].text() == f"撤销：{session.undo_label()}"
    desk.commands["undo"].trigger()
    qtbot.waitUntil(lambda: names(session) == before and not desk.turns.waited_for)
    assert desk.docks.card.title.text() == before[3]
    desk.commands["redo"].trigger()
    qtbot.waitUntil(lambda: names(session) == after)


def test_a_cancelled_question_changes_nothing(desk, session):
    select_grid(desk, 3)
    version = session.snapshot.version
    answer(None)
    desk.commands["rename_grid"].trigger()
    assert session.snapshot.version == version


def test_a_refused_edit_is_said_and_changes_nothing(desk, session, monkeypatch):
    said = []
    monkeypatch.setattr("gridmap.screens.trouble.say", lambda _parent, error: said.append(str(error)))
    villages = session.census.village_of_grid
    taken = next(row for row in range(1, len(villages)) if villages[row] == villages[0])
    select_grid(desk, 0)
    before = names(session)
    answer(lambda dialog: dialog.setTextValue(before[taken]))
    desk.commands["rename_grid"].trigger()
    assert len(said) == 1
    assert names(session) == before


def test_merging_adds_the_people_and_undo_brings_the_grid_back(desk, session, qtbot):
    row = next(row for row in range(len(names(session))) if neighbours(session, row))
    kept = neighbours(session, row)[0]
    before, people = names(session), session.census.grids["registered"].copy()
    select_grid(desk, row)
    answer(lambda dialog: None)
    desk.commands["merge_grids"].trigger()
    assert names(session) == [name for name in before if name != before[row]]
    at = names(session).index(before[kept])
    assert session.census.grids["registered"][at] == people[kept] + people[row]
    qtbot.waitUntil(lambda: not desk.docks.card.title.isVisible())
    desk.commands["undo"].trigger()
    qtbot.waitUntil(lambda: sorted(names(session)) == sorted(before))


def test_a_group_moves_whole_to_the_selected_grid(desk, session):
    row = next(row for row in range(len(names(session))) if desk_can_take(session, row))
    select_grid(desk, row)
    before = int((session.census.grid_of_group == row).sum())
    answer(lambda dialog: None)
    desk.commands["assign_group"].trigger()
    assert int((session.census.grid_of_group == row).sum()) == before + 1


def desk_can_take(session, row):
    near = set(neighbours(session, row))
    return any((session.census.grid_of_group == grid).sum() > 1 for grid in near)


def test_a_leader_is_chosen_from_the_village_by_masked_name(desk, session):
    people, staff = candidates(session, 0), session.snapshot["staff"]
    chosen = next(
        at for at, one in enumerate(people) if str(staff["name"][one]) != session.census.leader_name[0]
    )
    offered = []

    def fill(dialog):
        offered.extend(dialog.comboBoxItems())
        dialog.setTextValue(offered[chosen])

    select_grid(desk, 0)
    answer(fill)
    desk.commands["assign_leader"].trigger()
    name = str(staff["name"][people[chosen]])
    assert session.census.leader_name[0] == name
    assert not [words for words in offered if name in words]


def test_without_a_grid_the_menu_says_why(desk):
    for name in ("rename_grid", "merge_grids", "assign_group", "assign_leader"):
        assert not desk.commands[name].isEnabled()
        assert "先选中一个网格" in desk.commands[name].toolTip()


def test_a_township_somebody_else_writes_can_only_be_read(session, open_desk, qtbot, tmp_path):
    from gridmap.scene.layers import load_layers
    from gridmap.screens.desk import DeskWindow
    from gridmap.screens.memory import Memory
    from gridmap.township.folders import layers_folder

    reading = Session(open_store(session.address, read_only=True))
    window = DeskWindow(reading, load_layers(layers_folder()), Memory(tmp_path / "reader.ini"))
    qtbot.addWidget(window)
    assert not window.commands["import"].isEnabled()
    assert "只读" in window.commands["undo"].toolTip()
    assert window.status.saved.text().startswith("只读")
    window.close()
    reading.close()


def test_after_a_merge_nobody_is_shown_linked_to_the_grid_that_is_gone(desk, session):
    from gridmap.redraw.edits.merge_grids import MergeGrids

    uuids = session.snapshot["grids"]["uuid"]
    session.perform(MergeGrids(str(uuids[0]), str(uuids[1])))
    alive = {0, *session.snapshot["grids"].fids().tolist()}
    for table in ("households", "organisations", "assignments"):
        assert set(session.snapshot[table].fids("grid_fid").tolist()) <= alive


def test_what_lies_in_no_grid_is_listed_and_given_to_a_grid_of_its_village(desk, session, qtbot):
    assert "没有未分配" in desk.commands["assign_unassigned"].toolTip()
    grids, row = session.snapshot["grids"], 0
    village = session.census.village_of_grid[row]
    house = int(np.flatnonzero(session.census.grid_of_household == row)[0])
    x, y = (float(session.snapshot["households"].number(name)[house]) for name in ("x", "y"))
    hole = shapely.difference(grids["geometry"][row], shapely.Point(x, y).buffer(30))
    column = np.empty(1, object)
    column[0] = hole
    session.write(Change("挖洞", {"grids": grids.take([row]).replace(geometry=column)}))
    assert session.census.grid_of_household[house] == -1
    offered = []

    def first(dialog):
        offered.extend(dialog.comboBoxItems())
        answer(lambda _dialog: None)

    select_grid(desk, row)
    answer(first)
    desk.commands["assign_unassigned"].trigger()
    (words,) = offered
    assert words.startswith(f"{session.snapshot['villages']['name'][village]}：")
    assert session.census.grid_of_household[house] == row
    assert "没有未分配" in desk.commands["assign_unassigned"].toolTip()


def test_a_grid_of_one_piece_has_no_enclave_and_one_of_two_is_declared(desk, session):
    select_grid(desk, 0)
    assert "一整片" in desk.commands["declare_enclave"].toolTip()
    grids = session.snapshot["grids"]
    near = neighbours(session, 0)[0]
    inside = grids["geometry"][near].representative_point().buffer(20)
    column = np.empty(2, object)
    column[0] = shapely.union(grids["geometry"][0], inside)
    column[1] = shapely.difference(grids["geometry"][near], inside)
    session.write(Change("飞地", {"grids": grids.take([0, near]).replace(geometry=column)}))
    assert any(item.rule == "contiguous" for item in session.findings())
    desk.commands["declare_enclave"].trigger()
    assert session.snapshot["grids"]["enclaves"][0] == 1
    assert not any(item.rule == "contiguous" for item in session.findings())

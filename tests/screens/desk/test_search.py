"""The search box of the real window: everyone is found, soon after opening and after every change."""

import threading

import numpy as np
import pytest
from PySide6.QtCore import Qt

from gridmap.screens.jobs import Job
from gridmap.store import open_store
from gridmap.township.change import Change


def idle(desk):
    return lambda: not desk.turns.waited_for and not desk.findChildren(Job)


def type_in(desk, text):
    desk.search.setFocus()
    desk.search.setText(text)
    desk.search.look(text)
    return desk.search.popup.hits


def a_resident(desk):
    """Somebody who is no head: the name, the phone, the row of the household."""
    store = open_store(desk.session.address, read_only=True)
    residents, households = store.load(["residents"])["residents"], desk.session.snapshot["households"]
    store.close()
    rows = households.index_of(residents.fids("household_no_fid")).tolist()
    for name, phone, row in zip(residents["name"], residents["phone"], rows, strict=True):
        if phone and name not in set(households["head_name"]) and not np.isnan(households["x"][row]):
            return name, phone, row
    raise AssertionError("the sample has residents with phones")


@pytest.fixture(name="held")
def _held(session, monkeypatch):
    """People that arrive only after ``held.set()``, as they were when they were read."""
    gate, real = threading.Event(), session.read_people

    def wait(beat):
        people = real(beat)
        gate.read.set()
        assert gate.wait(20)
        return people

    monkeypatch.setattr(session, "read_people", wait)
    gate.read = threading.Event()
    yield gate
    gate.set()


@pytest.fixture(name="gatherings")
def _gatherings(desk, monkeypatch):
    """A list that grows with every gathering."""
    made, real = [], desk.session.read_people

    def count(beat):
        made.append(1)
        return real(beat)

    monkeypatch.setattr(desk.session, "read_people", count)
    return made


def test_a_resident_is_found_masked_and_leads_to_the_household(desk, qtbot):
    name, phone, row = a_resident(desk)
    uuid = str(desk.session.snapshot["households"]["uuid"][row])
    assert any((hit.kind, hit.uuid) == ("resident", uuid) for hit in type_in(desk, phone))
    hits = type_in(desk, name)
    assert all(name not in hit.title + hit.detail for hit in hits)
    desk.search.popup.list.setCurrentRow([hit.uuid for hit in hits].index(uuid))
    qtbot.keyClick(desk.search, Qt.Key.Key_Return)
    assert (desk.state.selection.table, desk.state.selection.uuids) == ("households", (uuid,))


def test_until_people_are_gathered_the_box_says_so_and_landmarks_answer(open_window, held, qtbot):
    desk = open_window()
    qtbot.waitUntil(lambda: not desk.starting)
    grid, head = (
        desk.session.snapshot["grids"]["name"][0],
        desk.session.snapshot["households"]["head_name"][0],
    )
    assert [hit.kind for hit in type_in(desk, grid)][:1] == ["grid"]
    assert "正在编入" in desk.search.popup.remark.text()
    assert type_in(desk, head) == []
    assert desk.search.popup.remark.isVisible()
    held.set()
    qtbot.waitUntil(lambda: bool(desk.search.popup.hits), timeout=20_000)
    assert desk.search.popup.remark.isHidden()


def test_nothing_found_is_said(desk):
    assert type_in(desk, "没有这个人名") == []
    assert desk.search.popup.remark.text() == "没有找到"


def test_a_new_name_is_found_after_the_change(desk, qtbot):
    households = desk.session.snapshot["households"]
    renamed = households.take([0]).replace(head_name=np.array(["曾单"], object))
    desk.session.write(Change("改名", {"households": renamed}))
    qtbot.waitUntil(idle(desk), timeout=20_000)
    (hit,) = type_in(desk, "zengdan")
    assert (hit.title, hit.uuid) == ("曾*", str(households["uuid"][0]))
    desk.session.undo()
    qtbot.waitUntil(idle(desk), timeout=20_000)
    assert type_in(desk, "zengdan") == []


def test_a_change_during_a_gathering_is_gathered_afterwards(open_window, held, qtbot):
    desk = open_window()
    qtbot.waitUntil(lambda: not desk.starting)
    qtbot.waitUntil(held.read.is_set, timeout=20_000)
    for name in ("曾单", "曾秋"):
        renamed = desk.session.snapshot["households"].take([0]).replace(head_name=np.array([name], object))
        desk.session.write(Change("改名", {"households": renamed}))
    held.set()
    qtbot.waitUntil(idle(desk), timeout=20_000)
    assert len(type_in(desk, "zengqiu")) == 1


def test_a_change_of_grids_gathers_nobody_and_is_found(desk, qtbot, gatherings):
    grids = desk.session.snapshot["grids"]
    old = str(grids["name"][0])
    desk.session.write(Change("改名", {"grids": grids.take([0]).replace(name=np.array([old[::-1]], object))}))
    qtbot.waitUntil(idle(desk), timeout=20_000)
    assert [hit.uuid for hit in type_in(desk, old[::-1])] == [str(grids["uuid"][0])]
    assert gatherings == []


def test_a_character_that_was_never_read_is_read(desk, qtbot, gatherings):
    grids = desk.session.snapshot["grids"]
    desk.session.write(Change("改名", {"grids": grids.take([0]).replace(name=np.array(["龘垚"], object))}))
    qtbot.waitUntil(idle(desk), timeout=20_000)
    assert [hit.uuid for hit in type_in(desk, "dayao")] == [str(grids["uuid"][0])]
    assert gatherings == [1]


def test_people_who_cannot_be_gathered_are_one_line_until_the_next_time(open_desk, qtbot, monkeypatch):
    monkeypatch.setattr("gridmap.store.people.PROCESS", "gridmap.store.nothing")
    desk = open_desk()
    head = desk.session.snapshot["households"]["head_name"][0]
    assert type_in(desk, head) == []
    assert "暂时搜索不到" in desk.search.popup.remark.text()
    assert type_in(desk, desk.session.snapshot["grids"]["name"][0])
    monkeypatch.undo()
    desk.finder.refresh()
    qtbot.waitUntil(idle(desk), timeout=20_000)
    assert type_in(desk, head)
    assert desk.search.popup.remark.isHidden()


def test_a_window_that_closes_ends_the_gathering(open_window, qtbot):
    desk = open_window()
    qtbot.waitUntil(lambda: desk.finder._gathering)
    jobs = desk.findChildren(Job)
    assert any(job.running for job in jobs)
    desk.close()
    assert not any(job.running for job in jobs)
    assert desk.finder.note


def test_the_rows_of_the_list_are_used_again(desk):
    shown = [type_in(desk, text) for text in ("w", "李", "wang", desk.session.snapshot["grids"]["code"][0])]
    rows = desk.search.popup.list
    assert rows.count() == max(map(len, shown))
    assert [rows.isRowHidden(row) for row in range(rows.count())] == [
        row >= len(shown[-1]) for row in range(rows.count())
    ]

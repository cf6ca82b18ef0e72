"""The roll-call on the desk: answers by button and key, two misses, what a crash leaves."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import date

import pytest
from PySide6.QtCore import Qt

from gridmap.response.affected import affected
from gridmap.response.area import circle
from gridmap.response.drawn import ground_of
from gridmap.response.roll_call import begin, running
from gridmap.scene.marks import Points
from gridmap.screens.jobs import Job
from gridmap.store import open_store

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture(name="called")
def _called(desk):
    """The desk with a roll-call of the homes around the middle of the first village going on."""
    from datetime import datetime

    session = desk.session
    spot = session.snapshot["villages"]["geometry"][0].representative_point()
    area = circle(spot.x, spot.y, 500.0)
    found = affected(session.snapshot, area, date.today())
    desk.homes = found.households["uuid"][~found.homes.empty].tolist()
    session.write(begin(session.snapshot, desk.homes, ground_of(area), session.author, datetime.now()))
    desk.commands["roll_call"].trigger()
    return desk


def panel(desk):
    return desk.tools.response.panel.roll


def press(desk, qtbot, result):
    qtbot.mouseClick(panel(desk).answers[result], Qt.MouseButton.LeftButton)


def entries(desk):
    table = desk.session.snapshot["roll_call_entries"]
    homes = desk.session.snapshot["households"]
    uuids = dict(zip(homes["fid"].tolist(), homes["uuid"].tolist(), strict=True))
    return [
        (uuids[fid], result)
        for fid, result in zip(table.fids("household_no_fid").tolist(), table["result"].tolist(), strict=True)
        if result
    ]


def test_an_answer_is_saved_at_once_and_the_next_home_is_chosen(called, qtbot):
    first, second = called.homes[:2]
    assert panel(called).table.chosen() == [first]
    press(called, qtbot, "reached")
    assert entries(called) == [(first, "reached")]
    assert panel(called).table.chosen() == [second]
    press(called, qtbot, "moved")
    assert panel(called).bars.counts == {
        "waiting": len(called.homes) - 2, "reached": 1, "moved": 1, "no_answer": 0, "refused": 0,
    }  # fmt: skip
    store = open_store(called.session.address, read_only=True)
    assert [result for result in store.load()["roll_call_entries"]["result"] if result] == [
        "reached",
        "moved",
    ]
    store.close()
    called.session.undo()
    assert entries(called) == [(first, "reached")]
    assert panel(called).table.ledger_model.index(1, 0).data() == "未呼叫"


def test_a_note_is_written_down_and_is_in_no_label_and_no_detail(called, qtbot):
    panel(called).note.setText("张三说不走")
    press(called, qtbot, "refused")
    assert called.session.snapshot["roll_call_entries"]["note"][-1] == "张三说不走"
    assert panel(called).note.text() == ""
    assert called.session.undo_label() == "点名登记：拒绝转移"
    for _seq, _time, _who, what, about, result in audit(called):
        assert "张三" not in f"{what}{about}{result}"


def audit(desk):
    import sqlite3

    connection = sqlite3.connect(f"file:{desk.session.address}?mode=ro", uri=True)
    rows = connection.execute("SELECT seq, at_utc, who, what, object, result FROM gridmap_audit").fetchall()
    connection.close()
    return rows


def test_two_misses_name_the_nearest_helper_and_lead_there(called, qtbot):
    home = called.homes[0]
    for _time in range(2):
        panel(called).table.choose((home,))
        press(called, qtbot, "no_answer")
    qtbot.waitUntil(lambda: panel(called).missed.count() == 2, timeout=15_000)
    title, row = (panel(called).missed.itemAt(at) for at in range(2))
    assert title.widget().text() == "▲ 1 户两次未应答，建议派人"
    words = row.layout().itemAt(0).widget()
    assert "→" in words.text()
    assert "无实时位置" in words.text()
    assert "*" in words.text()
    (red,) = [
        mark
        for mark in called.canvas._live.live.marks
        if isinstance(mark, Points) and mark.colour == "#E6194B"
    ]
    assert len(red.spots.x) == 1
    qtbot.mouseClick(words, Qt.MouseButton.LeftButton)
    helpers = called.tools.response.helpers
    qtbot.waitUntil(lambda: helpers.found is not None and not called.findChildren(Job), timeout=15_000)
    assert len(helpers.found.helpers) == 3
    called.commands["roll_call"].trigger()
    panel(called).table.choose((home,))
    press(called, qtbot, "reached")
    assert panel(called).missed.count() == 0


def test_the_end_is_saved_and_the_panel_says_what_to_do_next(called, qtbot):
    qtbot.mouseClick(panel(called)._end, Qt.MouseButton.LeftButton)
    assert panel(called).call is None
    assert called.session.snapshot["roll_calls"]["ended_at"][0] != ""
    assert not panel(called).answers["moved"].isEnabled()
    assert "先圈范围" in panel(called).title.text()


def test_another_roll_call_meanwhile_is_refused_with_one_line(called, qtbot, monkeypatch):
    said = []
    monkeypatch.setattr("gridmap.screens.trouble.say", lambda _window, error: said.append(str(error)))
    area = called.tools.response.area
    spot = called.session.snapshot["villages"]["geometry"][1].representative_point()
    called.commands["area"].trigger()
    area.tool.choose("circle")
    area.tool.press(spot.x, spot.y, Qt.KeyboardModifier.NoModifier)
    area.tool.widen(400.0)
    area.tool.release(spot.x, spot.y, Qt.KeyboardModifier.NoModifier)
    found = called.tools.response.panel.area
    qtbot.waitUntil(lambda: found.found is not None and not called.findChildren(Job), timeout=10_000)
    qtbot.mouseClick(found._call, Qt.MouseButton.LeftButton)
    assert len(said) == 1
    assert "还没有结束" in said[0]
    assert len(called.session.snapshot["roll_calls"]) == 1


ANSWERS = """
import json, sys
from datetime import datetime
from gridmap.app import open_township
from gridmap.response.roll_call import begin, enter, running
import shapely

session = open_township(sys.argv[1])
session.load_rest()
homes = session.snapshot["households"]["uuid"][:40].tolist()
now = datetime.now()
session.write(begin(session.snapshot, homes, shapely.box(0, 0, 1, 1), "甲", now))
number = 0
while True:
    for home in homes:
        call = running(session.snapshot, datetime.now())
        session.write(enter(session.snapshot, call, home, "moved", "甲", datetime.now(), f"{number}"))
        print(json.dumps(number), flush=True)
        number += 1
"""


def test_a_kill_loses_at_most_the_entry_that_is_being_typed(sample_store, tmp_path):
    path = tmp_path / "town.gpkg"
    shutil.copy(sample_store, path)
    child = subprocess.Popen(
        [sys.executable, "-c", ANSWERS, str(path)], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "GRIDMAP_HOME": str(tmp_path)},
    )  # fmt: skip
    said = [child.stdout.readline() for _line in range(10)]
    time.sleep(0.05)
    child.send_signal(signal.SIGKILL)
    said += child.communicate()[0].splitlines()
    acknowledged = max(json.loads(line) for line in said if line.strip().isdigit())
    store = open_store(path)
    snapshot = store.load()
    notes = [note for note in snapshot["roll_call_entries"]["note"] if note]
    assert notes == [f"{number}" for number in range(len(notes))]
    assert acknowledged + 1 <= len(notes) <= acknowledged + 2
    from datetime import datetime

    assert running(snapshot, datetime.now()).counts["moved"] == min(len(notes), 40)
    assert store.verify() == []
    store.close()

"""What a window does after its first map, and how it hears of others: never in its own thread."""

import shutil
import threading
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget

from gridmap import app
from gridmap.screens import jobs
from gridmap.screens.follower import Follower
from gridmap.store.connection import connect
from gridmap.township.change import Change


@pytest.fixture
def town(sample_store, tmp_path):
    return str(shutil.copy(sample_store, tmp_path / "town.gpkg"))


@pytest.fixture
def watching(qtbot, town):
    """A window with its follower and a session that only reads; what failed is listed."""
    window = QWidget()
    qtbot.addWidget(window)
    session = app.open_township(town, read_only=True, at_once=True)
    failures = []
    yield Follower(window, session, failures.append), session, window, failures
    jobs.end_all(window)
    session.close()


def idle(window):
    return not window.findChildren(jobs.Job)


def test_the_rest_is_brought_then_the_file_examined_then_others_followed(qtbot, watching, town):
    follower, session, window, failures = watching
    threads = []
    read, examine = session.read_rest, session.examine
    session.read_rest = lambda: (threads.append(threading.current_thread()), read())[1]
    session.examine = lambda: (threads.append(threading.current_thread()), examine())[1]
    follower.look()
    qtbot.waitUntil(lambda: len(threads) == 2 and idle(window), timeout=20_000)
    assert len(session.snapshot["residents"]) > 15_000
    assert threading.main_thread() not in threads
    writer = app.open_township(town)
    grid = writer.snapshot["grids"].take([0]).replace(name=np.array(["改名"], object))
    writer.write(Change("改名", {"grids": grid}))
    follower.look()
    qtbot.waitUntil(lambda: session.snapshot["grids"]["name"][0] == "改名")
    writer.close()
    assert failures == []


def test_one_thing_at_a_time(watching):
    follower, session, window, _failures = watching
    follower.look()
    follower.look()
    assert len(window.findChildren(jobs.Job)) == 1
    assert not session.complete


def test_what_the_window_writes_itself_is_not_read_a_second_time(qtbot, watching, town):
    follower, session, window, _failures = watching
    follower.look()
    qtbot.waitUntil(lambda: session.complete and idle(window), timeout=20_000)
    release = threading.Event()
    jobs.start(window, lambda _ticket: release.wait(10), lambda _done: None, pytest.fail, writes=True)
    session.is_outdated = pytest.fail
    follower.look()
    assert len(window.findChildren(jobs.Job)) == 1
    release.set()


def damage(town, name):
    """Zeros over the first page of a table or an index of a store."""
    reader = connect(Path(town), writable=False)
    page = reader.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)).get
    size = reader.execute("PRAGMA page_size").get
    reader.close()
    with Path(town).open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(bytes(size))


@pytest.mark.parametrize("where", ["visits_household_no", "visits"])
def test_damage_is_said_once_and_nothing_is_changed_any_more(qtbot, watching, town, where):
    follower, session, window, failures = watching
    damage(town, where)
    for _time in range(5):
        follower.look()
        qtbot.waitUntil(lambda: idle(window))
    said = [str(failure) for failure in failures]
    assert len(said) == len(set(said))
    assert sum("restore" in line for line in said) == 1
    assert session.complete is (where != "visits")


def test_after_its_end_it_begins_nothing(watching):
    follower, session, window, _failures = watching
    follower.follow(10)
    follower.stop()
    follower.look()
    assert idle(window)
    assert not session.complete

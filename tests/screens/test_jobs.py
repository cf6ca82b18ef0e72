"""Background work: its outcome arrives in the window's thread, once, whatever happens."""

import gc
import threading
import time
import weakref

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gridmap.screens import jobs
from gridmap.screens.progress import ProgressDialog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform on dialogs


@pytest.fixture(name="window")
def _window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


def test_the_result_arrives_in_the_windows_thread(window, qtbot):
    seen = []
    jobs.start(window, lambda _ticket: threading.current_thread(), seen.append, seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0] is not threading.main_thread()


def test_a_failure_is_handed_over(window, qtbot):
    failed = []

    def work(_ticket):
        raise ValueError("broken")

    jobs.start(window, work, lambda _made: pytest.fail("not done"), failed.append)
    qtbot.waitUntil(lambda: bool(failed))
    assert str(failed[0]) == "broken"


def test_cancel_stops_at_the_next_step_and_neither_done_nor_failed(window, qtbot):
    steps = []

    def work(ticket):
        for step in range(1000):
            ticket.say(step, 1000)
            steps.append(step)
            time.sleep(0.005)

    job = jobs.start(
        window, work, lambda _made: pytest.fail("not done"), lambda _error: pytest.fail("not failed"), "长"
    )
    dialog = window.findChild(ProgressDialog)
    qtbot.waitUntil(lambda: len(steps) > 2)
    with qtbot.waitSignal(job.finished):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert len(steps) < 1000
    qtbot.waitUntil(lambda: not dialog.isVisible())


def test_a_closing_window_waits_for_its_jobs(window, qtbot):
    running = threading.Event()

    def work(ticket):
        running.set()
        while True:
            ticket.say(0, 0)
            time.sleep(0.005)

    job = jobs.start(
        window, work, lambda _made: pytest.fail("not done"), lambda _error: pytest.fail("not failed")
    )
    assert running.wait(5)
    jobs.end_all(window)
    assert job.ticket.cancelled
    assert not job.running


def test_a_closed_window_starts_nothing_more(window, qtbot):
    """A message that was on its way may still ask for work, and the window is destroyed soon after."""
    panel = QWidget(window)
    jobs.end_all(window)
    for owner in (window, panel):
        jobs.start(owner, lambda _ticket: pytest.fail("worked"), pytest.fail, pytest.fail)
    assert not jobs._running


def test_an_owner_may_be_destroyed_while_its_job_runs(qtbot):
    running, go_on = threading.Event(), threading.Event()

    def work(_ticket):
        running.set()
        assert go_on.wait(5)

    owner = QWidget()
    jobs.start(owner, work, lambda _made: pytest.fail("not done"), lambda _error: pytest.fail("not failed"))
    assert running.wait(5)
    shiboken6.delete(owner)
    go_on.set()
    qtbot.waitUntil(lambda: not jobs._running)


def test_threads_that_have_ended_are_let_go(window, qtbot):
    ended, threads = [], []
    for count in range(1, 6):
        job = jobs.start(window, lambda _ticket: None, ended.append, ended.append)
        threads.append(weakref.ref(job._thread))
        qtbot.waitUntil(lambda count=count: len(ended) == count)
    del job
    gc.collect()
    qtbot.waitUntil(lambda: not any(thread() for thread in threads))

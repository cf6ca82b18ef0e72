"""Questions answered beside the window's thread: the newest counts, nobody hears of the others."""

import threading

import pytest
from PySide6.QtCore import QObject

from gridmap.screens.newest import Newest


@pytest.fixture(name="parent")
def _parent(qapp):
    return QObject()


def test_an_answer_comes_from_another_thread_into_the_windows(parent, qtbot):
    threads = []
    newest = Newest(parent, lambda number: (number * 2, threading.current_thread()), "test")
    newest.answered.connect(lambda *_told: threads.append(threading.current_thread()))
    with qtbot.waitSignal(newest.answered) as told:
        newest.ask(21)
        assert newest.waiting
    question, (answer, thread) = told.args
    assert (question, answer) == (21, 42)
    assert threads == [threading.main_thread()] != [thread]
    assert not newest.waiting


def test_of_many_questions_the_first_is_worked_on_and_the_newest_answered(parent, qtbot):
    begun, go_on, worked, told = threading.Event(), threading.Event(), [], []

    def work(number):
        worked.append(number)
        begun.set()
        assert go_on.wait(5)
        return number

    newest = Newest(parent, work, "test")
    newest.answered.connect(lambda question, _answer: told.append(question))
    for number in (1, 2, 3, 4):
        newest.ask(number)
    assert begun.wait(5)
    go_on.set()
    qtbot.waitUntil(lambda: not newest.waiting)
    assert worked == [1, 4]
    assert told == [4]


def test_a_forgotten_question_is_not_answered(parent, qtbot):
    told = []
    newest = Newest(parent, lambda number: number, "test")
    newest.answered.connect(lambda question, _answer: told.append(question))
    newest.ask(1)
    newest.forget()
    qtbot.wait(30)
    newest.ask(2)
    qtbot.waitUntil(lambda: bool(told))
    assert told == [2]


def test_a_window_that_closed_asks_nothing_and_hears_nothing(parent, qtbot):
    worked = []
    newest = Newest(parent, worked.append, "test")
    newest.answered.connect(lambda *_told: pytest.fail("answered"))
    newest.ask(1)
    newest.end()
    newest.ask(2)
    qtbot.waitUntil(lambda: bool(worked))
    qtbot.wait(30)
    assert worked == [1]


def test_what_goes_wrong_is_raised_in_the_windows_thread(parent, qtbot):
    def work(_question):
        raise ValueError("broken")

    newest = Newest(parent, work, "test")
    with qtbot.captureExceptions() as raised:
        newest.ask(1)
        qtbot.waitUntil(lambda: bool(raised))
    assert str(raised[0][1]) == "broken"
    assert not newest.waiting

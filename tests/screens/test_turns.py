from functools import partial

from PySide6.QtCore import QObject, QTimer

from gridmap.screens.turns import Turns


def test_each_has_a_turn_of_its_own_in_order_and_whoever_waits_is_not_asked_twice(qtbot):
    owner, done = QObject(), []
    turns = Turns(owner)

    def first():
        done.append("first")
        QTimer.singleShot(0, lambda: done.append("between"))

    def second():
        done.append("second")

    turns.take(first, second)
    turns.take(first)
    assert done == []
    qtbot.waitUntil(lambda: "second" in done and "between" in done)
    assert [one for one in done if one != "between"] == ["first", "second"]


def test_what_fails_keeps_no_other_from_its_turn(qtbot):
    owner, done = QObject(), []
    turns = Turns(owner)

    def fails():
        raise ValueError("x")

    turns.take(fails, lambda: done.append(1))
    with qtbot.captureExceptions() as raised:
        qtbot.waitUntil(lambda: done == [1])
    assert [kind for kind, *_rest in raised] == [ValueError]


def test_a_window_that_closed_has_no_turn(qtbot):
    owner, done = QObject(), []
    turns = Turns(owner)
    turns.take(lambda: done.append(1))
    turns.end()
    qtbot.wait(20)
    assert done == []


def test_a_turn_waits_for_what_goes_before_it(qtbot):
    owner, done, drawing = QObject(), [], [True]
    turns = Turns(owner, lambda: drawing[0])
    turns.take(lambda: done.append(1))
    qtbot.wait(30)
    assert turns.waited_for
    assert not turns.under_way
    assert done == []
    drawing[0] = False
    qtbot.waitUntil(lambda: done == [1])
    qtbot.waitUntil(lambda: not turns.under_way)


def test_no_turn_waits_for_ever(qtbot):
    owner, done = QObject(), []
    turns = Turns(owner, lambda: True)  # a window that nobody sees is never drawn
    turns.take(*(partial(done.append, number) for number in range(5)))
    qtbot.waitUntil(lambda: done == [0, 1, 2, 3, 4], timeout=2_000)

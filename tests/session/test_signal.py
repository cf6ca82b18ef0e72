"""How a session tells that something changed."""

import gc

from gridmap.session.signal import Signal


class Listener:
    def __init__(self):
        self.heard = []

    def hear(self, *values):
        self.heard.append(values)


def test_everybody_who_listens_hears_what_is_emitted_in_their_order():
    signal, heard = Signal(), []
    signal.connect(lambda value: heard.append(("first", value)))
    signal.connect(lambda value: heard.append(("second", value)))
    signal.emit(7)
    assert heard == [("first", 7), ("second", 7)]


def test_who_stopped_listening_hears_no_more_and_may_say_so_twice():
    signal, listener = Signal(), Listener()
    signal.connect(listener.hear)
    signal.connect(listener.heard.append)
    signal.disconnect(listener.hear)
    signal.disconnect(listener.hear)
    signal.emit("x")
    assert listener.heard == ["x"]


def test_a_method_keeps_nobody_alive():
    signal, listener = Signal(), Listener()
    heard = listener.heard
    signal.connect(listener.hear)
    del listener
    gc.collect()
    signal.emit(1)
    assert heard == []


def test_one_who_leaves_while_others_are_told_disturbs_nobody():
    signal, heard = Signal(), []

    def once(value):
        heard.append(value)
        signal.disconnect(once)

    signal.connect(once)
    signal.connect(heard.append)
    signal.emit(1)
    signal.emit(2)
    assert heard == [1, 1, 2]

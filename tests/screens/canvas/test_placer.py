"""Words get their places beside the window's own thread; the newest wish is the one that counts."""

import threading

import pytest
from PySide6.QtCore import QCoreApplication

from gridmap.scene.scene import Label, Line, Scene, Words
from gridmap.scene.view import View
from gridmap.screens.canvas import MapCanvas
from gridmap.screens.canvas.measures import Measures
from gridmap.screens.canvas.placer import Placer, Wish
from gridmap.screens.canvas.sprites import Sprites

VIEW = View(400, 300, x=0, y=0, scale=1.0)


def scene(*texts, worked=None):
    def work():
        if worked is not None:
            worked.append(threading.current_thread())
        return [Label((Line(text, "count"),), 30.0 * at, 20.0 * at) for at, text in enumerate(texts)]

    return Scene(words=(Words((0.0, float("inf")), work),), bounds=(-200, -150, 200, 150))


def wish(*texts, **kind):
    return Wish(scene(*texts, **kind), VIEW, Sprites("light", 1.0))


def texts(labels):
    return [placed.label.lines[0].text for placed in labels]


@pytest.fixture(name="placer")
def _placer(qapp):
    parent = MapCanvas()
    yield Placer(parent)
    parent.deleteLater()


def test_places_come_from_another_thread_and_are_those_of_the_pure_function(placer, qtbot):
    worked = []
    wanted = wish("1", "2", "3", worked=worked)
    with qtbot.waitSignal(placer.done):
        placer.ask(wanted)
        assert not placer.settled
    assert placer.settled
    assert worked[0] is not threading.main_thread()
    assert placer.labels == wish("1", "2", "3").placed()


def test_words_that_come_from_the_thread_are_drawn_where_the_window_shows_them(placer, qtbot):
    wanted = wish("1", *[""] * 20, "far")  # the last lies 630 pixels to the right of the first
    wanted = Wish(wanted.scene, View(400, 300, x=0, y=0, scale=0.6), wanted.sprites)
    with qtbot.waitSignal(placer.done):
        placer.ask(wanted)
    near, *_others, far = placer.labels
    assert wanted.sprites.ready(near.label) is not None
    assert (near.label.lines[0].text, far.label.lines[0].text) == ("1", "far")
    assert wanted.sprites.ready(far.label) is None


def test_of_several_wishes_only_the_newest_is_told(placer, qtbot):
    told = []
    placer.done.connect(lambda: told.append(texts(placer.labels)))
    for number in range(20):
        placer.ask(wish(str(number)))
    qtbot.waitUntil(lambda: told != [])
    qtbot.wait(50)
    assert told == [["19"]]


def test_sizes_are_the_same_in_every_thread(qapp):
    line, measures, found = Line("花坡 07 Ab 1,032", "name"), Measures("light", 2.0), []
    thread = threading.Thread(target=lambda: found.append(measures.line(line)))
    thread.start()
    thread.join()
    assert found == [Measures("light", 2.0).line(line)]


@pytest.fixture(name="canvas")
def _canvas(qtbot):
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(400, 300)
    canvas.set_scene(scene("first"))
    canvas.show()
    qtbot.waitUntil(lambda: canvas.sharp)
    return canvas


def test_the_first_map_has_its_words_at_once_and_another_scene_gets_them_in_a_moment(canvas, qtbot):
    assert texts(canvas._words.labels) == ["first"]
    canvas.set_scene(scene("second"))
    canvas.repaint()
    assert texts(canvas._words.labels) == ["first"]  # what is there stays until the others have their places
    assert not canvas.sharp
    qtbot.waitUntil(lambda: canvas.sharp)
    assert texts(canvas._words.labels) == ["second"]


def test_a_settled_picture_takes_no_notice_of_older_wishes(canvas, qtbot):
    canvas.set_scene(scene("second"))
    canvas.repaint()
    canvas.set_scene(scene("third"))
    canvas.settle()
    assert texts(canvas._words.labels) == ["third"]
    qtbot.wait(50)
    assert texts(canvas._words.labels) == ["third"]


def test_words_that_must_not_be_read_any_more_go_at_once(canvas):
    from dataclasses import replace

    canvas.set_view(replace(canvas.view, masked=False))
    canvas.set_scene(scene("hidden"))
    canvas.set_view(replace(canvas.view, masked=True))
    canvas.repaint()
    assert texts(canvas._words.labels) == ["hidden"]  # worked out at once, from the scene that is shown now
    QCoreApplication.processEvents()


def test_a_scene_is_told_as_shown_once_its_picture_and_its_words_are_there(canvas, qtbot):
    heard = []
    canvas.renewed.connect(lambda: heard.append(texts(canvas._words.labels)))
    for number in range(5):
        with qtbot.waitSignal(canvas.renewed):
            canvas.set_scene(scene(str(number)))
        assert heard[-1] == [str(number)]

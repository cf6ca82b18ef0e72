"""A scene's marks cross a pipe as they are, without their names, and an array crosses once."""

import io
from dataclasses import replace

import numpy as np
import pytest

from gridmap.scene.cells import Spots
from gridmap.scene.detail import Paths, Rings, Runs
from gridmap.scene.marks import Areas, Lines, Names, Points
from gridmap.scene.scene import Scene
from gridmap.screens.canvas.parcel import Inbox, Outbox

SQUARE = Runs.of(np.array([[0.0, 0.0], [9.0, 0.0], [9.0, 9.0], [0.0, 0.0]]), np.array([0, 4]))
X, Y = np.array([1.0, np.nan, 3.0]), np.array([4.0, np.nan, 6.0])
MARKS = (
    Areas("grids", rings=Rings(lambda: SQUARE), colours=("#112233",), hatched=(0,)),
    Lines("roads", paths=Paths(lambda: SQUARE), dash=(3.0, 2.0)),
    Lines("streets", scales=(0.1, 9.0), paths=Paths(lambda: SQUARE), width=3.0),
    Points("houses", spots=Spots.of(X, Y), disc=True),
)


class Letterbox(io.BytesIO):
    """A pipe that takes some bytes at a time, as pipes do."""

    def write(self, data):
        return super().write(data[:100])

    def opened(self):
        return Inbox(io.BufferedReader(io.BytesIO(self.getvalue())))


def test_marks_arrive_as_they_were_sent():
    pipe, scene = Letterbox(), Scene(background="#010203", bounds=(1.0, 2.0, 3.0, 4.0), marks=MARKS)
    outbox = Outbox(pipe)
    outbox.bring(scene, [0, 1])
    outbox.bring(scene, [1, 2, 3])
    outbox.say("draw", 5)
    inbox = pipe.opened()
    assert inbox.next() == ("draw", 5)
    assert tuple(inbox.marks[row] for row in range(4)) == MARKS
    assert (inbox.scene.background, inbox.scene.bounds) == (scene.background, scene.bounds)


def test_an_array_is_sent_once_and_is_one_array_there():
    pipe = Letterbox()
    outbox = Outbox(pipe)
    outbox.bring(Scene(marks=MARKS), range(4))
    before = pipe.tell()
    outbox.bring(Scene(marks=tuple(replace(mark, layer="other") for mark in MARKS)), range(4))
    outbox.say("draw")
    assert pipe.getvalue().count(X.tobytes()) == 1
    assert pipe.getvalue()[before:].count(SQUARE.xy.tobytes()) == 0
    inbox = pipe.opened()
    inbox.next()
    assert inbox.marks[1].paths.runs.xy is inbox.marks[2].paths.runs.xy
    assert inbox.marks[3].layer == "other"
    assert np.array_equal(inbox.marks[3].spots.x, X, equal_nan=True)


def test_an_array_that_is_gone_here_is_forgotten_there():
    pipe = Letterbox()
    outbox = Outbox(pipe)
    for shift in (1.0, 2.0, 3.0):
        outbox.bring(Scene(marks=(Points(spots=Spots.of(X + shift, Y)),)), [0])
    outbox.bring(Scene(), [])
    outbox.say("draw")
    inbox = pipe.opened()
    inbox.next()
    assert [array.tolist() for array in inbox._arrays.values()] == [
        [4.0, pytest.approx(np.nan, nan_ok=True), 6.0]
    ]


def test_nobody_is_named_on_the_way(square_town):
    pipe = Letterbox()
    grids = Names(square_town["grids"])
    outbox = Outbox(pipe)
    outbox.bring(Scene(marks=(replace(MARKS[0], uuids=grids),)), [0])
    outbox.say("draw")
    assert grids[0] == "grids-1"
    assert b"grids-1" not in pipe.getvalue()
    inbox = pipe.opened()
    inbox.next()
    assert inbox.marks[0].uuids[0] == ""


def test_the_end_of_the_pipe_is_the_end():
    pipe = Letterbox()
    Outbox(pipe).bring(Scene(marks=MARKS), range(4))
    with pytest.raises(EOFError):
        pipe.opened().next()
    cut = io.BufferedReader(io.BytesIO(pipe.getvalue()[: pipe.getvalue().index(X.tobytes()) + 5]))
    with pytest.raises(EOFError):
        Inbox(cut).next()

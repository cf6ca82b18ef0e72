"""An edit in the making, drawn beside the window or in it: the same picture."""

from threading import Thread

import numpy as np
import pytest
import shapely
from PySide6.QtGui import QImage

from gridmap.scene import View, build
from gridmap.scene.cells import Spots
from gridmap.scene.marks import Areas, Lines, Points
from gridmap.scene.scene import Live
from gridmap.scene.shapes import drawn, rings_of
from gridmap.screens.canvas import MapCanvas
from gridmap.screens.canvas.live_ink import draw
from gridmap.township.census import take_census


@pytest.fixture(name="canvas")
def _canvas(qtbot, square_town):
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(600, 450)
    canvas.set_scene(build(square_town, take_census(square_town), (), (), View(1, 1)))
    canvas.show()
    canvas.settle()
    return canvas


def an_edit(moved):
    pair = np.array([shapely.box(0, 0, 900 + moved, 1000), shapely.box(900 + moved, 0, 2000, 1000)], object)
    return Live(
        fills=(Areas(rings=rings_of(pair), colours=("#00FF00", "#0000FF"), alpha=0.5),),
        marks=(
            Lines(paths=drawn(pair), colour="#FF0000", width=3.0),
            Points(spots=Spots.of(np.array([500.0, 1200.0]), np.array([400.0, 600.0])), colour="#FFFF00"),
        ),
    )


def beside(live, under):
    answers = []
    thread = Thread(target=lambda: answers.append(draw(live, under)))
    thread.start()
    thread.join()
    return answers[0]


@pytest.mark.parametrize("place", [None, (400.0, 500.0, 1000.0, 900.0), (5000.0, 5000.0, 6000.0, 6000.0)])
def test_an_edit_drawn_beside_the_window_looks_as_one_drawn_in_it(canvas, place):
    canvas.fit(place)
    canvas.settle()
    canvas.set_overlay(Live())
    bare = canvas.grab().toImage()
    for moved in (0.0, 150.0):
        live = an_edit(moved)
        canvas.set_overlay(live)
        inside = canvas.grab().toImage()
        canvas.set_overlay(live, beside(live, canvas.under_overlay()))
        assert apart(canvas.grab().toImage(), inside) <= 2  # of 255: one more rounding of half transparent
        assert (apart(inside, bare) > 50) == (place is None or place[0] < 2000)


def test_an_edit_drawn_for_another_view_is_drawn_anew(canvas):
    live = an_edit(0.0)
    stale = beside(live, canvas.under_overlay())
    canvas.zoom_at((300, 200), 2.0)
    canvas.settle()
    canvas.set_overlay(live)
    wanted = canvas.grab().toImage()
    canvas.set_overlay(live, stale)
    assert apart(canvas.grab().toImage(), wanted) == 0


def apart(one, other):
    """How much two pictures differ where they differ most, of 255."""
    return int(np.abs(pixels(one) - pixels(other)).max())


def pixels(image):
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.array(plain.constBits()).reshape(plain.height(), plain.width(), 4)[..., :3].astype(int)

"""Ways set into a picture: all at once and bit by bit are the same picture."""

import numpy as np
import pytest
from PySide6.QtGui import QColor

from gridmap.response.timeline import Spans
from gridmap.scene.trail import dots_of, pixels_of
from gridmap.scene.view import View
from gridmap.screens.canvas.trail_ink import FEW, Brush, TrailInk

BRUSH = Brush(2.0, 1.0, "#0F5B57", "#FFFFFF")


def dots(count, seed=1):
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(-10, 210, count), rng.uniform(-10, 110, count)
    never, none = np.full(count, np.inf), np.zeros(count, int)
    return dots_of(Spans(x, y, np.arange(count, dtype=float), never, none, none))


def ink_of(trail, ratio=1.0, brush=BRUSH):
    ink = TrailInk(brush)
    ink.take(pixels_of(trail, View(width=200, height=100, x=100.0, y=50.0, scale=1.0, ratio=ratio)))
    return ink


def test_a_dot_is_ink_within_its_rim(qapp):
    spans = Spans(*(np.array([value]) for value in (40.0, 30.0, 0.0, np.inf, 0, 0)))
    ink = ink_of(dots_of(spans))
    ink.show(0, 1)
    assert ink.image.pixelColor(40, 70) == QColor("#0F5B57")
    assert ink.image.pixelColor(38, 70) == QColor("#FFFFFF")
    assert ink.image.pixelColor(37, 70).alpha() == 0
    assert ink.image.pixelColor(42, 70).alpha() == 0


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_bit_by_bit_it_is_the_same_picture(qapp, ratio):
    trail = dots(400)
    steps, whole = ink_of(trail, ratio), ink_of(trail, ratio)
    for high in (1, 30, 31, 200, 400):
        steps.show(0, high)
    whole._draw(whole._pixels.of(0, 400))
    assert steps.image == whole.image


def test_going_back_takes_away_what_came_later(qapp):
    trail = dots(300)
    there_and_back, there = ink_of(trail), ink_of(trail)
    there_and_back.show(0, 300)
    there_and_back.show(0, 120)
    there.show(0, 120)
    assert there_and_back.image == there.image
    there_and_back.show(0, 0)
    assert not np.frombuffer(there_and_back.image.constBits(), np.uint32).any()


def test_more_than_a_few_are_drawn_at_once_with_the_same_result(qapp):
    trail = dots(FEW + 500)
    ink, other = ink_of(trail), ink_of(trail)
    ink.show(0, FEW + 500)
    other.show(0, FEW)
    other.show(0, FEW + 500)
    assert ink.image == other.image


def test_another_window_gets_a_picture_of_its_size(qapp):
    trail = dots(10)
    ink = ink_of(trail)
    ink.take(pixels_of(trail, View(width=60, height=40, x=100.0, y=50.0, scale=1.0)))
    ink.show(0, 10)
    assert (ink.image.width(), ink.image.height()) == (60, 40)

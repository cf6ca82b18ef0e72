from dataclasses import replace

import pytest
from PySide6.QtGui import QImage, QPainter

from gridmap.scene.marks import Symbol
from gridmap.scene.placing import place
from gridmap.scene.scene import Label, Line, Scene
from gridmap.scene.view import View
from gridmap.screens.canvas.overlay import paint_overlay
from gridmap.screens.canvas.sprites import Sprites, draw_symbol

pytestmark = pytest.mark.usefixtures("qapp")


def label(*lines):
    return Label(tuple(Line(*line) for line in lines), 0.0, 0.0)


@pytest.mark.parametrize("theme", ["light", "dark", "wall", "paper"])
@pytest.mark.parametrize(
    "role", ["name", "count", "village", "group", "neighbour", "badge", "tag", "incident"]
)
def test_a_label_is_as_large_as_it_says(theme, role):
    sprites = Sprites(theme, 1.0)
    words = label(("飞凤 01", role))
    image = sprites.label(words)
    assert (image.width(), image.height()) == sprites.measure(words)


def test_a_label_is_drawn_once():
    sprites = Sprites("light", 1.0)
    assert sprites.label(label(("486", "count"))) is sprites.label(label(("486", "count")))


def test_words_that_take_too_long_wait_for_the_next_frame():
    view, sprites = View(400, 100, x=0, y=0, scale=1.0), Sprites("light", 1.0)
    labels = [replace(label((str(k), "count")), x=30.0 * k - 150) for k in range(10)]
    placed = place(labels, view, sprites.measure)
    assert len(placed) == 10
    image = QImage(400, 100, QImage.Format.Format_RGB32)
    frames = 0
    whole = False
    while not whole:
        painter = QPainter(image)
        whole = paint_overlay(painter, Scene(), view, sprites, placed, budget_s=0.0)
        painter.end()
        frames += 1
        assert frames <= 10
    assert frames > 1


def test_other_words_at_the_same_places_are_what_is_painted():
    view, kept = View(200, 100, x=0, y=0, scale=1.0), Sprites("light", 1.0)

    def painted(sprites, words):
        image = QImage(200, 100, QImage.Format.Format_RGB32)
        image.fill(0)
        painter = QPainter(image)
        paint_overlay(painter, Scene(), view, sprites, words)
        painter.end()
        return image

    first, second = (place([label((text, "name"))], view, kept.measure) for text in ("飞凤", "花坡"))
    for words in (first, second, second, first):
        assert painted(kept, words) == painted(Sprites("light", 1.0), words)
    assert painted(kept, first) != painted(kept, second)


def test_lines_of_a_label_stand_below_each_other():
    sprites = Sprites("light", 1.0)
    one, both = label(("花坡 07", "name")), label(("花坡 07", "name"), ("户籍 1,032", "tag"))
    assert sprites.measure(both)[1] > sprites.measure(one)[1]


def test_words_are_drawn_crisply_at_double_density():
    single, double = (Sprites("light", ratio).label(label(("486", "count"))) for ratio in (1.0, 2.0))
    assert double.width() == pytest.approx(2 * single.width(), abs=3)


def test_calibrated_sizes_enlarge_a_role():
    usual, far = Sprites("wall", 1.0), Sprites("wall", 1.0, {"village": 68.0})
    village = label(("花院村", "village"))
    assert far.measure(village)[0] == pytest.approx(2 * usual.measure(village)[0], rel=0.1)


@pytest.mark.parametrize("shape", ["triangle", "diamond", "pentagon", "disc", "place", "elder"])
def test_symbols_have_colour_in_their_middle_and_nothing_in_their_corners(shape):
    image = Sprites("light", 1.0).symbol(Symbol(shape, "#E6194B", 24.0))
    assert image.pixelColor(image.width() // 2, image.height() // 2).name() == "#e6194b"
    assert image.pixelColor(0, 0).alpha() == 0


def inked(image, colour, side):
    """How many pixels of a colour lie in the left or right half of an image."""
    half = image.width() // 2
    columns = range(half) if side == "left" else range(half, image.width())
    return sum(image.pixelColor(x, y).name() == colour for x in columns for y in range(image.height()))


def test_a_ring_is_drawn_clockwise_from_the_top_as_far_as_its_turn():
    def ring(turn, text=""):
        return draw_symbol(Symbol("ring", "#ff0000", 24.0, text, rim="#ffffff", turn=turn), 1.0)

    half, whole = ring(0.5), ring(1.0)
    assert inked(half, "#ff0000", "right") > 2 * inked(half, "#ff0000", "left")
    assert inked(whole, "#ff0000", "left") == pytest.approx(inked(whole, "#ff0000", "right"), rel=0.3)
    assert ring(1.0, "12").width() > whole.width()  # room for the plate with the days

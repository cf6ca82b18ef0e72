"""The check of legibility sees what is wrong, and the painter paints what the marks say."""

import pytest
from PySide6.QtGui import QImage, QPainter

from gridmap.screens.wall import colours, symbols
from gridmap.screens.wall.layout import Box, Layout
from gridmap.screens.wall.painting import legibility, paint
from gridmap.screens.wall.sheet import Sheet, Text

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def sheet():
    layout = Layout.of(1920, 1080)
    return Sheet(layout, Box(0, 0, 1920, 1080), colours.GROUND)


def faults(sheet):
    return [text.faults for text in legibility(sheet.marks, sheet.layout)]


def test_good_texts_have_no_faults(sheet):
    sheet.text("告警 2", 36, 144, 42, bold=True)
    sheet.text("另有 2 条", 36, 204)
    assert faults(sheet) == [(), ()]


def test_text_that_is_too_small_for_the_last_row_is_found(sheet):
    sheet.text("小", 36, 144)
    sheet.marks[0] = Text("小", 36, 144, 20, False, colours.TEXT, colours.GROUND, 0, sheet.zone)
    assert faults(sheet) == [("under 24 px", "under 20′")]


def test_faint_text_is_found(sheet):
    sheet.text("暗", 36, 144, colour=colours.URGENCY["P1"], on=colours.PANEL)
    assert len(faults(sheet)[0]) == 1


def test_texts_over_each_other_are_found(sheet):
    sheet.text("一二三", 36, 144)
    sheet.text("四五六", 60, 150)
    assert faults(sheet) == [("meets 四五六",), ("meets 一二三",)]


def test_text_out_of_its_zone_is_found(sheet):
    sheet.text("出界", 1900, 144)
    assert faults(sheet) == [("out of its zone",)]


def test_text_without_room_is_cut_with_an_ellipsis(sheet):
    width = sheet.text("一二三四五六七八", 36, 144, room=150)
    (text,) = sheet.marks
    assert text.text.endswith("…")
    assert width <= 150


def test_figures_are_tabular(sheet):
    assert len({sheet.measure(figure * 4) for figure in "0123456789"}) == 1


def test_right_aligned_text_ends_where_it_should(sheet):
    width = sheet.text("3,012", 1884, 144, align="right")
    assert sheet.marks[0].x == pytest.approx(1884 - width)


@pytest.mark.parametrize("urgency", ["P1", "P2", "P3"])
def test_an_alarm_is_painted_in_its_shape_and_colour(sheet, urgency):
    sheet.symbol(symbols.URGENCY[urgency], 100, 100, 60, colours.URGENCY[urgency])
    image = QImage(200, 200, QImage.Format.Format_RGB32)
    image.fill(0)
    with QPainter(image) as painter:
        paint(painter, sheet.marks)
    assert image.pixelColor(100, 100).name().upper() == colours.URGENCY[urgency]
    corner = image.pixelColor(76, 76).name().upper()
    assert corner != colours.URGENCY[urgency]


@pytest.mark.parametrize(
    ("text", "ground", "least"),
    [("TEXT", "GROUND", 14), ("SECOND", "PANEL", 8), ("QUIET", "GROUND", 5), ("WHITE", "RED", 4.5)],
)
def test_the_colours_of_text_are_clear(text, ground, least):
    assert colours.contrast(getattr(colours, text), getattr(colours, ground)) >= least

"""Where things stand: pure numbers for every screen and seat."""

import pytest

from gridmap.screens.wall.layout import Layout, text_px

SCREENS = [(1280, 720), (1920, 1080), (3840, 2160), (7680, 2160), (6656, 1792), (2560, 1080), (1920, 1200)]


def test_text_for_five_metres_on_a_75_inch_4k_wall_is_68_pixels():
    assert text_px(20, 5, 1660 / 3840) == 68


def test_text_is_never_under_24_pixels():
    assert text_px(20, 0.5, 1.0) == 24


def test_the_picture_of_the_specification_is_the_case_without_corrections():
    layout = Layout.of(3840, 2160, 5.0, 1660.0)
    assert layout.unit == 2
    assert (layout.map.x, layout.map.y, layout.map.width, layout.map.height) == (0, 168, 2544, 1824)
    assert (layout.panel.x, layout.panel.width) == (2544, 1296)
    assert (layout.alarm_rows, layout.kpi_rows) == (2, 2)


def test_a_32_to_9_wall_has_the_same_centre_between_two_wings():
    layout, centre = Layout.of(7680, 2160), Layout.of(3840, 2160)
    assert layout.unit == centre.unit
    assert (layout.left.x, layout.left.right) == (0, 1920)
    assert (layout.right.x, layout.right.right) == (5760, 7680)
    assert layout.map.width == centre.map.width
    assert layout.map.x == 1920


def test_a_screen_a_little_wider_than_16_to_9_has_no_wings_but_a_wider_map():
    layout = Layout.of(2560, 1080)
    assert layout.left is None
    assert layout.map.width == 2560 - 648


@pytest.mark.parametrize("size", SCREENS)
@pytest.mark.parametrize("seat", [3.0, 5.0, 8.0, 12.0])
def test_boxes_fill_the_screen_and_never_overlap(size, seat):
    layout = Layout.of(*size, seat)
    wings = [box for box in (layout.left, layout.right) if box]
    assert sum(box.width for box in (layout.map, layout.panel, *wings)) == size[0]
    assert layout.map.right == layout.panel.x
    assert 0 < layout.map.y < layout.map.bottom < size[1]
    assert layout.map.width >= 0.39 * layout.centre.width


def test_from_farther_away_text_grows_and_rows_are_dropped():
    near, far = Layout.of(1920, 1080, 5.0), Layout.of(1920, 1080, 8.0)
    assert far.text(34) > near.text(34)
    assert far.alarm_rows + far.kpi_rows < near.alarm_rows + near.kpi_rows
    assert far.short_lines > 0


@pytest.mark.parametrize("size", SCREENS)
def test_what_must_be_read_stands_above_the_lowest_twelfth(size):
    layout = Layout.of(*size)
    rows = 84 + 84 + layout.alarm_rows * 168 + layout.kpi_rows * 180 + 12 + 72
    assert rows <= layout.lowest or layout.alarm_rows == 1

"""Colours of the windows: every text is readable on every ground it stands on."""

import pytest
from PySide6.QtGui import QColor

from gridmap.scene.palette import palette
from gridmap.screens import icons
from gridmap.screens.theme import font, style_sheet


def luminance(colour):
    parts = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in QColor(colour).getRgbF()
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["window", "panel", "base", "button", "selected_row"])
@pytest.mark.parametrize("ink", ["text", "second", "third", "accent", "failed", "warning", "passed"])
def test_text_is_readable(theme, ground, ink):
    colours = palette(theme)
    if ink == "third" and ground in ("button", "selected_row"):
        ink = "second"  # what stands there instead
    assert contrast(getattr(colours, ink), getattr(colours, ground)) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_sheet_has_no_colour_left_out(theme):
    assert "$" not in style_sheet(palette(theme))


def test_chinese_has_a_font_on_this_machine(qtbot):
    from PySide6.QtGui import QFontMetrics, QRawFont

    assert QRawFont.fromFont(font()).supportsCharacter("网") or QFontMetrics(font()).inFontUcs4(ord("网"))


@pytest.mark.parametrize("name", sorted(icons.PATHS))
def test_every_icon_draws_in_its_colour(qtbot, name):
    image = icons.pixmap(name, "#FF0000", 20, 2.0).toImage()
    drawn = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    inked = [colour for colour in drawn if colour.alpha() == 255]
    assert len(inked) > 10
    assert all(colour.red() > 200 and colour.green() < 60 for colour in inked)

import re

import pytest

from gridmap.scene.palette import CAP_FILLS, PALETTES, Palette, blend, cap_colour, palette, rgb

THEMES = ("light", "dark", "wall", "paper")


def luminance(colour):
    parts = [c / 255 for c in rgb(colour)]
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_every_colour_is_written_in_full(theme):
    for name in Palette.__dataclass_fields__:
        value = getattr(palette(theme), name)
        for colour in value if isinstance(value, tuple) else (value,):
            if isinstance(colour, str) and name != "theme":
                assert re.fullmatch("#[0-9A-F]{6}", colour), name


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("role", ["text", "second", "third", "failed", "warning", "passed"])
def test_words_are_legible_on_panels(theme, role):
    colours = palette(theme)
    assert contrast(getattr(colours, role), colours.panel) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_words_on_the_map_are_legible_on_their_halo(theme):
    colours = palette(theme)
    assert contrast(colours.label, colours.halo) >= 7
    assert contrast(colours.neighbour_name, colours.outside) >= 4.5
    assert contrast(colours.badge_text, colours.badge) >= 4.5


def test_the_wall_stays_grey_below_the_limit():
    assert [cap_colour(s, "wall") for s in ("ok", "near", "unknown")] == ["", "", ""]
    assert cap_colour("limit", "wall") == CAP_FILLS["limit"]
    assert all(cap_colour(s, "light") for s in ("ok", "near", "limit", "over", "unknown"))


def test_a_blend_lies_between_its_two_colours():
    assert blend("#FF0000", "#0000FF", 1.0) == "#FF0000"
    assert blend("#FFFFFF", "#000000", 0.5) == "#808080"
    assert set(PALETTES) == set(THEMES)

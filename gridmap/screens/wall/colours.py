"""The colours of the wall's frame. Three make it up; status colours stand only in shapes and bars."""

from functools import lru_cache

GROUND, PANEL, LINE = "#14181D", "#1E242B", "#2F3740"
TEXT, SECOND, QUIET = "#E6EAEE", "#B8C0C8", "#8C96A0"
BAR, TRACK, OUTLINE = "#46505A", "#2F3740", "#6E7983"
SWATH, HOUSE, WHITE = "#3D4B57", "#75808A", "#FFFFFF"
LAND = "#20272E"

URGENCY = {"P1": "#E6194B", "P2": "#FF9500", "P3": "#FFF3B0"}
AMBER, RED = "#FF9500", "#E6194B"
"""Plates behind the data age when it is old; the text on them is GROUND and WHITE."""


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb``, 0 to 1 (WCAG 2)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@lru_cache(maxsize=256)
def contrast(first: str, second: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2)."""
    bright, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)

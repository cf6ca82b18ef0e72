"""The scale bar: a round length that fits, and its words."""

import math

from gridmap.i18n import _


def nice_length(metres: float) -> float:
    """The longest 1, 2 or 5 times a power of ten that is not longer than ``metres``."""
    if metres <= 0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(metres))
    if power > metres:  # rounded up by the logarithm
        power /= 10
    share = metres / power
    return power * (5 if share >= 5 else 2 if share >= 2 else 1)


def words(metres: float) -> str:
    """A length as it stands on the bar: 500 米, 2 公里."""
    if metres >= 1000:
        return _("{n} 公里").format(n=f"{metres / 1000:g}")
    return _("{n} 米").format(n=f"{metres:g}")


def scale_bar(scale: float, room: float) -> tuple[float, str]:
    """The bar that fits into ``room`` pixels at ``scale`` pixels per metre: its pixels, its words."""
    length = nice_length(room / scale)
    return length * scale, words(length)

"""Pens: what a hand draws, made an edit. Pure; places are in the working CRS, metres.

A pen knows nothing of a window: it is given places, and gives an edit or None when nothing would change.
"""

from typing import Literal

Unit = Literal["group", "household"]
Place = tuple[float, float]

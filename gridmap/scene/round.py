"""A round on the map: the way dotted, every home with its number, in the order in which one walks."""

from collections.abc import Sequence

import numpy as np

from gridmap.response.rounds import Stop
from gridmap.scene.cells import Spots
from gridmap.scene.marks import Lines, Mark, Symbol, Symbols
from gridmap.scene.palette import Palette
from gridmap.scene.shapes import paths_of

DOTS, GUESS = (5.0, 7.0), (2.0, 8.0)
"""Dashes of a way by road, and of one that is only taken to be there."""
SIZE = 22.0


def round_marks(stops: Sequence[Stop], colours: Palette) -> list[Mark]:
    """The stops of one round; none where nobody is due."""
    if not stops:
        return []
    light = colours.theme == "light"
    ink, rim = ("#0B0F13", "#FFFFFF") if light else ("#FFFFFF", "#0B0F13")
    marks: list[Mark] = []
    for routed, dash in ((True, DOTS), (False, GUESS)):
        ways = [stop.way for stop in stops if stop.routed is routed and len(stop.way) > 1]
        if ways:
            paths = paths_of(ways)
            marks.append(Lines(paths=paths, colour=rim, width=6.0, alpha=0.7))
            marks.append(Lines(paths=paths, colour=ink, width=3.5, dash=dash))
    symbols = tuple(Symbol("place", "#FFFFFF", SIZE, f"{place}") for place in range(1, len(stops) + 1))
    x, y = (np.array([getattr(stop, axis) for stop in stops]) for axis in ("x", "y"))
    return [*marks, Symbols(spots=Spots.of(x, y, np.arange(len(stops))), symbols=symbols)]

"""Which areas are made of the parts that belong to them exactly, and what is known of it already."""

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.township.borders import tiled
from gridmap.township.swept import redrawn
from gridmap.township.value import dataclass

Shapes = NDArray[np.object_]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Tiling:
    """Parts, the row of the whole that each belongs to (-1: none), and the wholes.

    ``exact`` is which wholes are, vertex for vertex, their own valid parts and nothing else: these
    parts cover it, none goes beyond it, and no two of them overlap.
    """

    parts: Shapes
    whole: Integers
    wholes: Shapes
    exact: Flags

    @classmethod
    def of(cls, parts: Shapes, whole: Integers, wholes: Shapes) -> "Tiling":
        """The tiling of areas by their parts."""
        return cls(parts, whole, wholes, _exact(parts, whole, wholes, np.ones(len(wholes), bool)))

    def redrawn(self, parts: Shapes, whole: Integers, wholes: Shapes) -> "Tiling":
        """The tiling in other shapes, of which most are as they were."""
        if len(parts) != len(self.parts) or len(wholes) != len(self.wholes):
            return Tiling.of(parts, whole, wholes)
        asked = redrawn(self.wholes, wholes)
        moved = redrawn(self.parts, parts) | (whole != self.whole)
        for rows in (whole[moved], self.whole[moved]):
            asked[rows[rows >= 0]] = True
        exact = self.exact.copy()
        exact[asked] = _exact(parts, whole, wholes, asked)[asked]
        return Tiling(parts, whole, wholes, exact)


def tiling(name: str, parts: Shapes, whole: Integers, wholes: Shapes) -> Tiling:
    """The tiling that goes by ``name``: only what was redrawn since it was last asked is worked out."""
    newest = _newest.get(name)
    made = newest.redrawn if newest else Tiling.of
    found = _newest[name] = made(parts, whole, wholes)
    return found


_newest: dict[str, Tiling] = {}


def _exact(parts: Shapes, whole: Integers, wholes: Shapes, asked: Flags) -> Flags:
    """What ``exact`` is where it is asked, False elsewhere."""
    own = np.flatnonzero(whole >= 0)
    own = own[asked[whole[own]]]
    shown = wholes.copy()
    shown[~asked] = None
    exact: Flags = asked & shapely.is_valid(shown)
    exact[whole[own[~shapely.is_valid(parts[own])]]] = False
    return exact & tiled(parts[own], whole[own], shown)

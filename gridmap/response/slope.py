"""What a slope does to somebody on foot: heights of places, and Tobler's hiking function."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gridmap.township.memory import once
from gridmap.township.table import Table

if TYPE_CHECKING:
    from scipy.spatial import KDTree

Floats = NDArray[np.float64]

NEIGHBOURS = 4
FAR_M = 300.0
"""A place without a known height nearer than this has none."""
STEEPEST = 1.0
"""Nobody walks more than this up in one: what is steeper is an error of the heights."""


def heights_at(heights: Table, places: Floats) -> Floats:
    """The heights of places (rows of x, y) in metres, NaN where none is known near.

    Of the four nearest known heights the mean, each weighed by its inverse squared distance (Shepard 1968).
    """
    tree, known = _known(heights.number("x"), heights.number("y"), heights.number("height"))
    if not len(known) or not len(places):
        return np.full(len(places), np.nan)
    away, row = tree.query(places, k=min(NEIGHBOURS, len(known)), distance_upper_bound=FAR_M)
    away, row = away.reshape(len(places), -1), row.reshape(len(places), -1)
    near = np.isfinite(away)
    weight = np.where(near, 1.0 / np.maximum(away, 0.01) ** 2, 0.0)
    value = known[np.where(near, row, 0)]
    whole = weight.sum(axis=1)
    return np.where(whole > 0, (weight * value).sum(axis=1) / np.where(whole > 0, whole, 1.0), np.nan)


@once
def _known(x: Floats, y: Floats, height: Floats) -> "tuple[KDTree, Floats]":
    """Where a height is known, as a tree, and the heights in its order."""
    from scipy.spatial import KDTree

    sound = np.isfinite(x) & np.isfinite(y) & np.isfinite(height)
    return KDTree(np.column_stack([x[sound], y[sound]])), height[sound]


def pace(slope: Floats) -> Floats:
    """How fast one walks on a slope (rise by run, down is negative), as a share of the speed on the level.

    Tobler's hiking function, ``6 exp(-3.5 |slope + 0.05|)`` km/h, by its value at 0: Tobler (1993), *Three
    presentations on geographical analysis and modeling*, NCGIA technical report 93-1. A slope that is not
    known (NaN) is level.
    """
    known = np.clip(np.nan_to_num(slope, nan=0.0), -STEEPEST, STEEPEST)
    return np.asarray(np.exp(-3.5 * (np.abs(known + 0.05) - 0.05)), np.float64)

"""Polygons and lines as flat arrays: worked out when first needed, as fine as a scale needs.

A scene is made before anything of it is drawn, so its marks hold handles: ``Rings`` and ``Paths``
know how their geometry is made and make it when a painter, a click or ``prepare`` first asks.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from gridmap.scene.view import Bounds
from gridmap.township.memory import once
from gridmap.township.value import dataclass

OCTAVES = 10
FIRST_TOLERANCE = 1.0  # metres; each octave doubles it

Line = tuple[NDArray[np.float64], NDArray[np.int64]]
"""Vertices (n, 2) of polylines laid end to end, and where each begins (one more: the end)."""


@dataclass(frozen=True)
class Runs:
    """Polylines or closed paths laid end to end.

    ``xy`` (n, 2); run ``i`` is ``xy[offsets[i]:offsets[i + 1]]``; ``bounds`` (runs, 4) are west, south,
    east, north.
    """

    xy: NDArray[np.float64]
    offsets: NDArray[np.int64]
    bounds: NDArray[np.float64]

    @classmethod
    def of(cls, xy: NDArray[np.float64], offsets: NDArray[np.int64]) -> "Runs":
        """Runs of at least one vertex each, with their bounds."""
        if len(offsets) < 2:
            return EMPTY_RUNS
        low = np.minimum.reduceat(xy, offsets[:-1], axis=0)
        high = np.maximum.reduceat(xy, offsets[:-1], axis=0)
        return cls(xy, offsets, np.hstack([low, high]))

    def __len__(self) -> int:
        return len(self.offsets) - 1


EMPTY_RUNS = Runs(np.empty((0, 2)), np.zeros(1, np.int64), np.empty((0, 4)))


class Handle:
    """Runs that are worked out when first asked for. ``work`` remembers its result (``once``)."""

    def __init__(self, work: Callable[[], Runs] = lambda: EMPTY_RUNS) -> None:
        self._work = work

    @property
    def runs(self) -> Runs:
        """The geometry in full."""
        return self._work()

    @property
    def bounds(self) -> NDArray[np.float64]:
        """What each run covers (runs, 4)."""
        return self.runs.bounds

    def __len__(self) -> int:
        return len(self.runs)

    def at(self, tolerance: float) -> Line:
        """The coarsest octave that is true to ``tolerance`` metres; below the first one, exact."""
        runs = self.runs
        if tolerance < FIRST_TOLERANCE or not len(runs):
            return runs.xy, runs.offsets
        octave = min(int(np.log2(tolerance / FIRST_TOLERANCE)), OCTAVES - 1)
        return thinned(runs.xy, runs.offsets, octave)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Handle) or type(self) is not type(other):
            return False
        one, two = self.runs, other.runs
        return one is two or (
            np.array_equal(one.xy, two.xy)
            and np.array_equal(one.offsets, two.offsets)
            and np.array_equal(one.bounds, two.bounds, equal_nan=True)
        )

    __hash__ = object.__hash__


class Rings(Handle):
    """Polygons, each as one closed odd-even path over all its rings."""

    def path(self, area: int) -> NDArray[np.float64]:
        """The closed path of one area."""
        runs = self.runs
        return runs.xy[runs.offsets[area] : runs.offsets[area + 1]]


class Paths(Handle):
    """Polylines: borders, roads, streams."""


@once
def thinned(xy: NDArray[np.float64], offsets: NDArray[np.int64], octave: int) -> Line:
    """Polylines with at most one vertex in each stretch as long as the octave's tolerance; ends stay.

    A vertex that is left out is nearer to the one kept before it than that, along the line.
    """
    steps = np.diff(xy, axis=0)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(steps[:, 0], steps[:, 1]))])
    stretch = (along / (FIRST_TOLERANCE * 2.0**octave)).astype(np.int64)
    keep = np.ones(len(xy), bool)
    keep[1:] = stretch[1:] != stretch[:-1]
    keep[offsets[:-1]] = True
    keep[offsets[1:] - 1] = True
    return xy[keep], np.concatenate([[0], np.cumsum(keep)])[offsets]


def touching(bounds: NDArray[np.float64], window: Bounds) -> NDArray[np.int64]:
    """The runs whose bounds reach into a window (west, south, east, north)."""
    west, south, east, north = window
    inside = (bounds[:, 0] < east) & (bounds[:, 2] > west)
    inside &= (bounds[:, 1] < north) & (bounds[:, 3] > south)
    return np.flatnonzero(inside)


EMPTY_RINGS = Rings()
EMPTY_PATHS = Paths()

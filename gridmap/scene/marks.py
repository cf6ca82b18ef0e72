"""What a scene is made of: plain values that any painter can draw, from the ground up.

Lengths of strokes and symbols are logical pixels at a unit of 1; a painter multiplies them.
``scales`` says between how many logical pixels per metre a mark is drawn.
"""

from dataclasses import dataclass, field, fields

import numpy as np
from numpy.typing import NDArray

ANY_SCALE = (0.0, float("inf"))


class Plain:
    """Equality of values that hold numpy arrays: tests compare scenes, not pixels."""

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return False
        return all(_same(getattr(self, f.name), getattr(other, f.name)) for f in fields(self))  # type: ignore[arg-type]  # every subclass is a dataclass

    __hash__ = object.__hash__


def _same(one: object, other: object) -> bool:
    if isinstance(one, np.ndarray):
        if not isinstance(other, np.ndarray) or one.shape != other.shape:
            return False
        return bool(np.array_equal(one, other, equal_nan=one.dtype.kind == "f"))
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other)


@dataclass(frozen=True, eq=False)
class Rings(Plain):
    """Polygons, each as one closed odd-even path over all its rings.

    ``xy`` (n, 2); area ``i`` is ``xy[offsets[i]:offsets[i + 1]]``; ``bounds`` (areas, 4).
    """

    xy: NDArray[np.float64]
    offsets: NDArray[np.int64]
    bounds: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def path(self, area: int) -> NDArray[np.float64]:
        """The closed path of one area."""
        return self.xy[self.offsets[area] : self.offsets[area + 1]]


@dataclass(frozen=True, eq=False)
class Paths(Plain):
    """Polylines in octaves of detail: ``levels`` of (tolerance m, xy, offsets), the exact one first."""

    levels: tuple[tuple[float, NDArray[np.float64], NDArray[np.int64]], ...]
    bounds: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.bounds)

    def at(self, tolerance: float) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """The coarsest level that is true to ``tolerance`` metres."""
        fit = [level for level in self.levels if level[0] <= tolerance] or [self.levels[0]]
        return fit[-1][1], fit[-1][2]


EMPTY_RINGS = Rings(np.empty((0, 2)), np.zeros(1, np.int64), np.empty((0, 4)))
EMPTY_PATHS = Paths(((0.0, np.empty((0, 2)), np.zeros(1, np.int64)),), np.empty((0, 4)))


@dataclass(frozen=True, eq=False)
class Mark(Plain):
    """One thing to draw: of which overlay and which table, between which scales."""

    layer: str = ""
    table: str = ""
    scales: tuple[float, float] = ANY_SCALE

    def shown(self, logical_scale: float) -> bool:
        """Whether it is drawn at so many logical pixels per metre."""
        return self.scales[0] <= logical_scale < self.scales[1]


@dataclass(frozen=True, eq=False)
class Areas(Mark):
    """Filled polygons. ``colours`` are opaque ``#RRGGBB`` by row, '' for no fill.

    ``hatched`` rows get 45° lines of ``hatch`` at ``hatch_alpha``, ``dotted`` rows a dotted edge,
    ``outlined`` rows an inner outline of ``outline`` and ``outline_width``. ``alpha`` below 1 lets
    the ground through (hazards). ``uuids`` answer a click.
    """

    rings: Rings = EMPTY_RINGS
    colours: tuple[str, ...] = ()
    uuids: tuple[str, ...] = ()
    alpha: float = 1.0
    hatched: tuple[int, ...] = ()
    dotted: tuple[int, ...] = ()
    outlined: tuple[int, ...] = ()
    hatch: str = ""
    hatch_alpha: float = 0.62
    hatch_angle: int = 45
    outline: str = ""
    outline_width: float = 1.5


@dataclass(frozen=True, eq=False)
class Lines(Mark):
    """Strokes of one pen: borders, roads, streams, swaths. ``dash`` in pixels, () for solid.

    ``casing`` pixels on both sides in ``casing_colour``. ``spread`` draws an arrow that tells the
    direction every so many pixels (0 = none). ``bed`` is the share of the colour laid solid under
    a dashed line so that its gaps do not show the ragged edge of two fills.
    """

    paths: Paths = EMPTY_PATHS
    colour: str = "#000000"
    width: float = 1.0
    alpha: float = 1.0
    dash: tuple[float, ...] = ()
    bed: float = 0.0
    casing: float = 0.0
    casing_colour: str = "#000000"
    casing_alpha: float = 1.0
    spread: float = 0.0
    uuids: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Points(Mark):
    """Many small squares or discs. ``size`` is the side in pixels, ``halo`` the rim around it."""

    x: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    y: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    uuids: NDArray[np.object_] = field(default_factory=lambda: np.empty(0, object))
    colour: str = "#000000"
    alpha: float = 1.0
    size: float = 2.0
    halo: float = 0.0
    halo_colour: str = "#FFFFFF"
    disc: bool = False


@dataclass(frozen=True)
class Symbol:
    """One symbol: its ``shape``, colour and at most two characters of text inside or beside it."""

    shape: str
    colour: str
    size: float
    text: str = ""
    rim: str = "#14181D"
    ink: str = "#14181D"


@dataclass(frozen=True, eq=False)
class Symbols(Mark):
    """Symbols that stay crisp above everything. ``symbols[kinds[i]]`` is drawn at ``x[i], y[i]``."""

    x: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    y: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    kinds: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    symbols: tuple[Symbol, ...] = ()
    uuids: NDArray[np.object_] = field(default_factory=lambda: np.empty(0, object))

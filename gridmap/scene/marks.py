"""What a scene is made of: plain values that any painter can draw, from the ground up.

Lengths of strokes and symbols are logical pixels at a unit of 1; a painter multiplies them.
``scales`` says between how many logical pixels per metre a mark is drawn.
"""

from collections.abc import Callable
from dataclasses import fields

import numpy as np

from gridmap.scene.cells import NOWHERE, Spots
from gridmap.scene.detail import EMPTY_PATHS, EMPTY_RINGS, Paths, Rings
from gridmap.township.table import Rows, Table
from gridmap.township.value import dataclass

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


class Names:
    """The uuids of a mark's rows: those of a table, or of some of its rows (-1: none). They are read one
    by one, when somebody asks: a first map needs none, and a click needs one of everyone."""

    def __init__(self, table: Table | None = None, rows: Callable[[], Rows] | None = None) -> None:
        self._table, self._rows = table, rows
        self._found: tuple[frozenset[str], Rows] = frozenset(), np.empty(0, np.int64)

    def __getitem__(self, row: int) -> str:
        at = row if self._rows is None else int(self._rows()[row])
        return "" if self._table is None or at < 0 else str(self._table.one("uuid", at))

    def rows_of(self, wanted: frozenset[str]) -> Rows:
        """The rows whose uuid is among the wanted ones, ascending; looked for once a selection."""
        if self._found[0] != wanted:
            self._found = wanted, self._rows_of(wanted)
        return self._found[1]

    def _rows_of(self, wanted: frozenset[str]) -> Rows:
        found = np.empty(0, np.int64) if self._table is None else self._table.rows_of(wanted)
        if self._rows is None or not len(found):
            return found
        rows = self._rows()
        at = np.minimum(np.searchsorted(found, rows), len(found) - 1)
        return np.flatnonzero(found[at] == rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Names) and np.array_equal(self._all(), other._all())

    __hash__ = object.__hash__

    def _all(self) -> list[str]:
        uuids = [] if self._table is None else [*self._table.text("uuid").tolist(), ""]
        return uuids[:-1] if self._rows is None else [uuids[row] for row in self._rows().tolist()]


NO_NAMES = Names()


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
    uuids: Names = NO_NAMES
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
    uuids: Names = NO_NAMES


@dataclass(frozen=True, eq=False)
class Points(Mark):
    """Many small squares or discs. ``size`` is the side in pixels, ``halo`` the rim around it."""

    spots: Spots = NOWHERE
    uuids: Names = NO_NAMES
    colour: str = "#000000"
    alpha: float = 1.0
    size: float = 2.0
    halo: float = 0.0
    halo_colour: str = "#FFFFFF"
    disc: bool = False


@dataclass(frozen=True)
class Symbol:
    """One symbol: its ``shape``, colour and a few characters of text inside or beside it. ``turn`` is how
    much of a ring is drawn, 0–1 clockwise from the top."""

    shape: str
    colour: str
    size: float
    text: str = ""
    rim: str = "#14181D"
    ink: str = "#14181D"
    turn: float = 1.0


@dataclass(frozen=True, eq=False)
class Symbols(Mark):
    """Symbols that stay crisp above everything: at each of ``spots`` the one of its kind."""

    spots: Spots = NOWHERE
    symbols: tuple[Symbol, ...] = ()
    uuids: Names = NO_NAMES

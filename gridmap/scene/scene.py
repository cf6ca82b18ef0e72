"""The picture of a township as plain values; what every painter and every test reads."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field

from gridmap.scene.marks import Areas, Mark, Plain
from gridmap.scene.view import Bounds
from gridmap.township.memory import Slot
from gridmap.township.value import dataclass


@dataclass(frozen=True)
class Line:
    """One line of a label. ``role`` names its type: ``name locked count group village neighbour water
    incident place badge tag`` — sizes and weights belong to the screen."""

    text: str
    role: str


@dataclass(frozen=True)
class Label:
    """Words that want a place on the map.

    ``x``, ``y`` in the working CRS; ``priority`` the greater the earlier placed; ``required`` ones
    are never dropped; ``beside`` > 0 keeps so many pixels free around the point for its symbol.
    """

    lines: tuple[Line, ...]
    x: float
    y: float
    priority: float = 0.0
    scales: tuple[float, float] = (0.0, float("inf"))
    required: bool = False
    beside: float = 0.0
    layer: str = ""
    table: str = ""
    uuid: str = ""


class Words:
    """The labels of one overlay, shown between two scales and worked out when first asked for."""

    def __init__(self, scales: tuple[float, float], work: Callable[[], Iterable[Label]]) -> None:
        self.scales = scales
        self._work = work
        self._labels: Slot[tuple[Label, ...]] = Slot()

    @property
    def labels(self) -> tuple[Label, ...]:
        """All of them."""
        return self._labels.get(lambda: tuple(self._work()))

    def __len__(self) -> int:
        return len(self.labels)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Words) and self.scales == other.scales and self.labels == other.labels

    __hash__ = object.__hash__


@dataclass(frozen=True)
class LegendRow:
    """One line of the legend. ``swatch``: fill, hatch, outline, dotted, tag, line, dash, casing,
    square, circle, triangle, diamond, pentagon, place, swath. ``layer`` is the overlay it toggles."""

    swatch: str
    colour: str
    title: str
    count: int | None = None
    layer: str = ""
    second_colour: str = ""


@dataclass(frozen=True)
class Sizes:
    """Typical widths in metres, from which the levels of detail follow."""

    village: float = 2500.0
    grid: float = 1500.0
    house: float = 60.0


@dataclass(frozen=True, eq=False)
class Scene(Plain):
    """Everything to draw for one township, population, theme and choice of overlays.

    ``marks`` from the ground up, ``words`` not yet placed, ``bounds`` of the township. It does
    not depend on where a window looks.
    """

    theme: str = "light"
    population: str = "resident"
    background: str = "#E6E9EC"
    bounds: Bounds = (0.0, 0.0, 1000.0, 1000.0)
    marks: tuple[Mark, ...] = ()
    words: tuple[Words, ...] = ()
    legend: tuple[LegendRow, ...] = ()
    sizes: Sizes = field(default_factory=Sizes)
    schematic: bool = False
    notice: str = ""
    unplaced: int = 0

    @property
    def labels(self) -> tuple[Label, ...]:
        """Every label, at whatever scale it is shown."""
        return tuple(label for words in self.words for label in words.labels)

    def labels_at(self, logical_scale: float) -> tuple[Label, ...]:
        """The labels of the overlays that have some at so many logical pixels per metre."""
        return tuple(
            label
            for words in self.words
            if words.scales[0] <= logical_scale < words.scales[1]
            for label in words.labels
        )


@dataclass(frozen=True)
class Live:
    """What lies over a map while something is made, drawn at every move.

    ``turned`` are whole areas in another colour, ``fills`` ground in another colour: both lie below the
    map's own lines and points. ``marks`` lie above them. ``words`` stand below the names of some things
    (by uuid) instead of what their labels say.
    """

    turned: tuple[Areas, ...] = ()
    fills: tuple[Areas, ...] = ()
    marks: tuple[Mark, ...] = ()
    words: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)

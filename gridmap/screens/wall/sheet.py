"""What is painted on the wall, as values: a list of marks in device pixels, made by a ``Sheet``.

Pages are built as lists first and painted afterwards, so that a test can read every text with its
size, colours and box without looking at a pixel.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF

from gridmap.screens.wall import colours
from gridmap.screens.wall.layout import FOOTER, HEADER, T4, Box, Layout

Align = Literal["left", "right", "centre"]
FAMILIES = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "WenQuanYi Micro Hei")
_LEFT_OF: dict[Align, float] = {"left": 0.0, "centre": 0.5, "right": 1.0}


@lru_cache(maxsize=64)
def font(size: int, bold: bool) -> QFont:
    """The wall's one family in one of its two weights; its figures are tabular by nature."""
    made = QFont()
    made.setFamilies(list(FAMILIES))
    made.setPixelSize(size)
    made.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


@lru_cache(maxsize=64)
def metrics(size: int, bold: bool) -> QFontMetricsF:
    """The measures of ``font(size, bold)``."""
    return QFontMetricsF(font(size, bold))


@lru_cache(maxsize=4096)
def _tight(text: str, size: int, bold: bool) -> QRectF:
    """The box of what a text prints, from its left end on the baseline; slow to find out."""
    return metrics(size, bold).tightBoundingRect(text)


@dataclass(frozen=True)
class Text:
    """One line of text: left end and baseline in px. ``on`` is the colour that lies under it,
    ``halo`` the width of a rim in that colour, ``zone`` the box that it may not leave."""

    text: str
    x: float
    baseline: int
    size: int
    bold: bool
    colour: str
    on: str
    halo: float
    zone: Box

    @property
    def ink(self) -> QRectF:
        """The box of what is visibly printed."""
        return _tight(self.text, self.size, self.bold).translated(self.x, self.baseline)


@dataclass(frozen=True)
class Block:
    """A filled rectangle; ``edge`` > 0 draws only its outline that wide, ``hatch`` the over-cap lines."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    edge: float = 0.0
    radius: float = 0.0
    hatch: float = 0.0


@dataclass(frozen=True)
class Line:
    """A straight stroke."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str
    width: float
    round: bool = False


@dataclass(frozen=True)
class Symbol:
    """A filled outline around a point, with a rim of ``rim`` px in ``rim_colour``."""

    points: tuple[tuple[float, float], ...]
    colour: str
    rim: float
    rim_colour: str


Mark = Text | Block | Line | Symbol


@dataclass(frozen=True)
class Target:
    """A place that answers a click: ``action`` and what it is about."""

    box: Box
    action: str
    about: str = ""


@dataclass
class Sheet:
    """Collects the marks of one zone. Positions are units from the top left of ``zone``'s column.

    The origin is the zone's left edge and the top of the screen, so that baselines of all zones
    lie on one grid.
    """

    layout: Layout
    zone: Box
    on: str
    marks: list[Mark] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)

    @property
    def width(self) -> float:
        """Width of the zone in units."""
        return self.zone.width / self.layout.unit

    @contextmanager
    def upon(self, colour: str) -> Iterator[None]:
        """While within, what is written stands on another ground."""
        before, self.on = self.on, colour
        yield
        self.on = before

    def measure(self, text: str, size: int = T4, bold: bool = False) -> float:
        """Width of a text in units."""
        return metrics(self.layout.text(size), bold).horizontalAdvance(text) / self.layout.unit

    def text(
        self, text: str, x: float, baseline: float, size: int = T4, bold: bool = False,
        colour: str = colours.TEXT, align: Align = "left", room: float = 0.0, halo: float = 0.0,
        on: str = "",
    ) -> float:  # fmt: skip
        """Write a line; ``room`` cuts it with an ellipsis. Returns its width in units."""
        px = self.layout.text(size)
        measures = metrics(px, bold)
        if room and measures.horizontalAdvance(text) > room * self.layout.unit:
            text = _cut(text, measures, room * self.layout.unit)
        advance = measures.horizontalAdvance(text)
        left = self.zone.x + self.layout.px(x) - advance * _LEFT_OF[align]
        line = self.layout.px(baseline)
        rim = self.layout.stroke(halo) if halo else 0.0
        if text:
            self.marks.append(Text(text, left, line, px, bold, colour, on or self.on, rim, self.zone))
        return advance / self.layout.unit

    def block(self, x: float, y: float, width: float, height: float, colour: str, *, edge: float = 0.0,
              radius: float = 0.0, hatch: bool = False) -> None:  # fmt: skip
        """Fill (or, with ``edge``, outline) a rectangle."""
        px, inset = self.layout.px, self.layout.stroke(edge) / 2 if edge else 0.0
        left, top = self.zone.x + px(x), px(y)
        self.marks.append(Block(
            left + inset, top + inset, px(x + width) - px(x) - 2 * inset, px(y + height) - px(y) - 2 * inset,
            colour, 2 * inset, px(radius), self.layout.unit if hatch else 0.0,
        ))  # fmt: skip

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str = colours.LINE, width: float = 2,
             round_caps: bool = False) -> None:  # fmt: skip
        """Draw a stroke."""
        px, left = self.layout.px, self.zone.x
        stroke = self.layout.stroke(width)
        self.marks.append(Line(left + px(x1), px(y1), left + px(x2), px(y2), colour, stroke, round_caps))

    def symbol(self, outline: tuple[tuple[float, float], ...], x: float, y: float, size: float, colour: str,
               rim: float = 3, rim_colour: str = "") -> None:  # fmt: skip
        """Place an outline of the unit circle (radius 1) ``size`` units across."""
        scale, left, top = size * self.layout.unit / 2, self.zone.x + self.layout.px(x), self.layout.px(y)
        points = tuple((left + dx * scale, top + dy * scale) for dx, dy in outline)
        self.marks.append(
            Symbol(points, colour, self.layout.stroke(rim) if rim else 0.0, rim_colour or self.on)
        )

    def target(self, x: float, y: float, width: float, height: float, action: str, about: str = "") -> None:
        """Let a rectangle answer clicks."""
        px = self.layout.px
        box = Box(self.zone.x + px(x), px(y), px(width), px(height))
        self.targets.append(Target(box, action, about))


def body(layout: Layout) -> Sheet:
    """An empty sheet between header and footer, as wide as the centre."""
    centre, top = layout.centre, layout.px(HEADER)
    high = layout.height - layout.px(FOOTER) - top
    return Sheet(layout, Box(centre.x, top, centre.width, high), colours.GROUND)


def _cut(text: str, measures: QFontMetricsF, room: float) -> str:
    while text and measures.horizontalAdvance(text + "…") > room:
        text = text[:-1]
    return text.rstrip() + "…" if text else ""

"""Where everything on the wall stands, in pure numbers: no Qt, nothing is ever scaled as a picture.

A design unit is 1/1080 of the height of a wall that is read from where it was meant to be. When the
farthest seat is farther away, the unit grows with the text, rows are dropped and the wall says so.
"""

from dataclasses import dataclass
from math import atan, ceil, degrees, floor, radians, tan

T1, T2, T3, T4 = 100, 56, 42, 34
"""The four sizes of type in units: numbers, titles and clock, sections, everything else."""

LEAST_PX = 24
LEAST_MINUTES = 20.0
PANEL_HEIGHT_MM = 934.0
"""Height of a 75-inch panel: what is assumed of a wall that nobody has measured."""

HEADER, FOOTER, PAD = 84, 84, 36
PANEL, ROW, KPI_ROW, LAST_ROW = 648, 168, 180, 72
NARROW_PANEL = 480
"""Units of the panel where the map takes three quarters: in an emergency."""
TWO_COLUMNS = 560
"""Units of width from which the panel has two numbers beside each other."""

LOWEST = 0.12
"""Share of the height, from below, in which nothing stands that must be read."""


def text_px(minutes: float, seat_m: float, pitch_mm: float) -> int:
    """Text size in device pixels that fills ``minutes`` of arc from ``seat_m`` metres away."""
    return ceil(max(LEAST_PX, 2000 * seat_m * tan(radians(minutes / 60) / 2) / pitch_mm))


@dataclass(frozen=True)
class Box:
    """A rectangle in device pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column to the right of it."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first row below it."""
        return self.y + self.height

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.x <= x < self.right and self.y <= y < self.bottom


@dataclass(frozen=True)
class Layout:
    """One screen laid out. Boxes are device pixels, everything else is units (``unit`` px each).

    ``centre`` is the wall itself, 16:9 between two wings on a very wide screen and the whole screen
    otherwise; ``least`` is the smallest text allowed, in device pixels, each of which is ``pitch`` mm.
    """

    width: int
    height: int
    unit: float
    least: int
    centre: Box
    left: Box | None
    right: Box | None
    pitch: float = 0.4324
    seat_m: float = 5.0
    panel_most: float = PANEL

    @classmethod
    def of(
        cls, width: int, height: int, seat_m: float = 5.0, width_mm: float = 0.0, halves: bool = False
    ) -> "Layout":
        """The layout of a screen ``width`` x ``height`` device pixels and ``width_mm`` wide (0:
        not measured, taken as high as a 75-inch panel), read from up to ``seat_m`` metres. A very wide one
        of two ``halves`` has the wall on the left one and both wings on the right one: nothing crosses the
        seam."""
        pitch = width_mm / width if width_mm else PANEL_HEIGHT_MM / height
        least = text_px(LEAST_MINUTES, seat_m, pitch)
        unit = max(min(height / 1080, width / 1440), least / T4)
        wall = round(height * 16 / 9)
        wing = (width - wall) // 2
        if wing < 640 * unit:
            return cls(width, height, unit, least, Box(0, 0, width, height), None, None, pitch, seat_m)
        begins, left = (0, width // 2) if halves else (wing, 0)
        wall = width // 2 if halves else wall
        right = left + (width - left) // 2 if halves else wing + wall
        return cls(
            width, height, unit, least, Box(begins, 0, wall, height),
            Box(left, 0, right - left if halves else wing, height), Box(right, 0, width - right, height),
            pitch, seat_m,
        )  # fmt: skip

    @property
    def width_mm(self) -> float:
        """How wide the picture is, or is taken to be."""
        return self.pitch * self.width

    def minutes(self, px: int) -> float:
        """The angle that a text of ``px`` fills for the farthest seat, in minutes of arc."""
        return 120 * degrees(atan(px * self.pitch / (2000 * self.seat_m)))

    def px(self, units: float) -> int:
        """A length in whole device pixels."""
        return round(units * self.unit)

    def stroke(self, units: float) -> float:
        """A stroke width, to half a pixel and never under one."""
        return max(1.0, round(units * self.unit * 2) / 2)

    def text(self, size: int) -> int:
        """A type size in device pixels; never under the smallest that the last row can read."""
        return max(self.least, round(size * self.unit))

    @property
    def across(self) -> float:
        """Width of the centre in units."""
        return self.centre.width / self.unit

    @property
    def down(self) -> float:
        """Height in units."""
        return self.height / self.unit

    @property
    def panel_width(self) -> float:
        """Width of the panel in units: a third of the wall or a quarter, three fifths at the very most."""
        return min(self.panel_most, self.across * 0.6)

    @property
    def map(self) -> Box:
        """Where the map is."""
        top, bottom = self.px(HEADER), self.height - self.px(FOOTER)
        return Box(self.centre.x, top, self.centre.width - self.px(self.panel_width), bottom - top)

    @property
    def panel(self) -> Box:
        """Where the list of alarms and the numbers are."""
        return Box(self.map.right, self.map.y, self.centre.right - self.map.right, self.map.height)

    @property
    def lowest(self) -> float:
        """Units from the top down to which things that must be read may stand."""
        return floor(self.down * (1 - LOWEST))

    @property
    def bottom(self) -> float:
        """Units from the top down to which a list in the body may reach: above the lowest part and the
        footer."""
        return min(self.lowest, self.down - FOOTER - 12)

    @property
    def kpi_rows(self) -> int:
        """Rows of two numbers that fit in the panel below one alarm: two, one or none."""
        if self.panel_width < TWO_COLUMNS:
            return 0
        room = self.lowest - HEADER - 84 - ROW - LAST_ROW
        return max(0, min(2, int((room - 12) // KPI_ROW)))

    @property
    def alarm_rows(self) -> int:
        """Alarms shown at once: what the title, the numbers and the last line leave, at least one."""
        numbers = self.kpi_rows * KPI_ROW + (12 if self.kpi_rows else LAST_ROW)
        return max(1, int((self.lowest - HEADER - 84 - numbers - LAST_ROW) // ROW))

    @property
    def short_lines(self) -> int:
        """Lines for the numbers below the alarms where there is no room for big ones; maybe none."""
        room = self.down - FOOTER - 24 - HEADER - 84 - self.alarm_rows * ROW
        return 0 if self.kpi_rows else int(max(0, room) // LAST_ROW)

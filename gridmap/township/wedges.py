"""Border cells that one straight border or one corner of a border divides in two: nine of ten of them.

Such a cell has a wedge, the ground on the inner side of one or of two lines, and the rest. A product
and a sum for each line tell where a point is: much less work than the way from the cell's middle, by
which any cell can be asked.
"""

from dataclasses import field
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from gridmap.township.borders import Flags, Floats, Integers, Picked, Segments
from gridmap.township.value import dataclass

_NEW, _DIVIDED, _OTHER = 0, 1, 2


@dataclass(frozen=True)
class Wedges:
    """The two sides of every border cell that has two, each worked out when it is first asked for.

    The cells are those of a partition: the segments of each are those from its ``start`` to the next,
    and ``weight`` is the sum of weights in its middle, ``x``, ``y``. Within ``doubt`` of a line nothing
    is certain. A row of ``sides`` holds a, b and c of a cell's first line and of its second (the same
    where a straight border divides it): ``a * x + b * y + c`` is how far inside of it a point is, or up
    to 30 % less; then the sum of weights in the wedge, which is inside of both, and that in the rest. Most
    cells are never asked: ``row`` is where among the ``sides`` those of a cell are, 0 for none.
    """

    segments: Segments | Picked
    start: Integers
    x: Floats
    y: Floats
    weight: Integers
    cell: float
    doubt: float
    kind: NDArray[np.int8] = field(init=False)
    row: NDArray[np.int32] = field(init=False)
    sides: Floats = field(init=False)
    guard: Lock = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", np.zeros(len(self.weight), np.int8))
        object.__setattr__(self, "row", np.zeros(len(self.weight), np.int32))
        object.__setattr__(self, "sides", np.zeros((1, 8)))
        object.__setattr__(self, "guard", Lock())

    def locate(self, x: Floats, y: Floats, slot: Integers) -> tuple[Integers, Flags, Integers]:
        """The sum of weights at points that lie in the cells ``slot``; where that is in doubt; and which of
        the points are in cells without two sides, of which nothing is told."""
        kind = self.kind.take(slot)
        if not kind.all():
            asked = np.zeros(len(self.kind), np.bool_)
            asked[slot] = True
            with self.guard:
                self._work_out(np.flatnonzero(asked & (self.kind == _NEW)))
            kind = self.kind.take(slot)
        row = self.row.take(slot)
        sides = self.sides.take(row, axis=0).T
        first, second = _far_inside(sides, x, y)
        weight = np.where(np.minimum(first, second) > 0, sides[6], sides[7]).astype(np.int64)
        doubt = np.minimum(np.abs(first), np.abs(second)) <= self.doubt
        return weight, doubt, np.flatnonzero(kind == _OTHER)

    def _work_out(self, slot: Integers) -> None:
        """Write the sides of cells.

        One segment divides a cell, or two that meet inside of it, when the other ends are clearly outside.
        """
        start, count = self.start[slot], self.start[slot + 1] - self.start[slot]
        middle, reach = (self.x[slot], self.y[slot]), self.cell / 2 + 4 * self.doubt
        one, other = self.segments.take(start), self.segments.take(start + count - 1)
        low, high = _ends_near(one, middle, reach)
        low2, high2 = _ends_near(other, middle, reach)
        straight = (count == 1) & ~(low | high)
        corner = (count == 2) & (low != high) & (low2 != high2)
        x, y, east, north, jump = _arms(one, low | straight)
        x2, y2, east2, north2, jump2 = _arms(other, low2 & ~straight)
        turned, ahead = east * north2 - north * east2, east * east2 + north * north2
        corner &= (x == x2) & (y == y2) & ((turned != 0) | (ahead < 0))  # no border goes back on itself
        turn = np.where(turned < 0, -1, 1)
        away, away2 = north * x - east * y, east2 * y2 - north2 * x2
        lines = turn * np.stack((-north, east, away, north2, -east2, away2))
        first, second = _far_inside(lines, *middle)
        sure = np.minimum(np.abs(first), np.abs(second)) > 2 * self.doubt
        leaving, weight = turn * jump, self.weight[slot]
        inside = np.where(np.minimum(first, second) > 0, weight, weight - leaving)
        more = np.stack((*lines, inside, inside + leaving), axis=1)
        first_row = len(self.sides)
        object.__setattr__(self, "sides", np.concatenate((self.sides, more)))  # before any row tells of them
        self.row[slot] = np.arange(first_row, len(self.sides), dtype=np.int32)
        divided = (straight | corner) & sure & (jump == -jump2)
        self.kind[slot] = np.where(divided, _DIVIDED, _OTHER)


def _ends_near(at: Segments, middle: tuple[Floats, Floats], reach: float) -> tuple[Flags, Flags]:
    """Which segments begin, and which end, in a square around their cell's middle."""
    x, y = middle
    low = (np.abs(at.x0 - x) <= reach) & (np.abs(at.y0 - y) <= reach)
    return low, (np.abs(at.x1 - x) <= reach) & (np.abs(at.y1 - y) <= reach)


def _arms(at: Segments, low: Flags) -> tuple[Floats, Floats, Floats, Floats, Integers]:
    """Segments as they go out from their lower or their upper end: x and y of it, the direction east
    and north, and what a way from the left hand to the right over each adds."""
    wide, high = at.x1 - at.x0, at.y1 - at.y0
    length = np.where(low, 1, -1) * (np.abs(wide) + np.abs(high))
    x, y = np.where(low, at.x0, at.x1), np.where(low, at.y0, at.y1)
    return x, y, wide / length, high / length, np.where(low, at.jump, -at.jump)


def _far_inside(lines: Floats, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """How far inside of its first and of its second line each point is."""
    return lines[0] * x + lines[1] * y + lines[2], lines[3] * x + lines[4] * y + lines[5]

"""The straight pieces of a mark's lines that a window may show, in its pixels."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gridmap.scene.detail import Handle
from gridmap.scene.view import View
from gridmap.screens.canvas.strokes import visible

DETAIL = 0.6  # device pixels by which a thinned line may differ
BROAD = 1.2  # pixels from which a bend would be seen to be notched
Exact = NDArray[np.float64]
Pixels = NDArray[np.float32]
"""Half as many bytes as whole places need: the window is cut out of the ground before."""
NONE = np.empty(0, np.float32)


@dataclass(frozen=True)
class Segments:
    """From (x1, y1) to (x2, y2) in pixels; ``along`` is how far along its line each begins: what dashes
    count by (empty: nobody asked).

    ``bend1`` and ``bend2`` tell how sharply the line turns at both ends: the tangent of half the angle, at
    most 1; 0 where it begins or ends (empty: the stroke is too thin to show it).
    """

    x1: Pixels
    y1: Pixels
    x2: Pixels
    y2: Pixels
    along: Pixels
    bend1: Pixels
    bend2: Pixels

    def __len__(self) -> int:
        return len(self.x1)

    def take(self, rows: NDArray[np.int64]) -> "Segments":
        """Some of them."""
        return Segments(*(part.take(rows) if len(part) else part for part in vars(self).values()))


NO_SEGMENTS = Segments(*(NONE,) * 7)


def segments_of(
    lines: Handle,
    view: View,
    detail: float,
    width: float = 0.0,
    *,
    counted: bool = False,
    rows: NDArray[np.int64] | None = None,
) -> Segments:
    """The segments whose box touches the window or the ``width`` of the stroke around it; long ones are cut.

    A line is as coarse as ``detail`` pixels allow. ``counted`` is for dashes. ``rows``: only these lines.
    """
    xy, offsets = lines.at(detail / view.scale)
    seen = visible(lines.bounds if rows is None else lines.bounds[rows], view, width)
    rows = seen if rows is None else rows[seen]
    if not len(rows):
        return NO_SEGMENTS
    if len(rows) < len(offsets) - 1:
        counts = offsets[rows + 1] - offsets[rows]
        ends = np.cumsum(counts)
        xy = xy.take(np.arange(ends[-1]) + np.repeat(offsets[rows] - (ends - counts), counts), axis=0)
    else:
        ends = offsets[1:]
    x = (xy[:, 0] - view.x) * view.scale + view.width / 2
    y = (view.y - xy[:, 1]) * view.scale + view.height / 2
    joined = np.ones(len(x) - 1, bool)
    joined[ends[:-1] - 1] = False
    keep = joined.copy()
    for way, size in ((x, view.width), (y, view.height)):
        keep &= np.maximum(way[:-1], way[1:]) >= -width
        keep &= np.minimum(way[:-1], way[1:]) < size + width
    chosen = np.flatnonzero(keep)
    along, bends = NONE, (NONE, NONE)
    if counted or width >= BROAD:
        dx, dy = np.diff(x), np.diff(y)
        lengths = np.hypot(dx, dy) * joined
        along = _along(lengths, joined)[chosen].astype(np.float32) if counted else NONE
        bends = _bends(dx, dy, lengths, chosen) if width >= BROAD else bends
    return _cut(x, y, chosen, along, bends, view, width)


def _along(lengths: Exact, joined: NDArray[np.bool_]) -> Exact:
    """How far along its line each segment begins."""
    begins = np.cumsum(lengths) - lengths
    breaks = np.flatnonzero(~joined) + 1  # the first segment of every line but the first
    line = np.cumsum(~joined)
    starts = np.concatenate([[0.0], begins[np.minimum(breaks, len(begins) - 1)]])
    return np.asarray(begins - starts[line])


def _bends(dx: Exact, dy: Exact, lengths: Exact, chosen: NDArray[np.int64]) -> tuple[Pixels, Pixels]:
    """The tangents of half the angles at both ends of each segment; one of no length joins nothing.

    A stroke is cut along the columns or the rows of pixels: where one way meets the other, a wedge
    half as wide as the stroke would be missing, as at a right angle.
    """
    dx, dy, lengths = dx.astype(np.float32), dy.astype(np.float32), lengths.astype(np.float32)
    scale = lengths[:-1] * lengths[1:]
    straight = dx[:-1] * dx[1:] + dy[:-1] * dy[1:]
    with np.errstate(divide="ignore", invalid="ignore"):
        tangent = np.sqrt((scale - straight) / (scale + straight))
    flat = np.abs(dx) >= np.abs(dy)
    tangent[flat[:-1] != flat[1:]] = 1.0
    tangent[scale <= 0] = 0.0
    bends = np.zeros(len(dx) + 1, np.float32)
    np.fmin(tangent, np.float32(1), out=bends[1:-1])
    np.nan_to_num(bends, copy=False)  # NaN of a hair's rounding: straight on
    return bends.take(chosen), bends.take(chosen + 1)


def _cut(
    x: Exact,
    y: Exact,
    chosen: NDArray[np.int64],
    along: Pixels,
    bends: tuple[Pixels, Pixels],
    view: View,
    margin: float,
) -> Segments:
    """The parts inside the window and its margin, where any segment reaches far out (Liang and Barsky)."""
    x1, y1, x2, y2 = x.take(chosen), y.take(chosen), x.take(chosen + 1), y.take(chosen + 1)
    dx, dy = x2 - x1, y2 - y1
    if not ((np.abs(dx) > view.width) | (np.abs(dy) > view.height)).any():
        return Segments(*_short(x1, y1, x2, y2), along, *bends)
    low, high = np.zeros(len(x1)), np.ones(len(x1))
    for first, move, size in ((x1, dx, view.width), (y1, dy, view.height)):
        with np.errstate(divide="ignore", invalid="ignore"):
            one = (-margin - first) / move
            other = (size + margin - first) / move
        moving = move != 0
        low[moving] = np.maximum(low, np.minimum(one, other))[moving]
        high[moving] = np.minimum(high, np.maximum(one, other))[moving]
    if len(along):
        along = along + (np.hypot(dx, dy) * low).astype(np.float32)
    parts = _short(x1 + dx * low, y1 + dy * low, x1 + dx * high, y1 + dy * high)
    return Segments(*parts, along, *bends).take(np.flatnonzero(low < high))


def _short(x1: Exact, y1: Exact, x2: Exact, y2: Exact) -> tuple[Pixels, Pixels, Pixels, Pixels]:
    return x1.astype(np.float32), y1.astype(np.float32), x2.astype(np.float32), y2.astype(np.float32)

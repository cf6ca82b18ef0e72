"""The straight pieces of a mark's lines that a window may show, in its pixels."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gridmap.scene.marks import Lines
from gridmap.scene.view import View
from gridmap.screens.canvas.strokes import visible

DETAIL = 0.6  # device pixels by which a thinned line may differ
Pixels = NDArray[np.float64]


@dataclass(frozen=True)
class Segments:
    """Ends (n, 2) in pixels; ``along`` is how far along its line each begins: what dashes count by.

    ``bends`` (n, 2) tells how sharply the line turns at both ends: the tangent of half the angle, at
    most 1; 0 where it begins or ends.
    """

    first: Pixels
    second: Pixels
    along: Pixels
    bends: Pixels

    def __len__(self) -> int:
        return len(self.first)

    def take(self, which: NDArray[np.generic]) -> "Segments":
        """Some of them."""
        return Segments(self.first[which], self.second[which], self.along[which], self.bends[which])


NO_SEGMENTS = Segments(np.empty((0, 2)), np.empty((0, 2)), np.empty(0), np.empty((0, 2)))


def segments_of(mark: Lines, view: View, detail: float, margin: float = 0.0) -> Segments:
    """The segments whose box touches the window or the ``margin`` around it; long ones cut to it.

    A line is as coarse as ``detail`` pixels allow.
    """
    xy, offsets = mark.paths.at(detail / view.scale)
    rows = visible(mark.paths.bounds, view, margin)
    if not len(rows):
        return NO_SEGMENTS
    if len(rows) < len(offsets) - 1:
        counts = offsets[rows + 1] - offsets[rows]
        ends = np.cumsum(counts)
        xy = xy[np.arange(ends[-1]) + np.repeat(offsets[rows] - (ends - counts), counts)]
    else:
        ends = offsets[1:]
    pixels = view.to_pixels(xy)
    joined = np.ones(len(pixels) - 1, bool)
    joined[ends[:-1] - 1] = False
    first, second = pixels[:-1], pixels[1:]
    moves = second - first
    lengths = np.hypot(moves[:, 0], moves[:, 1]) * joined
    along = _along(lengths, joined) if mark.dash else lengths
    bends = _bends(moves, lengths)
    low, high = np.minimum(first, second), np.maximum(first, second)
    for axis, size in ((0, view.width), (1, view.height)):
        joined &= (high[:, axis] >= -margin) & (low[:, axis] < size + margin)
    found = Segments(first, second, along, bends).take(joined)
    return _clipped(found, view, margin)


def _along(lengths: Pixels, joined: NDArray[np.bool_]) -> Pixels:
    """How far along its line each segment begins."""
    begins = np.cumsum(lengths) - lengths
    breaks = np.flatnonzero(~joined) + 1  # the first segment of every line but the first
    line = np.cumsum(~joined)
    starts = np.concatenate([[0.0], begins[np.minimum(breaks, len(begins) - 1)]])
    return np.asarray(begins - starts[line])


def _bends(moves: Pixels, lengths: Pixels) -> Pixels:
    """The tangents of half the angles at both ends of each segment; one of no length joins nothing.

    A stroke is cut along the columns or the rows of pixels: where one way meets the other, a wedge
    half as wide as the stroke would be missing, as at a right angle.
    """
    bends = np.zeros((len(moves), 2))
    scale = lengths[:-1] * lengths[1:]
    straight = (moves[:-1] * moves[1:]).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        tangent = np.sqrt((scale - straight) / (scale + straight))
    flat = np.abs(moves[:, 0]) >= np.abs(moves[:, 1])
    tangent = np.where(flat[:-1] != flat[1:], 1.0, np.minimum(tangent, 1.0))
    tangent = np.where(scale > 0, tangent, 0.0)  # NaN of a hair's rounding: straight on
    bends[:-1, 1] = bends[1:, 0] = np.nan_to_num(tangent)
    return bends


def _clipped(found: Segments, view: View, margin: float) -> Segments:
    """The parts inside the window and its margin, where any segment reaches far out (Liang and Barsky)."""
    first, move = found.first, found.second - found.first
    if not (np.abs(move) > (view.width, view.height)).any():
        return found
    low, high = np.zeros(len(first)), np.ones(len(first))
    for axis, size in ((0, view.width), (1, view.height)):
        with np.errstate(divide="ignore", invalid="ignore"):
            one = (-margin - first[:, axis]) / move[:, axis]
            other = (size + margin - first[:, axis]) / move[:, axis]
        moving = move[:, axis] != 0
        low[moving] = np.maximum(low, np.minimum(one, other))[moving]
        high[moving] = np.minimum(high, np.maximum(one, other))[moving]
    keep = low < high
    cut = Segments(
        first + move * low[:, None],
        first + move * high[:, None],
        found.along + np.hypot(move[:, 0], move[:, 1]) * low,
        found.bends,
    )
    return cut.take(keep)

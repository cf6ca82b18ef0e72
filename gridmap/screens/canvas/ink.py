"""Smooth strokes set into a picture by numpy: a painter's wide pens cost three times as much, and they
hold the interpreter meanwhile.

Along the longer axis of every segment each column (or row) of pixels is covered from the stroke's lower
to its upper edge; a pixel is covered as much as the most that any segment covers of it, so that a line
does not darken itself, and is coloured once.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from gridmap.screens.canvas.dots import Buffer, blend_pixels
from gridmap.screens.canvas.segments import Segments

CHUNK = 1 << 16  # steps between two questions whether the picture is still wanted
JOINT = 0.35  # of the width by which segments run on, so that no bend is notched
BROAD = 1.2  # pixels from which a bend would be seen to be notched
Dash = tuple[float, ...]
Integers = NDArray[np.int64]


class Ink:
    """Strokes upon one picture of (height, width) pixels."""

    def __init__(self, buffer: Buffer) -> None:
        self._height, self._width = buffer.shape
        self._flat = buffer.reshape(-1)
        self._cover = np.zeros(buffer.size, np.uint8)

    def stroke(
        self,
        segments: Segments,
        width: float,
        colour: str,
        alpha: float,
        dash: Dash = (),
        stale: Callable[[], bool] = lambda: False,
    ) -> bool:
        """Draw segments as one line of ``width`` pixels; ``dash`` is drawn and left out, in pixels.

        False when ``stale`` said that the picture is no longer wanted.
        """
        touched = []
        for pixels, cover in self._covered(_longer(segments, width), width, dash):
            np.maximum.at(self._cover, pixels, cover)
            touched.append(pixels)
            if stale():
                return False
        for pixels in touched:
            cover = self._cover[pixels]
            self._cover[pixels] = 0  # whoever comes to a pixel next finds it done
            left = np.flatnonzero(cover)
            share = (
                cover[left].astype(np.uint32) * np.uint32(round(alpha * 257)) + np.uint32(128)
            ) >> np.uint32(8)
            blend_pixels(self._flat, pixels[left], colour, share)
        return True

    def _covered(
        self, segments: Segments, width: float, dash: Dash
    ) -> Iterator[tuple[Integers, NDArray[np.uint8]]]:
        """Pixels and how much of each is covered, of 255."""
        move = np.abs(segments.second - segments.first)
        flat = move[:, 0] >= move[:, 1]
        for major, which, stride, step, lines, across in (
            (0, flat, 1, self._width, self._width, self._height),
            (1, ~flat, self._width, 1, self._height, self._width),
        ):
            own = segments.take(which)
            for column, low, high in columns_of(own, major, width, dash, lines):
                row = np.floor(low)
                below = (low - row).astype(np.float32)
                span = (high - low).astype(np.float32) + below
                place = row.astype(np.int64)
                yield from _rows(column * stride, place, step, below, span, across)


def _longer(segments: Segments, width: float) -> Segments:
    """Segments that have a length, each run on a little at both ends when the stroke is broad."""
    move = segments.second - segments.first
    length = np.hypot(move[:, 0], move[:, 1])
    real = length > 1e-6
    if not real.all():
        segments, move, length = segments.take(real), move[real], length[real]
    if width < BROAD:
        return segments
    on = move * (JOINT * width / length)[:, None]
    return Segments(segments.first - on, segments.second + on, segments.along - JOINT * width)


def columns_of(
    segments: Segments, major: int, width: float, dash: Dash, lines: int
) -> Iterator[tuple[Integers, NDArray[np.float64], NDArray[np.float64]]]:
    """Every column of pixels whose middle a segment passes, with the stroke's edges there, in chunks."""
    turned = (segments.first[:, major] > segments.second[:, major])[:, None]
    left = np.where(turned, segments.second, segments.first)
    right = np.where(turned, segments.first, segments.second)
    begin = np.ceil(np.maximum(left[:, major], 0.0) - 0.5)
    count = (np.ceil(np.minimum(right[:, major], lines) - 0.5) - begin).astype(np.int64)
    np.maximum(count, 0, out=count)
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = (right[:, 1 - major] - left[:, 1 - major]) / (right[:, major] - left[:, major])
    slant = np.sqrt(1 + slope * slope)
    half = width / 2 * slant
    ahead = begin + 0.5 - left[:, major]
    low = left[:, 1 - major] + ahead * slope - half
    run = np.where(turned[:, 0], -slant, slant)
    length = np.hypot(*(right - left).T)
    along = segments.along + np.where(turned[:, 0], length, 0.0) + ahead * run
    ends = np.cumsum(count)
    for first, last in _chunks(ends):
        own = slice(first, last)
        steps = count[own]
        start = ends[own] - steps - (ends[first] - count[first])
        at = np.arange(int(steps.sum()))
        step = at - np.repeat(start, steps)
        edge = np.repeat(low[own], steps) + np.repeat(slope[own], steps) * step
        upper = edge + np.repeat(2 * half[own], steps)
        column = np.repeat(begin[own].astype(np.int64), steps) + step
        if dash:
            way = np.repeat(along[own], steps) + np.repeat(run[own], steps) * step
            drawn = way % sum(dash) < np.maximum(dash[0], np.repeat(slant[own], steps))  # at least one step
            column, edge, upper = column[drawn], edge[drawn], upper[drawn]
        yield column, edge, upper


def _chunks(ends: Integers) -> Iterator[tuple[int, int]]:
    """Runs of segments of about ``CHUNK`` steps each."""
    total = int(ends[-1]) if len(ends) else 0
    cuts = np.searchsorted(ends, np.arange(0, total, CHUNK), side="right")
    bounds = [*dict.fromkeys(cuts.tolist()), len(ends)]
    yield from pairwise(bounds)


def _rows(
    column: Integers,
    row: Integers,
    step: int,
    below: NDArray[np.float32],
    span: NDArray[np.float32],
    across: int,
) -> Iterator[tuple[Integers, NDArray[np.uint8]]]:
    """The pixels of each column from the lowest that is covered up; those outside the picture left out."""
    if not len(row):
        return
    deep = int(np.ceil(span.max()))
    outside = int(row.min()) < 0 or int(row.max()) + deep > across
    for at in range(deep):
        cover = np.minimum(span - np.float32(at), np.float32(1))
        if at == 0:
            cover -= below
        keep = cover > 0
        if outside:
            keep &= (row + at >= 0) & (row + at < across)
        pixels = column + (row + at) * step
        if not keep.all():
            pixels, cover = pixels[keep], cover[keep]
        yield pixels, (cover * np.float32(255)).astype(np.uint8)

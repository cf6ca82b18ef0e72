"""Smooth strokes set into a picture by numpy: a painter's wide pens cost three times as much, and they
hold the interpreter meanwhile.

Along the longer axis of every segment each column (or row) of pixels is covered from the stroke's lower
to its upper edge; a pixel is covered as much as the most that any segment covers of it, so that a line
does not darken itself, and is coloured once.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from gridmap.screens.canvas.dots import Buffer, blend_pixels
from gridmap.screens.canvas.segments import Pixels, Segments

CHUNK = 1 << 15  # steps between two questions whether the picture is still wanted
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
        inside: NDArray[np.bool_] | None = None,
    ) -> bool:
        """Draw segments as one line of ``width`` pixels; ``dash`` is drawn and left out, in pixels. With
        ``inside`` (height · width) only the pixels that it names are touched.

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
            if inside is not None:
                cover *= inside[pixels]
            share = (cover.astype(np.uint32) * np.uint32(round(alpha * 257)) + np.uint32(128)) >> np.uint32(8)
            blend_pixels(self._flat, pixels, colour, share)
        return True

    def _covered(
        self, segments: Segments, width: float, dash: Dash
    ) -> Iterator[tuple[Integers, NDArray[np.uint8]]]:
        """Pixels and how much of each is covered, of 255."""
        flat = np.abs(segments.x2 - segments.x1) >= np.abs(segments.y2 - segments.y1)
        for major, which, stride, step, lines, across in (
            (0, flat, 1, self._width, self._width, self._height),
            (1, ~flat, self._width, 1, self._height, self._width),
        ):
            own = segments.take(np.flatnonzero(which))
            for column, low, thick in columns_of(own, major, width, dash, lines):
                row = np.floor(low)
                below = low - row
                place = row.astype(np.int64)
                yield from _rows(column * stride, place, step, below, thick + below, across)


def _longer(segments: Segments, width: float) -> Segments:
    """Segments that have a length, each run on at both ends until its corner meets that of the next one."""
    dx, dy = segments.x2 - segments.x1, segments.y2 - segments.y1
    length = np.hypot(dx, dy)
    real = length > 1e-6
    if not real.all():
        rows = np.flatnonzero(real)
        segments, dx, dy, length = segments.take(rows), dx[rows], dy[rows], length[rows]
    if not len(segments.bend1):
        return segments
    share = np.float32(width / 2) / length
    before, after = segments.bend1 * share, segments.bend2 * share
    return replace(
        segments,
        x1=segments.x1 - dx * before, y1=segments.y1 - dy * before,
        x2=segments.x2 + dx * after, y2=segments.y2 + dy * after,
        along=segments.along - before * length if len(segments.along) else segments.along,
    )  # fmt: skip


def columns_of(
    segments: Segments, major: int, width: float, dash: Dash, lines: int
) -> Iterator[tuple[Integers, Pixels, Pixels]]:
    """Every column of pixels whose middle a segment passes, with the stroke's lower edge there and how
    thick it is, in chunks."""
    a1, b1, a2, b2 = segments.x1, segments.y1, segments.x2, segments.y2
    if major:
        a1, b1, a2, b2 = b1, a1, b2, a2
    half = np.float32(0.5)
    begin = np.ceil(np.maximum(np.minimum(a1, a2), np.float32(0)) - half)
    count = (np.ceil(np.minimum(np.maximum(a1, a2), np.float32(lines)) - half) - begin).astype(np.int64)
    rows = np.flatnonzero(count > 0)
    if not len(rows):
        return
    a1, b1, a2, b2, begin = (part.take(rows) for part in (a1, b1, a2, b2, begin))
    count = count.take(rows)
    slope = (b2 - b1) / (a2 - a1)
    slant = np.sqrt(np.float32(1) + slope * slope)
    thick = np.float32(width) * slant
    ahead = begin + half - a1
    low = b1 + ahead * slope - half * thick
    run = np.where(a1 > a2, -slant, slant) if dash else slant
    along = segments.along.take(rows) + ahead * run if dash else low
    whole, ends = begin.astype(np.int64), np.cumsum(count)
    for first, last in _chunks(ends):
        own = np.repeat(np.arange(first, last), count[first:last])
        start = ends[first] - count[first]
        step = np.arange(start, start + len(own)) - (ends - count).take(own)
        part = step.astype(np.float32)
        column, edge, deep = whole.take(own) + step, low.take(own) + slope.take(own) * part, thick.take(own)
        if dash:
            way = along.take(own) + run.take(own) * part
            drawn = way % np.float32(sum(dash)) < np.maximum(np.float32(dash[0]), slant.take(own))  # a step
            column, edge, deep = column[drawn], edge[drawn], deep[drawn]
        yield column, edge, deep


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
    below: Pixels,
    span: Pixels,
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

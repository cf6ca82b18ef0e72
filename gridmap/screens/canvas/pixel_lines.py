"""Thin lines set into a picture by numpy, pixel by pixel: for gestures, and for dots at any time."""

import numpy as np
from numpy.typing import NDArray

from gridmap.scene.marks import Lines
from gridmap.scene.view import View
from gridmap.screens.canvas.dots import Buffer, blend_pixels
from gridmap.screens.canvas.strokes import visible


def draw_pixels(buffer: Buffer, mark: Lines, view: View) -> None:
    """Lines one pixel wide (two for wide ones), a pixel for each step along the longer axis."""
    height, width = buffer.shape
    thick = 2 if mark.width * view.ratio >= 2 else 1
    x, y = _steps(mark, view, thick)
    inside = (x >= 0) & (x <= width - thick) & (y >= 0) & (y <= height - thick)
    pixels = y[inside] * width + x[inside]
    if thick > 1:
        pixels = (pixels[:, None] + np.array([0, 1, width, width + 1])).ravel()
    blend_pixels(buffer.reshape(-1), pixels, mark.colour, mark.alpha)


def _steps(mark: Lines, view: View, thick: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Whole pixels along every line that may be seen; dashes leave their gaps out."""
    starts, ends = _segments(mark, view)
    moves = ends - starts
    counts = np.maximum(1, np.ceil(np.abs(moves).max(axis=1, initial=0))).astype(np.int64)
    total = int(counts.sum())
    segment = np.repeat(np.arange(len(counts)), counts)
    step = np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)
    if mark.dash:
        period = max(2, round(sum(mark.dash) * view.ratio))
        keep = (np.arange(total) % period) < max(1, round(mark.dash[0] * view.ratio / thick))
        segment, step = segment[keep], step[keep]
    share = ((step + 0.5) / counts[segment])[:, None]
    places = starts[segment] + moves[segment] * share - (thick - 1) / 2
    whole = np.floor(places).astype(np.int64)
    return whole[:, 0], whole[:, 1]


def _segments(mark: Lines, view: View) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Beginnings and ends in pixels of the segments whose box touches the window, cut at its edges' reach."""
    xy, offsets = mark.paths.at(1.0 / view.scale)
    rows = visible(mark.paths.bounds, view)
    if not len(rows):
        return np.empty((0, 2)), np.empty((0, 2))
    lengths = offsets[rows + 1] - offsets[rows]
    ends = np.cumsum(lengths)
    index = np.arange(ends[-1]) + np.repeat(offsets[rows] - (ends - lengths), lengths)
    pixels = view.to_pixels(xy[index])
    joined = np.ones(len(pixels) - 1, bool)
    joined[ends[:-1] - 1] = False
    first, second = pixels[:-1], pixels[1:]
    low, high = np.minimum(first, second), np.maximum(first, second)
    joined &= (high >= 0).all(axis=1) & (low < (view.width, view.height)).all(axis=1)
    first, second = first[joined], second[joined]
    reach = (view.width, view.height)
    long = (np.abs(second - first) > reach).any(axis=1)
    if long.any():
        first, second = _clipped(first, second, view)
    return first, second


def _clipped(
    first: NDArray[np.float64], second: NDArray[np.float64], view: View
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The parts of segments inside the window (Liang and Barsky)."""
    move = second - first
    low, high = np.zeros(len(first)), np.ones(len(first))
    for axis, size in ((0, view.width), (1, view.height)):
        with np.errstate(divide="ignore", invalid="ignore"):
            one, other = -first[:, axis] / move[:, axis], (size - first[:, axis]) / move[:, axis]
        moving = move[:, axis] != 0
        low[moving] = np.maximum(low, np.minimum(one, other))[moving]
        high[moving] = np.minimum(high, np.maximum(one, other))[moving]
    keep = low < high
    return (first + move * low[:, None])[keep], (first + move * high[:, None])[keep]

"""Thin lines set into a picture by numpy, pixel by pixel: for gestures, and for dots at any time."""

import numpy as np

from gridmap.scene.marks import Lines
from gridmap.scene.view import View
from gridmap.screens.canvas.dots import Buffer, blend_pixels
from gridmap.screens.canvas.ink import columns_of
from gridmap.screens.canvas.segments import segments_of


def draw_pixels(buffer: Buffer, mark: Lines, view: View) -> None:
    """Lines one pixel wide (two for wide ones), a pixel for each step along the longer axis."""
    height, width = buffer.shape
    thick = 2 if mark.width * view.ratio >= 2 else 1
    dash = tuple(part * view.ratio for part in mark.dash)
    found = segments_of(mark.paths, view, 1.0, counted=bool(dash))
    flat = np.abs(found.x2 - found.x1) >= np.abs(found.y2 - found.y1)
    for major, which, stride, step, lines, across in (
        (0, flat, 1, width, width, height), (1, ~flat, width, 1, height, width),
    ):  # fmt: skip
        own = found.take(np.flatnonzero(which))
        for column, low, _thick in columns_of(own, major, thick - 1.0, dash, lines):
            row = np.floor(low).astype(np.int64)
            inside = (row >= 0) & (row <= across - thick)
            pixels = (column * stride + row * step)[inside]
            if thick > 1:
                pixels = np.concatenate([pixels, pixels + step])
            blend_pixels(buffer.reshape(-1), pixels, mark.colour, mark.alpha)

"""The quick picture drawn while a gesture runs: fills from a small ready image, lines and dots by numpy.

Numpy lets go of the interpreter, so the window keeps answering while it works.
"""

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtGui import QColor, QPainter

from gridmap.scene.marks import Areas, Lines, Points
from gridmap.scene.scene import Scene
from gridmap.scene.view import View
from gridmap.screens.canvas.dots import draw_dots
from gridmap.screens.canvas.pixel_lines import draw_pixels
from gridmap.screens.canvas.render import Buffer, Stale, draw_marks, draw_vector, image_of, never

BAND = 256  # rows of pixels between two questions whether the picture is still wanted
RASTER = 1024  # pixels of the ready image along the township's longer side
COARSE = 2.0  # the ready image serves until its pixels are so many of the screen


@dataclass(frozen=True)
class Raster:
    """The fills of a scene at one level of detail, small, in the colours they end up with."""

    pixels: Buffer
    view: View


def raster_of(scene: Scene, view: View) -> Raster:
    """The ready image of the fills that are shown at the view's scale."""
    west, south, east, north = scene.bounds
    longer = max(east - west, north - south, 1.0)
    scale = RASTER / longer
    width, height = int((east - west) * scale) + 3, int((north - south) * scale) + 3
    small = replace(
        view, width=width, height=height, x=(west + east) / 2, y=(south + north) / 2, scale=scale, ratio=1.0
    )
    pixels = np.full((height, width), QColor(scene.background).rgb(), np.uint32)
    shown = tuple(
        replace(mark, hatched=(), dotted=(), outlined=(), scales=(0.0, np.inf))
        for mark in scene.marks
        if isinstance(mark, Areas) and mark.shown(view.logical_scale) and mark.alpha >= 1
    )
    draw_marks(pixels, shown, small)
    return Raster(pixels, small)


def draw_fast(buffer: Buffer, scene: Scene, view: View, raster: Raster, stale: Stale = never) -> bool:
    """Fill ``buffer`` roughly, in a fraction of the time of the sharp picture.

    False when ``stale`` said that it is no longer wanted.
    """
    if view.scale > raster.view.scale * COARSE:
        buffer[:] = QColor(scene.background).rgb()
        fills = tuple(mark for mark in scene.marks if isinstance(mark, Areas))
        if not draw_marks(buffer, fills, view, stale):
            return False
    elif not _resample(buffer, raster, view, stale) or not _hatches(buffer, scene, view, stale):
        return False
    for mark in scene.marks:
        if stale():
            return False
        if isinstance(mark, Lines) and mark.shown(view.logical_scale):
            draw_pixels(buffer, mark, view)
        elif isinstance(mark, Points) and mark.shown(view.logical_scale):
            draw_dots(buffer, mark, view)
    return True


def _resample(buffer: Buffer, raster: Raster, view: View, stale: Stale) -> bool:
    """Each pixel takes the colour of the ready image at its middle."""
    height, width = buffer.shape
    rows, columns = raster.pixels.shape
    small, (offset_x, offset_y) = raster.view, view.offset
    x = (np.arange(width) + 0.5 - offset_x) / view.scale
    y = (offset_y - np.arange(height) - 0.5) / view.scale
    column = np.floor((x - small.x) * small.scale + columns / 2).astype(np.int64)
    row = np.floor((small.y - y) * small.scale + rows / 2).astype(np.int64)
    np.clip(column, 0, columns - 1, out=column)
    np.clip(row, 0, rows - 1, out=row)
    for top in range(0, height, BAND):
        if stale():
            return False
        band = np.take(raster.pixels, row[top : top + BAND], axis=0)
        np.take(band, column, axis=1, out=buffer[top : top + BAND])
    return True


def _hatches(buffer: Buffer, scene: Scene, view: View, stale: Stale) -> bool:
    """What is over its cap keeps its hatch while the map moves."""
    image = image_of(buffer)  # named: a painter does not keep its image
    painter = QPainter(image)
    done = True
    for mark in scene.marks:
        if isinstance(mark, Areas) and mark.hatched and mark.shown(view.logical_scale):
            rows = set(mark.hatched)
            colours = tuple(c if at in rows else "" for at, c in enumerate(mark.colours))
            done = done and draw_vector(painter, replace(mark, colours=colours, outlined=()), view, stale)
    painter.end()
    return done

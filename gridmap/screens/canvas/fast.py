"""The quick picture drawn while a gesture runs: fills from a small ready image, lines and dots by numpy.

Numpy lets go of the interpreter, so the window keeps answering while it works.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter

from gridmap.scene.detail import Runs
from gridmap.scene.marks import Areas, Lines, Points
from gridmap.scene.scene import Scene
from gridmap.scene.view import View
from gridmap.screens.canvas.dots import argb, draw_dots
from gridmap.screens.canvas.pixel_lines import draw_pixels
from gridmap.screens.canvas.render import Buffer, Stale, draw_marks, draw_vector, image_of, never
from gridmap.screens.canvas.strokes import polygons_of
from gridmap.township.memory import once
from gridmap.township.value import dataclass

BAND = 256  # rows of pixels between two questions whether the picture is still wanted
RASTER = 2048  # cells of the ready image along the township's longer side
Frame = tuple[int, int, float, float, float]
"""Columns, rows, the middle in the working CRS and cells per metre of a ready image."""
COARSE = 2.0  # the ready image serves until its cells are so many pixels of the screen


@dataclass(frozen=True)
class Raster:
    """The fills of a scene at one level of detail, small, in the colours they end up with."""

    pixels: Buffer
    view: View


def raster_of(scene: Scene, view: View) -> Raster:
    """The ready image of the fills that are shown at the view's scale.

    Who owns a cell is worked out once for as long as the borders stay: other colours are looked up.
    """
    frame = width, height, x, y, scale = frame_of(scene)
    small = replace(view, width=width, height=height, x=x, y=y, scale=scale, ratio=1.0)
    pixels = np.full((height, width), argb(scene.background), np.uint32)
    for mark in filled(scene):
        if mark.shown(view.logical_scale) and len(mark.rings):
            known = {colour: argb(colour) if colour else 0 for colour in set(mark.colours)}
            look = np.array([0, *(known[colour] for colour in mark.colours)], np.uint32)[owned(mark, frame)]
            np.copyto(pixels, look, where=look != 0)
    return Raster(pixels, small)


def frame_of(scene: Scene) -> Frame:
    """The ready image of a scene."""
    west, south, east, north = scene.bounds
    scale = RASTER / max(east - west, north - south, 1.0)
    width, height = int((east - west) * scale) + 3, int((north - south) * scale) + 3
    return width, height, (west + east) / 2, (south + north) / 2, scale


def filled(scene: Scene) -> Iterator[Areas]:
    """The areas that a ready image shows at one scale or another."""
    for mark in scene.marks:
        if isinstance(mark, Areas) and mark.alpha >= 1:
            yield mark


def owned(mark: Areas, frame: Frame) -> NDArray[np.unsignedinteger]:
    """Which of the areas owns each cell: worked out once, whatever their colours become."""
    runs = mark.rings.runs
    return owners(runs.xy, runs.offsets, runs.bounds, frame)


@once
def owners(
    xy: NDArray[np.float64],
    offsets: NDArray[np.int64],
    bounds: NDArray[np.float64],
    frame: Frame,
) -> NDArray[np.unsignedinteger]:
    """For each cell one more than the row of the area at its middle, 0 where there is none."""
    width, height, x, y, scale = frame
    view = View(width, height, x, y, scale)
    cells = np.empty((height, width), np.uint32)
    cells[:] = 0  # fresh memory is slow: the painter would fetch it with the interpreter in its hand
    image = image_of(cells)
    painter = QPainter(image)
    painter.setPen(Qt.PenStyle.NoPen)
    for row, shape in polygons_of(Runs(xy, offsets, bounds), np.arange(len(bounds)), view):
        painter.setBrush(QColor.fromRgb(0xFF000000 | row + 1))
        painter.drawPolygon(shape)
    painter.end()
    cells &= np.uint32(0xFFFFFF)
    return cells.astype(np.uint16) if len(offsets) <= 1 << 16 else cells


def draw_fast(buffer: Buffer, scene: Scene, view: View, raster: Raster, stale: Stale = never) -> bool:
    """Fill ``buffer`` roughly, in a fraction of the time of the sharp picture.

    False when ``stale`` said that it is no longer wanted.
    """
    if view.scale > raster.view.scale * COARSE:
        buffer[:] = argb(scene.background)
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


def draw_coarse(
    buffer: Buffer, scene: Scene, view: View, raster: Raster, grain: int, stale: Stale = never
) -> bool:
    """The same with every pixel ``grain`` pixels wide and high: the window's thread copies large pictures
    as they are in half the time it takes to enlarge small ones."""
    if grain == 1:
        return draw_fast(buffer, scene, view, raster, stale)
    height, width = -(-view.height // grain), -(-view.width // grain)
    # the upper left corner stays where it is
    small = replace(
        view, width=width, height=height, scale=view.scale / grain, ratio=view.ratio / grain,
        x=view.x + (width * grain - view.width) / 2 / view.scale,
        y=view.y - (height * grain - view.height) / 2 / view.scale,
    )  # fmt: skip
    pixels = np.empty((height, width), np.uint32)
    if not draw_fast(pixels, scene, small, raster, stale):
        return False
    for down in range(grain):
        for right in range(grain):
            target = buffer[down::grain, right::grain]
            target[:] = pixels[: target.shape[0], : target.shape[1]]
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

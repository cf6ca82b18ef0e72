"""What lies crisp above the picture: symbols, words, the selection and an edit being made."""

from collections.abc import Iterator, Sequence
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

from gridmap.scene.cells import within
from gridmap.scene.marks import Areas, Points, Symbols
from gridmap.scene.palette import Palette, palette
from gridmap.scene.placing import Box, Placed
from gridmap.scene.scene import Scene
from gridmap.scene.view import View
from gridmap.screens.canvas.placer import Wish
from gridmap.screens.canvas.segments import DETAIL
from gridmap.screens.canvas.sprites import Sprites
from gridmap.screens.canvas.strokes import pen_of, polygon_of, visible

MANY = 100  # selected areas in a window from which a broad line for each would hold up every frame


def placed_labels(scene: Scene, view: View, sprites: Sprites, obstacles: Sequence[Box] = ()) -> list[Placed]:
    """The labels of a scene that find room in a view."""
    return Wish(scene, view, sprites, obstacles).placed()


def paint_overlay(
    painter: QPainter,
    scene: Scene,
    view: View,
    sprites: Sprites,
    labels: Sequence[Placed],
    budget_s: float = float("inf"),
    dirty: Box | None = None,
) -> bool:
    """Selection, symbols and words, with a painter of device pixels; only words that reach into
    ``dirty`` (left, top, right, bottom), the whole window when it is None.

    False when lettering new words took longer than ``budget_s``: the rest wait for the next frame.
    """
    paint_selection(painter, scene, view)
    for mark in scene.marks:
        if isinstance(mark, Symbols) and mark.shown(view.logical_scale):
            paint_symbols(painter, mark, view, sprites, dirty)
    return paint_words(painter, view, sprites, labels, budget_s, dirty)


def paint_words(
    painter: QPainter,
    view: View,
    sprites: Sprites,
    labels: Sequence[Placed],
    budget_s: float = float("inf"),
    dirty: Box | None = None,
) -> bool:
    """The words that reach into ``dirty``; False when some wait, as ``paint_overlay`` says."""
    end, whole, lettered, blocks = perf_counter() + budget_s, True, False, sprites.blocks(labels)
    for row, left, top in sprites.corners.seen(labels, view, dirty or (0.0, 0.0, view.width, view.height)):
        image = blocks[row]
        if image is None:
            label = labels[row].label
            image = sprites.ready(label)
            if image is None:
                if lettered and perf_counter() > end:
                    whole = False
                    continue
                lettered = True
                image = sprites.label(label)
            blocks[row] = image
        painter.drawImage(left, top, image)  # half the time of a QPoint, for hundreds in every frame
    return whole


def paint_symbols(
    painter: QPainter, mark: Symbols, view: View, sprites: Sprites, dirty: Box | None = None
) -> None:
    """The symbols of one mark that reach into a part of the window (left, top, right, bottom)."""
    spots, reach = mark.spots, 60 * view.ratio / view.scale
    left, top, right, bottom = dirty or (0.0, 0.0, view.width, view.height)
    (west, north), (east, south) = view.to_world(left, top), view.to_world(right, bottom)
    rows = within(spots.x, spots.y, (west - reach, south - reach, east + reach, north + reach))
    pixels = view.to_pixels(np.column_stack([spots.x[rows], spots.y[rows]]))
    for (x, y), kind in zip(pixels.tolist(), spots.kinds[rows].tolist(), strict=True):
        image = sprites.symbol(mark.symbols[kind])
        painter.drawImage(round(x - image.width() / 2), round(y - image.height() / 2), image)


def paint_selection(painter: QPainter, scene: Scene, view: View) -> None:
    """The selected: areas with a casing 7 and a line 3.5, very many with a hairline; points with a ring."""
    if not view.selected:
        return
    colours, ratio = palette(scene.theme), view.ratio
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    outlines = [
        polygon_of(view.to_pixels(path))
        for mark in scene.marks
        if isinstance(mark, Areas)
        for path in _seen(mark, view, 7 * ratio)
    ]
    looks = [(colours.select_casing, 7 * ratio), (colours.select_line, 3.5 * ratio)]
    if len(outlines) > MANY:
        looks = [(colours.select_line, 1.0)]
    for colour, width in looks:
        painter.setPen(pen_of(colour, 1.0, width))
        for outline in outlines:
            painter.drawPolyline(outline)
    for mark in scene.marks:
        if isinstance(mark, Points | Symbols) and mark.shown(view.logical_scale):
            _rings(painter, mark, view, colours)


def _seen(mark: Areas, view: View, margin: float) -> Iterator[NDArray[np.float64]]:
    """The outlines of the selected areas that reach into the window, as fine as its pixels."""
    rows = mark.uuids.rows_of(view.selected)
    if len(rows):
        xy, offsets = mark.rings.at(DETAIL / view.scale)
        for row in rows[visible(mark.rings.bounds[rows], view, margin)].tolist():
            yield xy[offsets[row] : offsets[row + 1]]


def _rings(painter: QPainter, mark: Points | Symbols, view: View, colours: Palette) -> None:
    ratio = view.ratio
    chosen = mark.uuids.rows_of(view.selected)
    if not len(chosen):
        return
    pixels = view.to_pixels(np.column_stack([mark.spots.x[chosen], mark.spots.y[chosen]]))
    radius = (mark.size / 2 + 4 if isinstance(mark, Points) else mark.symbols[0].size / 2 + 5) * ratio
    for colour, width in ((colours.select_casing, 5.0), (colours.select_line, 2.5)):
        painter.setPen(pen_of(colour, 1.0, width * ratio))
        for x, y in pixels.tolist():
            painter.drawEllipse(QPointF(x, y), radius, radius)

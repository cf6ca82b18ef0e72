"""What lies crisp above the picture: symbols, words, the selection and an edit being made."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from gridmap.scene.anchors import anchored
from gridmap.scene.cells import within
from gridmap.scene.marks import Areas, Lines, Mark, Points, Symbols
from gridmap.scene.palette import Palette, palette
from gridmap.scene.placing import Box, Placed, place
from gridmap.scene.scene import Line, Scene
from gridmap.scene.view import View
from gridmap.screens.canvas.segments import DETAIL
from gridmap.screens.canvas.sprites import Sprites
from gridmap.screens.canvas.strokes import pen_of, polygon_of, translucent, visible

MANY = 100  # selected areas in a window from which a broad line for each would hold up every frame


def placed_labels(scene: Scene, view: View, sprites: Sprites, obstacles: Sequence[Box] = ()) -> list[Placed]:
    """The labels of a scene that find room in a view."""
    return place(anchored(scene, view), view, sprites.measure, obstacles)


def reworded(
    labels: Sequence[Placed], words: Mapping[str, tuple[Line, ...]], sprites: Sprites
) -> Sequence[Placed]:
    """The labels with other words below the name of some things (by uuid), around the middle they had."""
    if not words:
        return labels
    return [_reworded(placed, words.get(placed.label.uuid), sprites) for placed in labels]


def _reworded(placed: Placed, lines: tuple[Line, ...] | None, sprites: Sprites) -> Placed:
    if lines is None:
        return placed
    name = tuple(line for line in placed.label.lines if line.role in ("name", "locked"))
    label = replace(placed.label, lines=(*name, *lines))
    width, height = sprites.measure(label)
    return Placed(label, placed.dx + (placed.width - width) / 2, placed.dy, width, height)


def paint_overlay(
    painter: QPainter,
    scene: Scene,
    view: View,
    sprites: Sprites,
    labels: Sequence[Placed],
    budget_s: float = float("inf"),
) -> bool:
    """Selection, symbols and words, with a painter of device pixels.

    False when lettering new words took longer than ``budget_s``: the rest wait for the next frame.
    """
    paint_selection(painter, scene, view)
    for mark in scene.marks:
        if isinstance(mark, Symbols) and mark.shown(view.logical_scale):
            _symbols(painter, mark, view, sprites)
    end, whole, lettered = perf_counter() + budget_s, True, False
    for placed in labels:
        left, top, right, bottom = placed.box(view)
        if right > 0 and bottom > 0 and left < view.width and top < view.height:
            if not sprites.ready(placed.label):
                if lettered and perf_counter() > end:
                    whole = False
                    continue
                lettered = True
            painter.drawImage(QPointF(round(left), round(top)), sprites.label(placed.label))
    return whole


def _symbols(painter: QPainter, mark: Symbols, view: View, sprites: Sprites) -> None:
    spots, reach = mark.spots, 60 * view.ratio / view.scale
    west, south, east, north = view.bounds
    rows = within(spots.x, spots.y, (west - reach, south - reach, east + reach, north + reach))
    pixels = view.to_pixels(np.column_stack([spots.x[rows], spots.y[rows]]))
    for (x, y), kind in zip(pixels.tolist(), spots.kinds[rows].tolist(), strict=True):
        image = sprites.symbol(mark.symbols[kind])
        painter.drawImage(QPointF(round(x - image.width() / 2), round(y - image.height() / 2)), image)


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


def paint_fills(painter: QPainter, fills: Sequence[Areas], scene: Scene, view: View) -> None:
    """Areas filled anew, and upon them the lines and points of the scene that were there."""
    from gridmap.screens.canvas.render import draw_vector

    boxes = [row for mark in fills for row in mark.rings.bounds.tolist()]
    if not boxes:
        return
    for fill in fills:
        draw_vector(painter, fill, view)
    painter.save()
    west, south = (min(box[at] for box in boxes) for at in (0, 1))
    east, north = (max(box[at] for box in boxes) for at in (2, 3))
    corners = view.to_pixels(np.array([[west, north], [east, south]]))
    painter.setClipRect(QRectF(QPointF(*corners[0].tolist()), QPointF(*corners[1].tolist())))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for mark in scene.marks:
        if isinstance(mark, Lines) and mark.shown(view.logical_scale):
            draw_vector(painter, mark, view)
        elif isinstance(mark, Points) and mark.shown(view.logical_scale):
            _squares(painter, mark, view, within(mark.spots.x, mark.spots.y, (west, south, east, north)))
    painter.restore()


def paint_live(painter: QPainter, marks: Sequence[Mark], view: View, sprites: Sprites) -> None:
    """Marks of an edit being made, in the scene's own terms, drawn every frame."""
    from gridmap.screens.canvas.render import draw_vector

    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for mark in marks:
        if isinstance(mark, Areas | Lines):
            draw_vector(painter, mark, view)
        elif isinstance(mark, Symbols):
            _symbols(painter, mark, view, sprites)
        elif isinstance(mark, Points):
            _squares(painter, mark, view)


def _squares(painter: QPainter, mark: Points, view: View, rows: NDArray[np.int64] | None = None) -> None:
    """Small squares with their halo: whole pixels, so that nothing is smoothed."""
    spots, ratio = mark.spots, view.ratio
    chosen = slice(None) if rows is None else rows
    pixels = view.to_pixels(np.column_stack([spots.x[chosen], spots.y[chosen]]))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    for colour, side in ((mark.halo_colour, mark.size + 2 * mark.halo), (mark.colour, mark.size)):
        wide = max(1, round(side * ratio))
        corners = np.round(pixels - wide / 2).astype(int)
        painter.setBrush(translucent(colour, mark.alpha))
        painter.drawRects([QRect(x, y, wide, wide) for x, y in corners.tolist()])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)

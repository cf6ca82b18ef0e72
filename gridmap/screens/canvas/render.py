"""The sharp picture: a scene drawn for a view into memory that numpy and Qt share.

Pure: (scene, view, buffer) and a question whether the picture is still wanted, asked between
short steps so that a gesture never waits for a picture it no longer needs.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPolygonF

from gridmap.scene.marks import Areas, Lines, Mark, Points
from gridmap.scene.scene import Scene
from gridmap.scene.view import View
from gridmap.screens.canvas.arrows import heads
from gridmap.screens.canvas.dots import argb, draw_dots
from gridmap.screens.canvas.edges import draw_edges
from gridmap.screens.canvas.ink import Ink
from gridmap.screens.canvas.pixel_lines import draw_pixels
from gridmap.screens.canvas.segments import DETAIL, segments_of
from gridmap.screens.canvas.strokes import DOTS, DOTTED, pen_of, polygon_of, polygons_of, visible

Buffer = NDArray[np.uint32]
Stale = Callable[[], bool]
BATCH = 64  # strokes between two questions whether the picture is still wanted
BROADEST = 13.0  # device pixels; a broader stroke needs round ends, which a painter makes


def never() -> bool:
    """For a picture that is wanted whatever happens."""
    return False


def image_of(buffer: Buffer) -> QImage:
    """An image over the memory of ``buffer``: keep the buffer as long as the image."""
    height, width = buffer.shape
    return QImage(buffer.data, width, height, width * 4, QImage.Format.Format_RGB32)


def draw_sharp(buffer: Buffer, scene: Scene, view: View, stale: Stale = never) -> bool:
    """Fill ``buffer`` (height, width) with the ground of a scene: everything but symbols and words.

    False when ``stale`` said that it is no longer wanted; the buffer is then half drawn.
    """
    buffer[:] = argb(scene.background)
    return draw_marks(buffer, scene.marks, view, stale)


def draw_marks(buffer: Buffer, marks: tuple[Mark, ...], view: View, stale: Stale = never) -> bool:
    """Draw marks upon what is there, from the ground up."""
    ink = Ink(buffer)
    for mark in marks:
        if stale():
            return False
        if mark.shown(view.logical_scale) and not _drawn(buffer, ink, mark, view, stale):
            return False
    return True


def _drawn(buffer: Buffer, ink: Ink, mark: Mark, view: View, stale: Stale) -> bool:
    """Draw one mark. False when given up."""
    if isinstance(mark, Points):
        draw_dots(buffer, mark, view)
    elif isinstance(mark, Areas):
        plain = replace(mark, outlined=(), dotted=())
        return _painted(buffer, plain, view, stale) and draw_edges(ink, mark, view, stale)
    elif isinstance(mark, Lines):
        if mark.dash and mark.dash[0] < mark.width:
            draw_pixels(buffer, mark, view)  # dots; a painter's short dashes run together in bends
        elif (mark.width + 2 * mark.casing) * view.ratio > BROADEST:
            return _painted(buffer, mark, view, stale)
        else:
            return _strokes(ink, mark, view, stale)
    return True


def _painted(buffer: Buffer, mark: Mark, view: View, stale: Stale) -> bool:
    image = image_of(buffer)  # named: a painter does not keep its image
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    done = draw_vector(painter, mark, view, stale)
    painter.end()
    return done


def _strokes(ink: Ink, mark: Lines, view: View, stale: Stale) -> bool:
    """Casing, bed and line by numpy, then the arrows."""
    ratio = view.ratio
    width = max(mark.width * ratio, 0.5)
    broad = width + 2 * mark.casing * ratio
    segments = segments_of(mark.paths, view, DETAIL, broad, counted=bool(mark.dash))
    dash = tuple(part * ratio for part in mark.dash)
    passes: list[tuple[float, str, float, tuple[float, ...]]] = []
    if mark.casing:
        passes.append((broad, mark.casing_colour, mark.casing_alpha, ()))
    if mark.bed:
        passes.append((width, mark.colour, mark.bed * mark.alpha, ()))
    passes.append((width, mark.colour, mark.alpha, dash))
    return all(ink.stroke(segments, *look, stale) for look in passes)


def draw_vector(painter: QPainter, mark: Mark, view: View, stale: Stale = never) -> bool:
    """Draw areas or lines with a painter of device pixels."""
    if isinstance(mark, Areas):
        return _areas(painter, mark, view, stale)
    if isinstance(mark, Lines):
        return _lines(painter, mark, view, stale)
    return True


def _areas(painter: QPainter, mark: Areas, view: View, stale: Stale) -> bool:
    """Fills without smoothing: every pixel belongs to one area, so no ground shines through a seam."""
    rows = visible(mark.rings.bounds, view)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    hatched, dotted, outlined = set(mark.hatched), set(mark.dotted), set(mark.outlined)
    hatch = _hatch(mark, view) if hatched else None
    for row, shape in polygons_of(mark.rings.runs, rows, view):
        if stale():
            return False
        colour = QColor(mark.colours[row])
        if mark.colours[row]:
            colour.setAlphaF(mark.alpha)
            painter.setBrush(colour)
            painter.drawPolygon(shape)
        if hatch is not None and row in hatched:
            painter.setBrushOrigin(_anchor(view, hatch.textureImage().width()))
            painter.setBrush(hatch)
            painter.drawPolygon(shape)
        if row in outlined or row in dotted:
            _inner_edge(painter, mark, shape, view, row in dotted)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    return True


def _inner_edge(painter: QPainter, mark: Areas, shape: QPolygonF, view: View, dotted: bool) -> None:
    """An outline that stays inside its area."""
    path = QPainterPath()
    path.addPolygon(shape)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setClipPath(path)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    width = mark.outline_width * view.ratio * 2
    dash = tuple(part * view.ratio for part in DOTS) if dotted else ()
    painter.setPen(pen_of(DOTTED if dotted else mark.outline, 1.0, width, dash))
    painter.drawPolygon(shape)
    painter.restore()


def _anchor(view: View, period: int) -> QPointF:
    """Where a pattern begins, so that it moves with the ground."""
    x, y = view.offset
    return QPointF(round(x) % period, round(y) % period)


def _hatch(mark: Areas, view: View) -> QBrush:
    """Slanted lines as a tile that repeats without a seam."""
    period = max(4, round((8.0 if mark.hatch_angle == 45 else 12.0) * view.ratio * 2**0.5))
    width = (2.4 if mark.hatch_angle == 45 else 1.4) * view.ratio
    x, y = np.meshgrid(np.arange(period), np.arange(period))
    way = (x + y) if mark.hatch_angle == 45 else (x - y)
    away = np.abs((way % period) - period / 2) / 2**0.5
    share = np.clip(width / 2 - away + 0.5, 0, 1) * mark.hatch_alpha
    colour = QColor(mark.hatch)
    alpha = (share * 255).astype(np.uint32)
    tile = alpha << 24
    for shift, part in ((16, colour.red()), (8, colour.green()), (0, colour.blue())):
        tile |= (alpha * part // 255) << shift
    tile = np.ascontiguousarray(tile.astype(np.uint32))
    image = QImage(tile.data, period, period, period * 4, QImage.Format.Format_ARGB32_Premultiplied)
    return QBrush(image.copy())


def _lines(painter: QPainter, mark: Lines, view: View, stale: Stale) -> bool:
    """Casings first, then the beds of dashed lines, then the lines."""
    ratio = view.ratio
    rows = visible(mark.paths.bounds, view, (mark.width + mark.casing) * ratio)
    if not len(rows):
        return True
    xy, offsets = mark.paths.at(DETAIL / view.scale)
    shapes = [polygon_of(view.to_pixels(xy[offsets[row] : offsets[row + 1]])) for row in rows.tolist()]
    width = max(mark.width * ratio, 0.5)
    passes = []
    if mark.casing:
        passes.append(pen_of(mark.casing_colour, mark.casing_alpha, width + 2 * mark.casing * ratio))
    if mark.bed:
        passes.append(pen_of(mark.colour, mark.bed * mark.alpha, width))
    passes.append(pen_of(mark.colour, mark.alpha, width, tuple(part * ratio for part in mark.dash)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in passes:
        painter.setPen(pen)
        for at, shape in enumerate(shapes):
            painter.drawPolyline(shape)
            if at % BATCH == BATCH - 1 and stale():
                return False
    if mark.spread:
        _arrows(painter, mark, view)
    return True


def _arrows(painter: QPainter, mark: Lines, view: View) -> None:
    """Small arrow heads along a route that tell its direction."""
    painter.setPen(pen_of(mark.casing_colour, 1.0, 1.0 * view.ratio))
    painter.setBrush(QColor(mark.colour))
    xy, offsets = mark.paths.at(DETAIL / view.scale)
    for row in visible(mark.paths.bounds, view, 20.0).tolist():
        pixels = view.to_pixels(xy[offsets[row] : offsets[row + 1]])
        for head in heads(pixels, mark.spread * view.ratio, 5.0 * view.ratio):
            painter.drawPolygon(polygon_of(head))

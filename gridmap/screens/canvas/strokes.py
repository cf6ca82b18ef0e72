"""Polygons and polylines from numpy straight into Qt, without an object for each vertex."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import shiboken6
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen, QPolygonF

from gridmap.scene.detail import Runs, touching
from gridmap.scene.view import View

THIN = 3.0  # device pixels up to which nobody sees whether a corner is round, and round ones cost most
DOTTED, DOTS = "#7A858F", (1.5, 3.0)  # the edge of what nobody has counted; logical pixels drawn and left out
_WRITABLE: Any = shiboken6.VoidPtr  # the stubs do not know that it takes an address, a size and a flag


def polygon_of(pixels: NDArray[np.float64]) -> QPolygonF:
    """A QPolygonF filled in one copy (a list of QPointF costs a hundred times as much)."""
    made = QPolygonF()
    made.resize(len(pixels))
    if len(pixels):
        memory = _WRITABLE(made.data(), len(pixels) * 16, True)
        np.frombuffer(memory, np.float64)[:] = pixels.ravel()
    return made


def translucent(colour: str, alpha: float) -> QColor:
    """A colour with an opacity."""
    made = QColor(colour)
    made.setAlphaF(min(1.0, max(0.0, alpha)))
    return made


def pen_of(colour: str, alpha: float, width: float, dash: tuple[float, ...] = ()) -> QPen:
    """A pen of ``width`` device pixels; ``dash`` in device pixels too."""
    pen = QPen(translucent(colour, alpha), width)
    thin = width <= THIN
    pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin if thin else Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if dash or thin else Qt.PenCapStyle.RoundCap)
    if dash:
        pen.setDashPattern([part / width for part in dash])
    return pen


def visible(bounds: NDArray[np.float64], view: View, margin: float = 0.0) -> NDArray[np.int64]:
    """Rows whose bounds reach into the window; ``margin`` in device pixels."""
    west, south, east, north = view.bounds
    reach = margin / view.scale
    return touching(bounds, (west - reach, south - reach, east + reach, north + reach))


def polygons_of(runs: Runs, rows: NDArray[np.int64], view: View) -> Iterator[tuple[int, QPolygonF]]:
    """Some of many paths in the window's pixels, transformed all at once where most of them are wanted."""
    if 2 * len(rows) < len(runs):
        for row in rows.tolist():
            yield row, polygon_of(view.to_pixels(runs.xy[runs.offsets[row] : runs.offsets[row + 1]]))
        return
    pixels, offsets = view.to_pixels(runs.xy), runs.offsets.tolist()
    for row in rows.tolist():
        yield row, polygon_of(pixels[offsets[row] : offsets[row + 1]])

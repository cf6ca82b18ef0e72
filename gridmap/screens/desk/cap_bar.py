"""A population as a bar: full width is 110 % of the cap, a tick stands at the cap."""

import math

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gridmap.scene.palette import Palette

FULL = 1.10
"""The share of the cap that fills the bar."""


class CapBar(QWidget):
    """One bar, 12 px high with its tick. Grey while the cap holds; the failed colour above it."""

    def __init__(self, colours: Palette) -> None:
        super().__init__()
        self._colours = colours
        self._share = math.nan
        self.setFixedHeight(12)

    def show_share(self, share: float, colours: Palette) -> None:
        """Show people as a share of the cap; NaN is unknown."""
        self._share, self._colours = share, colours
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        """Track, bar, tick."""
        painter, colours = QPainter(self), self._colours
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = float(self.width())
        painter.fillRect(QRectF(0, 3, width, 6), QColor(colours.track))
        if not math.isnan(self._share):
            colour = colours.failed if self._share > 1 else colours.bar
            painter.fillRect(QRectF(0, 3, width * min(self._share / FULL, 1.0), 6), QColor(colour))
        painter.fillRect(QRectF(width / FULL - 0.75, 0, 1.5, 12), QColor(colours.text))
        painter.end()

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
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        failed = self._share > 1
        paint_bar(painter, QRectF(0, 0, self.width(), 12), self._share, self._colours, failed=failed)
        painter.end()


def paint_bar(painter: QPainter, box: QRectF, share: float, colours: Palette, *, failed: bool) -> None:
    """Track and bar of half the height of ``box`` (12 px), and the tick at the cap; NaN is no bar."""
    track = QRectF(box.left(), box.top() + 3, box.width(), 6)
    painter.fillRect(track, QColor(colours.track))
    if not math.isnan(share):
        track.setWidth(box.width() * min(share / FULL, 1.0))
        painter.fillRect(track, QColor(colours.failed if failed else colours.bar))
    tick = QRectF(box.left() + box.width() / FULL - 0.75, box.top(), 1.5, box.height())
    painter.fillRect(tick, QColor(colours.text))

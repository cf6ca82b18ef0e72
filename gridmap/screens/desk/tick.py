"""A check box in the theme's own look."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox

from gridmap.scene.palette import Palette
from gridmap.screens import icons
from gridmap.screens.theme import font

SIDE, GAP = 15, 9


def paint_tick(painter: QPainter, box: QRectF, on: bool, colours: Palette) -> None:
    """The box, 15 px, with its check when it is on."""
    painter.setPen(QPen(QColor(colours.accent if on else colours.third), 1))
    painter.setBrush(QColor(colours.accent if on else colours.base))
    painter.drawRoundedRect(box, 3, 3)
    if on:
        icons.paint(painter, "check", box.adjusted(1, 1, -1, -1), colours.on_accent)


class Tick(QCheckBox):
    """A box and its words; a line under the words tells that it has the keyboard."""

    def __init__(self, text: str, colours: Callable[[], Palette], weight: int = 400) -> None:
        super().__init__(text)
        self._colours, self._font = colours, font(13, weight)

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """Exactly what stands in it."""
        return QSize(SIDE + 1 + GAP + QFontMetrics(self._font).horizontalAdvance(self.text()) + 2, 24)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """It never shrinks."""
        return self.sizeHint()

    def hitButton(self, _place: object) -> bool:  # noqa: N802 Qt's name
        """The words switch it too."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        """Box and words."""
        colours, painter = self._colours(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = (self.height() - SIDE) / 2
        paint_tick(painter, QRectF(0.5, top, SIDE, SIDE), self.isChecked(), colours)
        words = QRectF(SIDE + 1 + GAP, 0, self.width(), self.height())
        painter.setFont(self._font)
        painter.setPen(QColor(colours.text if self.isEnabled() else colours.disabled))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus():
            painter.fillRect(QRectF(words.left(), top + SIDE + 3, self.width() - words.left(), 1.5),
                             QColor(colours.accent))  # fmt: skip
        painter.end()

"""One choice of a panel as a row: a radio or check mark, an icon, a name, its key."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from gridmap.scene.palette import Palette
from gridmap.screens import icons
from gridmap.screens.theme import font

HEIGHT = 28
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Choice(QAbstractButton):
    """A row of 28 px. ``one_of``: the rows of one parent exclude each other, and the mark is round."""

    def __init__(
        self, title: str, icon: str, key: str, colours: Callable[[], Palette], *, one_of: bool = True
    ) -> None:
        super().__init__()
        self.setText(title)
        self.setAccessibleName(title)
        self.setCheckable(True)
        self.setAutoExclusive(one_of)
        self.setFixedHeight(HEIGHT)
        self._icon, self._key, self._colours, self._round = icon, key, colours, one_of

    def show_key(self, key: str) -> None:
        """The key that takes this for a while; '' for none."""
        self._key = key
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """As wide as the panel."""
        return QSize(240, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        """Mark, icon, name, key."""
        colours, middle = self._colours(), self.height() / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._mark(painter, QRectF(0.75, middle - 7.5, 15, 15), colours)
        ink = colours.text if self.isChecked() else colours.second
        icons.paint(painter, self._icon, QRectF(24, middle - 8, 16, 16), ink)
        painter.setPen(QColor(ink))
        painter.setFont(font(13))
        painter.drawText(QRectF(48, 0, self.width() - 100, self.height()), _LEFT, self.text())
        painter.setPen(QColor(colours.third))
        painter.setFont(font(12))
        painter.drawText(QRectF(0, 0, self.width(), self.height()), _RIGHT, self._key)
        painter.end()

    def _mark(self, painter: QPainter, box: QRectF, colours: Palette) -> None:
        on, lit = self.isChecked(), self.hasFocus() or self.underMouse()
        radius = 7.5 if self._round else 3.0
        painter.setPen(QPen(QColor(colours.accent if on or lit else colours.third), 1.5))
        painter.setBrush(QColor(colours.base if self._round or not on else colours.accent))
        painter.drawRoundedRect(box, radius, radius)
        if on and self._round:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent))
            painter.drawEllipse(box.center(), 4.0, 4.0)
        elif on:
            icons.paint(painter, "check", box.adjusted(1, 1, -1, -1), colours.on_accent)

"""Short words side by side in one frame, of which one is chosen, or any number."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from gridmap.i18n import _
from gridmap.scene.palette import Palette
from gridmap.screens.theme import font

HEIGHT, PAD = 24, 8


class Segments(QWidget):
    """``chosen`` carries the places of the chosen words. ``several``: each is on or off by itself, one at
    least stays on."""

    chosen = Signal(tuple)

    def __init__(
        self, words: Sequence[str], on: Sequence[int], colours: Callable[[], Palette], name: str,
        tips: Sequence[str] = (), *, several: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        self.words, self.on = tuple(words), tuple(on)
        self._colours, self._several, self._tips = colours, several, tuple(tips)
        self._lit = self.on[0]
        self.setFixedHeight(HEIGHT)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(name)
        self.setFixedWidth(self.sizeHint().width())
        self._say()

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """As wide as its words."""
        return QSize(round(sum(self._widths())), HEIGHT)

    def box(self, at: int) -> QRectF:
        """Where a word stands."""
        widths = self._widths()
        return QRectF(sum(widths[:at]), 0, widths[at], HEIGHT)

    def choose(self, at: int) -> None:
        """Choose a word, or switch it where each is by itself."""
        on = {at}
        if self._several:
            on = set(self.on) ^ {at} or {at}
        if tuple(sorted(on)) != self.on:
            self.on = tuple(sorted(on))
            self._say()
            self.update()
            self.chosen.emit(self.on)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 Qt's name
        """Choose what was clicked."""
        at = self._at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and at >= 0:
            self._lit = at
            self.choose(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 Qt's name
        """Say what a click would do."""
        at = self._at(event.position().x())
        self.setToolTip(self._tips[at] if 0 <= at < len(self._tips) else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 Qt's name
        """Left, right; space where each is by itself."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step:
            self._lit = min(max(self._lit + step, 0), len(self.words) - 1)
            self.update()
            if not self._several:
                self.choose(self._lit)
        elif event.key() == Qt.Key.Key_Space:
            self.choose(self._lit)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        """The frame, the chosen words on the accent's light ground, a line between them."""
        colours = self._colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(0.5, 0.5, self.width() - 1, HEIGHT - 1)
        path = QPainterPath()
        path.addRoundedRect(frame, 4, 4)
        painter.fillPath(path, QColor(colours.button))
        painter.setClipPath(path)
        painter.setFont(font(12))
        for at, word in enumerate(self.words):
            box = self.box(at)
            if at in self.on:
                painter.fillRect(box, QColor(colours.selected_row))
            if at:
                painter.fillRect(QRectF(box.left(), 0, 1, HEIGHT), QColor(colours.line))
            painter.setPen(QColor(colours.accent if at in self.on else colours.second))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)
        painter.setClipping(False)
        painter.setPen(QPen(QColor(colours.accent if self.hasFocus() else colours.line), 1))
        painter.drawPath(path)
        if self.hasFocus() and self._several:
            painter.drawRect(self.box(self._lit).adjusted(3, 3, -3, -3))
        painter.end()

    def _widths(self) -> list[float]:
        metric = QFontMetrics(font(12))
        return [metric.horizontalAdvance(word) + 2 * PAD for word in self.words]

    def _at(self, x: float) -> int:
        return next(
            (at for at in range(len(self.words)) if self.box(at).left() <= x < self.box(at).right()), -1
        )

    def _say(self) -> None:
        said = "、".join(self.words[at] for at in self.on)
        self.setAccessibleDescription(_("已选：{words}").format(words=said))

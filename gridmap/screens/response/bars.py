"""How far a roll-call is, as bars: one for each state, on one scale, with its count."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gridmap.response.roll_call import STATES
from gridmap.scene.palette import Palette
from gridmap.screens.theme import font

ROW, TITLE, COUNT, BAR = 24, 76, 44, 8
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class StateBars(QWidget):
    """A row for each of ``STATES``; they add up to the roll."""

    def __init__(self, colours: Callable[[], Palette]) -> None:
        super().__init__()
        self._colours = colours
        self.counts: Mapping[str, int] = dict.fromkeys(STATES, 0)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Other counts."""
        self.counts = counts
        self.setAccessibleName(" ".join(f"{STATES[name]} {count}" for name, count in counts.items()))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """As high as its rows."""
        return QSize(320, ROW * len(STATES))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """It never shrinks."""
        return QSize(200, ROW * len(STATES))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        """Title, bar, count."""
        colours, whole = self._colours(), max(1, sum(self.counts.values()))
        painter = QPainter(self)
        painter.setFont(font(13))
        room = self.width() - TITLE - COUNT
        for at, (name, title) in enumerate(STATES.items()):
            top, count = at * ROW, self.counts[name]
            alarm = name in ("no_answer", "refused") and count
            painter.setPen(QColor(colours.failed if alarm else colours.text))
            painter.drawText(QRectF(0, top, TITLE, ROW), _LEFT, title)
            painter.drawText(QRectF(self.width() - COUNT, top, COUNT, ROW), _RIGHT, f"{count:,}")
            track = QRectF(TITLE, top + (ROW - BAR) / 2, room, BAR)
            painter.fillRect(track, QColor(colours.track))
            track.setWidth(room * count / whole)
            painter.fillRect(track, QColor(colours.failed if alarm else colours.bar))
        painter.end()

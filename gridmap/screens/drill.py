"""The red frame around every window of a drill, and the word that says what it is."""

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QWidget

from gridmap.screens.theme import font
from gridmap.session import Session
from gridmap.township.settings import DRILL

RED = "#E6194B"
WIDTH = 6
"""Of the frame, in logical pixels; twice that on a wall, for a window of 1080 lines."""
PLATE = (132, 24)
"""The word's plate at the head of a window."""


class DrillFrame(QWidget):
    """Lies over a window and lets every gesture through. Only its own pixels are ever painted over.

    Without ``word`` the window says 演练 itself.
    """

    def __init__(self, window: QWidget, width: int = WIDTH, *, word: bool = True) -> None:
        super().__init__(window)
        self._window, self._width, self._word = window, width, word
        self.setObjectName("drill")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        window.installEventFilter(self)
        self._fit()
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 Qt's name
        """The window got another size, or a child that would lie over the frame."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.ChildPolished):
            self._fit()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        """Frame and word."""
        with QPainter(self) as painter:
            paint_frame(painter, self.rect(), self._width, word=self._word)

    def _fit(self) -> None:
        self.setGeometry(self._window.rect())
        own = QRegion(self.rect()) - QRegion(self.rect().adjusted(*_inset(self._width)))
        self.setMask(own + QRegion(_plate(self.rect(), 1.0)) if self._word else own)
        self.raise_()


def frame_drill(window: QWidget, session: Session, width: int = WIDTH, *, word: bool = True) -> None:
    """Frame a window when its township is one to practise on."""
    if session.snapshot.settings.drill:
        window.setContentsMargins(width, width, width, width)
        DrillFrame(window, width, word=word)


def paint_frame(
    painter: QPainter, room: QRect, width: int = WIDTH, ratio: float = 1.0, *, word: bool = True
) -> None:
    """Paint the frame into ``room``; ``ratio`` enlarges it for a picture finer than the screen."""
    wide = round(width * ratio)
    inner = QRegion(room) - QRegion(room.adjusted(*_inset(wide)))
    painter.save()
    painter.setClipRegion(inner)
    painter.fillRect(room, QColor(RED))
    painter.restore()
    if word:
        plate = _plate(room, ratio)
        painter.fillRect(plate, QColor(RED))
        painter.setFont(font(round(13 * ratio), 600))
        painter.setPen(QColor("#FFFFFF"))
        painter.drawText(QRectF(plate), Qt.AlignmentFlag.AlignCenter, DRILL)


def _plate(room: QRect, ratio: float) -> QRect:
    wide, high = (round(size * ratio) for size in PLATE)
    return QRect(room.center().x() - wide // 2, room.top(), wide, high)


def _inset(width: int) -> tuple[int, int, int, int]:
    return width, width, -width, -width

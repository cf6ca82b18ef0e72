"""The card at the pointer, drawn: 308 px wide, the same light card in both themes, with the one shadow."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gridmap.scene.badge import Badge, BadgeRow
from gridmap.screens.theme import font

WIDTH, PAD, SHADOW = 308, 12, 3
TITLE, ROW, OTHERS, NOTE = 32, 28, 18, 20
GROUND, INK, SECOND, FAILED, WARNING, LINE = "#F2F4F6", "#14181D", "#525D68", "#A32A06", "#7A5B00", "#CDD3D9"
FORMAT = QImage.Format.Format_ARGB32_Premultiplied
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def size_of(badge: Badge) -> QSize:
    """How large the card of these words is, its shadow included."""
    height = TITLE + 5
    height += sum(ROW + (OTHERS if row.others else 0) for row in badge.rows)
    height += len(badge.notes) * NOTE + 9 if badge.notes else 0
    return QSize(WIDTH + SHADOW, height + SHADOW)


class PointerBadge(QWidget):
    """The card. It hears no mouse: what is under it stays in reach."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.badge = Badge("", "")
        self._face = QImage()
        self.hide()

    def say(self, badge: Badge, at: QPoint, face: QImage | None = None) -> None:
        """Show these words with the card's upper left corner there; ``face`` is their ``picture``."""
        if badge != self.badge:
            self.badge = badge
            self._face = face or picture(badge, self.devicePixelRatioF())
            self.resize(size_of(badge))
            self.update()
        self.move(at)
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        """The card."""
        painter = QPainter(self)
        painter.drawImage(QRectF(self.rect()), self._face)
        painter.end()


def picture(badge: Badge, ratio: float) -> QImage:
    """The card of these words. It belongs to no widget, so any thread may draw it."""
    size = size_of(badge)
    image = QImage(round(size.width() * ratio), round(size.height() * ratio), FORMAT)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    _card(painter, badge, size.height() - SHADOW)
    painter.end()
    return image


def _card(painter: QPainter, badge: Badge, height: float) -> None:
    """Shadow, card, title, a block for each grid, notes."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    card = QRectF(0, 0, WIDTH, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 102))
    painter.drawRoundedRect(card.translated(SHADOW, SHADOW), 4, 4)
    painter.setPen(QPen(QColor(LINE), 1))
    painter.setBrush(QColor(GROUND))
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    _words(painter, QRectF(PAD, 0, 200, TITLE), badge.title, 13, 600)
    _words(painter, QRectF(PAD, 0, WIDTH - 2 * PAD, TITLE), badge.basis, 12, 400, SECOND, _RIGHT)
    top = float(TITLE)
    _rule(painter, top)
    top += 4
    for row in badge.rows:
        top = _block(painter, row, top)
    if badge.notes:
        if badge.rows:
            _rule(painter, top + 4)
        top += 7
    for note in badge.notes:
        ink = {"failed": FAILED, "warning": WARNING}.get(note.tone, INK)
        _words(painter, QRectF(PAD, top, WIDTH - 2 * PAD, NOTE), note.words, 12, 400, ink)
        top += NOTE


def _block(painter: QPainter, row: BadgeRow, top: float) -> float:
    """One grid: its number, people on the basis, what is left, the change; under it the other bases."""
    ink = FAILED if row.over else INK
    _words(painter, QRectF(PAD, top, 30, ROW), row.name, 13, 400, SECOND)
    _words(painter, QRectF(PAD + 30, top, 90, ROW), row.people, 20, 700, ink)
    wide = painter.fontMetrics().horizontalAdvance(row.people) + 4
    _words(painter, QRectF(PAD + 30 + wide, top + 3, 52, ROW - 3), row.cap, 12, 400, SECOND)
    _words(painter, QRectF(PAD + 150, top, 96, ROW), row.words, 12, 600 if row.over else 400,
           FAILED if row.over else SECOND)  # fmt: skip
    _words(painter, QRectF(PAD, top, WIDTH - 2 * PAD, ROW), row.change, 13, 400, SECOND, _RIGHT)
    x = float(PAD + 30)
    for words, over in row.others:
        _words(painter, QRectF(x, top + ROW - 3, 120, OTHERS), words, 12, 600 if over else 400,
               FAILED if over else SECOND)  # fmt: skip
        x += 88
    return top + ROW + (OTHERS if row.others else 0)


def _rule(painter: QPainter, top: float) -> None:
    painter.fillRect(QRectF(PAD, top, WIDTH - 2 * PAD, 1), QColor(LINE))


def _words(
    painter: QPainter, box: QRectF, words: str, size: int, weight: int, ink: str = INK,
    side: Qt.AlignmentFlag = _LEFT,
) -> None:  # fmt: skip
    painter.setFont(font(size, weight))
    painter.setPen(QColor(ink))
    painter.drawText(box, side, words)

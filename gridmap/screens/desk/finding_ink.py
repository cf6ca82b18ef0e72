"""How one finding looks: shape, severity in words, the rule's own sentence."""

from functools import cache

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap

from gridmap.i18n import _
from gridmap.scene.palette import Palette
from gridmap.screens import icons
from gridmap.screens.theme import font
from gridmap.township.finding import Finding

SEVERITY_TITLES = {"error": _("未过"), "warning": _("提醒"), "note": _("说明")}
TONES = {"error": "failed", "warning": "warning", "note": "third"}
PAD, SIGN, GAP, LINE, SIDE, ROOM = 6, 16, 8, 20, 12, 10_000
_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


def said(finding: Finding) -> str:
    """Severity and sentence, for those who listen."""
    return f"{SEVERITY_TITLES[finding.severity]} {finding.message}"


def height_of(finding: Finding, width: int, side: int = SIDE) -> int:
    """Logical pixels of a row so wide, without the line below it."""
    words = QFontMetrics(_font(13)).boundingRect(_words(finding, width, side), _WRAPPED, finding.message)
    return max(words.height(), LINE) + 2 * PAD


def paint_finding(
    painter: QPainter, box: QRect, finding: Finding, colours: Palette, *, near: bool, side: int = SIDE
) -> None:
    """Paint one into its row, on its own ground; ``near`` is under the pointer or has the keyboard. ``side``
    is the margin left and right."""
    painter.fillRect(box, QColor(colours.selected_row if near else colours.panel))
    painter.save()
    painter.translate(box.topLeft())
    ink = getattr(colours, TONES[finding.severity])
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(QPointF(side, PAD + 2), _sign(finding.severity, ink, ratio))
    words = _words(finding, box.width(), side)
    painter.setFont(_font(13))
    painter.setPen(QColor(colours.text))
    high = QFontMetrics(_font(13)).height()
    painter.drawText(words.translated(0, max(0, (LINE - high) // 2)), _WRAPPED, finding.message)
    painter.setFont(_font(12))
    painter.setPen(QColor(ink))
    kind = QRect(words.right() + GAP, PAD, box.width() - side - words.right() - GAP, LINE)
    painter.drawText(kind, Qt.AlignmentFlag.AlignVCenter, SEVERITY_TITLES[finding.severity])
    painter.restore()


def _words(finding: Finding, width: int, side: int) -> QRect:
    """Where the sentence stands in a row so wide; below it there is room enough."""
    kind = QFontMetrics(_font(12)).horizontalAdvance(SEVERITY_TITLES[finding.severity])
    left = side + SIGN + GAP
    return QRect(left, PAD, max(1, width - side - kind - GAP - left), ROOM)


@cache
def _font(size: int) -> QFont:
    return font(size)


@cache
def _sign(severity: str, colour: str, ratio: float) -> QPixmap:
    return icons.pixmap(severity, colour, SIGN, ratio)

"""One finding on screen: shape, severity in words, the rule's own sentence. A click goes there."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gridmap.i18n import _
from gridmap.screens import icons
from gridmap.screens.desk.parts import stand
from gridmap.screens.desk.state import DeskState
from gridmap.screens.theme import font
from gridmap.township.finding import Finding

PAD, SIGN, GAP, LINE, ROOM = 6, 16, 8, 20, 10_000
WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap

SEVERITY_TITLES = {"error": _("未过"), "warning": _("提醒"), "note": _("说明")}
TONES = {"error": "failed", "warning": "warning", "note": "third"}


def go_to(state: DeskState, finding: Finding) -> None:
    """Select what a finding is about and fly to its place."""
    if finding.grids:
        state.select("grids", finding.grids)
    place = finding.place or _middle(state, finding)
    if place is not None:
        state.fly(*place)


def _middle(state: DeskState, finding: Finding) -> tuple[float, float] | None:
    grids = state.session.snapshot["grids"]
    for uuid, shape in zip(grids.text("uuid"), grids["geometry"], strict=True):
        if uuid in finding.grids and shape is not None:
            spot = shape.representative_point()
            return float(spot.x), float(spot.y)
    return None


class FindingRow(QWidget):
    """A row that can be clicked, or pressed with Enter. It can be given another finding to say.

    It paints all that it says: three labels a row would be laid out and dressed again, row by row, whenever
    another population is judged. A ``compact`` one has neither margins at its sides nor a line below.
    """

    def __init__(self, finding: Finding, state: DeskState, compact: bool = False) -> None:
        super().__init__()
        self._state, self._compact = state, compact
        self._side = 0 if compact else 12
        self._font, self._small = font(13), font(12)
        self.finding = finding
        self._high = (-1, 0)  # the width that a layout asked for last, and the height for it
        stand(self, "panel")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._name()

    def say(self, finding: Finding) -> None:
        """Show this finding, in the colours of now."""
        if finding is not self.finding:
            before, self._high, self.finding = self._high, (-1, 0), finding
            self._name()
            if self.heightForWidth(before[0]) != before[1]:
                self.updateGeometry()
        self.update()

    def heightForWidth(self, width: int) -> int:  # noqa: N802 Qt's name
        """As high as its words are."""
        if self._high[0] != width:
            words = QFontMetrics(self._font).boundingRect(self._words(width), WRAPPED, self.finding.message)
            self._high = width, max(words.height(), LINE) + 2 * PAD + (not self._compact)
        return self._high[1]

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """In a dock as wide as it is meant to be."""
        return QSize(240, self.heightForWidth(240))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        """Sign, sentence, severity; a line below."""
        colours, painter = self._state.colours, QPainter(self)
        near = self.underMouse() or self.hasFocus()
        painter.fillRect(self.rect(), QColor(colours.selected_row if near else colours.panel))
        severity = self.finding.severity
        ink = getattr(colours, TONES[severity])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        icons.paint(painter, severity, QRectF(self._side, PAD + 2, SIGN, SIGN), ink)
        words = self._words(self.width())
        painter.setFont(self._font)
        painter.setPen(QColor(colours.text))
        high = QFontMetrics(self._font).height()
        painter.drawText(words.translated(0, max(0, (LINE - high) // 2)), WRAPPED, self.finding.message)
        painter.setFont(self._small)
        painter.setPen(QColor(ink))
        kind = QRect(words.right() + GAP, PAD, self.width() - self._side - words.right() - GAP, LINE)
        painter.drawText(kind, Qt.AlignmentFlag.AlignVCenter, SEVERITY_TITLES[severity])
        if not self._compact:
            painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(colours.faint))
        painter.end()

    def _words(self, width: int) -> QRect:
        """Where the sentence stands in a row so wide; below it there is room enough."""
        kind = QFontMetrics(self._small).horizontalAdvance(SEVERITY_TITLES[self.finding.severity])
        left = self._side + SIGN + GAP
        return QRect(left, PAD, max(1, width - self._side - kind - GAP - left), ROOM)

    def _name(self) -> None:
        self.setAccessibleName(f"{SEVERITY_TITLES[self.finding.severity]} {self.finding.message}")

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 Qt's name
        """Go to the place."""
        if event.button() == Qt.MouseButton.LeftButton:
            go_to(self._state, self.finding)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 Qt's name
        """Enter goes to the place too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            go_to(self._state, self.finding)
        else:
            super().keyPressEvent(event)

"""The bar of time: how much happened when, the stretch that is shown, a handle at each of its ends."""

from datetime import UTC, datetime, timedelta

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from gridmap.i18n import _
from gridmap.response.timeline import Noun, Timeline, counts
from gridmap.screens.desk.state import DeskState
from gridmap.township.track import CHINA_S, Floats, civil

SIDE, TOP, LINE, HANDLE = 8, 8, 32, 5.5
STRIDE, BAR = 5, 4
"""From column to column, and how wide one is."""
REACH = 9.0
SHORTEST_S = 120.0
"""The nearest that the bar comes to the seconds."""
DAY_S = 86_400.0


class TimeBar(QWidget):
    """``moved`` carries since when and until when shall be shown (Unix time)."""

    moved = Signal(float, float)

    def __init__(self, state: DeskState) -> None:
        super().__init__()
        self._state = state
        self._line: Timeline | None = None
        self._moments: Floats = np.empty(0)
        self.low, self.high = 0.0, DAY_S
        self.since, self.moment = 0.0, 0.0
        self._held, self._grip = "", (0.0, 0.0, 0.0)
        self.setMinimumWidth(120)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("时间"))

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """As wide as there is room."""
        return QSize(480, 44)

    def show_line(self, line: Timeline, nouns: tuple[Noun, ...]) -> None:
        """Whose events stand above the line."""
        self._line, self._moments = line, line.at[line.of(nouns)]
        self.update()

    def show_stretch(self, since: float, moment: float) -> None:
        """Where the handles are; the bar follows when they leave it."""
        self.since, self.moment = since, moment
        if not self._held and not self.low <= moment <= self.high:
            width = self.high - self.low
            self.low = moment - width / 2
            self.high = self.low + width
        self.setAccessibleDescription(f"{civil(since)} – {civil(moment)}")
        self.update()

    def look(self, low: float, high: float) -> None:
        """Show this part of time, but never less than ``SHORTEST_S``."""
        if high - low < SHORTEST_S:
            middle = (low + high) / 2
            low, high = middle - SHORTEST_S / 2, middle + SHORTEST_S / 2
        self.low, self.high = low, high
        self.update()

    def x_of(self, unix: float) -> float:
        """Where a moment stands."""
        return SIDE + (unix - self.low) / (self.high - self.low) * (self.width() - 2 * SIDE)

    def unix_at(self, x: float) -> float:
        """The moment that stands there."""
        return self.low + (x - SIDE) / max(self.width() - 2 * SIDE, 1) * (self.high - self.low)

    # hand

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 Qt's name
        """Take a handle, or what is between them; elsewhere the moment goes to the pointer."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        x = event.position().x()
        self._held = self._under(x)
        self._grip = self.unix_at(x), self.since, self.moment
        if not self._held:
            at = self.unix_at(x)
            self._held, self._grip = "moment", (at, self.since, at)
            self.moved.emit(min(self.since, at), at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 Qt's name
        """Draw it along; without a button, say which moment is here."""
        x = event.position().x()
        at = self.unix_at(x)
        if not self._held:
            under = self._under(x)
            shape = (
                Qt.CursorShape.SizeHorCursor if under in ("since", "moment") else Qt.CursorShape.ArrowCursor
            )
            self.setCursor(Qt.CursorShape.OpenHandCursor if under == "both" else shape)
            self.setToolTip(civil(at).replace("T", " "))
            return
        begun, since, moment = self._grip
        if self._held == "since":
            since = min(since + at - begun, moment)
        elif self._held == "moment":
            moment = max(moment + at - begun, since)
        else:
            since, moment = since + at - begun, moment + at - begun
        self.moved.emit(since, moment)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 Qt's name
        """Let go."""
        self._held = ""

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 Qt's name
        """All of time."""
        if self._line is not None:
            low, high = self._line.span
            self.look(low, max(high, low + SHORTEST_S))

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 Qt's name
        """Nearer or farther; the moment under the pointer stays under it."""
        at, factor = self.unix_at(event.position().x()), 0.8 ** (event.angleDelta().y() / 120)
        if (self.high - self.low) * factor >= SHORTEST_S:
            self.look(at - (at - self.low) * factor, at + (self.high - at) * factor)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 Qt's name
        """Left, right: a hundredth of what is seen; Home, End."""
        step = {Qt.Key.Key_Left: -0.01, Qt.Key.Key_Right: 0.01}.get(Qt.Key(event.key()), 0.0)
        to = self.moment + step * (self.high - self.low)
        to = {Qt.Key.Key_Home: self.low, Qt.Key.Key_End: self.high}.get(Qt.Key(event.key()), to)
        if to == self.moment:
            super().keyPressEvent(event)
        else:
            self.moved.emit(min(self.since, to), to)

    def _under(self, x: float) -> str:
        """What the pointer would take: ``moment``, ``since``, ``both``, or '' for none."""
        since, moment = self.x_of(self.since), self.x_of(self.moment)
        if abs(x - moment) <= REACH and (moment >= since + 1 or x >= since):
            return "moment"
        if abs(x - since) <= REACH:
            return "since"
        return "both" if since < x < moment else ""

    # looks

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        """Columns, line, stretch, handles."""
        colours = self._state.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._columns(painter)
        painter.fillRect(QRectF(SIDE, LINE - 0.5, self.width() - 2 * SIDE, 1), QColor(colours.line))
        low, high = (min(max(self.x_of(at), SIDE), self.width() - SIDE) for at in (self.since, self.moment))
        painter.fillRect(QRectF(low, LINE - 1.5, high - low, 3), QColor(colours.accent))
        painter.setPen(QPen(QColor(colours.accent), 2))
        for at, fill in ((self.since, colours.base), (self.moment, colours.base)):
            if self.low <= at <= self.high:
                painter.setBrush(QColor(fill))
                painter.drawEllipse(QPointF(self.x_of(at), LINE), HANDLE, HANDLE)
        painter.end()

    def _columns(self, painter: QPainter) -> None:
        """How much happened in each part of the time that is seen; days are told apart by a fine line."""
        colours, room = self._state.colours, self.width() - 2 * SIDE
        bins = max(1, room // STRIDE)
        many = counts(self._moments, self.low, self.high, bins)
        most, step = max(int(many.max()), 1), room / bins
        for midnight in midnights(self.low, self.high):
            painter.fillRect(QRectF(self.x_of(midnight), TOP, 1, LINE - TOP), QColor(colours.faint))
        for at in many.nonzero()[0].tolist():
            left, tall = SIDE + at * step, 2 + (LINE - TOP - 4) * float(many[at] / most) ** 0.5
            inside = self.x_of(self.since) <= left + step / 2 <= self.x_of(self.moment)
            ink = QColor(colours.bar if inside else colours.track)
            painter.fillRect(QRectF(left, LINE - 2 - tall, BAR, tall), ink)


def midnights(low: float, high: float) -> list[float]:
    """The civil midnights between two moments, none where there would be more than a month of them."""
    if high - low > 31 * DAY_S:
        return []
    first = (low + CHINA_S) // DAY_S * DAY_S - CHINA_S + DAY_S
    return [first + at * DAY_S for at in range(int((high - first) // DAY_S) + 1) if first <= high]


def day_of(unix: float) -> tuple[float, float]:
    """The civil day that a moment lies in."""
    moment = datetime.fromtimestamp(unix + CHINA_S, UTC)
    begin = moment.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(seconds=CHINA_S)
    return begin.timestamp(), begin.timestamp() + DAY_S

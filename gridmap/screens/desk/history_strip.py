"""The strip below the map: the steps of the draft since it was last published; a click goes there."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QShowEvent
from PySide6.QtWidgets import QWidget

from gridmap.i18n import _
from gridmap.redraw.record import local_time
from gridmap.screens.desk.parts import button, column, label, row, surface
from gridmap.screens.desk.state import DeskState
from gridmap.screens.theme import font
from gridmap.township.revision import REVISION_TITLES, Revision, Step

HEIGHT = 76
STRIDE, LEFT, DOT = 130, 12, 8
"""Logical pixels: from step to step, before the first, and across a dot."""
_ALIGN = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Entry:
    """A stop of the line: a step of the draft (``op``), or the revision that it began from."""

    op: int
    time: str
    words: str
    mark: bool = False
    struck: bool = False
    current: bool = False
    open: bool = True


def entries(steps: list[Step], record: list[Revision]) -> list[Entry]:
    """The line as it is drawn: where the draft began, its steps, and the points that were named on the way.

    What is taken back stays in its place, struck through. The current stop is the last step that stands.
    """
    public = max((one for one in record if one.public), key=lambda one: one.seq, default=None)
    since = public.op if public else 0
    back = min((step.op for step in steps if step.state == "undone"), default=since + 1)
    standing = max((step.op for step in steps if step.state == "done"), default=0)
    found = [
        (step.op, 0, Entry(step.op, _clock(step.at_utc), step.label, struck=step.state != "done",
                           current=step.op == standing, open=step.state != "gone"))
        for step in steps
        if step.op >= min(back, since + 1)
    ]  # fmt: skip
    for one in record:
        if one is public or (not one.public and one.op >= since and (public is None or one.seq > public.seq)):
            words = one.name if one.kind == "named" else _named(one)
            at = max((step.op for step in steps if step.op <= one.op), default=0)
            is_current = one is public and standing <= since and back > since
            found.append((one.op, 1, Entry(at, _clock(one.at_utc), words, mark=True, current=is_current)))
    return [entry for _op, _kind, entry in sorted(found, key=lambda item: item[:2])]


def _named(revision: Revision) -> str:
    return _("第 {seq} 版 {kind}").format(seq=revision.seq, kind=REVISION_TITLES[revision.kind])


def _clock(at_utc: str) -> str:
    day, time = local_time(at_utc).split(" ")
    return time if day == f"{date.today()}" else f"{day[5:]} {time}"


class HistoryLine(QWidget):
    """The line itself: as many of the newest stops as fit. ``asked`` carries the step to go to."""

    asked = Signal(int)

    def __init__(self, state: DeskState) -> None:
        super().__init__()
        self._state = state
        self.entries: list[Entry] = []
        self._lit = -1
        self.setMinimumWidth(2 * STRIDE)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(_("草案的步骤"))

    @property
    def shown(self) -> list[Entry]:
        """The newest stops that have room."""
        room = max(1, (self.width() - LEFT) // STRIDE)
        return self.entries[-room:]

    def show_entries(self, found: list[Entry]) -> None:
        """Show another line."""
        self.entries, self._lit = found, -1
        self.update()

    def place(self, at: int) -> QPointF:
        """Where the dot of a shown stop is."""
        return QPointF(LEFT + at * STRIDE + DOT / 2, 14)

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """As wide as the map is."""
        return QSize(6 * STRIDE, HEIGHT)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 Qt's name
        """Say what a click would do."""
        self._light(int((event.position().x() - LEFT + STRIDE / 8) // STRIDE))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 Qt's name
        """Go there."""
        self._light(int((event.position().x() - LEFT + STRIDE / 8) // STRIDE))
        if event.button() == Qt.MouseButton.LeftButton:
            self._go()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 Qt's name
        """Left, right, Enter."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            now = next((at for at, one in enumerate(self.shown) if one.current), 0)
            at = now if self._lit < 0 else self._lit
            self._light(at + (1 if event.key() == Qt.Key.Key_Right else -1))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go()
        else:
            super().keyPressEvent(event)

    def _light(self, at: int) -> None:
        shown = self.shown
        self._lit = at if 0 <= at < len(shown) else -1
        entry = shown[self._lit] if self._lit >= 0 else None
        can = entry is not None and entry.open and not entry.current
        self.setCursor(Qt.CursorShape.PointingHandCursor if can else Qt.CursorShape.ArrowCursor)
        self.setToolTip("" if entry is None else _tip(entry))
        self.update()

    def _go(self) -> None:
        entry = self.shown[self._lit] if 0 <= self._lit < len(self.shown) else None
        if entry is not None and entry.open and not entry.current:
            self.asked.emit(entry.op)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        """The line, a dot or a flag for each stop, time and words below."""
        colours, shown = self._state.colours, self.shown
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.line), 1))
        if shown:
            first = 0.0 if len(shown) < len(self.entries) else self.place(0).x()
            painter.drawLine(QPointF(first, 14), self.place(len(shown) - 1))
        for at, entry in enumerate(shown):
            self._stop(painter, at, entry)
        painter.end()

    def _stop(self, painter: QPainter, at: int, entry: Entry) -> None:
        colours, middle = self._state.colours, self.place(at)
        ink = colours.accent if entry.current else colours.third
        painter.setPen(QPen(QColor(colours.accent if at == self._lit and entry.open else ink), 1.5))
        painter.setBrush(QColor(colours.accent if entry.current else colours.panel))
        if entry.mark:
            x, y, r = middle.x(), middle.y(), DOT / 2 + 1.5
            painter.drawPolygon(
                QPolygonF([QPointF(x, y - r), QPointF(x + r, y), QPointF(x, y + r), QPointF(x - r, y)])
            )
        else:
            painter.drawEllipse(middle, DOT / 2, DOT / 2)
        left, wide = LEFT + at * STRIDE, STRIDE - 10
        painter.setFont(font(12))
        painter.setPen(QColor(colours.accent if entry.current else colours.third))
        painter.drawText(QRectF(left, 26, wide, 18), _ALIGN, _("现在") if entry.current else entry.time)
        words = font(13, 600 if entry.current else 400)
        words.setStrikeOut(entry.struck)
        painter.setFont(words)
        painter.setPen(QColor(colours.third if entry.struck else colours.text))
        said = painter.fontMetrics().elidedText(entry.words, Qt.TextElideMode.ElideRight, wide)
        painter.drawText(QRectF(left, 44, wide, 22), _ALIGN, said)


def _tip(entry: Entry) -> str:
    if entry.current:
        return _("{words}：草案现在在这里").format(words=entry.words)
    if not entry.open:
        return _("{words}：已撤回，之后又做了别的，不能再恢复").format(words=entry.words)
    return _("{words}（{time}）：单击回到这一步").format(words=entry.words, time=entry.time)


class HistoryStrip(QWidget):
    """Title, line, and the button that names this point."""

    def __init__(self, state: DeskState) -> None:
        super().__init__()
        self._state = state
        self.line = HistoryLine(state)
        self._note = label("", 12, tone="second")
        self.name = button(_("命名此点"), lambda: None, "small")
        title = column(label(_("历史"), 13, 600), self._note, None, margins=(12, 12, 12, 0), gap=2)
        side = surface("panel", title)
        side.setFixedWidth(112)
        ends = column(None, self.name, None, margins=(8, 0, 12, 0))
        body = row(side, self.line, ends, gap=0)
        body.setStretch(1, 1)
        self.setLayout(body)
        self.setFixedHeight(HEIGHT)

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """76 px high."""
        return QSize(900, HEIGHT)

    def refresh(self) -> None:
        """Read the steps again."""
        if not self.isVisible():
            return
        session = self._state.session
        self.line.show_entries(entries(session.steps(), session.revisions()))
        self._note.setText(_("有未发布的改动") if session.differs else _("与现行方案相同"))
        why = session.refusal
        self.name.setEnabled(why is None)
        self.name.setToolTip(why or _("给草案现在的样子起个名，以后找得到"))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 Qt's name
        """What waited while nobody looked."""
        super().showEvent(event)
        self.refresh()

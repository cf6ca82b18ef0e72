"""One finding on screen: shape, severity in words, the rule's own sentence. A click goes there."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from gridmap.i18n import _
from gridmap.screens import icons
from gridmap.screens.desk.parts import column, label, line, row, set_tone
from gridmap.screens.desk.state import DeskState
from gridmap.township.finding import Finding

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
    """A row that can be clicked, or pressed with Enter. It can be given another finding to say."""

    def __init__(self, finding: Finding, state: DeskState, compact: bool = False) -> None:
        super().__init__()
        self._state = state
        self._said: tuple[Finding, str] | None = None
        self.setProperty("look", "finding")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._mark, self._words, self._kind = label(), label(wrap=True), label("", 12)
        self._mark.setFixedSize(16, 20)
        side = 0 if compact else 12
        said = row(self._mark, self._words, self._kind, margins=(side, 6, side, 6))
        said.setStretch(1, 1)
        for part in (self._mark, self._kind):
            said.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        self.setLayout(column(said) if compact else column(said, line()))
        self.say(finding)

    def say(self, finding: Finding) -> None:
        """Show this finding, in the colours of now; nothing when it stands there so already."""
        look = f"{self._state.theme} {self.devicePixelRatioF()}"
        if self._said is not None and self._said[0] is finding and self._said[1] == look:
            return
        self.finding, self._said = finding, (finding, look)
        tone, title = TONES[finding.severity], SEVERITY_TITLES[finding.severity]
        colour = getattr(self._state.colours, tone)
        self._mark.setPixmap(icons.pixmap(finding.severity, colour, 16, self.devicePixelRatioF()))
        self._words.setText(finding.message)
        self._kind.setText(title)
        set_tone(self._kind, tone)
        self.setAccessibleName(f"{title} {finding.message}")

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

"""One finding on screen: shape, severity in words, the rule's own sentence. A click goes there."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from gridmap.i18n import _
from gridmap.screens import icons
from gridmap.screens.desk.parts import column, label, row
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
    """A row that can be clicked, or pressed with Enter."""

    def __init__(self, finding: Finding, state: DeskState, compact: bool = False) -> None:
        super().__init__()
        self.finding = finding
        self._state = state
        self.setProperty("look", "finding")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        tone = TONES[finding.severity]
        mark = label()
        mark.setPixmap(
            icons.pixmap(finding.severity, getattr(state.colours, tone), 16, self.devicePixelRatioF())
        )
        mark.setFixedSize(16, 20)
        words = label(finding.message, wrap=True)
        kind = label(SEVERITY_TITLES[finding.severity], 12, tone=tone)
        line = row(mark, words, kind, margins=(0 if compact else 12, 6, 0 if compact else 12, 6))
        line.setStretch(1, 1)
        for part in (mark, kind):
            line.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        self.setLayout(column(line))
        self.setAccessibleName(f"{SEVERITY_TITLES[finding.severity]} {finding.message}")

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

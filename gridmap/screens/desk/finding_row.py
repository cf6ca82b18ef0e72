"""One finding on screen: shape, severity in words, the rule's own sentence. A click goes there."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gridmap.screens.desk.finding_ink import height_of, paint_finding, said
from gridmap.screens.desk.parts import stand
from gridmap.screens.desk.state import DeskState
from gridmap.township.finding import Finding


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
    """A row that can be clicked, or pressed with Enter. It paints all that it says."""

    def __init__(self, finding: Finding, state: DeskState) -> None:
        super().__init__()
        self._state, self.finding = state, finding
        stand(self, "panel")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(said(finding))

    def heightForWidth(self, width: int) -> int:  # noqa: N802 Qt's name
        """As high as its words are."""
        return height_of(self.finding, width, side=0)

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """In a dock as wide as it is meant to be."""
        return QSize(240, self.heightForWidth(240))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        """Sign, sentence, severity."""
        painter, near = QPainter(self), self.underMouse() or self.hasFocus()
        paint_finding(painter, self.rect(), self.finding, self._state.colours, near=near, side=0)
        painter.end()

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

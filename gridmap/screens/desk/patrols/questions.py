"""The questions about a week's tracks as rows; a click opens the seconds in question."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from gridmap.i18n import _
from gridmap.response.track_hints import KINDS, Hint
from gridmap.screens.desk.parts import button, clear, column, label, line, row, surface

SHOWN = 30
"""Rows at first, and as many more at each press."""


class QuestionRow(QWidget):
    """One question. ``asked`` carries it."""

    asked = Signal(object)

    def __init__(self, hint: Hint, team: str) -> None:
        super().__init__()
        self.hint = hint
        self.setProperty("look", "finding")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        head = row(label(team, 12, tone="second"), None, label(_(KINDS[hint.kind]), 12, tone="second"))
        said = column(head, label(hint.question, wrap=True), margins=(12, 6, 12, 6), gap=2)
        self.setLayout(column(said, line()))
        self.setAccessibleName(f"{team} {hint.question}")
        self.setToolTip(_("单击：在回放里看这几秒"))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 Qt's name
        """Open the seconds."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.asked.emit(self.hint)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 Qt's name
        """Enter opens them too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.asked.emit(self.hint)
        else:
            super().keyPressEvent(event)


class Questions(QScrollArea):
    """All of them, the latest first. ``asked`` carries the one that was clicked."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._told: list[tuple[Hint, str]] = []
        self._most = SHOWN
        self._box = QVBoxLayout()
        self._box.setSpacing(0)
        self._none = label(_("没有要问的"), tone="second")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._more = button(_("再显示一些"), self._show_more, "link")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(surface("panel", column(self._box, self._none, self._more, None)))
        self.show_questions(())

    @property
    def rows(self) -> list[QuestionRow]:
        """The rows that are shown."""
        return self.findChildren(QuestionRow)

    def show_questions(self, told: Sequence[tuple[Hint, str]]) -> None:
        """Show these, each with the team that it is asked."""
        self._told, self._most = list(told), SHOWN
        self._fill()

    def _show_more(self) -> None:
        self._most += SHOWN
        self._fill()

    def _fill(self) -> None:
        clear(self._box)
        for hint, team in self._told[: self._most]:
            made = QuestionRow(hint, team)
            made.asked.connect(self.asked)
            self._box.addWidget(made)
        self._none.setVisible(not self._told)
        self._more.setVisible(len(self._told) > self._most)

"""Every finding of the population on screen, the gravest first."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from gridmap.i18n import _
from gridmap.screens.desk.finding_row import FindingRow
from gridmap.screens.desk.parts import button, column, label, surface
from gridmap.screens.desk.state import DeskState
from gridmap.township.census import POPULATION_TITLES
from gridmap.township.finding import SEVERITIES, Finding

SHOWN = 16
"""Rows at first, and as many more at each press; a district may have thousands."""


class FindingsPanel(QWidget):
    """The list. ``summary`` says how many there are of each severity."""

    def __init__(self, state: DeskState) -> None:
        super().__init__()
        self._state = state
        self._most = SHOWN
        self._made: list[FindingRow] = []
        self.rows: list[FindingRow] = []
        self._none = label(_("全部规则通过"), tone="passed")
        self._more = button("", self._show_more, "link")
        self._box = QVBoxLayout()
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        foot = column(self._none, self._more)
        for part in (self._none, self._more):
            foot.setAlignment(part, Qt.AlignmentFlag.AlignCenter)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(surface("panel", column(self._box, foot, None)))
        self.setLayout(column(area))

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """As wide as the right dock is meant to be."""
        return QSize(352, 340)

    @property
    def summary(self) -> str:
        """How many, of which population; for the dock's title."""
        found = self._state.findings
        errors = sum(item.severity == "error" for item in found)
        warnings = sum(item.severity == "warning" for item in found)
        words = _("{population}口径 · {errors} 未过 · {warnings} 提醒")
        return words.format(
            population="、".join(_(POPULATION_TITLES[name]) for name in self._state.asked),
            errors=errors,
            warnings=warnings,
        )

    def refresh(self) -> None:
        """Ask the session again. Rows that are there already are only given other words."""
        found = sorted(self._state.findings, key=_gravity)
        shown = found[: self._most]
        for row, finding in zip(self._made, shown, strict=False):
            row.say(finding)
        for finding in shown[len(self._made) :]:
            self._made.append(FindingRow(finding, self._state))
            self._box.addWidget(self._made[-1])
        self.rows = self._made[: len(shown)]
        for at, row in enumerate(self._made):
            row.setVisible(at < len(shown))
        self._none.setVisible(not found)
        self._more.setVisible(len(found) > len(shown))
        self._more.setText(_("再显示 {n:,} 条，共 {all:,} 条").format(
            n=min(SHOWN, len(found) - len(shown)), all=len(found)
        ))  # fmt: skip

    def _show_more(self) -> None:
        self._most += SHOWN
        self.refresh()


def _gravity(finding: Finding) -> tuple[int, str]:
    return SEVERITIES.index(finding.severity), finding.rule

"""Every finding of the population on screen, the gravest first."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from gridmap.i18n import _
from gridmap.screens.desk.finding_list import FindingList
from gridmap.screens.desk.parts import column
from gridmap.screens.desk.state import DeskState
from gridmap.township.census import POPULATION_TITLES
from gridmap.township.finding import SEVERITIES, Finding


class FindingsPanel(QWidget):
    """The list. ``summary`` says how many there are of each severity."""

    def __init__(self, state: DeskState) -> None:
        super().__init__()
        self._state = state
        self.list = FindingList(state)
        self.setLayout(column(self.list))

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
        """Ask the session again."""
        self.list.show_findings(sorted(self._state.findings, key=_gravity))


def _gravity(finding: Finding) -> tuple[int, str]:
    return SEVERITIES.index(finding.severity), finding.rule

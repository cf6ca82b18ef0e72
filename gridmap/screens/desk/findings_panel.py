"""Every finding of the population on screen, the gravest first."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from gridmap.i18n import _
from gridmap.screens.desk.finding_row import FindingRow
from gridmap.screens.desk.parts import clear, column, label, line, surface
from gridmap.screens.desk.state import DeskState
from gridmap.township.census import POPULATION_TITLES
from gridmap.township.finding import SEVERITIES, Finding

SHOWN = 60
"""Rows made at once; a district may have thousands and nobody reads them as a list."""


class FindingsPanel(QWidget):
    """The list. ``summary`` says how many there are of each severity."""

    def __init__(self, state: DeskState) -> None:
        super().__init__()
        self._state = state
        self.rows: list[FindingRow] = []
        self._box = QVBoxLayout()
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(surface("panel", column(self._box, None)))
        self.setLayout(column(area))
        self.refresh()

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """As wide as the right dock is meant to be."""
        return QSize(352, 340)

    @property
    def summary(self) -> str:
        """How many, of which population; for the dock's title."""
        found = self._state.session.findings(self._state.population)
        errors = sum(item.severity == "error" for item in found)
        warnings = sum(item.severity == "warning" for item in found)
        words = _("{population}口径 · {errors} 未过 · {warnings} 提醒")
        return words.format(
            population=POPULATION_TITLES[self._state.population], errors=errors, warnings=warnings
        )

    def refresh(self) -> None:
        """Ask the session again."""
        found = sorted(self._state.session.findings(self._state.population), key=_gravity)
        clear(self._box)
        self.rows = [FindingRow(item, self._state) for item in found[:SHOWN]]
        for item in self.rows:
            self._box.addWidget(item)
            self._box.addWidget(line())
        if not found:
            self._box.addWidget(label(_("全部规则通过"), tone="passed"), 0, Qt.AlignmentFlag.AlignCenter)
        if len(found) > SHOWN:
            more = _("还有 {n:,} 条；用“检查”命令看全部").format(n=len(found) - SHOWN)
            self._box.addWidget(label(more, 12, tone="second"), 0, Qt.AlignmentFlag.AlignCenter)


def _gravity(finding: Finding) -> tuple[int, str]:
    return SEVERITIES.index(finding.severity), finding.rule

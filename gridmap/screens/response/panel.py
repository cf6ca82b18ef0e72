"""The dock for an emergency: the area, the roll-call and the helpers behind three tabs."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from gridmap.i18n import _
from gridmap.screens.desk.parts import column, row, surface
from gridmap.screens.desk.state import DeskState
from gridmap.screens.response.area_panel import AreaPanel
from gridmap.screens.response.helpers_panel import HelpersPanel
from gridmap.screens.response.roll_panel import RollPanel

PARTS = ("area", "roll", "helpers")
"""The tabs by the name of what stands behind them, in their order."""
TITLES = (_("受影响范围"), _("点名"), _("就近派人"))


class ResponsePanel(QWidget):
    """Three panels; ``turned`` carries the tab that somebody clicked."""

    turned = Signal(int)

    def __init__(self, state: DeskState) -> None:
        super().__init__()
        self.area, self.roll, self.helpers = AreaPanel(state), RollPanel(state), HelpersPanel(state)
        self.tabs, self._stack = QTabBar(), QStackedWidget()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        for title, panel in zip(TITLES, (self.area, self.roll, self.helpers), strict=True):
            self.tabs.addTab(title)
            self._stack.addWidget(panel)
        head = surface("title", row(self.tabs, None, margins=(4, 0, 4, 0)))
        head.setFixedHeight(32)
        self.setLayout(column(head, self._stack))
        self.tabs.currentChanged.connect(self._turn)

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """As wide as the right dock is meant to be."""
        return QSize(400, 800)

    def show_tab(self, tab: int) -> None:
        """Bring a tab to the front, without saying so."""
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(tab)
        self.tabs.blockSignals(False)
        self._stack.setCurrentIndex(tab)

    def _turn(self, tab: int) -> None:
        self._stack.setCurrentIndex(tab)
        self.turned.emit(tab)

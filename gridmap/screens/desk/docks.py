"""The four docks of the desk and where they stand at first."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from gridmap.i18n import _
from gridmap.screens.desk.findings_panel import FindingsPanel
from gridmap.screens.desk.grid_card import GridCard
from gridmap.screens.desk.layer_panel import LayerPanel
from gridmap.screens.desk.ledger_panel import LedgerPanel
from gridmap.screens.desk.parts import DockTitle
from gridmap.screens.desk.proposals_panel import ProposalsPanel
from gridmap.screens.desk.state import DeskState

if TYPE_CHECKING:
    from gridmap.screens.desk.window import DeskWindow

LEFT, RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea
WIDTHS = {"layers": 248, "card": 352, "proposals": 376}
HEIGHTS = {"table": 260, "card": 560, "findings": 340}


@dataclass(frozen=True)
class Docks:
    """The panels by what they are, and their docks by name (layers, card, findings, table)."""

    layers: LayerPanel
    card: GridCard
    findings: FindingsPanel
    table: LedgerPanel
    proposals: ProposalsPanel
    by_name: dict[str, QDockWidget]

    def __getitem__(self, name: str) -> QDockWidget:
        return self.by_name[name]

    def values(self) -> Iterator[QDockWidget]:
        """Every dock."""
        return iter(self.by_name.values())


def make_docks(window: "DeskWindow", state: DeskState) -> Docks:
    """The panels, each in its dock."""
    layers, card, findings, table = (
        LayerPanel(state),
        GridCard(state),
        FindingsPanel(state),
        LedgerPanel(state),
    )
    proposals = ProposalsPanel(window, state)
    by_name = {
        "layers": _dock(window, "layers", _("图层"), layers, state),
        "card": _dock(window, "card", _("网格卡片"), card, state),
        "findings": _dock(window, "findings", _("检查"), findings, state),
        "table": _dock(window, "table", _("表格"), table, state),
        "proposals": _dock(window, "proposals", _("提案"), proposals, state),
    }
    return Docks(layers, card, findings, table, proposals, by_name)


def arrange(window: QMainWindow, docks: Docks) -> None:
    """Layers left, card above findings right, table below the map; all open, at their sizes."""
    for name, area in (("layers", LEFT), ("card", RIGHT), ("findings", RIGHT), ("table", BOTTOM)):
        docks[name].setFloating(False)
        window.addDockWidget(area, docks[name])
        docks[name].show()
    window.splitDockWidget(docks["card"], docks["findings"], Qt.Orientation.Vertical)
    window.addDockWidget(LEFT, docks["proposals"])
    docks["proposals"].hide()
    for sizes, direction in ((WIDTHS, Qt.Orientation.Horizontal), (HEIGHTS, Qt.Orientation.Vertical)):
        window.resizeDocks([docks[name] for name in sizes], list(sizes.values()), direction)


def _dock(window: QMainWindow, name: str, title: str, panel: QWidget, state: DeskState) -> QDockWidget:
    dock = QDockWidget(title, window)
    dock.setObjectName(name)
    dock.setWidget(panel)
    panel.setProperty("look", "panel")
    panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    if name == "table":  # its tabs are its title
        dock.setTitleBarWidget(QWidget())
    else:
        dock.setTitleBarWidget(DockTitle(dock, state.colours))
    return dock

"""The docks of the desk and where they stand at first."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from gridmap.i18n import _
from gridmap.screens.desk.findings_panel import FindingsPanel
from gridmap.screens.desk.grid_card import GridCard
from gridmap.screens.desk.history_strip import HistoryStrip
from gridmap.screens.desk.layer_panel import LayerPanel
from gridmap.screens.desk.ledger_panel import LedgerPanel
from gridmap.screens.desk.parts import DockTitle
from gridmap.screens.desk.publish_panel import PublishPanel
from gridmap.screens.desk.redraw_panel import RedrawPanel
from gridmap.screens.desk.scenario_panel import REMARK, ScenarioPanel
from gridmap.screens.desk.state import DeskState

if TYPE_CHECKING:
    from gridmap.screens.desk.changes import ChangesPanel
    from gridmap.screens.desk.patrols import PatrolsPanel
    from gridmap.screens.desk.playback import PlaybackPanel
    from gridmap.screens.desk.proposals_panel import ProposalsPanel
    from gridmap.screens.desk.visits.panel import VisitsPanel
    from gridmap.screens.desk.window import DeskWindow

LEFT, RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea
WIDTHS = {"layers": 248, "card": 352, "redraw": 344, "publish": 368, "response": 400, "proposals": 376,
          "visits": 400, "patrols": 400}  # fmt: skip
HEIGHTS = {"table": 260, "scenarios": 196, "card": 560, "findings": 340}
DUTY = ("alarms", "incidents", "visits", "patrols")
"""The docks of the duty officer, closed at first."""


@dataclass(frozen=True)
class Docks:
    """The panels by what they are, and their docks by name, which are theirs.

    ``changes``, ``proposals`` and ``visits`` are made when they are first asked for or seen: the first map
    does not wait for them.
    """

    window: "DeskWindow"
    layers: LayerPanel
    card: GridCard
    findings: FindingsPanel
    table: LedgerPanel
    redraw: RedrawPanel
    scenarios: ScenarioPanel
    publish: PublishPanel
    history: HistoryStrip
    by_name: dict[str, QDockWidget]

    @cached_property
    def changes(self) -> "ChangesPanel":
        """What differs between two plans."""
        from gridmap.screens.desk.changes import ChangesPanel

        panel = ChangesPanel(self.window.state)
        self.fill("changes", panel)
        return panel

    @cached_property
    def patrols(self) -> "PatrolsPanel":
        """A week's patrols."""
        from gridmap.screens.desk.patrols import PatrolsPanel

        panel = vars(self)["patrols"] = PatrolsPanel(self.window)
        self.fill("patrols", panel)
        return panel

    @cached_property
    def playback(self) -> "PlaybackPanel":
        """The time bar."""
        from gridmap.screens.desk.playback import PlaybackPanel

        panel = vars(self)["playback"] = PlaybackPanel(self.window)  # the dock asks for it while it is filled
        self.fill("playback", panel)
        return panel

    @cached_property
    def proposals(self) -> "ProposalsPanel":
        """Plans that a machine draws."""
        from gridmap.screens.desk.proposals_panel import ProposalsPanel

        panel = ProposalsPanel(self.window, self.window.state)
        self.fill("proposals", panel)
        return panel

    @cached_property
    def visits(self) -> "VisitsPanel":
        """Who is owed a visit."""
        from gridmap.screens.desk.visits.panel import VisitsPanel

        panel = vars(self)["visits"] = VisitsPanel(
            self.window.state
        )  # the dock asks for it while it is filled
        self.fill("visits", panel)
        return panel

    def made(self, name: str) -> bool:
        """Whether a panel that is made late is there."""
        return name in vars(self)

    def __getitem__(self, name: str) -> QDockWidget:
        return self.by_name[name]

    def values(self) -> Iterator[QDockWidget]:
        """Every dock."""
        return iter(self.by_name.values())

    def fill(self, name: str, panel: QWidget) -> None:
        """Put a panel into a dock that was made without one."""
        self.by_name[name].setWidget(_grounded(panel))

    def fit(self, window: QMainWindow) -> None:
        """Give the docks that are open their own widths: one that was closed has left its area wider."""
        wide = {name: width for name, width in WIDTHS.items() if not self[name].isHidden()}
        window.resizeDocks([self[name] for name in wide], list(wide.values()), Qt.Orientation.Horizontal)

    def remark(self, name: str, words: str) -> None:
        """Say something small in a dock's title."""
        title = self.by_name[name].titleBarWidget()
        if isinstance(title, DockTitle):
            title.remark(words)


def make_docks(window: "DeskWindow", state: DeskState) -> Docks:
    """The panels, each in its dock."""
    layers, card, findings, table, scenarios = (
        LayerPanel(state),
        GridCard(state),
        FindingsPanel(state),
        LedgerPanel(state),
        ScenarioPanel(state),
    )
    redraw, publish, history = RedrawPanel(state), PublishPanel(state), HistoryStrip(state)
    by_name = {
        "layers": _dock(window, "layers", _("图层"), layers, state),
        "card": _dock(window, "card", _("网格卡片"), card, state),
        "findings": _dock(window, "findings", _("检查"), findings, state),
        "table": _dock(window, "table", _("表格"), table, state),
        "redraw": _dock(window, "redraw", _("改界"), redraw, state),
        "scenarios": _dock(window, "scenarios", _("情景"), scenarios, state, REMARK),
        "publish": _dock(window, "publish", _("预检与发布"), publish, state),
        "history": _dock(window, "history", _("历史"), history, state),
        "response": _dock(window, "response", _("应急"), QWidget(), state),
        "changes": _dock(window, "changes", _("变更"), QWidget(), state),
        "proposals": _dock(window, "proposals", _("提案"), QWidget(), state),
        "patrols": _dock(window, "patrols", _("巡防"), QWidget(), state),
        "playback": _dock(window, "playback", _("回放"), QWidget(), state),
        "alarms": _dock(window, "alarms", _("告警"), QWidget(), state),
        "incidents": _dock(window, "incidents", _("事件"), QWidget(), state),
        "visits": _dock(window, "visits", _("走访"), QWidget(), state),
    }
    docks = Docks(window, layers, card, findings, table, redraw, scenarios, publish, history, by_name)
    by_name["changes"].visibilityChanged.connect(lambda on: on and docks.changes)
    by_name["patrols"].visibilityChanged.connect(lambda on: on and docks.patrols)
    # a dock as low as this one says that it is not visible when it is first shown
    by_name["playback"].toggleViewAction().toggled.connect(lambda on: on and docks.playback)
    by_name["proposals"].visibilityChanged.connect(lambda on: on and docks.proposals)
    by_name["visits"].visibilityChanged.connect(lambda on: on and docks.visits)
    return docks


def arrange(window: QMainWindow, docks: Docks) -> None:
    """Layers left, card above findings right, table below the map, at their sizes; those of a workspace
    closed."""
    for name, area in (("layers", LEFT), ("card", RIGHT), ("findings", RIGHT), ("table", BOTTOM)):
        docks[name].setFloating(False)
        window.addDockWidget(area, docks[name])
        docks[name].show()
    docks["scenarios"].setFloating(False)
    window.splitDockWidget(docks["table"], docks["scenarios"], Qt.Orientation.Vertical)
    docks["scenarios"].hide()
    window.splitDockWidget(docks["card"], docks["findings"], Qt.Orientation.Vertical)
    for name in ("redraw", "publish", "response"):
        window.addDockWidget(RIGHT, docks[name])
        docks[name].hide()
    window.splitDockWidget(docks["scenarios"], docks["history"], Qt.Orientation.Vertical)
    window.splitDockWidget(docks["history"], docks["playback"], Qt.Orientation.Vertical)
    docks["history"].hide()
    docks["playback"].hide()
    window.addDockWidget(BOTTOM, docks["changes"])
    docks["changes"].hide()
    for name in DUTY:
        window.tabifyDockWidget(docks["card"], docks[name])
        docks[name].hide()
    window.addDockWidget(LEFT, docks["proposals"])
    docks["proposals"].hide()
    window.resizeDocks([docks[name] for name in HEIGHTS], list(HEIGHTS.values()), Qt.Orientation.Vertical)
    docks.fit(window)


def _dock(
    window: QMainWindow, name: str, title: str, panel: QWidget, state: DeskState, remark: str = ""
) -> QDockWidget:
    dock = QDockWidget(title, window)
    dock.setObjectName(name)
    dock.setWidget(_grounded(panel))
    if name in ("table", "history", "changes", "playback"):  # its tabs, or its first words, are its title
        dock.setTitleBarWidget(QWidget())
    else:
        head = DockTitle(dock, state.colours)
        head.remark(remark)
        dock.setTitleBarWidget(head)
    return dock


def _grounded(panel: QWidget) -> QWidget:
    """A panel on the theme's ground."""
    panel.setProperty("look", "panel")
    panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return panel

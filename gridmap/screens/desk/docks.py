"""The docks of the desk and where they stand at first."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from gridmap.i18n import _
from gridmap.screens.desk.findings_panel import FindingsPanel
from gridmap.screens.desk.grid_card import GridCard
from gridmap.screens.desk.layer_panel import LayerPanel
from gridmap.screens.desk.ledger_panel import LedgerPanel
from gridmap.screens.desk.parts import DockTitle
from gridmap.screens.desk.state import DeskState

if TYPE_CHECKING:
    from gridmap.screens.desk.changes import ChangesPanel
    from gridmap.screens.desk.history_strip import HistoryStrip
    from gridmap.screens.desk.patrols import PatrolsPanel
    from gridmap.screens.desk.playback import PlaybackPanel
    from gridmap.screens.desk.proposals_panel import ProposalsPanel
    from gridmap.screens.desk.publish_panel import PublishPanel
    from gridmap.screens.desk.redraw_panel import RedrawPanel
    from gridmap.screens.desk.scenario_panel import ScenarioPanel
    from gridmap.screens.desk.visits.panel import VisitsPanel
    from gridmap.screens.desk.window import DeskWindow

LEFT, RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea
WIDTHS = {"layers": 248, "card": 352, "redraw": 344, "publish": 368, "response": 400, "proposals": 376,
          "visits": 400, "patrols": 400}  # fmt: skip
HEIGHTS = {"table": 260, "scenarios": 196, "card": 560, "findings": 340}
DUTY = ("alarms", "incidents", "visits", "patrols")
"""The docks of the duty officer, closed at first."""


LATE = ("changes", "history", "patrols", "playback", "proposals", "publish", "scenarios", "visits")
"""The panels that are made when they are first asked for or seen: the first map does not wait for them."""

Panel = TypeVar("Panel", bound=QWidget)


@dataclass(frozen=True)
class Docks:
    """The panels by what they are, and their docks by name, which are theirs. Those in ``LATE``, and that of
    the pens, are made late."""

    window: "DeskWindow"
    layers: LayerPanel
    card: GridCard
    findings: FindingsPanel
    table: LedgerPanel
    by_name: dict[str, QDockWidget]

    @cached_property
    def changes(self) -> "ChangesPanel":
        """What differs between two plans."""
        from gridmap.screens.desk.changes import ChangesPanel

        return self._put("changes", ChangesPanel(self.window.state))

    @cached_property
    def history(self) -> "HistoryStrip":
        """The draft's steps and the plans before."""
        from gridmap.screens.desk.history_strip import HistoryStrip

        strip = self._put("history", HistoryStrip(self.window.state))
        self.window.plans.join_strip(strip)
        return strip

    @cached_property
    def patrols(self) -> "PatrolsPanel":
        """A week's patrols."""
        from gridmap.screens.desk.patrols import PatrolsPanel

        return self._put("patrols", PatrolsPanel(self.window))

    @cached_property
    def playback(self) -> "PlaybackPanel":
        """The time bar."""
        from gridmap.screens.desk.playback import PlaybackPanel

        return self._put("playback", PlaybackPanel(self.window))

    @cached_property
    def proposals(self) -> "ProposalsPanel":
        """Plans that a machine draws."""
        from gridmap.screens.desk.proposals_panel import ProposalsPanel

        return self._put("proposals", ProposalsPanel(self.window, self.window.state))

    @cached_property
    def publish(self) -> "PublishPanel":
        """The pre-flight, and the record of published plans."""
        from gridmap.screens.desk.publish_panel import PublishPanel

        panel = self._put("publish", PublishPanel(self.window.state))
        self.window.plans.join_panel(panel)
        return panel

    @cached_property
    def redraw(self) -> "RedrawPanel":
        """What the pens do and what a stroke does."""
        from gridmap.screens.desk.redraw_panel import RedrawPanel

        return self._put("redraw", RedrawPanel(self.window.state))

    @cached_property
    def scenarios(self) -> "ScenarioPanel":
        """Grids and leaders under every scenario."""
        from gridmap.screens.desk.scenario_panel import ScenarioPanel

        return self._put("scenarios", ScenarioPanel(self.window.state))

    @cached_property
    def visits(self) -> "VisitsPanel":
        """Who is owed a visit."""
        from gridmap.screens.desk.visits.panel import VisitsPanel

        return self._put("visits", VisitsPanel(self.window.state))

    def _put(self, name: str, panel: Panel) -> Panel:
        vars(self)[name] = panel  # the dock asks for it while it is filled
        self.fill(name, panel)
        return panel

    def ask(self, name: str, on: bool) -> None:
        """A dock whose panel is made late was opened or closed."""
        if on:
            getattr(self, name)

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
    layers, card, findings, table = (
        LayerPanel(state), GridCard(state), FindingsPanel(state), LedgerPanel(state),
    )  # fmt: skip
    by_name = {
        "layers": _dock(window, "layers", _("图层"), layers, state),
        "card": _dock(window, "card", _("网格卡片"), card, state),
        "findings": _dock(window, "findings", _("检查"), findings, state),
        "table": _dock(window, "table", _("表格"), table, state),
    }
    remarks = {"scenarios": _("拖动时实时更新；任一勾选口径超限即不合格")}
    by_name |= {
        name: _dock(window, name, title, QWidget(), state, remarks.get(name, ""))
        for name, title in (
            ("redraw", _("改界")), ("scenarios", _("情景")), ("publish", _("预检与发布")),
            ("history", _("历史")), ("response", _("应急")), ("changes", _("变更")), ("proposals", _("提案")),
            ("patrols", _("巡防")), ("playback", _("回放")), ("alarms", _("告警")), ("incidents", _("事件")),
            ("visits", _("走访")),
        )
    }  # fmt: skip
    docks = Docks(window, layers, card, findings, table, by_name)
    for name in LATE:  # a dock as low as the time bar says that it is not visible when it is first shown
        by_name[name].toggleViewAction().toggled.connect(partial(docks.ask, name))
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

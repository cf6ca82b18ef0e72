"""The docks of the desk and where they stand at first."""

from collections.abc import Iterator
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QWidget

from gridmap.i18n import _
from gridmap.screens.desk.dock import Dock
from gridmap.screens.desk.parts import surface

if TYPE_CHECKING:
    from gridmap.screens.desk.changes import ChangesPanel
    from gridmap.screens.desk.dock_title import DockTitle
    from gridmap.screens.desk.duty.alarm_panel import AlarmPanel
    from gridmap.screens.desk.duty.incident_panel import IncidentPanel
    from gridmap.screens.desk.findings_panel import FindingsPanel
    from gridmap.screens.desk.grid_card import GridCard
    from gridmap.screens.desk.history_strip import HistoryStrip
    from gridmap.screens.desk.layer_panel import LayerPanel
    from gridmap.screens.desk.ledger_panel import LedgerPanel
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


OPEN = ("layers", "card", "findings", "table")
"""The panels of the docks that are open at first: made right after the first map, one by one."""

AT_FIRST = (*OPEN, "alarms", "incidents")
"""The panels that are made while the window opens, and put into their docks a turn later."""

LATE = ("changes", "history", "patrols", "playback", "proposals", "publish", "scenarios", "visits")
"""The panels that are made when they are first asked for or seen."""

UNTITLED = ("table", "history", "changes", "playback")
"""The docks whose tabs, or first words, are their title."""

TITLE_HEIGHT = 32

Panel = TypeVar("Panel", bound=QWidget)


class Docks:
    """The docks by name, and their panels by what they are, which are made when they are asked for: the first
    map waits for none of them."""

    def __init__(self, window: "DeskWindow", by_name: dict[str, Dock]) -> None:
        self.window, self.by_name = window, by_name
        self._unfilled: list[tuple[str, QWidget]] = []
        self._titles: dict[str, DockTitle] = {}

    @cached_property
    def layers(self) -> "LayerPanel":
        """Overlays, legend, what is not on the map."""
        from gridmap.screens.desk.layer_panel import LayerPanel

        return self._put("layers", LayerPanel(self.window.state))

    @cached_property
    def card(self) -> "GridCard":
        """The grid in question, or the township."""
        from gridmap.screens.desk.grid_card import GridCard

        return self._put("card", GridCard(self.window.state))

    @cached_property
    def findings(self) -> "FindingsPanel":
        """What the rules say."""
        from gridmap.screens.desk.findings_panel import FindingsPanel

        return self._put("findings", FindingsPanel(self.window.state))

    @cached_property
    def table(self) -> "LedgerPanel":
        """The ledgers."""
        from gridmap.screens.desk.ledger_panel import LedgerPanel

        return self._put("table", LedgerPanel(self.window.state))

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

    @cached_property
    def alarms(self) -> "AlarmPanel":
        """What has happened and what breaks a cap, with the keys that act on it."""
        from gridmap.screens.desk.duty.alarm_panel import AlarmPanel

        return self._put("alarms", AlarmPanel(self.window.state))

    @cached_property
    def incidents(self) -> "IncidentPanel":
        """The open incidents."""
        from gridmap.screens.desk.duty.incident_panel import IncidentPanel

        return self._put("incidents", IncidentPanel(self.window.state))

    def _put(self, name: str, panel: Panel) -> Panel:
        vars(self)[name] = panel  # the dock asks for it while it is filled
        if name in AT_FIRST:
            self._unfilled.append((name, panel))
        else:
            self.fill(name, panel)
        return panel

    def fill_next(self) -> None:
        """Put the panels that were made into their docks, which takes as long as to make them."""
        while self._unfilled:
            self.fill(*self._unfilled.pop())

    def ask(self, name: str, on: bool) -> None:
        """A dock whose panel is made late was opened or closed."""
        if on and self.window.furnished:
            getattr(self, name)

    def ask_open(self) -> None:
        """Make the late panels of the docks that were left open."""
        for name in LATE:
            self.ask(name, not self[name].isHidden())

    def made(self, name: str) -> bool:
        """Whether a panel that is made late is there."""
        return name in vars(self)

    def __getitem__(self, name: str) -> Dock:
        return self.by_name[name]

    def values(self) -> Iterator[Dock]:
        """Every dock."""
        return iter(self.by_name.values())

    def fill(self, name: str, panel: QWidget) -> None:
        """Put a panel into a dock that was made without one."""
        empty = self[name].widget()
        self[name].setWidget(_grounded(panel))
        if empty is not None:
            empty.deleteLater()

    def entitle(self, name: str) -> None:
        """Give a dock its title, where it has one."""
        from gridmap.screens.desk.dock_title import DockTitle

        if name not in UNTITLED:
            head = self._titles[name] = DockTitle(self[name], self.window.state.colours)
            head.remark(_("拖动时实时更新；任一勾选口径超限即不合格") if name == "scenarios" else "")
            self[name].setTitleBarWidget(head)

    def paint(self) -> None:
        """Give the titles the theme's colours."""
        for head in self._titles.values():
            head.paint(self.window.state.colours)

    def fit(self, window: QMainWindow) -> None:
        """Give the docks that are open their own widths: one that was closed has left its area wider."""
        wide = {name: width for name, width in WIDTHS.items() if not self[name].isHidden()}
        window.resizeDocks([self[name] for name in wide], list(wide.values()), Qt.Orientation.Horizontal)

    def remark(self, name: str, words: str) -> None:
        """Say something small in a dock's title."""
        if name in self._titles:
            self._titles[name].remark(words)


def make_docks(window: "DeskWindow") -> Docks:
    """The docks, still empty."""
    titles = {
        "layers": _("图层"), "card": _("网格卡片"), "findings": _("检查"), "table": _("表格"),
        "redraw": _("改界"), "scenarios": _("情景"), "publish": _("预检与发布"), "history": _("历史"),
        "response": _("应急"), "changes": _("变更"), "proposals": _("提案"), "patrols": _("巡防"),
        "playback": _("回放"), "alarms": _("告警"), "incidents": _("事件"), "visits": _("走访"),
    }  # fmt: skip
    docks = Docks(window, {name: _dock(window, name, title) for name, title in titles.items()})
    for name in LATE:  # a dock as low as the time bar says that it is not visible when it is first shown
        docks[name].toggleViewAction().toggled.connect(partial(docks.ask, name))
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


def _dock(window: "DeskWindow", name: str, title: str) -> Dock:
    dock = Dock(name, title, window)
    dock.setWidget(_grounded(QWidget()))
    head = QWidget() if name in UNTITLED else surface("title")
    if name not in UNTITLED:
        head.setFixedHeight(TITLE_HEIGHT)
    dock.setTitleBarWidget(head)
    return dock


def _grounded(panel: QWidget) -> QWidget:
    """A panel on the theme's ground."""
    panel.setProperty("look", "panel")
    panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return panel

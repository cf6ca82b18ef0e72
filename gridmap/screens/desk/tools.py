"""What the left button of the map does: identify, measure, or one of the modes that redraw the plan."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gridmap.i18n import _
from gridmap.screens.desk.docks import DUTY
from gridmap.screens.desk.measure import MeasureTool

if TYPE_CHECKING:
    from gridmap.redraw.preview import Preview
    from gridmap.screens.desk.redraw import Redraw
    from gridmap.screens.desk.window import DeskWindow
    from gridmap.screens.response.room import Response

MODES: tuple[tuple[str, str, str, str, str], ...] = (
    ("border", _("拖边界"), "B", "border", _("抓住界线任何一处往外推；整组或逐户换网格")),
    ("paint", _("涂户"), "P", "brush", _("刷过的组或住户划入所选网格")),
    ("lasso", _("套索"), "Shift+P", "lasso", _("圈住的组或住户划入所选网格")),
    ("split", _("切分"), "S", "split", _("画一条线把网格切成两个，可从界外开始")),
    ("reshape", _("画界"), "R", "reshape", _("画一条线代替一段界线，两边一起变")),
    ("vertex", _("移顶点"), "V", "vertex", _("拖动界线上的一个顶点")),
    ("straighten", _("取直"), "T", "straight", _("两个顶点之间的界线取直")),
    ("merge", _("合并"), "G", "merge", _("单击邻格并入所选网格，或把网格拖到邻格上")),
)
"""The name, title, key, icon and tip of every mode of ``Redraw``, in the order of the menu."""

IN_BAR = ("border", "paint", "split", "merge")
"""Those that the tool bar has room for; the panel shows the others."""
WORKSPACE = ("redraw", "scenarios", "history")
"""The docks that stand open while the plan is redrawn."""
AWAY = ("card", "findings", "table", "publish", "response", "playback", *DUTY)
"""The docks that give way to them."""


class Tools(QObject):
    """The tools of one desk. Exactly one has the left button."""

    def __init__(self, window: "DeskWindow") -> None:
        super().__init__(window)
        self._window = window
        self.measure = MeasureTool(window.canvas)
        self._left: list[str] = []
        self._open: list[str] = []

    def join(self) -> None:
        """Join the tools to the window's other rooms, once all of them are there."""
        window = self._window
        self.measure.said.connect(window.status.say)
        self.measure.ended.connect(window.commands.refresh)
        window.docks["response"].visibilityChanged.connect(lambda on: on and self.response)
        window.docks["redraw"].toggleViewAction().toggled.connect(lambda on: on and self.redraw)
        if not window.docks["response"].isHidden():  # left open
            _ = self.response

    @cached_property
    def redraw(self) -> "Redraw":
        """The pens and their panel, made when one is first taken: the first map does not wait for them."""
        from gridmap.screens.desk.redraw import Redraw

        window = self._window
        redraw = vars(self)["redraw"] = Redraw(window.state, window.canvas)
        panel = window.docks.redraw
        panel.fill([window.commands[name] for name, *_look in MODES if name not in IN_BAR])
        redraw.said.connect(window.status.say)
        redraw.changed.connect(window.commands.refresh)
        redraw.changed.connect(lambda: panel.show_choices(redraw.choices))
        redraw.telling.previewed.connect(self._show_stroke)
        redraw.held.connect(panel.show_busy)
        panel.chosen.connect(redraw.choose)
        panel.repaired.connect(redraw.perform)
        panel.unlocked.connect(redraw.unlock)
        panel.accepted.connect(redraw.accept)
        panel.cancelled.connect(redraw.cancel)
        window.state.renewed.connect(lambda _tables: panel.refresh())
        panel.refresh()
        return redraw

    @property
    def pens(self) -> "Redraw | None":
        """``redraw`` where it has been made."""
        return self.redraw if "redraw" in vars(self) else None

    @property
    def mode(self) -> str:
        """The mode that has the left button, '' for none."""
        mode = None if self.pens is None else self.pens.mode
        return "" if mode is None else mode.name

    @cached_property
    def response(self) -> "Response":
        """The emergency room, made when it is first entered: the first map does not wait for it."""
        from gridmap.screens.response.room import Response

        return Response(self._window)

    def at_work(self, part: str = "") -> bool:
        """Whether the emergency room, or one part of it (area, roll, helpers), is at work on the map."""
        made = "response" in vars(self)
        return made and (part in self.response.at_work if part else bool(self.response.at_work))

    @property
    def browsing(self) -> bool:
        """Whether a click selects."""
        return not (self.measure.active or self.mode or self.at_work())

    def identify(self) -> None:
        """A click selects again."""
        self.measure.stop()
        if self.pens is not None:
            self.pens.stop()
        self._leave_response()
        self._close_workspace()

    def start_measure(self) -> None:
        """A click adds a point to the measured line."""
        if not self.measure.active:
            self.identify()
            self.measure.start()

    def start(self, mode: str) -> None:
        """Redraw the plan by the mode of this name."""
        self.measure.stop()
        self._leave_response()
        if not self.mode:
            self.open_workspace(WORKSPACE, AWAY)
        self.redraw.start(mode)

    def leave(self) -> bool:
        """Esc: give the left button back. False when a click selects already."""
        if self.browsing:
            return False
        self.identify()
        self._window.status.say("")
        return True

    def put_away(self) -> None:
        """The window closes: end a gesture, and leave the docks as they stand while browsing."""
        if self.pens is not None:
            self.pens.cancel()
        self._close_workspace()

    def _leave_response(self) -> None:
        if self.at_work():
            self.response.stop()

    def open_workspace(self, wanted: Sequence[str], away: Sequence[str]) -> None:
        """Open the docks of a kind of work; those of another kind, and some beside them, give way."""
        self._close_workspace()
        docks = self._window.docks
        self._left = [name for name in away if not docks[name].isHidden()]
        self._open = [name for name in wanted if name in docks.by_name]
        for name in self._left:
            docks[name].hide()
        for name in self._open:
            docks[name].show()
        docks.fit(self._window)

    def _close_workspace(self) -> None:
        docks = self._window.docks
        for name in self._open:
            docks[name].hide()
        for name in self._left:
            docks[name].show()
        docks.fit(self._window)
        self._left, self._open = [], []

    def _show_stroke(self, made: "Preview | None", resting: bool) -> None:
        window, panel = self._window, self._window.docks.redraw
        panel.show_stroke(made, resting)
        window.docks.remark("redraw", panel.title)

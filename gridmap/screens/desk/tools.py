"""What the left button of the map does: identify, measure, or one of the modes that redraw the plan."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gridmap.i18n import _
from gridmap.redraw.preview import Preview
from gridmap.screens.desk.measure import MeasureTool
from gridmap.screens.desk.redraw import Redraw
from gridmap.screens.mode import Mode
from gridmap.screens.modes.border import BORDER
from gridmap.screens.modes.lasso import LASSO
from gridmap.screens.modes.merge import MERGE
from gridmap.screens.modes.paint import PAINT
from gridmap.screens.modes.reshape import RESHAPE
from gridmap.screens.modes.split import SPLIT
from gridmap.screens.modes.straighten import STRAIGHTEN
from gridmap.screens.modes.vertex import VERTEX

if TYPE_CHECKING:
    from gridmap.screens.desk.window import DeskWindow
    from gridmap.screens.response.room import Response

MODES: tuple[tuple[Mode, str, str, str], ...] = (
    (BORDER, "B", "border", _("抓住界线任何一处往外推；整组或逐户换网格")),
    (PAINT, "P", "brush", _("刷过的组或住户划入所选网格")),
    (LASSO, "Shift+P", "lasso", _("圈住的组或住户划入所选网格")),
    (SPLIT, "S", "split", _("画一条线把网格切成两个，可从界外开始")),
    (RESHAPE, "R", "reshape", _("画一条线代替一段界线，两边一起变")),
    (VERTEX, "V", "vertex", _("拖动界线上的一个顶点")),
    (STRAIGHTEN, "T", "straight", _("两个顶点之间的界线取直")),
    (MERGE, "G", "merge", _("单击邻格并入所选网格，或把网格拖到邻格上")),
)
"""Every mode with its key, icon and tip, in the order of the menu."""

IN_BAR = ("border", "paint", "split", "merge")
"""Those that the tool bar has room for; the panel shows the others."""
WORKSPACE = ("redraw", "scenarios", "history")
"""The docks that stand open while the plan is redrawn."""
AWAY = ("card", "findings", "table")
"""The docks that give way to them."""


class Tools(QObject):
    """The tools of one desk. Exactly one has the left button."""

    def __init__(self, window: "DeskWindow") -> None:
        super().__init__(window)
        self._window = window
        self.measure = MeasureTool(window.canvas)
        self.redraw = Redraw(window.state, window.canvas)
        self._left: list[str] = []
        self._open: list[str] = []

    def join(self) -> None:
        """Join the tools to the window's other rooms, once all of them are there."""
        window, redraw, panel = self._window, self.redraw, self._window.docks.redraw
        self.measure.said.connect(window.status.say)
        self.measure.ended.connect(window.commands.refresh)
        redraw.said.connect(window.status.say)
        redraw.changed.connect(window.commands.refresh)
        redraw.changed.connect(lambda: panel.show_choices(redraw.choices))
        redraw.previewed.connect(self._show_stroke)
        redraw.held.connect(panel.show_busy)
        panel.chosen.connect(redraw.choose)
        panel.repaired.connect(redraw.perform)
        panel.unlocked.connect(redraw.unlock)
        panel.accepted.connect(redraw.accept)
        panel.cancelled.connect(redraw.cancel)
        window.state.renewed.connect(lambda _tables: panel.refresh())
        window.docks["response"].visibilityChanged.connect(lambda on: on and self.response)
        panel.refresh()

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
        return not self.measure.active and self.redraw.mode is None and not self.at_work()

    def identify(self) -> None:
        """A click selects again."""
        self.measure.stop()
        self.redraw.stop()
        self._leave_response()
        self._close_workspace()

    def start_measure(self) -> None:
        """A click adds a point to the measured line."""
        if not self.measure.active:
            self.identify()
            self.measure.start()

    def start(self, mode: Mode) -> None:
        """Redraw the plan by this mode."""
        self.measure.stop()
        self._leave_response()
        if self.redraw.mode is None:
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
        self.redraw.cancel()
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

    def _show_stroke(self, made: Preview | None, resting: bool) -> None:
        window, panel = self._window, self._window.docks.redraw
        panel.show_stroke(made, resting)
        window.docks.remark("redraw", panel.title)

"""The emergency room of one desk: which of area, roll-call and helpers is at work, and its commands."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gridmap.screens.response.area_desk import AreaDesk
from gridmap.screens.response.helpers_desk import HelpersDesk
from gridmap.screens.response.panel import AREA, HELPERS, ROLL
from gridmap.screens.response.roll_desk import RollDesk

if TYPE_CHECKING:
    from gridmap.screens.desk.window import DeskWindow

EMERGENCY, BESIDE = ("response",), ("card", "findings")
"""The dock of an emergency, and those that give way to it."""


class Response(QObject):
    """Area, roll-call and helpers over one map. Exactly one, or none, has the left button."""

    def __init__(self, window: "DeskWindow") -> None:
        super().__init__(window)
        self._window = window
        panel, state, canvas = window.docks.response, window.state, window.canvas
        self.area = AreaDesk(window, state, canvas, panel.area)
        self.roll = RollDesk(window, state, canvas, panel.roll)
        self.helpers = HelpersDesk(window, state, canvas, panel.helpers)
        for part in (self.area, self.roll, self.helpers):
            part.said.connect(window.status.say)
            part.failed.connect(window.fail)
        self.area.begun.connect(self.show_roll)
        panel.roll.sent.connect(self._send)
        panel.turned.connect(self._tab_changed)

    @property
    def active(self) -> bool:
        """Whether one of them is at work on the map."""
        return any(part.active for part in (self.area, self.roll, self.helpers))

    def start_area(self) -> None:
        """Draw an area."""
        self._begin(AREA, self.area.start)

    def start_helpers(self) -> None:
        """Look for the nearest helpers."""
        self._begin(HELPERS, self.helpers.start)

    def show_roll(self) -> None:
        """The roll-call that goes on."""
        self._begin(ROLL, self.roll.start)

    def stop(self) -> None:
        """Give the left button back."""
        for part in (self.area, self.roll, self.helpers):
            part.stop()

    def _begin(self, tab: int, start: Callable[[], None]) -> None:
        window = self._window
        window.tools.identify()
        window.tools.open_workspace(EMERGENCY, BESIDE)
        window.docks.response.show_tab(tab)
        start()
        window.commands.refresh()

    def _tab_changed(self, tab: int) -> None:
        """A tab that was clicked takes the map with it."""
        parts = {AREA: self.area, ROLL: self.roll, HELPERS: self.helpers}
        if not parts[tab].active:
            self._begin(tab, parts[tab].start)

    def _send(self, uuid: str) -> None:
        """To a home in which nobody answers."""
        self._window.state.select("households", [uuid])
        self.start_helpers()

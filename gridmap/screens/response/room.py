"""The emergency room of one desk: which of area, roll-call and helpers is at work, and its commands."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gridmap.screens.response.area_desk import AreaDesk
from gridmap.screens.response.helpers_desk import HelpersDesk
from gridmap.screens.response.panel import PARTS, ResponsePanel
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
        state, canvas = window.state, window.canvas
        self.panel = panel = ResponsePanel(state)
        window.docks.fill("response", panel)
        self.area = AreaDesk(window, state, canvas, panel.area)
        self.roll = RollDesk(window, state, canvas, panel.roll)
        self.helpers = HelpersDesk(window, state, canvas, panel.helpers)
        for part in (self.area, self.roll, self.helpers):
            part.said.connect(window.status.say)
            part.failed.connect(window.fail)
        self.area.begun.connect(partial(self.start, "roll"))
        panel.roll.sent.connect(self._send)
        panel.turned.connect(lambda tab: self.start(PARTS[tab]))

    @property
    def at_work(self) -> frozenset[str]:
        """Which of area, roll and helpers are at work on the map."""
        parts = {"area": self.area.active, "roll": self.roll.active, "helpers": self.helpers.active}
        return frozenset(name for name, active in parts.items() if active)

    def start(self, part: str) -> None:
        """Draw an area, go on with the roll-call, or look for the nearest helpers."""
        window = self._window
        window.tools.identify()
        window.tools.open_workspace(EMERGENCY, BESIDE)
        self.panel.show_tab(PARTS.index(part))
        {"area": self.area.start, "roll": self.roll.start, "helpers": self.helpers.start}[part]()
        window.commands.refresh()

    def stop(self) -> None:
        """Give the left button back."""
        for leave in (self.area.stop, self.roll.stop, self.helpers.stop):
            leave()

    def _send(self, uuid: str) -> None:
        """To a home in which nobody answers."""
        self._window.state.select("households", [uuid])
        self.start("helpers")

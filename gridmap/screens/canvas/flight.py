"""A short flight from one view to another."""

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

from gridmap.scene.view import View

if TYPE_CHECKING:
    from gridmap.screens.canvas.sight import Sight

LONGEST_MS = 800
FRAME_MS = 16


class Flight(QObject):
    """Moves a canvas to a view, slower at both ends; stops where it is when told."""

    def __init__(self, canvas: "Sight") -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._step)
        self._start = self._goal = View()
        self._length = 0

    @property
    def flying(self) -> bool:
        """Whether it is on its way."""
        return self._timer.isActive()

    def start(self, goal: View, milliseconds: int) -> None:
        """Fly to ``goal``, at once when ``milliseconds`` is 0."""
        self._timer.stop()
        self._length = min(milliseconds, LONGEST_MS)
        self._start, self._goal = self._canvas.view, goal
        if self._length <= 0:
            self._canvas.set_view(goal)
            self._canvas.gesture_ended()
            return
        self._canvas.motion_began()
        self._clock.start()
        self._timer.start()

    def stop(self) -> None:
        """Stay here."""
        if self._timer.isActive():
            self._timer.stop()
            self._canvas.gesture_ended()

    def _step(self) -> None:
        share = min(1.0, self._clock.elapsed() / self._length)
        eased = share * share * (3 - 2 * share)
        self._canvas.set_view(between(self._start, self._goal, eased))
        if share >= 1.0:
            self.stop()


def between(start: View, goal: View, share: float) -> View:
    """The view part of the way: scale by ratio, and the goal nearing evenly on the screen."""
    scale = start.scale * (goal.scale / start.scale) ** share
    change = goal.scale - start.scale
    moved = (
        share
        if math.isclose(start.scale, goal.scale)
        else (scale - start.scale) / change * goal.scale / scale
    )
    return replace(
        goal,
        scale=scale,
        x=start.x + (goal.x - start.x) * moved,
        y=start.y + (goal.y - start.y) * moved,
    )

"""The sound of an alarm: the machine's own bell, by the policy of ``response.attention``."""

from collections.abc import Callable, Iterable
from datetime import datetime

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from gridmap.response.attention import Bell, Calls

NO_ROOM = ("offscreen", "minimal", "vnc")
"""Platforms on which nobody sits before the machine: a picture or a test makes no sound."""


class Sound:
    """Rings for a window; ``on`` switches it. ``ring`` is what makes the sound."""

    def __init__(self, ring: Callable[[], object] | None = None) -> None:
        self._bell = Bell()
        self._ring = ring or beep
        self.on = True

    def hear(self, alarms: Iterable[Calls], now: datetime) -> None:
        """Ring if it is time; while it is off the policy goes on, so that switching it on is no salvo."""
        if self._bell.due(alarms, now) and self.on:
            self._ring()


def beep() -> None:
    """One ding, unless nobody can hear it."""
    if QGuiApplication.platformName() not in NO_ROOM:
        QApplication.beep()

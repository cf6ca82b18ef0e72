"""The clock of a playback: the moment that is shown, since when, and how fast it goes on."""

from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer, Signal

FRAME_MS = 33
SPEEDS = (1, 10, 60, 600)
"""Seconds of the township in a second here."""
LATE_S = 0.25
"""A frame that came later goes on from where it was: nothing is leapt over while the window was busy."""


class Player(QObject):
    """``moved`` says that ``since`` or ``moment`` (Unix time) is another one, ``changed`` that it began to
    play or stands. It plays until ``until``.
    """

    moved = Signal()
    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.since = self.moment = self.until = 0.0
        self.speed = SPEEDS[2]
        self._before = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self.tick)

    @property
    def playing(self) -> bool:
        """Whether time goes on."""
        return self._timer.isActive()

    def go(self, since: float, moment: float) -> None:
        """Show another stretch of time; the earlier of both is its start."""
        since, moment = min(since, moment), max(since, moment)
        if (since, moment) != (self.since, self.moment):
            self.since, self.moment = since, moment
            self.moved.emit()

    def play(self) -> None:
        """Go on, or from the start again when it is at the end."""
        if self.moment >= self.until:
            self.go(self.since, self.since)
        if not self.playing and self.moment < self.until:
            self._before = perf_counter()
            self._timer.start()
            self.changed.emit()

    def pause(self) -> None:
        """Stand still."""
        if self.playing:
            self._timer.stop()
            self.changed.emit()

    def tick(self) -> None:
        """One frame: as much time as went by here, so many times faster."""
        now = perf_counter()
        self.advance(min(now - self._before, LATE_S))
        self._before = now

    def advance(self, seconds: float) -> None:
        """So many seconds went by here."""
        self.go(self.since, min(self.moment + seconds * self.speed, self.until))
        if self.moment >= self.until:
            self.pause()

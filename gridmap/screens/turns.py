"""One piece of a window's work after the other, each in a turn of its event loop of its own."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class Turns(QObject):
    """What waits for its turn. Whoever waits already is not asked twice, so that what changes while a window
    is busy is shown once; a key, a frame or a click comes between two turns."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: dict[Callable[[], object], None] = {}
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._go)

    def take(self, *works: Callable[[], object]) -> None:
        """Do these in the next turns, in this order."""
        self._waiting |= dict.fromkeys(works)
        self._timer.start(0)

    def end(self) -> None:
        """The window closes: nothing has a turn any more."""
        self._timer.stop()
        self._waiting.clear()

    def _go(self) -> None:
        work = next(iter(self._waiting))
        del self._waiting[work]
        if not self._waiting:
            self._timer.stop()
        work()

"""One piece of a window's work after the other, each in a turn of its event loop of its own."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

REST = 2
"""How many times the loop goes round between two turns: to lay out what was changed, and to paint it."""


class Turns(QObject):
    """What waits for its turn. Whoever waits already is not asked twice, so that what changes while a window
    is busy is shown once; what a turn changed is painted, and a key or a click comes, before the next."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: dict[Callable[[], object], None] = {}
        self._rest = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._go)

    def take(self, *works: Callable[[], object]) -> None:
        """Do these in the next turns, in this order."""
        self._waiting |= dict.fromkeys(works)
        self._timer.start(0)

    @property
    def waited_for(self) -> bool:
        """Whether something waits."""
        return bool(self._waiting)

    def end(self) -> None:
        """The window closes: nothing has a turn any more."""
        self._timer.stop()
        self._waiting.clear()

    def _go(self) -> None:
        if self._rest:
            self._rest -= 1
            return
        self._rest = REST
        work = next(iter(self._waiting))
        del self._waiting[work]
        if not self._waiting:
            self._timer.stop()
        work()

"""One piece of a window's work after the other, each in a turn of its event loop of its own."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QObject, QTimer

PATIENCE_S = 0.5
"""How long turns wait at most for what goes before them."""
LOOK_MS = 5
"""How often it is asked meanwhile."""
REST = 2
"""How many times the loop goes round between two turns: to lay out what was changed, and to paint it."""


class Turns(QObject):
    """What waits for its turn. Whoever waits already is not asked twice, so that what changes while a window
    is busy is shown once; what a turn changed is painted, and a key or a click comes, before the next.

    ``after`` says whether something else goes before them all: threads that draw a map take the interpreter
    from a panel as often as it from them, and each would stop the window for as long as both.
    """

    def __init__(self, parent: QObject, after: Callable[[], bool] = lambda: False) -> None:
        super().__init__(parent)
        self._waiting: dict[Callable[[], object], None] = {}
        self._after, self._since = after, 0.0
        self._rest, self._under_way = 0, False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._go)

    def take(self, *works: Callable[[], object]) -> None:
        """Do these in the next turns, in this order."""
        self._waiting |= dict.fromkeys(works)
        if not self._timer.isActive():
            self._since = monotonic()
            self._timer.start(0)

    @property
    def waited_for(self) -> bool:
        """Whether something waits."""
        return bool(self._waiting)

    @property
    def under_way(self) -> bool:
        """Whether turns are taken just now, and wait for nothing themselves. Any thread may ask."""
        return self._under_way

    def end(self) -> None:
        """The window closes: nothing has a turn any more."""
        self._timer.stop()
        self._waiting.clear()
        self._under_way = False

    def _go(self) -> None:
        if self._rest:
            self._rest -= 1
            return
        if not self._waiting:
            self._timer.stop()
            self._under_way = False
            return
        self._under_way = not self._after() or monotonic() > self._since + PATIENCE_S
        self._timer.start(0 if self._under_way else LOOK_MS)
        if self._under_way:
            self._rest = REST
            work = next(iter(self._waiting))
            del self._waiting[work]
            work()

"""What a desk does once its first map has been painted; a large township takes seconds for it."""

from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from gridmap.screens import jobs
from gridmap.screens.desk.status import crs_name

if TYPE_CHECKING:
    from gridmap.screens.desk.window import DeskWindow

FIRST_MAP_MS = 120
"""How long after opening it begins: the first map has been painted by then."""
DUTY = "gridmap.screens.desk.duty"
REFRESH_MS = 5000
"""How often the store is asked whether another process wrote."""


class SecondStage(QObject):
    """Brings the duty rooms, the other tables, the name of the CRS and the search index, then looks for
    changes of others. Modules are imported beside: a hundred of them stop a window."""

    def __init__(self, window: "DeskWindow") -> None:
        super().__init__(window)
        self._window = window
        self._begin, self._watch = QTimer(self), QTimer(self)
        self._begin.setSingleShot(True)
        self._begin.setInterval(FIRST_MAP_MS)
        self._begin.timeout.connect(self._look_whether_painted)
        self._watch.setInterval(REFRESH_MS)
        self._watch.timeout.connect(self._look_again)

    @property
    def ahead(self) -> bool:
        """Whether it has not begun yet."""
        return self._begin.isActive()

    def start(self) -> None:
        """Begin when the first map is there."""
        self._begin.start()

    def end(self) -> None:
        """Begin nothing more."""
        self._begin.stop()
        self._watch.stop()

    def _look_whether_painted(self) -> None:
        if self._window.canvas.painted or self._window.isMinimized():
            self._go()
        else:  # a busy machine has not painted yet
            self._begin.start()

    def _go(self) -> None:
        window, crs = self._window, self._window.session.snapshot.settings.crs
        jobs.start(window, lambda _ticket: crs_name(crs), window.status.name_crs, window.fail)
        jobs.start(
            window, lambda _ticket: import_module("gridmap.screens.desk.duty"), self._join, window.fail
        )

    def _join(self, _rooms: object) -> None:
        """The duty rooms hear of the tables that come."""
        _ = self._window.duty
        self._window.follower.look()
        self._watch.start()
        self._window.finder.refresh()

    def _look_again(self) -> None:
        self._window.follower.look()
        self._window.status.refresh()

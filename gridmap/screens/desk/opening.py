"""What follows the first map of a desk, in this order: what surrounds it, then what it did without."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from gridmap.screens import jobs
from gridmap.screens.desk.furnishing import furnish, load_rooms
from gridmap.township.census import POPULATIONS

if TYPE_CHECKING:
    from gridmap.screens.desk.window import DeskWindow

AGAIN_MS = 10
"""How often it is asked whether the first map has been painted."""
DUTY = "duty", "duty.alarm_panel", "duty.incident_panel"
REST_MS = 120
"""How long after the window is whole the rest is loaded."""
END = object()


class Opening(QObject):
    """The opening of one desk, from its first map on."""

    def __init__(self, window: "DeskWindow") -> None:
        super().__init__(window)
        self._window = window
        self._pieces: Iterator[None] = self._surroundings()
        self._next = QTimer(self, singleShot=True)
        self._next.timeout.connect(self._go_on)

    @property
    def waits(self) -> bool:
        """Whether what comes after the first map, and what surrounds it, has not begun yet."""
        return self._next.isActive() or not self._window.furnished

    def begin(self, map_first: bool) -> None:
        """Make what surrounds the map, now or after the map has been painted."""
        if not map_first:
            for _piece in self._pieces:
                pass
        else:
            self._next.start(0)

    def end(self) -> None:
        """Begin nothing more."""
        self._next.stop()
        self._pieces = iter(())

    def name_crs(self) -> None:
        """Do at once what would follow the first map: for a picture of the window."""
        from gridmap.screens.desk.status import crs_name

        self._next.stop()
        window = self._window
        window.status.name_crs(crs_name(window.session.snapshot.settings.crs))

    def _go_on(self) -> None:
        window = self._window
        if not (window.canvas.painted or window.isMinimized()):  # a busy machine has not painted yet
            self._next.start(AGAIN_MS)
        elif not window.furnished:
            jobs.start(window, self._look_closer, self._surround, window.fail)
        else:
            self._load_rest()

    def _look_closer(self, _ticket: jobs.Ticket) -> bool:
        load_rooms()
        session = self._window.session
        flawed = session.measure()
        session.findings(*POPULATIONS)  # what the strip of things to do asks for
        return flawed

    def _surround(self, flawed: bool) -> None:
        if flawed:
            self._window.draw()
        self._go_through()

    def _surroundings(self) -> Iterator[None]:
        yield from furnish(self._window)
        self._next.start(REST_MS)

    def _go_through(self) -> None:
        """The next piece of what is made just now, and a turn for the one after it."""
        if next(self._pieces, END) is not END:
            self._window.turns.take(self._go_through)

    def _load_rest(self) -> None:
        """The duty rooms, imported beside: a hundred modules stop a window."""
        jobs.start(self._window, lambda _ticket: load_rooms(DUTY), self._join, self._window.fail)

    def _join(self, _rooms: object) -> None:
        self._pieces = self._duties()
        self._go_through()

    def _duties(self) -> Iterator[None]:
        """The duty rooms, which hear of the tables that come; then the name of the CRS, then those tables
        and the search index: of many threads that run Python the window would have to wait for each."""
        from gridmap.screens.desk.status import crs_name

        window, crs = self._window, self._window.session.snapshot.settings.crs
        for panel in ("alarms", "incidents"):
            getattr(window.docks, panel)
            yield
            window.docks.fill_next()
            yield
        _ = window.duty
        yield
        jobs.start(window, lambda _ticket: crs_name(crs), self._name_crs, self._leave_nameless)

    def _name_crs(self, name: str) -> None:
        self._window.status.name_crs(name)
        self._follow()

    def _leave_nameless(self, error: Exception) -> None:
        self._follow()
        self._window.fail(error)

    def _follow(self) -> None:
        window = self._window
        window.follower.look()
        window.watch.start()
        window.finder.refresh()

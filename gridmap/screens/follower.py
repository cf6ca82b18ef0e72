"""Keeps a window in step with its store: what comes after the first map, and what others write."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from gridmap.screens import jobs
from gridmap.session import Session, State


class Follower:
    """One thing at a time in the background of a window: the tables that the first map did without, then
    whether the file is whole, then whatever another process changes. The window never waits.

    ``failed`` hears why something could not be read, once for each reason; it is tried again at the next
    ``look``, after the file has been examined. ``count`` is what the window makes of a state that was read;
    it is called where that was read, so that it can be ready when the state is shown.
    """

    def __init__(
        self,
        window: QWidget,
        session: Session,
        failed: Callable[[Exception], None],
        count: Callable[[State], object] = lambda _state: None,
    ) -> None:
        self._window, self._session, self._failed, self._count = window, session, failed, count
        self._timer = QTimer(window)
        self._timer.timeout.connect(self.look)
        self._examined = self._busy = self._stopped = False
        self._said: set[str] = set()

    def follow(self, every_ms: int) -> None:
        """Look every so often from now on."""
        self._timer.start(every_ms)

    def stop(self) -> None:
        """Look no more: a window that closes must not begin anything."""
        self._timer.stop()
        self._stopped = True

    def look(self) -> None:
        """Begin what is to be done next, unless the last is not done yet."""
        session = self._session
        if self._busy or self._stopped:
            return
        if not session.complete and (self._examined or not self._said):
            self._do(lambda: self._counted(session.read_rest()), session.show_rest)
        elif not self._examined:
            self._examined = True
            self._do(session.examine, lambda _whole: None)
        elif not self._writes() and session.is_outdated():
            self._do(lambda: self._counted(session.read_again()), session.show)

    def _writes(self) -> bool:
        """Whether the window writes just now; it will show that itself."""
        return any(job.writes for job in self._window.findChildren(jobs.Job))

    def _counted(self, state: State) -> State:
        self._count(state)
        return state

    def _do(self, work: Callable[[], Any], show: Callable[[Any], None]) -> None:
        def done(result: object) -> None:
            self._busy = False
            self._said.clear()
            show(result)
            if not self._examined:
                self.look()

        def failed(error: Exception) -> None:
            self._busy = False
            if str(error) not in self._said:
                self._said.add(str(error))
                self._failed(error)

        self._busy = True
        jobs.start(self._window, lambda _ticket: work(), done, failed)

"""Keeps a window in step with its store: what comes after the first map, and what others write."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from gridmap.screens import jobs
from gridmap.session import Session
from gridmap.township.bulk import settle


class Follower:
    """One thing at a time in the background of a window: the tables that the first map did without, then
    whether the file is whole, then whatever another process changes. The window never waits.

    ``failed`` hears why something could not be read; it is tried again at the next ``look``.
    """

    def __init__(self, window: QWidget, session: Session, failed: Callable[[Exception], None]) -> None:
        self._window, self._session, self._failed = window, session, failed
        self._examined = False

    def look(self) -> None:
        """Begin what is to be done next; nothing while the window works at something else."""
        session = self._session
        settle()
        if self._window.findChildren(jobs.Job):
            return
        if not session.complete:
            self._do(session.read_rest, session.show_rest)
        elif not self._examined:
            self._examined = True  # a file that is not whole is said once; no change is taken any more
            self._do(session.examine, lambda _whole: None)
        elif session.is_outdated():
            self._do(session.read_again, session.show)

    def _do(self, work: Callable[[], Any], show: Callable[[Any], None]) -> None:
        jobs.start(self._window, lambda _ticket: work(), show, self._failed)

"""Answers the newest of many questions in the background; those asked meanwhile are forgotten."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from gridmap.screens import jobs


class Latest:
    """One question at a time. ``show`` hears the answer unless a newer question waits, ``failed`` why
    there is none; both in the window's thread."""

    def __init__(
        self, window: QWidget, show: Callable[[Any], None], failed: Callable[[Exception], None]
    ) -> None:
        self._window, self._show, self._failed = window, show, failed
        self._next: Callable[[], Any] | None = None
        self.busy = False

    def ask(self, work: Callable[[], Any]) -> None:
        """Ask in place of whatever waits."""
        self._next = work
        if not self.busy:
            self._go()

    def forget(self) -> None:
        """Nobody wants an answer any more, not even that of what runs."""
        self._next = _nothing if self.busy else None

    def _go(self) -> None:
        work, self._next = self._next, None
        if work is None:
            return
        if work is _nothing:
            return
        self.busy = True
        jobs.start(self._window, lambda _ticket: work(), self._done, self._fail)

    def _done(self, answer: object) -> None:
        self.busy = False
        if self._next is None:
            self._show(answer)
        else:
            self._go()

    def _fail(self, error: Exception) -> None:
        self.busy = False
        if self._next is None:
            self._failed(error)
        else:
            self._go()


def _nothing() -> None:
    """What nobody asks."""

"""Long work behind a progress bar with Cancel, so that no window ever stands still.

A job is a plain function ``work(ticket)`` that runs in its own thread and touches no widget. It
calls ``ticket.say(done, total, words)`` between its steps, which raises ``Cancelled`` once the user
has asked to stop.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal
from PySide6.QtWidgets import QWidget

from gridmap.screens.canvas.worker import Worker
from gridmap.screens.newest import Newest

ENDED = "jobsEnded"
"""The property of a window that closed."""


class Cancelled(Exception):
    """The user asked a job to stop; what it had not saved is as it was."""


class Ticket(QObject):
    """What a running job holds: a way to say how far it is, and to learn that it should stop."""

    said = Signal(int, int, str)

    def __init__(self) -> None:
        super().__init__()
        self.cancelled = False

    def say(self, done: int, total: int, words: str = "") -> None:
        """Report progress. Raises Cancelled after ``cancel``."""
        if self.cancelled:
            raise Cancelled
        self.said.emit(done, total, words)

    def cancel(self) -> None:
        """Ask the job to stop at its next step."""
        self.cancelled = True


class _Thread(QThread):
    """The thread of one job, owned by ``_running``: Qt aborts where a running thread is destroyed."""

    done = Signal(object)
    failed = Signal(Exception)
    stopped = Signal()

    def __init__(self, work: Callable[[Ticket], Any], ticket: Ticket) -> None:
        super().__init__()
        self._work, self._ticket = work, ticket

    def run(self) -> None:
        """The thread's body; every outcome leaves by a signal, so none is lost in the thread."""
        try:
            result = self._work(self._ticket)
        except Cancelled:
            self.stopped.emit()
        except Exception as error:
            self.failed.emit(error)
        else:
            self.done.emit(result)


_running: set[_Thread] = set()


class Job(QObject):
    """One piece of work in its own thread. Exactly one of the first three signals ends it.

    It goes with its parent; the thread then runs to its next step and its outcome reaches nobody.
    """

    done = Signal(object)
    failed = Signal(Exception)
    stopped = Signal()
    finished = Signal()

    def __init__(
        self, work: Callable[[Ticket], Any], parent: QObject | None = None, writes: bool = False
    ) -> None:
        super().__init__(parent)
        self.writes = writes
        self.ticket = Ticket()
        self._thread = thread = _Thread(work, self.ticket)
        thread.done.connect(self.done)
        thread.failed.connect(self.failed)
        thread.stopped.connect(self.stopped)
        thread.finished.connect(self.finished)

    @property
    def running(self) -> bool:
        """Whether its thread is at work."""
        return self._thread in _running and self._thread.isRunning()

    def start(self) -> None:
        """Begin."""
        thread = self._thread
        _running.add(thread)
        thread.finished.connect(partial(_let_go, thread))
        thread.start()

    def end(self) -> None:
        """Cancel, hear nothing more of it, and wait until it has stopped."""
        self.ticket.cancel()
        self.blockSignals(True)
        if self._thread in _running:
            self._thread.wait()


def _let_go(thread: _Thread) -> None:
    """It has ended; with it goes what its work held on to."""
    _running.discard(thread)
    thread.deleteLater()


def start(
    parent: QWidget,
    work: Callable[[Ticket], Any],
    done: Callable[[Any], None],
    failed: Callable[[Exception], None],
    title: str = "",
    writes: bool = False,
) -> Job:
    """Run ``work`` in the background, then call ``done`` or ``failed`` in the window's thread.

    With a ``title`` a progress dialog with Cancel stands in front meanwhile. Work that ``writes`` shows
    what it wrote itself. A window that has closed starts nothing any more.
    """
    job = Job(work, parent, writes)
    if _ended(parent):
        return job
    job.done.connect(done)
    job.failed.connect(failed)
    job.finished.connect(job.deleteLater)
    if title:
        from gridmap.screens.progress import ProgressDialog

        ProgressDialog(title, job, parent).open()
    job.start()
    return job


def end_all(parent: QWidget) -> None:
    """Stop every job of a window that closes, and wait for them. It starts none after this, and hears no
    answer."""
    parent.setProperty(ENDED, True)
    for questions in parent.findChildren(Newest):
        questions.end()
    for drawing in parent.findChildren(Worker):
        drawing.end()
    for job in parent.findChildren(Job):
        job.end()


def _ended(owner: QObject | None) -> bool:
    """Whether it belongs to a window that closed: a message on its way may still ask for work."""
    while owner is not None:
        if owner.property(ENDED):
            return True
        owner = owner.parent()
    return False

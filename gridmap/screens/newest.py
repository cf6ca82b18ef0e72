"""Answers the newest of many questions in a thread beside the window's own; older ones are forgotten."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal


class Voice(QObject):
    """What a thread speaks with. It belongs to Python alone, so that it outlives a window that goes."""

    said = Signal(object, object)


class Newest(QObject):
    """One question at a time; of those that come meanwhile the newest is next.

    ``work`` makes an answer of a question, touching no widget. ``answered`` carries both, in the window's
    thread, when nothing newer was asked. What ``work`` raises is raised in the window's thread.
    """

    answered = Signal(object, object)

    def __init__(self, parent: QObject, work: Callable[[Any], Any], name: str) -> None:
        super().__init__(parent)
        self._work = work
        # one thread that stays: to begin one for each move of a hand costs more than to ask
        self._thread = ThreadPoolExecutor(1, name)
        self._asked: object = None
        self._busy = self._ended = False
        self._voice = Voice()
        self._voice.said.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    @property
    def waiting(self) -> bool:
        """Whether a question is not answered yet."""
        return self._asked is not None

    def ask(self, question: object) -> None:
        """Ask; no older question is answered any more."""
        if self._ended:
            return
        self._asked = question
        if not self._busy:
            self._start(question)

    def forget(self) -> None:
        """Nothing that was asked is answered any more."""
        self._asked = None

    def end(self) -> None:
        """The window closes: nothing is asked or answered any more."""
        self._ended = True
        self.forget()
        self._thread.shutdown(wait=False)

    def _start(self, question: object) -> None:
        self._busy = True
        self._thread.submit(_run, self._voice, self._work, question)

    def _hear(self, question: object, answer: object) -> None:
        self._busy = False
        if question is self._asked:
            self._asked = None
            if isinstance(answer, Exception):
                raise answer
            self.answered.emit(question, answer)
        elif self._asked is not None:
            self._start(self._asked)


def _run(voice: Voice, work: Callable[[Any], Any], question: object) -> None:
    """Work in the thread, then tell whoever still listens."""
    try:
        answer = work(question)
    except Exception as error:
        answer = error
    voice.said.emit(question, answer)

"""Undo and redo: one stack of immutable states. Edits do not know of it, nobody writes undo code."""

from dataclasses import dataclass, replace
from typing import Generic, TypeVar

State = TypeVar("State")

LIMIT = 500
"""Steps kept; states share what did not change, so a step is small."""


@dataclass(frozen=True)
class Step(Generic[State]):
    """A state and the words for what led to it."""

    label: str
    state: State


@dataclass(frozen=True)
class History(Generic[State]):
    """States in the order they were reached, with those undone, and the draft of a running gesture.

    A value itself: every method returns another history. A drag calls ``replace`` at each move and
    ``perform`` once when it ends, so that it is one step; ``cancel`` leaves everything, also what
    can be redone, as it was before the drag.
    """

    past: tuple[Step[State], ...]
    future: tuple[Step[State], ...] = ()
    draft: Step[State] | None = None

    @classmethod
    def start(cls, state: State) -> "History[State]":
        """A history whose first state is ``state``; there is nothing to undo."""
        return cls((Step("", state),))

    @property
    def present(self) -> State:
        """The state to show: the draft's while a gesture runs."""
        return (self.draft or self.past[-1]).state

    @property
    def settled(self) -> State:
        """The state before the running gesture, from which each of its moves starts anew."""
        return self.past[-1].state

    @property
    def undo_label(self) -> str | None:
        """What ``undo`` would take back, None when nothing."""
        return self.past[-1].label if len(self.past) > 1 else None

    @property
    def redo_label(self) -> str | None:
        """What ``redo`` would do again, None when nothing."""
        return self.future[0].label if self.future else None

    def perform(self, label: str, state: State) -> "History[State]":
        """One step further. What was undone is forgotten, a running gesture has ended."""
        return History((*self.past, Step(label, state))[-LIMIT - 1 :])

    def replace(self, label: str, state: State) -> "History[State]":
        """The running gesture now looks like this; it is no step yet."""
        return replace(self, draft=Step(label, state))

    def cancel(self) -> "History[State]":
        """The running gesture never happened."""
        return replace(self, draft=None)

    def undo(self) -> "History[State]":
        """One step back (a running gesture is only cancelled); the same history when there is none."""
        if self.draft is not None or len(self.past) < 2:
            return self.cancel()
        return History(self.past[:-1], (self.past[-1], *self.future))

    def redo(self) -> "History[State]":
        """The step last undone, again; the same history when there is none."""
        if self.draft is not None or not self.future:
            return self.cancel()
        return History((*self.past, self.future[0]), self.future[1:])

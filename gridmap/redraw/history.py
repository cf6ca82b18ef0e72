"""The history of a document: a stack of immutable states, one step for each gesture.

Nobody writes undo code. A gesture is one ``perform`` and any number of ``replace``; ``cancel`` ends it as
if it had not begun. What was published is no business of this room.
"""

from dataclasses import dataclass, replace
from typing import Generic, TypeVar

State = TypeVar("State")


@dataclass(frozen=True)
class Step(Generic[State]):
    """One state and what led to it."""

    label: str
    state: State


@dataclass(frozen=True)
class History(Generic[State]):
    """States from the oldest to the newest and the place of the present one. A value, like the states."""

    steps: tuple[Step[State], ...]
    at: int = 0

    @classmethod
    def start(cls, state: State, label: str = "") -> "History[State]":
        """A history that begins with ``state``."""
        return cls((Step(label, state),))

    @property
    def present(self) -> State:
        """The state that is shown."""
        return self.steps[self.at].state

    @property
    def undo_label(self) -> str | None:
        """What an undo would take back; None at the beginning."""
        return self.steps[self.at].label if self.at else None

    @property
    def redo_label(self) -> str | None:
        """What a redo would bring back; None at the end."""
        return self.steps[self.at + 1].label if self.at + 1 < len(self.steps) else None

    def perform(self, label: str, state: State) -> "History[State]":
        """One more step; what was undone before is forgotten."""
        return History((*self.steps[: self.at + 1], Step(label, state)), self.at + 1)

    def replace(self, state: State) -> "History[State]":
        """The present step with another state: the same gesture, further on."""
        present = replace(self.steps[self.at], state=state)
        return History((*self.steps[: self.at], present), self.at)

    def cancel(self) -> "History[State]":
        """As if the present step had never been begun; the beginning stays."""
        return History(self.steps[: self.at], self.at - 1) if self.at else self

    def undo(self) -> "History[State]":
        """One step back, which a redo brings forward again."""
        return replace(self, at=max(0, self.at - 1))

    def redo(self) -> "History[State]":
        """One step forward."""
        return replace(self, at=min(len(self.steps) - 1, self.at + 1))

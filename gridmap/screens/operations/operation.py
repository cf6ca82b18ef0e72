"""What an operation is, and the one question that operations ask: which of these?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QInputDialog, QLineEdit, QWidget

from gridmap.screens.selection import Selection
from gridmap.session import Session

Refusal = Callable[[Session, Selection], str | None]
Run = Callable[[Session, Selection, QWidget], None]


@dataclass(frozen=True)
class Operation:
    """One verb of the plan menu. ``refusal`` is the reason why it cannot run now, or None."""

    name: str
    title: str
    keys: str
    tip: str
    refusal: Refusal
    run: Run


def ask_text(parent: QWidget, title: str, question: str, text: str) -> str | None:
    """A line from the user, trimmed; None when cancelled or left as it was."""
    answer, agreed = QInputDialog.getText(parent, title, question, QLineEdit.EchoMode.Normal, text)
    answer = answer.strip()
    return answer if agreed and answer and answer != text else None


def ask_choice(parent: QWidget, title: str, question: str, choices: Sequence[str]) -> int | None:
    """Which of ``choices`` the user takes; None when cancelled."""
    answer, agreed = QInputDialog.getItem(parent, title, question, list(choices), 0, False)
    return list(choices).index(answer) if agreed else None

"""One thing to do at the desk, as data."""

from collections.abc import Callable
from dataclasses import dataclass

Reason = Callable[[], str | None]


def _never() -> str | None:
    return None


@dataclass(frozen=True)
class Command:
    """One thing to do. ``refusal`` gives the reason why not, or None; ``held`` whether it is on."""

    name: str
    title: str
    key: str
    tip: str
    run: Callable[[], object]
    refusal: Reason = _never
    held: Callable[[], bool] | None = None
    icon: str = ""
    words: Callable[[], str] | None = None

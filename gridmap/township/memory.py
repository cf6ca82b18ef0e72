"""Derived geometry is worked out once for as long as its table lives: a recolour costs no geometry."""

import weakref
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any, Generic, ParamSpec, TypeVar

import numpy as np

P = ParamSpec("P")
R = TypeVar("R")


class Slot(Generic[R]):
    """Where one result will stand. Whoever asks first works it out; another thread waits for it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._result: list[R] = []

    def get(self, work: Callable[[], R]) -> R:
        """The result, worked out by ``work`` the first time."""
        if not self._result:
            with self._lock:
                if not self._result:
                    self._result.append(work())
        return self._result[0]


def once(function: Callable[P, R]) -> Callable[P, R]:
    """Remember the result of a pure function of immutable arrays until the first of them goes.

    Arrays count by identity, for columns of a table never change; other arguments by value. Any
    thread may ask. A result must not hold its arrays: they would never go.
    """
    known: dict[tuple[object, ...], Slot[R]] = {}

    @wraps(function)
    def remembered(*args: P.args, **kwargs: P.kwargs) -> R:
        values = (*args, *kwargs.values())
        key = tuple(map(_name, values))
        slot = known.get(key)
        if slot is None:
            fresh: Slot[R] = Slot()
            slot = known.setdefault(key, fresh)
            if slot is fresh:
                watched: list[Any] = []
                for value in values:
                    if isinstance(value, np.ndarray):
                        watched.append(weakref.finalize(value, _forget, known, key, watched))
        return slot.get(lambda: function(*args, **kwargs))

    return remembered


def _forget(known: dict[tuple[object, ...], Slot[Any]], key: tuple[object, ...], watched: list[Any]) -> None:
    """One array has gone: so does the result, and nobody need watch the others any more."""
    known.pop(key, None)
    for other in watched:
        other.detach()
    watched.clear()


def _name(value: object) -> object:
    return id(value) if isinstance(value, np.ndarray) else value

"""Derived geometry is worked out once for as long as its table lives: a recolour costs no geometry."""

import weakref
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import numpy as np

P = ParamSpec("P")
R = TypeVar("R")


def once(function: Callable[P, R]) -> Callable[P, R]:
    """Remember the result of a pure function of immutable arrays until the first of them goes.

    Arrays count by identity, for columns of a table never change; other arguments by value.
    """
    known: dict[tuple[object, ...], R] = {}

    @wraps(function)
    def remembered(*args: P.args, **kwargs: P.kwargs) -> R:
        key = tuple(_name(value) for value in (*args, *kwargs.values()))
        if key not in known:
            known[key] = function(*args, **kwargs)
            for value in (*args, *kwargs.values()):
                if isinstance(value, np.ndarray):
                    weakref.finalize(value, known.pop, key, None)
        return known[key]

    return remembered


def _name(value: object) -> object:
    return id(value) if isinstance(value, np.ndarray) else value

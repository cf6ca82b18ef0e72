"""Work on very many small values at once."""

import gc
from collections.abc import Callable, Hashable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Item = TypeVar("Item")
AT_ONCE = 32_768
"""How many small values one call may go through: a few milliseconds, in which no other thread runs."""


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for cycles meanwhile: among a million fresh rows it finds none and takes half of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def settle() -> None:
    """Begin to search for cycles in a program that started without, but never among what is there
    already: that is here to stay."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def parts(count: int, size: int = AT_ONCE) -> Iterator[slice]:
    """The slices of ``size`` that make up a sequence of ``count``."""
    return (slice(start, start + size) for start in range(0, count, size))


def in_parts(
    work: Callable[[NDArray[Any]], NDArray[Any]], column: NDArray[Any], size: int = AT_ONCE
) -> NDArray[Any]:
    """What ``work`` makes of a column, worked out slice by slice: numpy goes through Python's own values with
    the interpreter in its hand, and a window waits for as long as that takes."""
    if len(column) <= size:
        return work(column)
    return np.concatenate([work(column[part]) for part in parts(len(column), size)])


def ahead(items: Iterator[Item]) -> Iterator[Item]:
    """``items``, each worked out in a thread while the one before is used."""
    with ThreadPoolExecutor(1) as beside:
        following = beside.submit(next, items, None)
        while (item := following.result()) is not None:
            following = beside.submit(next, items, None)
            yield item


def all_differ(values: Sequence[Hashable]) -> bool:
    """Whether no two values are equal. Their hashes are sorted, which holds no other thread up."""
    if not values:
        return True
    hashes = np.concatenate([np.fromiter(map(hash, values[part]), np.int64) for part in parts(len(values))])
    hashes.sort()
    return not (hashes[1:] == hashes[:-1]).any() or len(set(values)) == len(values)

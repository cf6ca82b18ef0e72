"""Work on very many small values at once."""

import gc
from collections.abc import Hashable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import numpy as np

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


def parts(count: int) -> Iterator[slice]:
    """The slices of ``AT_ONCE`` that make up a sequence of ``count``."""
    return (slice(start, start + AT_ONCE) for start in range(0, count, AT_ONCE))


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

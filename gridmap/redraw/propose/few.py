"""Every plan of one, two or three grids: with so few, looking at all is faster than any solver."""

import time

import numpy as np
from numpy.typing import NDArray

from gridmap.redraw.propose.choose import OutOfTime
from gridmap.redraw.propose.unions import Masks

Rows = NDArray[np.int64]

FEW_GRIDS = 3
"""The most grids that ``every_plan`` can do."""


def every_plan(masks: Masks, units: int, grids: int, end: float) -> Rows:
    """Rows of ``masks`` (each once) that hold every unit once: one line of ``grids`` rows for each plan.

    Raises OutOfTime when the clock passes ``end``.
    """
    order = np.argsort(masks)
    book = masks[order]
    every = np.uint64((1 << units) - 1)
    if grids == 1:
        return np.asarray(order[book == every], np.int64)[:, None]
    first = np.flatnonzero(masks & np.uint64(1))
    if grids == 2:
        there, row = _look_up(book, every ^ masks[first])
        return np.column_stack([first[there], order[row]])
    holds = [np.flatnonzero(masks >> np.uint64(unit) & np.uint64(1)) for unit in range(units)]
    found = [np.empty((0, grids), np.int64)]
    for one in first.tolist():
        if time.perf_counter() > end:
            raise OutOfTime
        rest = every ^ masks[one]
        if not rest:
            continue
        second = holds[(int(rest) & -int(rest)).bit_length() - 1]
        second = second[(masks[second] & masks[one]) == 0]
        there, row = _look_up(book, rest ^ masks[second])
        if len(row):
            found.append(np.column_stack([np.full(len(row), one), second[there], order[row]]))
    return np.concatenate(found)


def _look_up(book: Masks, wanted: Masks) -> tuple[NDArray[np.bool_], Rows]:
    """Which of the wanted masks are in the sorted book, and where those are."""
    if not len(book):
        return np.zeros(len(wanted), bool), np.empty(0, np.int64)
    at = np.minimum(np.searchsorted(book, wanted), len(book) - 1)
    there = book[at] == wanted
    return there, at[there]

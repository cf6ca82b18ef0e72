"""Every plan of up to four grids: with so few, looking at all is faster than any solver."""

import time
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from gridmap.redraw.propose.cover import Floats, OutOfTime
from gridmap.redraw.propose.unions import Masks

Rows = NDArray[np.int64]

FEW_GRIDS = 4
"""The most grids that ``every_plan`` can do."""
PLANS = 3_000_000
"""Plans, or halves of plans, that are held at once: some hundred megabytes."""
NAMES = 6
"""Current grids whose names are given to the new ones by trying every way."""
CHUNK = 100_000


class TooManyPlans(Exception):
    """There are more plans than can be held; then a solver finds one easily."""


def every_plan(masks: Masks, units: int, grids: int, end: float) -> Rows:
    """Rows of ``masks`` (each once) that hold every unit once: one line of ``grids`` rows for each plan.

    Raises OutOfTime when the clock passes ``end``, and TooManyPlans.
    """
    every = np.uint64((1 << units) - 1)
    if grids == 1:
        return np.flatnonzero(masks == every)[:, None]
    order = np.argsort(masks)
    if grids == 2:
        first = np.flatnonzero(masks & np.uint64(1))
        there, row = _look_up(masks[order], every ^ masks[first])
        return np.column_stack([first[there], order[row]])
    halves = _pairs(masks, np.flatnonzero(masks & np.uint64(1)), every, end)
    rest = every ^ (masks[halves[:, 0]] | masks[halves[:, 1]])
    if grids == 3:
        there, row = _look_up(masks[order], rest)
        return np.column_stack([halves[there], order[row]])
    return _joined(masks, halves, rest, end)


def _joined(masks: Masks, halves: Rows, rest: Masks, end: float) -> Rows:
    """Plans of four: every half with every other half that is what it leaves."""
    others = _pairs(masks, np.flatnonzero(~masks & np.uint64(1)), None, end)
    whole = masks[others[:, 0]] | masks[others[:, 1]]
    order = np.argsort(whole, kind="stable")
    whole = whole[order]
    low, high = np.searchsorted(whole, rest, "left"), np.searchsorted(whole, rest, "right")
    count = high - low
    if count.sum() > PLANS:
        raise TooManyPlans
    start = np.repeat(low - np.r_[0, np.cumsum(count)[:-1]], count)
    other = others[order[start + np.arange(count.sum())]]
    return np.column_stack([np.repeat(halves, count, axis=0), other])


def _pairs(masks: Masks, first: Rows, every: np.uint64 | None, end: float) -> Rows:
    """Two masks apart: one of ``first``, and one that holds the lowest unit which that leaves of
    ``every``; without ``every`` any that begins with a higher unit."""
    lowest = masks & (~masks + np.uint64(1))
    found, count = [], 0
    by_lowest = {int(bit): np.flatnonzero(lowest == bit) for bit in np.unique(lowest)}
    beyond = np.argsort(lowest, kind="stable")
    starts = lowest[beyond]
    for one in first.tolist():
        if time.perf_counter() > end:
            raise OutOfTime
        if every is not None:
            left = int(every ^ masks[one])
            second = by_lowest.get(left & -left, _NONE) if left else _NONE
        else:
            second = beyond[np.searchsorted(starts, lowest[one], "right") :]
        second = second[(masks[second] & masks[one]) == 0]
        count += len(second)
        if count > PLANS:
            raise TooManyPlans
        found.append(second)
    if not found:
        return np.empty((0, 2), np.int64)
    return np.column_stack([np.repeat(first, [len(second) for second in found]), np.concatenate(found)])


_NONE = np.empty(0, np.int64)


def _look_up(book: Masks, wanted: Masks) -> tuple[NDArray[np.bool_], Rows]:
    """Which of the wanted masks are in the sorted book, and where those are."""
    if not len(book):
        return np.zeros(len(wanted), bool), np.empty(0, np.int64)
    at = np.minimum(np.searchsorted(book, wanted), len(book) - 1)
    there = book[at] == wanted
    return there, at[there]


def most_staying(stays: Floats, plans: Rows) -> tuple[float, Rows]:
    """How many people can stay where they are at most, and which plans leave so many.

    ``stays[mask, grid]`` are the people of a union who are in a current grid: each goes on as one of
    them, no two as the same. Plans that could not do it even if two might are left out at once.
    """
    most = at_most_staying(stays, plans)
    order = np.argsort(-most, kind="stable")
    best, found = -1.0, [_NONE]
    for rows in np.array_split(order, max(1, len(order) // CHUNK)):
        chunk = rows[most[rows] >= best - 1e-6]
        if not len(chunk):
            break
        stay = staying(stays, plans[chunk])
        if stay.max() > best + 1e-6:
            best, found = float(stay.max()), [_NONE]
        found.append(chunk[stay >= best - 1e-6])
    return best, np.concatenate(found)


def at_most_staying(stays: Floats, plans: Rows) -> Floats:
    """How many people could stay in each plan if two unions might go on as the same grid."""
    return np.asarray(stays.max(axis=1, initial=0.0)[plans].sum(axis=1), np.float64)


def staying(stays: Floats, plans: Rows) -> Floats:
    """How many people can stay where they are in each plan, by trying every way to name its grids."""
    width = max(stays.shape[1], plans.shape[1])
    wide = np.zeros((len(stays), width))
    wide[:, : stays.shape[1]] = stays
    parts = [wide[plans[:, at]] for at in range(plans.shape[1])]
    every = [
        np.add.reduce([part[:, name] for part, name in zip(parts, names, strict=True)])
        for names in permutations(range(width), plans.shape[1])
    ]
    return np.asarray(np.max(every, axis=0), np.float64)

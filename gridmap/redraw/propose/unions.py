"""Every connected union of units that stays under the cap, as bit masks."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Masks = NDArray[np.uint64]

WIDEST = 63
"""Units that fit into one mask."""

LIMIT = 1_500_000
"""Unions listed before it is given up: half a minute and some hundred megabytes."""

_ONE = np.uint64(1)


class TooManyUnions(Exception):
    """There are more connected unions than can be listed."""


def neighbours(units: int, borders: Iterable[tuple[int, int, float]]) -> Masks:
    """The mask of the neighbours of each unit."""
    found = np.zeros(units, np.uint64)
    for one, other, _metres in borders:
        found[one] |= _ONE << np.uint64(other)
        found[other] |= _ONE << np.uint64(one)
    return found


def connected_unions(
    people: NDArray[np.float64], beside: Masks, cap: float | NDArray[np.float64], limit: int = LIMIT
) -> tuple[Masks, NDArray[np.float64]]:
    """The masks of all connected unions with at most ``cap`` people, each once, and their people.

    ``people`` are those of each unit, or a column of them for each population; the cap holds in every
    one. Those of one unit first, then of two, and so on: a union grows by each of its neighbours.
    Raises TooManyUnions for more than ``limit`` of them or more than ``WIDEST`` units.
    """
    if people.ndim == 1:
        masks, count = connected_unions(people[:, None], beside, cap, limit)
        return masks, count[:, 0]
    if len(people) > WIDEST:
        raise TooManyUnions
    bits = _ONE << np.arange(len(people), dtype=np.uint64)
    small = (people <= cap).all(axis=1)
    masks, around, count = bits[small], beside[small], people[small]
    listed, counted, total = [masks], [count], len(masks)
    while len(masks):
        masks, around, count = _grown(masks, around, count, (people, beside, bits), cap, limit - total)
        total += len(masks)
        listed.append(masks)
        counted.append(count)
    return np.concatenate(listed), np.concatenate(counted)


def _grown(
    masks: Masks,
    around: Masks,
    count: NDArray[np.float64],
    units: tuple[NDArray[np.float64], Masks, Masks],
    cap: float | NDArray[np.float64],
    room: int,
) -> tuple[Masks, Masks, NDArray[np.float64]]:
    """The unions with one unit more."""
    people, beside, bits = units
    free = around & ~masks
    new: list[tuple[Masks, Masks, NDArray[np.float64]]] = []
    found = 0
    for unit, bit in enumerate(bits):
        rows = np.flatnonzero(free & bit)
        rows = rows[(count[rows] + people[unit] <= cap).all(axis=1)]
        new.append((masks[rows] | bit, around[rows] | beside[unit], count[rows] + people[unit]))
        found += len(rows)
        if found > 24 * max(room, 1):
            raise TooManyUnions
    every = np.concatenate([mask for mask, _around, _count in new])
    once, first = np.unique(every, return_index=True)
    if len(once) > room:
        raise TooManyUnions
    return (
        once,
        np.concatenate([near for _mask, near, _count in new])[first],
        np.concatenate([number for _mask, _around, number in new])[first],
    )


def pieces(units: int, borders: Iterable[tuple[int, int, float]]) -> list[list[int]]:
    """The units that hang together, by their first unit."""
    beside: list[set[int]] = [set() for _unit in range(units)]
    for one, other, _metres in borders:
        beside[one].add(other)
        beside[other].add(one)
    left = set(range(units))
    found = []
    while left:
        todo, piece = [left.pop()], []
        while todo:
            unit = todo.pop()
            piece.append(unit)
            near = beside[unit] & left
            left -= near
            todo += near
        found.append(sorted(piece))
    return sorted(found)

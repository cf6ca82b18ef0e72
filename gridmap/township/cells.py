"""Things in numbered cells: brought into the order of their cells, and read in runs."""

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]


def in_order(cell: Integers) -> tuple[Integers, Integers]:
    """The numbers of cells, none negative, sorted; and where each was.

    numpy sorts numbers some times faster than it finds their order, so both share one number.
    """
    bits = max(len(cell) - 1, 1).bit_length()
    packed = (cell << bits) | np.arange(len(cell))
    packed.sort()
    return packed >> bits, packed & ((1 << bits) - 1)


def runs(first: Integers, count: Integers) -> tuple[Integers, Integers]:
    """``count`` consecutive numbers from each ``first``, with the index of the run they belong to."""
    index = np.repeat(np.arange(len(count)), count)
    step = np.arange(len(index)) - np.repeat(np.cumsum(count) - count, count)
    return index, first[index] + step

"""Sorted texts in one block of bytes: found by the whole, by their beginning and by any part of them.

A Python string costs 80 bytes, here a text costs its letters and five more; nothing has to be made
of the block before it can be asked, so it may come from another process as it is.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.integer[Any]]


def folded(text: str) -> bytes:
    """How texts are compared: as UTF-8, A to Z like a to z. The order is that of the characters."""
    return text.encode("utf-8", "replace").lower()


@dataclass(frozen=True)
class SortedTexts:
    """Texts in the order of ``folded``, equal ones beside each other; a text is named by its number.

    ``block`` holds them as they are spelled, each followed by a newline; ``ends`` says where that is.
    """

    block: bytes
    ends: NDArray[np.int32]
    _lower: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        lower = self.block.lower()
        object.__setattr__(self, "_lower", self.block if lower == self.block else lower)

    @classmethod
    def of(cls, texts: Iterable[str]) -> "SortedTexts":
        """A block of texts that are in the order of ``folded`` already."""
        block, ends = bytearray(), array("i")
        for text in texts:
            block += text.encode("utf-8", "replace")
            ends.append(len(block))
            block += b"\n"
        return cls(bytes(block), np.array(ends, np.int32))

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, number: int) -> str:
        return self._cut(self.block, number).decode()

    def whole(self, wanted: bytes) -> Iterator[int]:
        """The texts that are ``wanted``, which is folded."""
        low = bisect_left(self._numbers, wanted, key=self._folded)
        yield from range(low, bisect_right(self._numbers, wanted, low, key=self._folded))

    def beginning(self, wanted: bytes) -> Iterator[int]:
        """The texts that begin with ``wanted``, which is folded; whole ones too."""
        low, length = bisect_left(self._numbers, wanted, key=self._folded), len(wanted)
        high = bisect_right(self._numbers, wanted, low, key=lambda number: self._folded(number)[:length])
        yield from range(low, high)

    def holding(self, wanted: bytes) -> Iterator[int]:
        """The texts with ``wanted``, which is folded, anywhere in them, each once."""
        at = -1 if b"\n" in wanted else self._lower.find(wanted)
        while at >= 0:
            number = bisect_right(self.ends, at)
            yield number
            at = self._lower.find(wanted, int(self.ends[number]))

    @property
    def _numbers(self) -> range:
        return range(len(self.ends))

    def _folded(self, number: int) -> bytes:
        return self._cut(self._lower, number)

    def _cut(self, block: bytes, number: int) -> bytes:
        return block[self.ends[number - 1] + 1 if number else 0 : self.ends[number]]


def in_order(texts: Sequence[str], meanings: Sequence[int]) -> tuple[SortedTexts, Numbers]:
    """Texts in order, and what each means; equal texts in the order in which they were given."""
    keys = [folded(text) for text in texts]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    return SortedTexts.of(texts[at] for at in order), small(np.array(meanings, np.int64)[order])


def small(numbers: NDArray[np.int64]) -> Numbers:
    """In four bytes each, if none is too large for it."""
    fits = not len(numbers) or numbers.max() <= np.iinfo(np.int32).max
    return numbers.astype(np.int32 if fits else np.int64)

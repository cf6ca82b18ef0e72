"""Everyone in the township and every house number, so small that a million of them can be searched.

Blocks of bytes and arrays, nothing else: made by ``Gathering`` in another process and asked as they come.
They are kept in memory only, so that nobody's name lies on a disk a second time.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gridmap.township.search.phones import LONGEST, tail_range
from gridmap.township.search.pinyin import Readings
from gridmap.township.search.texts import Numbers, SortedTexts, folded

Way = Callable[[SortedTexts, bytes], Iterator[int]]
"""``SortedTexts.whole``, ``beginning`` or ``holding``."""
Person = tuple[str, int]
"""A name and the fid of the household; 0 for somebody without a household."""


@dataclass(frozen=True)
class People:
    """Heads of households and residents, each name with each household once, in the order of both.

    The people of name n are those from ``firsts[n]`` to ``firsts[n + 1]``, and ``households`` their fids.
    ``sounds`` are pinyin of the names ``sounding``; ``numbers`` the house numbers of the households
    ``numbered`` (fids); ``tails`` the phones of the people ``reached``, see ``phones``.
    """

    names: SortedTexts
    firsts: Numbers
    households: Numbers
    sounds: SortedTexts
    sounding: Numbers
    numbers: SortedTexts
    numbered: Numbers
    tails: NDArray[np.int64]
    reached: Numbers
    readings: Readings

    def named(self, way: Way, name: str) -> Iterator[Person]:
        """Who is called so, in the order of names and households."""
        for number in way(self.names, folded(name)):
            yield from self._bearers(number)

    def sounding_like(self, way: Way, sound: str) -> Iterator[Person]:
        """Whose name sounds so, in the order of the sounds, then of names and households."""
        for number in way(self.sounds, folded(sound)):
            yield from self._bearers(int(self.sounding[number]))

    def living_at(self, way: Way, number: str) -> Iterator[int]:
        """Households (fids) with this number, in the order of their numbers."""
        for at in way(self.numbers, folded(number)):
            yield int(self.numbered[at])

    def called_on(self, tail: str) -> Iterator[Person]:
        """Whose phone ends in these digits, in the order of the numbers read from their ends."""
        if len(tail) > LONGEST:
            return
        low, high = np.searchsorted(self.tails, tail_range(tail)).tolist()
        for person in self.reached[low:high]:
            number = int(np.searchsorted(self.firsts, person, "right")) - 1
            yield self.names[number], int(self.households[person])

    def _bearers(self, number: int) -> Iterator[Person]:
        name = self.names[number]
        for person in range(int(self.firsts[number]), int(self.firsts[number + 1])):
            yield name, int(self.households[person])

    def arrays(self) -> dict[str, NDArray[Any]]:
        """All but the readings, as arrays by name: for a journey between processes."""
        arrays: dict[str, NDArray[Any]] = {}
        for name, value in vars(self).items():
            if isinstance(value, SortedTexts):
                arrays[f"{name}.block"] = np.frombuffer(value.block, np.uint8)
                arrays[f"{name}.ends"] = value.ends
            elif isinstance(value, np.ndarray):
                arrays[name] = value
        return arrays

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]], readings: Readings) -> "People":
        """The same people again from their ``arrays``."""
        parts: dict[str, Any] = {name: array for name, array in arrays.items() if "." not in name}
        for name in ("names", "sounds", "numbers"):
            parts[name] = SortedTexts(arrays[f"{name}.block"].tobytes(), arrays[f"{name}.ends"])
        return cls(**parts, readings=readings)


def _nobody() -> People:
    nothing, empty = SortedTexts.of([]), np.empty(0, np.int64)
    return People(nothing, np.zeros(1, np.int64), empty, nothing, empty, nothing, empty, empty, empty, {})


NOBODY = _nobody()
"""Before anybody has been gathered."""

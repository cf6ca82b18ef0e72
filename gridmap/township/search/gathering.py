"""Makes ``People`` from the rows of households and residents, some thousand at a time.

Plain Python over a million rows: this belongs into a process of its own, never into a window's.
"""

from array import array
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from gridmap.township.search.people import People
from gridmap.township.search.phones import numbers_in, tails
from gridmap.township.search.pinyin import Readings, readings_of, sounds
from gridmap.township.search.texts import Numbers, SortedTexts, folded, in_order, small

_ASCII = frozenset(map(chr, range(128)))


class Gathering:
    """Rows go in by ``households`` and ``residents``, ``people`` makes of them what can be searched."""

    def __init__(self) -> None:
        self._names: dict[str, int] = {}
        self._named, self._living = array("q"), array("q")  # of each person: the name, the household
        self._tails, self._reached = array("q"), array("q")  # of each phone: its tail, the person
        self._numbers: list[str] = []
        self._numbered = array("q")

    def households(
        self, fids: Sequence[int], numbers: Sequence[str], heads: Sequence[str], phones: Sequence[str]
    ) -> None:
        """Take rows of the table of households."""
        self._numbers += numbers
        self._numbered.extend(fids)
        self.residents(heads, phones, fids)

    def residents(self, names: Sequence[str], phones: Sequence[str], households: Sequence[int]) -> None:
        """Take people with the fids of their households, 0 for none."""
        known, first = self._names, len(self._named)
        self._named.extend([known.setdefault(name, len(known)) for name in names])
        self._living.extend(households)
        called = [(number, row) for row, phone in enumerate(phones, first) for number in numbers_in(phone)]
        self._tails.frombytes(tails([number for number, _row in called]).tobytes())
        self._reached.extend([row for _number, row in called])

    def people(self, others: Iterable[str] = ()) -> People:
        """Everyone who was taken. ``others`` are names of other things, whose characters are read too."""
        names = sorted(self._names, key=lambda name: (folded(name), name))
        firsts, households, places = self._grouped(names)
        called = self._called(places)
        readings = readings_of({*"".join(names), *"".join(others)} - _ASCII)
        spoken = _spoken(names, readings)
        numbered = in_order(self._numbers, self._numbered)
        return People(SortedTexts.of(names), firsts, households, *spoken, *numbered, *called, readings)

    def _grouped(self, names: Sequence[str]) -> tuple[Numbers, Numbers, Numbers]:
        """``firsts`` and ``households`` of the people, and where each row taken went among them."""
        rank = np.empty(len(names), np.int32)
        rank[[self._names[name] for name in names]] = np.arange(len(names), dtype=np.int32)
        named, living = rank[self._named], np.array(self._living)
        order = np.lexsort((living, named))
        named, living = named[order], living[order]
        new = np.ones(len(order), bool)
        new[1:] = (named[1:] != named[:-1]) | (living[1:] != living[:-1])
        places = np.empty(len(order), np.int32)
        places[order] = np.cumsum(new, dtype=np.int32) - 1
        return small(np.searchsorted(named[new], np.arange(len(names) + 1))), small(living[new]), places

    def _called(self, places: Numbers) -> tuple[NDArray[np.int64], Numbers]:
        """``tails`` and ``reached`` of the people."""
        ends, reached = np.array(self._tails), places[self._reached]
        order = np.lexsort((reached, ends))
        return ends[order], reached[order]


def _spoken(names: Sequence[str], readings: Readings) -> tuple[SortedTexts, Numbers]:
    """``sounds`` and ``sounding`` of the people."""
    said: list[str] = []
    sounding = array("q")
    for number, name in enumerate(names):
        ways = sounds(name, readings)
        said += ways
        sounding.extend([number] * len(ways))
    return in_order(said, sounding)

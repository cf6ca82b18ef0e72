"""The cells of a column as they come in: each different one once, while most are not different."""

from array import array
from collections import defaultdict
from collections.abc import Sequence
from itertools import count

import numpy as np
from numpy.typing import NDArray

from gridmap.exchange.cells import are_texts, as_texts, is_long_number
from gridmap.exchange.raw import Texts
from gridmap.exchange.readers.regular import Rows, text_of

TEXTS_AT_ONCE = 16_384
Known = defaultdict[object, int]
"""Cells by the order in which they were first seen."""
MOST_SHARED = 50_000
"""Different texts after which a column may be one of texts that are all different: numbers, addresses."""


class Column:
    """The cells of one column, of one row after the other or of many at once."""

    def __init__(self) -> None:
        self._known: Known | None = defaultdict(count().__next__)
        self._codes = array("i")
        self._cells: list[object] = []
        self._keys = np.empty(0, np.uint64)
        self._codes_of_keys = np.empty(0, np.int32)

    def add(self, cells: Sequence[object]) -> None:
        """The cells of some more rows."""
        if self._known is None:
            self._cells += cells
        else:
            self._codes.extend(map(self._known.__getitem__, cells))
            self._look_how_many_differ(self._known)

    def add_many(self, rows: Rows, at: int) -> None:
        """The cells of some more rows, this being their column ``at``."""
        if self._known is None:
            self._cells += rows.cells(at)
            return
        if rows.is_short(at):
            codes = self._coded(rows.keys(at), self._known)
        else:
            written = rows.written(at)
            codes = np.full(len(rows), self._known[""] if len(written) < len(rows) else 0, np.int32)
            codes[written] = [*map(self._known.__getitem__, rows.cells(at, written))]
        self._codes.frombytes(codes.tobytes())
        self._look_how_many_differ(self._known)

    def _coded(self, keys: NDArray[np.uint64], known: Known) -> NDArray[np.int32]:
        where = np.searchsorted(self._keys, keys)
        there = where < len(self._keys)
        there[there] = self._keys[where[there]] == keys[there]
        if not there.all():
            self._learn(np.unique(keys[~there]), known)
            where = np.searchsorted(self._keys, keys)
        return self._codes_of_keys[where]

    def _learn(self, keys: NDArray[np.uint64], known: Known) -> None:
        codes = np.array([known[text_of(key)] for key in keys.tolist()], np.int32)
        both = np.concatenate([self._keys, keys])
        order = np.argsort(both)
        self._keys = both[order]
        self._codes_of_keys = np.concatenate([self._codes_of_keys, codes])[order]

    def _look_how_many_differ(self, known: Known) -> None:
        if len(known) > MOST_SHARED and len(known) * 2 > len(self._codes):
            different = list(known)
            self._cells = [different[code] for code in self._codes]
            self._known = None

    def texts(self) -> Texts:
        """All of them as clean texts."""
        cells = self._cells if self._known is None else list(self._known)
        parts = (cells[start : start + TEXTS_AT_ONCE] for start in range(0, len(cells), TEXTS_AT_ONCE))
        return Texts([text for part in parts for text in as_texts(part)], self._which())

    def long_numbers(self) -> list[int]:
        """The rows whose cell is a number that may have lost its end."""
        cells = self._cells if self._known is None else list(self._known)
        if are_texts(cells):
            return []
        long = np.array([is_long_number(cell) for cell in cells], bool)
        found: list[int] = np.flatnonzero(long[self._which()]).tolist() if len(cells) else []
        return found

    def _which(self) -> NDArray[np.int32]:
        if self._known is None:
            return np.arange(len(self._cells), dtype=np.int32)
        return np.array(self._codes, np.int32)

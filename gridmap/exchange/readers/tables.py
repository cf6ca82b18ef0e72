"""Rows of cells to a layer: the header is found, blank rows are left out, a text is kept once."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np

from gridmap.errors import InputError
from gridmap.exchange.cells import as_text, as_texts, is_long_number
from gridmap.exchange.headings import find_header
from gridmap.exchange.raw import RawLayer, Texts
from gridmap.i18n import _

MAX_COLUMNS = 200
ROWS_AT_ONCE = 64
"""Rows whose cells still are in the processor's own memory when their columns are gone through."""
TEXTS_AT_ONCE = 16_384
MOST_SHARED = 50_000
"""Different texts after which a column may be one of texts that are all different: numbers, addresses."""
Record = tuple[int, Sequence[object]]


def layer_of(path: Path, name: str, records: Iterable[Record], request: dict[str, Any]) -> RawLayer:
    """A layer from numbered records: header found among the first ten, blank rows left out."""
    rest = iter(records)
    first = list(islice(rest, 10))
    header = find_header([cells for _row, cells in first], request.get("headings", ()))
    if header < 0:
        raise InputError(path, _("前 10 行里找不到认识的表头"), place=name,
                         remedy=_("请检查表头，或用 --column 字段=表头 指明"))  # fmt: skip
    headings = first[header][1]
    while headings and headings[-1] in ("", None):
        headings = headings[:-1]
    if len(headings) > MAX_COLUMNS:
        raise InputError(path, _("超过 {n} 列").format(n=MAX_COLUMNS), place=name, remedy=_("请删去无关的列"))
    empty = RawLayer(name, [as_text(heading) for heading in headings])
    layer = _filled(empty, chain(first[header + 1 :], rest))
    if not layer.rows and not layer.failed:
        raise InputError(path, _("只有表头，没有数据"), place=name, remedy=_("请重新导出"))
    return layer


def _filled(layer: RawLayer, records: Iterator[Record]) -> RawLayer:
    """``layer`` with its rows; short ones are filled with blanks, too long ones have failed."""
    width = len(layer.headings)
    columns = [_Column() for _heading in layer.headings]
    while block := list(islice(records, ROWS_AT_ONCE)):
        rows, cells = zip(*block, strict=True)
        if set(map(len, cells)) != {width} or not _all_say_something(cells):
            block = list(_fitting(layer, block, width))
            rows, cells = zip(*block, strict=True) if block else ((), ())
        layer.rows += rows
        for column, part in zip(columns, zip(*cells, strict=True), strict=False):
            column.add(part)
    layer.columns = [column.texts() for column in columns]
    layer.numbers = sorted((row, at) for at, column in enumerate(columns) for row in column.long_numbers())
    return layer


def _all_say_something(cells: Sequence[Sequence[object]]) -> bool:
    """Whether no row is blank, as far as the first column shows it."""
    return all(isinstance(row[0], str) and row[0].strip() for row in cells)


def _fitting(layer: RawLayer, block: Sequence[Record], width: int) -> Iterator[Record]:
    for row, cells in block:
        if any(map(_has_text, cells[width:])):
            layer.failed.append((row, _("比表头多出列，可能文字里有分隔符")))
        elif any(map(_has_text, cells)):
            yield row, [*cells[:width], *[""] * (width - len(cells))]


def _has_text(cell: object) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


class _Column:
    """The cells of a column as they come in: each different one once, while most are not different."""

    def __init__(self) -> None:
        self._known: _Known | None = _Known()
        self._codes = array("i")
        self._cells: list[object] = []

    def add(self, cells: Sequence[object]) -> None:
        """The cells of some more rows."""
        if self._known is None:
            self._cells += cells
            return
        self._codes.extend(map(self._known.__getitem__, cells))
        if len(self._known) > MOST_SHARED and len(self._known) * 2 > len(self._codes):
            different = list(self._known)
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
        if set(map(type, cells)) == {str}:
            return []
        long = np.array([is_long_number(cell) for cell in cells], bool)
        found: list[int] = np.flatnonzero(long[self._which()]).tolist() if len(cells) else []
        return found

    def _which(self) -> "np.ndarray[Any, np.dtype[np.int32]]":
        if self._known is None:
            return np.arange(len(self._cells), dtype=np.int32)
        return np.array(self._codes, np.int32)


class _Known(dict[object, int]):
    """Cells by the order in which they were first seen."""

    def __missing__(self, cell: object) -> int:
        self[cell] = code = len(self)
        return code

"""Rows of cells to a layer: the header is found, blank rows are left out, a text is kept once."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from gridmap.errors import InputError
from gridmap.exchange.cells import as_text
from gridmap.exchange.headings import find_header
from gridmap.exchange.raw import RawLayer
from gridmap.exchange.readers.column import Column
from gridmap.exchange.readers.regular import Rows
from gridmap.i18n import _

MAX_COLUMNS = 200
ROWS_AT_ONCE = 64
"""Rows whose cells still are in the processor's own memory when their columns are gone through."""
Record = tuple[int, Sequence[object]]


@runtime_checkable
class Many(Protocol):
    """Records of which many can be taken at once where they are regular."""

    def many(self, width: int) -> tuple[range, Rows] | None:
        """The next ones, of ``width`` cells each, with their numbers; None where they are not so."""
        ...


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
    layer = _filled(empty, first[header + 1 :], rest)
    if not layer.rows and not layer.failed:
        raise InputError(path, _("只有表头，没有数据"), place=name, remedy=_("请重新导出"))
    return layer


def _filled(layer: RawLayer, first: Sequence[Record], rest: Iterator[Record]) -> RawLayer:
    """``layer`` with its rows; short ones are filled with blanks, too long ones have failed."""
    columns = [Column() for _heading in layer.headings]
    _add(layer, columns, first)
    _add_many(layer, columns, rest)
    while block := list(islice(rest, ROWS_AT_ONCE)):
        _add(layer, columns, block)
        _add_many(layer, columns, rest)
    layer.columns = [column.texts() for column in columns]
    layer.numbers = sorted((row, at) for at, column in enumerate(columns) for row in column.long_numbers())
    return layer


def _add_many(layer: RawLayer, columns: Sequence[Column], rest: Iterator[Record]) -> None:
    while isinstance(rest, Many) and (found := rest.many(len(columns))):
        numbers, rows = found
        layer.rows += numbers
        for at, column in enumerate(columns):
            column.add_many(rows, at)


def _add(layer: RawLayer, columns: Sequence[Column], block: Sequence[Record]) -> None:
    width = len(columns)
    rows, cells = zip(*block, strict=True) if block else ((), ())
    if set(map(len, cells)) != {width} or not _all_say_something(cells):
        block = list(_fitting(layer, block, width))
        rows, cells = zip(*block, strict=True) if block else ((), ())
    layer.rows += rows
    for column, part in zip(columns, zip(*cells, strict=True), strict=False):
        column.add(part)


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

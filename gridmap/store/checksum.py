"""The checksum of what a row says: of one row, and of very many at once.

A CRC-32 goes through the bytes of a row one after the other. Of many rows numpy takes the first byte of
each, then the second: the same sums as ``zlib.crc32`` without a Python string for every row.
"""

import zlib
from collections.abc import Sequence
from math import isnan

import numpy as np
from numpy.typing import NDArray

from gridmap.store.packed import Packed, pack_texts

_MARK, _QUOTE = b"\x1f", b"'"
_POLYNOMIAL = 0xEDB88320
ROWS_AT_ONCE = 16_384
"""Few enough for the processor's own memory, and for nobody to wait for the interpreter."""
_SMALL = 100
"""Whole numbers below it, most of a ledger, need no sorting."""
_Sums = NDArray[np.uint32]
Said = Packed | NDArray[np.float64]
"""Texts, or numbers that are NaN where SQL says NULL."""


def row_crc(*values: object) -> int:
    """The checksum of what a row says. Numbers are written as SQLite compares them: 3 is 3.0."""
    *said, last = values
    crc = zlib.crc32("".join([_MARK.decode() + _said(value) for value in said]).encode())
    return _with_last(crc, last)


def row_crcs(columns: Sequence[Said], shapes: Sequence[bytes | None] = ()) -> NDArray[np.uint32]:
    """``row_crc`` of every row of ``columns``, ``shapes`` being what each says last where there are some."""
    starts = range(0, len(columns[0]), ROWS_AT_ONCE)
    some = [_crcs([column[start : start + ROWS_AT_ONCE] for column in columns]) for start in starts]
    crcs: _Sums = np.concatenate([np.empty(0, np.uint32), *some])
    if shapes:
        said = zip(crcs.tolist(), shapes, strict=True)
        crcs = np.array([_with_last(crc, shape) for crc, shape in said], np.uint32)
    return crcs


def _crcs(columns: Sequence[Said]) -> _Sums:
    sums: _Sums = np.full(len(columns[0]), 0xFFFFFFFF, np.uint32)
    for column in columns:
        _go_through(sums, column)
    return ~sums


def _go_through(sums: _Sums, column: Said) -> None:
    """Take the mark and the text of each row's value into its sum."""
    around = b""
    if not isinstance(column, Packed):
        numbers, which = _different(column)
        column = pack_texts([_said(None if isnan(n) else n) for n in numbers.tolist()])[which]
    elif column.plain:
        around = _QUOTE
    else:
        column = pack_texts([repr(text) for text in column.texts()])
    for byte in _MARK + around:
        sums[:] = _step(sums, np.uint8(byte))
    data, starts, lengths = column.data, column.starts, column.lengths
    for at in range(int(lengths.min())):
        sums[:] = _step(sums, data[starts + at])
    for at in range(int(lengths.min()), int(lengths.max())):
        longer = np.flatnonzero(lengths > at)
        sums[longer] = _step(sums[longer], data[starts[longer] + at])
    for byte in around:
        sums[:] = _step(sums, np.uint8(byte))


def _different(column: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The different numbers of a column, perhaps among others, and which of them each row has."""
    if column.min() >= 0 and column.max() < _SMALL and (column == np.floor(column)).all():
        return np.arange(_SMALL, dtype=float), column.astype(np.int64)
    return np.unique(column, return_inverse=True)


def _step(sums: _Sums, data: NDArray[np.uint8] | np.uint8) -> _Sums:
    found: _Sums = _STEPS[(sums ^ data).astype(np.uint8)] ^ (sums >> np.uint32(8))
    return found


def _steps() -> _Sums:
    """What eight bits do to a sum, for each byte."""
    steps = np.arange(256, dtype=np.uint32)
    for _bit in range(8):
        steps = np.where(steps & 1, (steps >> 1) ^ np.uint32(_POLYNOMIAL), steps >> 1)
    return steps


_STEPS = _steps()


def _with_last(crc: int, value: object) -> int:
    return zlib.crc32(value if isinstance(value, bytes) else _said(value).encode(), zlib.crc32(_MARK, crc))


def _said(value: object) -> str:
    return repr(float(value) if isinstance(value, int | float) else value)

"""The checksum of what a row says: of one row, and of very many at once.

A CRC-32 goes through the bytes of a row one after the other. Of many rows numpy takes the first byte of
each, then the second: the same sums as ``zlib.crc32`` without a Python string for every row.
"""

import zlib
from collections.abc import Iterator, Sequence
from itertools import chain
from math import isnan
from typing import Any

import numpy as np
from numpy.typing import NDArray

_MARK = "\x1f"
_POLYNOMIAL = 0xEDB88320
ROWS_AT_ONCE = 16_384
"""Few enough for the processor's own memory, and for nobody to wait for the interpreter."""
_Sums = NDArray[np.uint32]
_Bytes = NDArray[np.uint8]
_Places = NDArray[np.int64]
Said = Sequence[str] | Sequence[bytes | None] | NDArray[np.float64]


def row_crc(*values: object) -> int:
    """The checksum of what a row says. Numbers are written as SQLite compares them: 3 is 3.0."""
    *said, last = values
    crc = zlib.crc32("".join([_MARK + _said(value) for value in said]).encode())
    return _with_last(crc, last)


def row_crcs(columns: Sequence[Said]) -> Iterator[int]:
    """``row_crc`` of every row of ``columns``: texts, numbers that are NaN where SQL says NULL, or shapes.

    Shapes only as the last column.
    """
    starts = range(0, len(columns[0]), ROWS_AT_ONCE)
    return chain.from_iterable(
        _crcs([column[start : start + ROWS_AT_ONCE] for column in columns]) for start in starts
    )


def _crcs(columns: Sequence[Said]) -> list[int]:
    sums: _Sums = np.full(len(columns[0]), 0xFFFFFFFF, np.uint32)
    *said, last = columns
    if isinstance(last, np.ndarray) or isinstance(last[0], str):
        said = list(columns)
    for column in said:
        _go_through(sums, column)
    crcs: list[int] = (~sums).tolist()
    if len(said) == len(columns):
        return crcs
    return [_with_last(crc, value) for crc, value in zip(crcs, last, strict=True)]


def _go_through(sums: _Sums, column: Said) -> None:
    """Take the mark and the text of each row's value into its sum."""
    if isinstance(column, np.ndarray):
        numbers, which = np.unique(column, return_inverse=True)
        data, starts, lengths = _written([_said(None if isnan(n) else n) for n in numbers.tolist()])
        starts, lengths = starts[which], lengths[which]
    else:
        data, starts, lengths = _written(column, quoted=True)
    for at in range(int(lengths.min())):
        sums[:] = _step(sums, data[starts + at])
    for at in range(int(lengths.min()), int(lengths.max())):
        longer = np.flatnonzero(lengths > at)
        sums[longer] = _step(sums[longer], data[starts[longer] + at])


def _written(texts: Sequence[Any], *, quoted: bool = False) -> tuple[_Bytes, _Places, _Places]:
    """Texts one after the other, each behind its mark; where each starts and how long it is."""
    if quoted:  # as ``repr`` does it, which is asked only when there is something to escape
        plain = "".join(texts)
        if plain.isprintable() and "'" not in plain and "\\" not in plain:
            joined = f"{_MARK}'" + f"'{_MARK}'".join(texts) + "'"
        else:
            joined = _MARK + _MARK.join(map(repr, texts))
    else:
        joined = _MARK + _MARK.join(texts)
    data = np.frombuffer(joined.encode(), np.uint8)
    starts = np.flatnonzero(data == ord(_MARK))
    return data, starts, np.diff(starts, append=len(data))


def _step(sums: _Sums, data: NDArray[np.uint8]) -> _Sums:
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
    return zlib.crc32(value if isinstance(value, bytes) else _said(value).encode(), zlib.crc32(b"\x1f", crc))


def _said(value: object) -> str:
    return repr(float(value) if isinstance(value, int | float) else value)

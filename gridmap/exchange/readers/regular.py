"""Many rows of a delimited text at once, where nothing in them is quoted and every row has as many cells.

Then a cell is what stands between two marks, and numpy finds all marks of a million characters at once.
``csv`` would say the same of such rows, one by one.
"""

import numpy as np
from numpy.typing import NDArray

SHORT = 8
"""Bytes of a cell that is a number to numpy: most cells of a ledger are a figure, a code or nothing."""
LONGEST = 131_072
"""Characters of a cell that ``csv`` takes."""
_NEWLINE, _RETURN = 10, 13
_NO_SPACE = 0xE4
"""From this byte on none begins a white space: U+3000 is the last of them."""
_ANY = "surrogatepass"
_Places = NDArray[np.int64]
_KEEP = np.array([(1 << 8 * size) - 1 for size in range(SHORT + 1)], "<u8")
"""What of eight bytes belongs to a cell of so many."""


class Rows:
    """The cells of rows by where they stand: between ``starts`` and ``ends``, a row and a column each."""

    def __init__(self, data: NDArray[np.uint8], starts: _Places, ends: _Places, mark: str) -> None:
        self._data, self._starts, self._mark = data, starts, mark
        self._sizes = ends - starts
        self._eights = np.ndarray((len(data) - SHORT,), "<u8", data, strides=(1,))

    def __len__(self) -> int:
        return len(self._starts)

    def is_short(self, column: int) -> bool:
        """Whether no cell of a column has more than ``SHORT`` bytes."""
        return int(self._sizes[:, column].max()) <= SHORT

    def keys(self, column: int) -> NDArray[np.uint64]:
        """The cells of a short column as numbers: their bytes, then zeros."""
        keys: NDArray[np.uint64] = self._eights[self._starts[:, column]] & _KEEP[self._sizes[:, column]]
        return keys

    def written(self, column: int) -> _Places:
        """The rows that have something in a column."""
        return np.flatnonzero(self._sizes[:, column])

    def cells(self, column: int, rows: _Places | slice = slice(None)) -> list[str]:
        """The cells of a column, in all rows or in some."""
        starts, sizes = self._starts[rows, column], self._sizes[rows, column] + 1
        if not len(sizes):
            return []
        ends = np.cumsum(sizes)
        from_there = np.arange(ends[-1]) + np.repeat(starts - ends + sizes, sizes)
        found = self._data[from_there]
        found[ends - 1] = ord(self._mark)
        text: str = found.tobytes().decode(errors=_ANY)
        return text.split(self._mark)[:-1]

    def all_say_something(self) -> bool:
        """Whether every row has a cell that begins with what surely is no white space."""
        first = self._data[self._starts]
        written = (first > ord(" ")) & (first < 0x7F) | (first >= _NO_SPACE)
        return bool((written & (self._sizes > 0)).any(axis=1).all())


def text_of(key: int) -> str:
    """The cell that a number of ``Rows.keys`` stands for."""
    return key.to_bytes(SHORT, "little").rstrip(b"\0").decode(errors=_ANY)


def rows_of(text: str, mark: str, width: int) -> Rows | None:
    """The rows of whole lines, with ``width`` cells and perhaps blank ones behind; None where it is not so
    plain: something is quoted, a row is blank, longer or shorter."""
    if '"' in text:
        return None
    data = np.frombuffer(text.encode(errors=_ANY) + b"\n" * (text[-1] != "\n") + bytes(SHORT), np.uint8)
    newline = data == _NEWLINE
    marks = np.flatnonzero(newline | (data == ord(mark)))
    rows = int(np.count_nonzero(newline))
    if len(marks) % rows or len(marks) < rows * width:
        return None
    ends = marks.reshape(rows, -1)
    starts = np.concatenate([[0], marks[:-1] + 1]).reshape(ends.shape)
    returned = data[ends[:, -1] - 1] == _RETURN
    if not newline[ends[:, -1]].all() or np.count_nonzero(data == _RETURN) != np.count_nonzero(returned):
        return None
    ends[:, -1] -= returned
    sizes = ends - starts
    if sizes.max() > LONGEST or sizes[:, width:].any():
        return None
    found = Rows(data, starts[:, :width], ends[:, :width], mark)
    return found if found.all_say_something() else None

"""A column of texts or places as bytes, one value after the other: what numpy can go through."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Places = NDArray[np.int64]
_MARK = "\x1f"


class Packed:
    """The bytes of many values: each is ``lengths`` bytes of ``data`` from ``starts`` on.

    ``plain`` says that ``repr`` would escape nothing of these texts.
    """

    def __init__(self, data: Bytes, starts: Places, lengths: Places, *, plain: bool = False) -> None:
        self.data, self.starts, self.lengths, self.plain = data, starts, lengths, plain

    def __len__(self) -> int:
        return len(self.lengths)

    def __getitem__(self, rows: slice | NDArray[np.generic]) -> "Packed":
        return Packed(self.data, self.starts[rows], self.lengths[rows], plain=self.plain)

    def texts(self) -> list[str]:
        """The values as they were."""
        data = self.data.tobytes()
        places = zip(self.starts.tolist(), self.lengths.tolist(), strict=True)
        return [data[start : start + length].decode() for start, length in places]


def pack_texts(texts: Sequence[str]) -> Packed:
    """The bytes of texts in UTF-8."""
    together = _MARK.join(texts) + _MARK
    data = np.frombuffer(together.encode(), np.uint8)
    is_mark = data == ord(_MARK)
    marks = np.flatnonzero(is_mark)
    if len(marks) != len(texts):  # there is none, or one has the mark in it
        return pack_bytes([text.encode() for text in texts])
    ascii_is_plain = np.count_nonzero(data < ord(" ")) == len(marks) and not any(
        (data == ord(mark)).any() for mark in "'\\\x7f"
    )
    plain = ascii_is_plain and (together.isascii() or together.replace(_MARK, "").isprintable())
    return _packed(data[~is_mark], np.diff(marks, prepend=-1) - 1, plain=plain)


def pack_bytes(values: Sequence[bytes | None]) -> Packed:
    """Bytes as they are, None like no bytes."""
    there = [value or b"" for value in values]
    return _packed(
        np.frombuffer(b"".join(there), np.uint8), np.array([len(value) for value in there], np.int64)
    )


def _packed(data: Bytes, lengths: Places, *, plain: bool = False) -> Packed:
    return Packed(data, np.cumsum(lengths) - lengths, lengths, plain=plain)

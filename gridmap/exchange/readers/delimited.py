"""CSV and its kin: the delimiter, the encoding and the header row are found, not asked.

Rows are read by ``csv``; where nothing is quoted and all rows have as many cells, many at once by numpy.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gridmap.errors import InputError
from gridmap.exchange.raw import RawFile
from gridmap.exchange.readers.regular import Rows, rows_of
from gridmap.exchange.readers.tables import Record, layer_of
from gridmap.exchange.readers.text import read_text
from gridmap.i18n import _

DELIMITERS = ",;\t"
AT_ONCE = 1 << 20
"""Characters that are looked at together."""


def read(path: Path, request: dict[str, Any]) -> RawFile:
    """One layer; rows are counted as a spreadsheet counts them, the first line being 1."""
    text, encoding = read_text(path, request.get("encoding", "auto"))
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        raise InputError(path, _("不是文本文件"), remedy=_("请另存为 CSV"))
    if not text.strip():
        raise InputError(path, _("文件是空的"), remedy=_("请重新导出"))
    records = Records(path, text, delimiter(text))
    return RawFile("CSV", encoding, layers=[layer_of(path, "", records, request)])


def delimiter(text: str) -> str:
    """The one of comma, semicolon and tab that parts the first lines into most columns."""
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:10]
    counts = {mark: max(line.count(mark) for line in lines) for mark in DELIMITERS}
    return max(DELIMITERS, key=lambda mark: counts[mark])


class Records:
    """The numbered records of a text, one after the other, or many at once where they are regular."""

    def __init__(self, path: Path, text: str, mark: str) -> None:
        self._path, self._mark = path, mark
        self._text = io.StringIO(text, newline="")
        self._one_by_one = csv.reader(self._text, delimiter=mark)
        self._row = self._irregular_until = 0

    def __iter__(self) -> Iterator[Record]:
        return self

    def __next__(self) -> Record:
        try:
            cells = next(self._one_by_one)
        except csv.Error as error:
            where = _("第 {n} 行").format(n=self._row + 1)
            raise InputError(self._path, _("引号不配对或单元格过长"), place=where,
                             remedy=_("请检查这一行，或从原软件重新导出")) from error  # fmt: skip
        self._row += 1
        return self._row, cells

    def many(self, width: int) -> tuple[range, Rows] | None:
        """The next records, of ``width`` cells each; None when they have to be read one by one."""
        begin = self._text.tell()
        if begin < self._irregular_until:
            return None
        text = self._text.read(AT_ONCE) + self._text.readline()
        rows = rows_of(text, self._mark, width) if text else None
        if rows is None:
            self._irregular_until = begin + len(text)
            self._text.seek(begin)
            return None
        first = self._row + 1
        self._row += len(rows)
        return range(first, self._row + 1), rows

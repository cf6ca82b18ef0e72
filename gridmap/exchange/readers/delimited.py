"""CSV and its kin: the delimiter, the encoding and the header row are found, not asked."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gridmap.errors import InputError
from gridmap.exchange.raw import RawFile
from gridmap.exchange.readers.tables import Record, layer_of
from gridmap.exchange.readers.text import read_text
from gridmap.i18n import _

DELIMITERS = ",;\t"


def read(path: Path, request: dict[str, Any]) -> RawFile:
    """One layer; rows are counted as a spreadsheet counts them, the first line being 1."""
    text, encoding = read_text(path, request.get("encoding", "auto"))
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        raise InputError(path, _("不是文本文件"), remedy=_("请另存为 CSV"))
    if not text.strip():
        raise InputError(path, _("文件是空的"), remedy=_("请重新导出"))
    records = _records(path, text, delimiter(text))
    return RawFile("CSV", encoding, layers=[layer_of(path, "", records, request)])


def delimiter(text: str) -> str:
    """The one of comma, semicolon and tab that parts the first lines into most columns."""
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:10]
    counts = {mark: max(line.count(mark) for line in lines) for mark in DELIMITERS}
    return max(DELIMITERS, key=lambda mark: counts[mark])


def _records(path: Path, text: str, mark: str) -> Iterator[Record]:
    row = 0
    try:
        for row, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark), 1):
            yield row, cells
    except csv.Error as error:
        raise InputError(path, _("引号不配对或单元格过长"), place=_("第 {n} 行").format(n=row + 1),
                         remedy=_("请检查这一行，或从原软件重新导出")) from error  # fmt: skip

"""CSV and its kin: the delimiter, the encoding and the header row are found, not asked."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gridmap.errors import InputError
from gridmap.exchange.headings import find_header
from gridmap.exchange.raw import RawFile, RawLayer, table
from gridmap.exchange.readers.text import read_text
from gridmap.i18n import _

DELIMITERS = ",;\t"
MAX_COLUMNS = 200
SHORT = 6


def read(path: Path, request: dict[str, Any]) -> RawFile:
    """One layer; rows are counted as a spreadsheet counts them, the first line being 1."""
    text, encoding = read_text(path, request.get("encoding", "auto"))
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        raise InputError(path, _("不是文本文件"), remedy=_("请另存为 CSV"))
    if not text.strip():
        raise InputError(path, _("文件是空的"), remedy=_("请重新导出"))
    records = list(_records(path, text, delimiter(text)))
    return RawFile("CSV", encoding, layers=[layer_of(path, "", records, request)])


def delimiter(text: str) -> str:
    """The one of comma, semicolon and tab that parts the first lines into most columns."""
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:10]
    counts = {mark: max(line.count(mark) for line in lines) for mark in DELIMITERS}
    return max(DELIMITERS, key=lambda mark: counts[mark])


def _records(path: Path, text: str, mark: str) -> Iterator[tuple[int, list[object]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    row = 0
    seen: dict[str, str] = {}  # 0, 1, 男, 户主: a million rows share a few short texts
    try:
        for row, cells in enumerate(reader, 1):
            yield row, [seen.setdefault(cell, cell) if len(cell) <= SHORT else cell for cell in cells]
    except csv.Error as error:
        raise InputError(path, _("引号不配对或单元格过长"), place=_("第 {n} 行").format(n=row + 1),
                         remedy=_("请检查这一行，或从原软件重新导出")) from error  # fmt: skip


def layer_of(
    path: Path, name: str, records: list[tuple[int, list[object]]], request: dict[str, Any]
) -> RawLayer:
    """A layer from numbered records: header found among the first ten, blank rows left out."""
    header = find_header([cells for _row, cells in records], request.get("headings", ()))
    if header < 0:
        raise InputError(path, _("前 10 行里找不到认识的表头"), place=name,
                         remedy=_("请检查表头，或用 --column 字段=表头 指明"))  # fmt: skip
    headings = records[header][1]
    while headings and headings[-1] in ("", None):
        headings = headings[:-1]
    if len(headings) > MAX_COLUMNS:
        raise InputError(path, _("超过 {n} 列").format(n=MAX_COLUMNS), place=name, remedy=_("请删去无关的列"))
    body = [(row, cells) for row, cells in records[header + 1 :] if any(_has_text(cell) for cell in cells)]
    if not body:
        raise InputError(path, _("只有表头，没有数据"), place=name, remedy=_("请重新导出"))
    fits = [any(_has_text(cell) for cell in cells[len(headings) :]) for _row, cells in body]
    layer = table(name, headings, [record for record, over in zip(body, fits, strict=True) if not over])
    layer.failed = [(record[0], _("比表头多出列，可能文字里有分隔符"))
                    for record, over in zip(body, fits, strict=True) if over]  # fmt: skip
    return layer


def _has_text(cell: object) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))

"""Tables as an Excel workbook: one sheet each, and a 说明 sheet that says who made it and why."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridmap.exchange.exports.columns import Outgoing
from gridmap.exchange.exports.stamp import Stamp
from gridmap.i18n import _

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_NO_TITLE = re.compile(r"[\[\]:*?/\\]")
"""What a spreadsheet program takes in no title of a sheet."""
SAMPLED = 200
"""So many rows are looked at to find how wide a column must be."""


def write_workbook(path: Path, sheets: Mapping[str, Sequence[Outgoing]], stamp: Stamp) -> None:
    """Write ``sheets`` (title -> columns). Text is stored as text, whatever it begins with."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator = stamp.author or "gridmap"
    book.properties.created = book.properties.modified = stamp.moment
    _explain(book, sheets, stamp)
    for title, columns in sheets.items():
        _fill(book.create_sheet(_NO_TITLE.sub("_", title)[:31]), columns)
    book.save(path)


def _explain(book: "Workbook", sheets: Mapping[str, Sequence[Outgoing]], stamp: Stamp) -> None:
    sheet = book.create_sheet(_("说明"))
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 16, 60
    for heading, value in stamp.lines:
        sheet.append([_text(sheet, heading, bold=True), _text(sheet, value)])
    sheet.append([_text(sheet, _("提示"), bold=True), _text(sheet, _("个人信息已隐去，仅供工作使用"))])
    sheet.append([])
    for title, columns in sheets.items():
        sheet.append([_text(sheet, title, bold=True), len(columns[0].values) if columns else 0])


def _fill(sheet: "WriteOnlyWorksheet", columns: Sequence[Outgoing]) -> None:
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = _width(column)
    if columns and columns[0].values:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(columns[0].values) + 1}"
    sheet.append([_text(sheet, column.title, bold=True) for column in columns])
    for row in zip(*(column.values for column in columns), strict=True):
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: "WriteOnlyWorksheet", value: Any) -> Any:  # noqa: ANN401 - cells hold text, numbers or nothing
    if not isinstance(value, str):
        return value
    return _text(sheet, value) if value else None


def _text(sheet: "WriteOnlyWorksheet", value: str, *, bold: bool = False) -> "WriteOnlyCell":
    """A cell that holds text: neither a formula nor a number nor an error, whatever it looks like."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font

    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value)[:32_767])
    cell.data_type = "s"
    if value[:1] in tuple("=+-@"):
        cell.quotePrefix = True
    if bold:
        cell.font = Font(bold=True)
    return cell


def _width(column: Outgoing) -> float:
    """Characters, a Chinese one counting two, between 6 and 40."""
    texts = [column.title, *(str(value) for value in column.values[:SAMPLED] if value is not None)]
    longest = max(sum(2 if ord(character) > 0xFF else 1 for character in text) for text in texts)
    return float(min(max(longest + 2, 6), 40))

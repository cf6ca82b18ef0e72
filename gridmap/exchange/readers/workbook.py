"""Workbooks (.xlsx, .xls, .et): every sheet with a header we know, or the one that is named."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from gridmap.errors import InputError
from gridmap.exchange.headings import find_header
from gridmap.exchange.raw import RawFile, RawLayer
from gridmap.exchange.readers.guard import MAX_COLUMNS, MAX_ROWS, guard_workbook
from gridmap.exchange.readers.tables import Record, layer_of
from gridmap.i18n import _

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_MAX_OLE_BYTES = 100 << 20


def read(path: Path, request: dict[str, Any]) -> RawFile:
    """A layer for each sheet. Cells keep their type until here; numbers of 15 digits are marked."""
    _guard(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
    except (CalamineError, ValueError, OSError) as error:
        raise InputError(
            path, _("工作簿打不开（损坏或有密码）"), remedy=_("请在 WPS 或 Excel 里另存一份")
        ) from error
    wanted = request.get("sheet", "")
    if wanted and wanted not in book.sheet_names:
        names = "、".join(book.sheet_names)
        raise InputError(
            path, _("没有工作表“{name}”").format(name=wanted), remedy=_("可用：{names}").format(names=names)
        )
    sheets = {name: _records(path, book, name) for name in ([wanted] if wanted else book.sheet_names)}
    return RawFile(
        "XLSX" if path.suffix.lower() == ".xlsx" else "XLS", "", layers=_layers(path, sheets, request)
    )


def _layers(path: Path, sheets: dict[str, list[Record]], request: dict[str, Any]) -> list[RawLayer]:
    filled = {name: records for name, records in sheets.items() if records}
    if not filled:
        raise InputError(path, _("工作簿是空的"), remedy=_("请重新导出"))
    words = request.get("headings", ())
    known = {name: records for name, records in filled.items() if _is_table(records, words)}
    # with no header anywhere the first sheet is read all the same, for its clear refusal
    chosen = known or dict([next(iter(filled.items()))])
    return [layer_of(path, name, records, request) for name, records in chosen.items()]


def _is_table(records: list[Record], words: Sequence[str]) -> bool:
    header = find_header([cells for _row, cells in records], words)
    return header >= 0 and len(records) > header + 1


def _records(path: Path, book: CalamineWorkbook, name: str) -> list[Record]:
    try:
        sheet = book.get_sheet_by_name(name)
    except CalamineError as error:
        raise InputError(
            path, _("工作表读不出来"), place=name, remedy=_("请在 WPS 或 Excel 里另存一份")
        ) from error
    if sheet.total_height > MAX_ROWS or sheet.total_width > MAX_COLUMNS:
        raise InputError(
            path,
            _("表格超过 {rows} 行或 {columns} 列").format(rows=MAX_ROWS, columns=MAX_COLUMNS),
            place=name,
            remedy=_("请删去空白的行和列后另存再导入"),
        )
    cells: list[list[object]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    _spread_merged(sheet, cells)
    return [(row, values) for row, values in enumerate(cells, 1) if any(value != "" for value in values)]


def _spread_merged(sheet: CalamineSheet, cells: list[list[object]]) -> None:
    """Give every row of a vertically merged cell its value. A title merged across stays one cell."""
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if left != right or bottom >= len(cells):
            continue
        for row in range(top + 1, bottom + 1):
            if left < len(cells[row]) and cells[row][left] == "":
                cells[row][left] = cells[top][left]


def _guard(path: Path) -> None:
    with path.open("rb") as stream:
        head = stream.read(512)
    if head.startswith(_ZIP):
        guard_workbook(path)
    elif not head.startswith(_OLE):
        page = head.lstrip().startswith(b"<")
        raise InputError(
            path,
            _("其实是网页表格") if page else _("不是工作簿，或不完整"),
            remedy=_("请在 WPS 或 Excel 里打开后另存为 .xlsx"),
        )
    elif path.stat().st_size > _MAX_OLE_BYTES:
        raise InputError(path, _("工作簿超过 100 MB"), remedy=_("请分成几个文件导入"))

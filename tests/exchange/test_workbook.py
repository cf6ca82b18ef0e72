import zipfile
from datetime import date

import openpyxl
import pytest

from gridmap.errors import InputError
from gridmap.exchange import ReadOptions, read
from gridmap.exchange.readers import workbook


def _save(path, *sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows, merged in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cells in merged:
            sheet.merge_cells(cells)
    book.save(path)
    return path


def test_a_ledger_with_a_title_row_and_merged_households_is_read(tmp_path, make):
    rows = [
        ["别口镇飞凤社区居民台账", None, None, None, None],
        ["户号", "家庭成员\n姓名", "与户主关系", "公民身份号码", "出生年月"],
        ["0001", "张三", "户主", "11010519491231002X", date(1949, 12, 31)],
        [None, "李四", "妻", "440524188001010014", 1958.3],
        [None, None, None, None, None],
        ["0002", "王五", "户主", None, 21249],
    ]
    batch = make.read_one(_save(tmp_path / "居民台账.xlsx", ("Sheet1", rows, ["A1:E1", "A3:A4"])))
    assert (batch.kind, batch.format, batch.rows, batch.accepted) == ("residents", "XLSX", 3, 3)
    assert batch.table.text("household_no").tolist() == ["0001", "0001", "0002"]
    assert batch.table.text("birth_date").tolist() == ["1949-12-31", "1958-03", "1958-03-05"]


def test_rows_are_counted_as_the_spreadsheet_shows_them(tmp_path, make):
    rows = [["台账"], ["户号", "姓名"], ["1", "甲"], [None, None], ["2", None]]
    batch = make.read_one(_save(tmp_path / "residents.xlsx", ("Sheet1", rows, [])))
    assert [(problem.row, problem.column) for problem in batch.problems] == [(5, "姓名")]


def test_an_id_number_kept_as_a_number_is_refused(tmp_path, make):
    rows = [["户号", "姓名", "身份证号"], ["1", "甲", 440524188001010014], ["1", "乙", "440524188001010014"]]
    batch = make.read_one(_save(tmp_path / "residents.xlsx", ("Sheet1", rows, [])))
    assert (batch.accepted, batch.rejected) == (1, 1)
    assert any(
        problem.row == 2 and "按文本重新导出" in problem.reason
        for problem in batch.problems
        if problem.rejected
    )


def test_a_grid_code_of_fifteen_digits_survives_as_a_number(tmp_path, make):
    rows = [["户号", "网格编码"], ["1", 500152123001001]]
    batch = make.read_one(_save(tmp_path / "households.xlsx", ("Sheet1", rows, [])))
    assert batch.table["grid"][0] == "500152123001001"


def test_every_sheet_with_a_known_header_is_read_and_others_are_not(tmp_path):
    head = ["户号", "户主"]
    path = _save(
        tmp_path / "住户.xlsx",
        ("飞凤", [head, ["1", "甲"]], []),
        ("高岩", [head, ["2", "乙"]], []),
        ("Sheet3", [], []),
        ("填表须知", [["请如实填写"]], []),
    )
    batches = read([path]).batches
    assert [(batch.kind, batch.accepted) for batch in batches] == [("households", 1), ("households", 1)]
    assert [batch.path.rpartition("#")[2] for batch in batches] == ["飞凤", "高岩"]
    (one,) = read([path], ReadOptions(sheet="高岩")).batches
    assert one.table.text("household_no").tolist() == ["2"]


def test_a_sheet_that_is_not_there_names_those_that_are(tmp_path):
    path = _save(tmp_path / "住户.xlsx", ("飞凤", [["户号"], ["1"]], []))
    with pytest.raises(InputError, match="飞凤"):
        read([path], ReadOptions(sheet="高岩"))


def test_a_million_rows_are_refused_before_they_are_parsed(tmp_path):
    path = tmp_path / "households.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        rows = "".join(
            f'<row r="{row}"><c r="A{row}"><v>{row * 7919 % 10007}</v></c></row>' for row in range(1, 300_000)
        )
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{rows}</sheetData></worksheet>")
    with pytest.raises(InputError, match="200000"):
        workbook.read(path, {})

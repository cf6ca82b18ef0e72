"""The PDFs as a printer gets them: vector, with their fonts, masked, and who made them at every foot."""

import re
import unicodedata
from datetime import date, datetime

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QSize
from PySide6.QtPdf import QPdfDocument

from gridmap.errors import InputError, UsageError
from gridmap.exchange.exports.notices import write_notices
from gridmap.exchange.exports.stamp import Stamp
from gridmap.redraw.compare.bands import Bands
from gridmap.redraw.compare.comparison import compare
from gridmap.redraw.compare.measures import TITLES
from gridmap.redraw.compare.notices import handovers, notices_of
from gridmap.redraw.compare.side import Side
from gridmap.redraw.edits.assign_group import AssignGroup
from gridmap.redraw.plan import GridPlan
from gridmap.screens.paper.notices import print_notices
from gridmap.screens.paper.sheets import print_sheets
from gridmap.store import open_store
from gridmap.township.schemas import SCHEMAS

STAMP = Stamp("规划员", datetime(2026, 11, 26, 9), "网格调整通知", drill="")
BANDS = Bands(dict.fromkeys(TITLES, (1.0, 2.0, 3.0)), samples=200, notes=("中性区间：200 个",))


@pytest.fixture(name="snapshot", scope="module")
def _snapshot(sample_store):
    store = open_store(sample_store, read_only=True)
    yield store.load(list(SCHEMAS))
    store.close()


@pytest.fixture(name="found", scope="module")
def _found(snapshot):
    """The sample, and the sample with one group given to the neighbouring grid."""
    plan = GridPlan.of(snapshot)
    row = int((plan.grid_of_group == 12).nonzero()[0][0])
    edit = AssignGroup(str(snapshot["groups"]["uuid"][row]), str(snapshot["grids"]["uuid"][11]))
    after = edit.apply(plan).onto(snapshot)
    return compare(Side.of("现行", snapshot), Side.of("草案", after), "registered", date(2026, 11, 26))


RADICALS = str.maketrans("⻜⻓⻅戶⻢⻰⻩⻉⻋⻔⻛⻘⻬⻥⻦⻆⻄", "飞长见户马龙黄贝车门风青齐鱼鸟角西")
"""Qt names the glyph of a character that is a radical too by the radical; the page looks the same."""


def pages(path):
    document = QPdfDocument()
    assert document.load(str(path)) == QPdfDocument.Error.None_
    return document, [
        unicodedata.normalize("NFKC", document.getAllText(at).text()).translate(RADICALS)
        for at in range(document.pageCount())
    ]


def names_in(found):
    units = found.moves.units.take(found.moves.rows)
    return {str(name) for name in units["head_name"] if len(name) > 1}


def test_the_notices_name_every_household_by_number_and_nobody_by_name(found, qapp, tmp_path):
    path = tmp_path / "notices.pdf"
    print_notices(path, found, BANDS, STAMP)
    document, texts = pages(path)
    told = "\n".join(texts)
    numbers = [notice.number for notice in notices_of(found)]
    assert len(numbers) == 81
    for number in numbers:  # once in the handover list, once on its slip
        assert len(re.findall(rf"\b{number}\b", told)) == 2
    assert not any(name in told for name in names_in(found))
    assert all("导出人 规划员" in text for text in texts)
    assert "200" in texts[0]
    data = path.read_bytes()
    assert b"/FontFile2" in data or b"/FontFile3" in data
    assert b"/Subtype /Image" not in data
    assert not document.render(0, QSize(200, 280)).isNull()


def test_full_names_only_where_they_are_asked_for(found, qapp, tmp_path):
    path = tmp_path / "notices.pdf"
    print_notices(path, found, None, STAMP, hide=False)
    told = "".join(pages(path)[1])
    assert sum(name in told for name in names_in(found)) > 50


def test_handovers_hold_every_home_whose_worker_changes(found):
    notices = notices_of(found)
    made = handovers(notices)
    assert sum(len(one.notices) for one in made) == len(notices)
    assert {(one.came_from, one.goes_to) for one in made} == {("花坡13", "花坡12")}
    assert made[0].people("registered") == found.moves.moved["registered"]


def test_the_workbook_says_the_same(found, tmp_path):
    path = tmp_path / "notices.xlsx"
    write_notices(path, found, BANDS, STAMP)
    book = load_workbook(path, read_only=True)
    assert book.sheetnames == ["说明", "变更名单", "交接清单", "人口流向", "指标对比", "规则变化"]
    rows = list(book["变更名单"].values)
    assert len(rows) == 82
    head = rows[0].index("户主")
    assert all("*" in row[head] for row in rows[1:])
    with pytest.raises(UsageError, match="xlsx"):
        write_notices(tmp_path / "notices.doc", found, None, STAMP)


def test_a_sheet_for_each_grid_front_and_back(snapshot, qapp, tmp_path):
    side, path = Side.of("现行", snapshot), tmp_path / "sheets.pdf"
    print_sheets(path, side, STAMP, [0, 11])
    document, texts = pages(path)
    assert len(texts) == 4
    size = document.pagePointSize(0)
    assert (round(size.width() / 72 * 25.4), round(size.height() / 72 * 25.4)) == (420, 297)
    for at, row in ((0, 0), (2, 11)):
        front, back = texts[at], texts[at + 1]
        assert side.grid_title(row) in front
        assert "示意" in front
        assert "现场踏勘登记" in front
        assert f"{side.census.grids['resident'][row]:,.0f}/1,000" in front
        homes = snapshot["households"].take(side.census.grid_of_household == row)
        assert all(str(number) in back for number in homes["household_no"])
        assert not any(str(name) in back for name in homes["head_name"] if len(name) > 1)
    assert b"/Subtype /Image" not in path.read_bytes()


def test_a_folder_that_is_not_there_is_one_line(snapshot, qapp, tmp_path):
    with pytest.raises(InputError, match="无法写入"):
        print_sheets(tmp_path / "nowhere" / "sheets.pdf", Side.of("现行", snapshot), STAMP, [0])

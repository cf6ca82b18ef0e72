"""The call sheet on paper, read again as a reader of PDFs does."""

import unicodedata
from datetime import date, datetime

import numpy as np
import pytest
import shapely
from PySide6.QtPdf import QPdfDocument

from gridmap.errors import InputError
from gridmap.exchange.exports.stamp import Stamp
from gridmap.response.affected import affected
from gridmap.response.area import circle, polygon
from gridmap.response.call_sheet import call_sheet
from gridmap.response.shelters import refuges
from gridmap.screens.paper.calls import print_calls

TODAY = date(2026, 11, 23)
STAMP = Stamp("周六", datetime(2026, 11, 23, 14, 0), "应急呼叫", drill="")


@pytest.fixture(name="printed")
def _printed(qapp, tmp_path):
    """``printed(snapshot, area)`` -> the calls and the text of every page."""

    def printed(snapshot, area, hide=True):
        found = affected(snapshot, area, TODAY)
        made = refuges(snapshot, area, found)
        calls, path = call_sheet(snapshot, found, made), tmp_path / "calls.pdf"
        print_calls(path, calls, found, made, snapshot, STAMP, hide=hide)
        document = QPdfDocument()
        assert document.load(str(path)) == QPdfDocument.Error.None_
        size = document.pagePointSize(0)
        assert (round(size.width()), round(size.height())) == (595, 842)
        pages = [
            unicodedata.normalize("NFKC", document.getAllText(page).text())
            for page in range(document.pageCount())
        ]
        document.close()
        return calls, pages, path

    return printed


def town(build, homes=17, **more):
    return build(
        settings={"name": "甲镇"},
        grids={"name": ["花坡07"], "geometry": [shapely.box(0, 0, 1000, 1000)]},
        households={
            "household_no": [f"{row:07d}" for row in range(homes)], "at_home": [2] * homes,
            "head_name": ["欧阳建国"] * homes, "address": ["花坡村3组"] * homes,
            "phone": ["13812345678"] * homes, "x": [500.0] * homes, "y": [500.0] * homes,
        },
        staff={"name": ["何其芳"]},
        assignments={"staff_fid": [1], "role": ["grid_worker"], "grid_fid": [1]},
        places={"name": ["花坡小学"], "kind": ["shelter"], "capacity": [30], "x": [2000.0], "y": [500.0]},
        **more,
    )  # fmt: skip


def test_every_caller_has_a_page_and_everybody_is_on_one(build, printed):
    calls, pages, _path = printed(town(build), circle(500, 500, 100))
    assert len(pages) == 1 + 2
    for call in calls:
        number = f"{call.row:07d}"
        assert sum(number in page for page in pages) == 1
    assert all("导出人 周六" in page and "应急呼叫" in page for page in pages)
    assert "15" in pages[0]
    assert "没有安排避难场所" in pages[0]


def test_what_is_personal_is_masked_unless_it_is_asked_for(build, printed):
    _calls, pages, _path = printed(town(build), circle(500, 500, 100))
    everything = "".join(pages)
    assert "欧阳**" in everything
    assert "138****5678" in everything
    assert "建国" not in everything
    assert "13812345678" not in everything
    assert "3组" not in everything
    _calls, pages, _path = printed(town(build), circle(500, 500, 100), hide=False)
    assert "欧阳建国" in pages[1]
    assert "13812345678" in pages[1]
    assert "花坡村3组" in pages[1]
    assert "花坡小学" in pages[1]
    assert "何其芳" in pages[1]


def test_it_is_vector_with_its_chinese_fonts_in_it(build, printed):
    _calls, _pages, path = printed(town(build), circle(500, 500, 100))
    raw = path.read_bytes()
    assert b"/FontFile" in raw
    assert b"/Subtype /Image" not in raw


def test_a_home_with_five_numbers_shows_them_all(build, printed):
    phones = [f"1381234{n}000" for n in range(1, 6)]
    people = {"household_no_fid": [1] * 5, "at_home": [1] * 5, "phone": phones, "name": ["甲"] * 5}
    _calls, pages, _path = printed(town(build, 1, residents=people), circle(500, 500, 100), hide=False)
    assert all(phone in pages[1] for phone in ["13812345678", *phones])


def test_an_empty_area_is_one_page_that_says_so(build, printed):
    calls, pages, _path = printed(town(build), polygon(shapely.box(0, 0, 9, 9)))
    assert (calls, len(pages)) == ([], 1)


def test_a_blank_phone_and_a_number_of_people_that_nobody_knows_are_said(build, printed):
    snapshot = town(build, 1)
    homes = snapshot["households"]
    blank = homes.replace(phone=np.array([""], object), at_home=np.array([np.nan]))
    _calls, pages, _path = printed(snapshot.with_tables({"households": blank}), circle(500, 500, 100))
    assert "无电话" in pages[1]
    assert "—" in pages[1]


def test_a_folder_that_is_not_there_is_one_line_and_leaves_nothing(build, tmp_path, qapp):
    snapshot, area = town(build), circle(500, 500, 100)
    found = affected(snapshot, area, TODAY)
    made = refuges(snapshot, area, found)
    with pytest.raises(InputError) as refused:
        print_calls(
            tmp_path / "no" / "calls.pdf", call_sheet(snapshot, found, made), found, made, snapshot, STAMP
        )
    assert "\n" not in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_homes_where_nobody_is_are_a_line_each_behind_the_callers_pages(build, printed):
    snapshot = town(build, 40)
    at_home = np.array([2.0] * 2 + [0.0] * 38)
    homes = snapshot["households"].replace(at_home=at_home)
    calls, pages, _path = printed(snapshot.with_tables({"households": homes}), circle(500, 500, 100))
    assert len({call.listing for call in calls}) == 1 + 3
    assert len(pages) == 1 + 1 + 2  # two short lists find room on a page, the third is on the next
    assert "花坡07-1(无人在家)" in pages[2]
    assert all(sum(f"{call.row:07d}" in page for page in pages) == 1 for call in calls)

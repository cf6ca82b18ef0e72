"""Today's round on paper, read again as a reader of PDFs does, with its GPX."""

import unicodedata
from datetime import datetime

import pytest
import shapely
from defusedxml import ElementTree
from PySide6.QtPdf import QPdfDocument

from gridmap.errors import UsageError
from gridmap.exchange.exports.stamp import Stamp
from gridmap.response.owed import owed
from gridmap.response.rounds import MOST, rounds
from gridmap.screens.paper.rounds import print_rounds
from gridmap.screens.paper.save import save_rounds
from gridmap.township.census import take_census

NOW = datetime(2026, 11, 23, 14)
STAMP = Stamp("周六", NOW, "今日走访", drill="")


def town(build, homes=17):
    return build(
        settings={"name": "甲镇", "crs": "EPSG:4544"},
        grids={"name": ["花坡07"], "geometry": [shapely.box(0, 0, 1000, 1000)]},
        households={
            "household_no": [f"{row:07d}" for row in range(homes)], "at_home": [1] * homes,
            "head_name": ["欧阳建国"] * homes, "address": ["花坡村3组"] * homes,
            "phone": ["13812345678", *["无电话"] * (homes - 1)], "x": [500.0 + row for row in range(homes)],
            "y": [500.0] * homes,
        },
        residents={
            "household_no_fid": range(1, homes + 1), "at_home": [1] * homes, "cannot_self_care": [1] * homes,
        },
        staff={"name": ["何其芳"]},
        assignments={"staff_fid": [1], "role": ["grid_worker"], "grid_fid": [1]},
    )  # fmt: skip


def pages(path):
    document = QPdfDocument()
    assert document.load(str(path)) == QPdfDocument.Error.None_
    size = document.pagePointSize(0)
    assert (round(size.width()), round(size.height())) == (595, 842)
    texts = [
        unicodedata.normalize("NFKC", document.getAllText(page).text())
        for page in range(document.pageCount())
    ]
    document.close()
    return texts


def test_a_round_is_one_page_with_everybody_on_it_and_a_gpx_beside_it(build, qapp, tmp_path):
    snapshot = town(build)
    census = take_census(snapshot)
    found = owed(snapshot, census, NOW).found
    made = rounds(snapshot, census, found)
    written = save_rounds(tmp_path / "round.pdf", made, found, snapshot, census, STAMP)
    assert [path.name for path in written] == ["round.pdf", "round.gpx"]
    (page,) = pages(written[0])
    numbers = [f"{found.household[stop.contact]:07d}" for stop in made[0].stops]
    assert len(numbers) == MOST == 12
    assert all(number in page for number in numbers)
    assert "另有 5" in page
    assert "今日走访 花坡07" in page
    assert "从未走访" in page
    assert page.count("无电话") == MOST - ("0000000" in numbers)
    root = ElementTree.parse(written[1]).getroot()
    names = [element.text for element in root.iter() if element.tag.endswith("}name")]
    assert names == ["花坡07", *numbers]  # in the same order
    places = [element for element in root.iter() if element.tag.endswith("}rtept")]
    assert len(places) == MOST


def test_what_is_personal_is_masked_unless_it_is_asked_for(build, qapp, tmp_path):
    snapshot = town(build)
    census = take_census(snapshot)
    found = owed(snapshot, census, NOW).found
    made = rounds(snapshot, census, found)
    for hide in (True, False):
        print_rounds(tmp_path / "r.pdf", made, found, snapshot, census, STAMP, hide=hide)
        (page,) = pages(tmp_path / "r.pdf")
        for secret in ("建国", "13812345678", "3组", "其芳"):
            assert (secret in page) is not hide


def test_nobody_due_is_said(build, qapp, tmp_path):
    snapshot = build(settings={"name": "甲镇", "crs": "EPSG:4544"})
    census = take_census(snapshot)
    found = owed(snapshot, census, NOW).found
    save_rounds(tmp_path / "none.pdf", [], found, snapshot, census, STAMP)
    assert "今天没有到期的走访" in pages(tmp_path / "none.pdf")[0]


def test_another_format_is_refused(build, tmp_path):
    snapshot = build(settings={"name": "甲镇", "crs": "EPSG:4544"})
    census = take_census(snapshot)
    with pytest.raises(UsageError):
        save_rounds(tmp_path / "r.docx", [], owed(snapshot, census, NOW).found, snapshot, census, STAMP)
    assert list(tmp_path.iterdir()) == []

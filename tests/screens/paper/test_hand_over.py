"""The hand-over page as a printer gets it: always one side of A4, always signed."""

import unicodedata
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtPdf import QPdfDocument

from gridmap.errors import UsageError
from gridmap.exchange.exports.stamp import Stamp
from gridmap.scene.alarms import Alarm
from gridmap.scene.hand_over import HandOver, OpenCase, Raised, VillageDue
from gridmap.screens.paper.hand_over import LEAST, print_hand_over, shares
from gridmap.screens.paper.save import save_hand_over

NOW = datetime(2026, 11, 26, 19, 40)
QUIET = HandOver("甲镇", NOW - timedelta(hours=12), NOW, NOW, (), 0, 0, (), (), None, (), 0, 0)


def busy(many):
    """A shift with so many of everything."""
    return HandOver(
        "甲镇", NOW - timedelta(hours=12), NOW, NOW,
        tuple(OpenCase(f"A{at:03d}", "P2", "道路中断", "花坡村", "处理中", "何**", "办结超时 9 小时", True)
              for at in range(many)),
        3, 2,
        tuple(Alarm(f"S{at:03d}", "P3", "停水", "花坡村", "", NOW, None, until=NOW) for at in range(many)),
        tuple(Raised(NOW, "P1", "溺水", "花坡村", "未确认", "周*") for at in range(many)),
        None,
        tuple(VillageDue(f"V{at:03d}", ("1组",) * 9, 4, 2, 0) for at in range(many)), many, many,
    )  # fmt: skip


@pytest.fixture(name="printed")
def _printed(qapp, tmp_path):
    """``printed(found, drill)`` -> the text of the page; there is exactly one, A4."""

    def printed(found, drill=""):
        path = tmp_path / "shift.pdf"
        print_hand_over(path, found, Stamp("周六", NOW, "交接班", drill=drill))
        document = QPdfDocument()
        assert document.load(str(path)) == QPdfDocument.Error.None_
        assert document.pageCount() == 1
        size = document.pagePointSize(0)
        assert (round(size.width()), round(size.height())) == (595, 842)
        text = unicodedata.normalize("NFKC", document.getAllText(0).text())
        document.close()
        return text

    return printed


@pytest.mark.parametrize("many", [0, 1, 5, 400])
def test_it_is_one_side_however_much_there_is_and_can_be_signed(printed, many):
    text = printed(busy(many) if many else QUIET)
    assert all(word in text for word in ("交班", "接班", "带班", "交接事项", "导出", "周六"))
    assert ("另有" in text) == (many == 400)
    if many:
        rows = [text.count(word) for word in ("道路中断", "停水", "溺水", "9 组")]
        assert rows == [many] * 4 or (many == 400 and all(1 <= count < 30 for count in rows))
        assert "<3" in text
    else:
        assert text.count("没有") == 4


def test_a_drill_says_so_on_the_page(printed):
    assert printed(QUIET, drill="2026-11-26T09:00:00").count("演练") == 2  # head and watermark
    assert "演练" not in printed(QUIET)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=5), st.integers(10, 60))
def test_no_table_gets_more_than_it_wants_nor_all_of_them_more_than_there_is(wanted, room):
    given_ = shares(wanted, room)
    assert all(min(LEAST, many) <= got <= many for many, got in zip(wanted, given_, strict=True))
    assert sum(given_) <= max(room, LEAST * len(wanted))
    assert sum(given_) == min(sum(wanted), max(room, sum(min(LEAST, many) for many in wanted)))


def test_another_format_is_refused(build, tmp_path):
    with pytest.raises(UsageError, match=r"\.pdf"):
        save_hand_over(tmp_path / "shift.xlsx", build(), [], NOW, "周六")
    assert list(tmp_path.iterdir()) == []

import pytest

from gridmap.errors import UsageError
from gridmap.township.revision import Revision, revision_at


def revision(seq, at_utc, kind="published"):
    return Revision(seq, at_utc, "甲", kind, "", "", seq - 1, seq, (), {}, "x")


RECORD = (
    revision(1, "2026-11-01T08:00:00Z", "imported"),
    revision(2, "2026-11-10T08:00:00Z", "named"),
    revision(3, "2026-11-20T08:00:00Z"),
)


@pytest.fixture(autouse=True)
def _in_chongqing(monkeypatch):
    import time

    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("when", "seq"),
    [
        ("1", 1), ("2", 2), (" 3 ", 3),
        ("2026-11-01", 1), ("2026-11-15", 1), ("2026-11-20", 3), ("2027-01-01", 3),
        ("2026-11-20T15:59", 1), ("2026-11-20T16:00", 3), ("2026-11-20T08:00:00+00:00", 3),
    ],
)  # fmt: skip
def test_a_plan_is_found_by_its_number_a_day_or_a_moment_of_local_time(when, seq):
    assert revision_at(RECORD, when).seq == seq


@pytest.mark.parametrize("when", ["4", "0"])
def test_a_number_that_is_not_there_is_told_those_that_are(when):
    with pytest.raises(UsageError, match=f"没有第 {when} 版：现有第 1 到 3 版"):
        revision_at(RECORD, when)


@pytest.mark.parametrize("when", ["2026-10-31", "2026-11-01T15:59"])
def test_when_there_was_none_it_says_so(when):
    with pytest.raises(UsageError, match="还没有发布"):
        revision_at(RECORD, when)


@pytest.mark.parametrize("when", ["", "昨天", "2026-13-01", "-1"])
def test_what_is_no_date_is_told_how_to_write_one(when):
    with pytest.raises(UsageError, match="应写成"):
        revision_at(RECORD, when)

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridmap.exchange.dates import parse_date, parse_moment, written_times


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("1958-03-05", "1958-03-05"),
        ("1958/3/5", "1958-03-05"),
        ("1958.3.5", "1958-03-05"),
        ("1958年3月5日", "1958-03-05"),
        ("１９５８年３月", "1958-03"),
        ("1958.3", "1958-03"),
        ("1958-03", "1958-03"),
        ("1958", "1958"),
        ("1958年", "1958"),
        ("19580305", "1958-03-05"),
        ("195803", "1958-03"),
        ("21249", "1958-03-05"),
        ("1958-03-05 00:00:00", "1958-03-05"),
        ("1958-03-05T08:00:00", "1958-03-05"),
        ("", ""),
    ],
)
def test_a_date_keeps_what_is_known(text, known):
    assert parse_date(text) == known


@pytest.mark.parametrize("text", ["1958-13-01", "1958-02-30", "昨天", "58.3", "3958-01-01", "12/31/1958"])
def test_what_is_no_date_is_none(text):
    assert parse_date(text) is None


@given(st.dates(date(1920, 1, 1), date(2099, 12, 31)))
def test_every_day_survives_every_spelling(day):
    spellings = (
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        str((day - date(1899, 12, 30)) // timedelta(days=1)),
    )
    assert {parse_date(spelling) for spelling in spellings} == {day.isoformat()}


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-20 08:30", "2026-11-20T08:30:00"),
        ("2026-11-20T08:30:15", "2026-11-20T08:30:15"),
        ("2026/11/20 8:30:15", "2026-11-20T08:30:15"),
        ("2026年11月20日8时30分", "2026-11-20T08:30:00"),
        ("2026年11月20日 8点", "2026-11-20T08:00:00"),
        ("2026-11-20T00:30:00Z", "2026-11-20T08:30:00"),
        ("2026-11-20T08:30:00+08:00", "2026-11-20T08:30:00"),
        ("2026-11-20", "2026-11-20T00:00:00"),
        ("46346.5", "2026-11-20T12:00:00"),
        ("", ""),
    ],
)
def test_a_moment_is_local_civil_time(text, moment):
    assert parse_moment(text) == moment


@pytest.mark.parametrize("text", ["2026-11", "2026-11-20 25:00", "马上", "08:30"])
def test_what_is_no_moment_is_none(text):
    assert parse_moment(text) is None


@given(st.datetimes())
def test_iso_text_of_any_moment_in_range_is_read_back(moment):
    text = moment.replace(microsecond=0, tzinfo=None).isoformat()
    expected = text if 1850 <= moment.year <= 2100 else None
    assert parse_moment(text) == expected


@given(st.text(max_size=25))
def test_no_text_breaks_the_parsers(text):
    assert parse_date(text) is None or len(parse_date(text) or "") in (0, 4, 7, 10)
    assert parse_moment(text) is None or len(parse_moment(text) or "") in (0, 19)


def test_times_of_devices_are_unix_time():
    nine = 1795136400.0
    assert written_times(["2026-11-20T01:00:00Z", "2026-11-20T01:00:01.500Z"]).tolist() == [nine, nine + 1.5]
    assert written_times(["2026-11-20 09:00:00", "2026-11-20T09:00:01"]).tolist() == [nine, nine + 1]
    mixed = ["2026-11-20T09:00:00+08:00", "2026/11/20 9:00", "1795136400", "1795136400000", "", "soon", "12"]
    assert np.array_equal(written_times(mixed), [nine] * 4 + [np.nan] * 3, equal_nan=True)
    assert written_times([]).tolist() == []

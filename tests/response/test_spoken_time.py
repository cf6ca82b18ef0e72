from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridmap.response.spoken_time import number_of, spoken_time

NOW = datetime(2026, 11, 23, 16, 10, 30)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("今天下午3点路断了", "2026-11-23 15:00"),
        ("11月23日 8:30 水管漏水", "2026-11-23 08:30"),
        ("十一月二十二号晚上八点半吵架", "2026-11-22 20:30"),
        ("昨晚9点过", "2026-11-22 21:00"),
        ("昨天上午", "2026-11-22 09:00"),
        ("前天停电", "2026-11-21 12:00"),
        ("3点老人跌倒", "2026-11-23 15:00"),
        ("5点老人跌倒", "2026-11-23 05:00"),
        ("17:20 起火", "2026-11-22 17:20"),
        ("20分钟前", "2026-11-23 15:50"),
        ("一个半小时前", "2026-11-23 14:40"),
        ("两小时前", "2026-11-23 14:10"),
        ("半小时前", "2026-11-23 15:40"),
        ("刚才有人摔倒", "2026-11-23 16:10"),
        ("中午12点一刻", "2026-11-23 12:15"),
        ("凌晨12点", "2026-11-23 00:00"),
        ("2026-11-20 08:05 报告", "2026-11-20 08:05"),
        ("12月30日", "2025-12-30 12:00"),
        ("11/23 14:02", "2026-11-23 14:02"),
        ("15时20分", "2026-11-23 15:20"),
        ("水管漏水", None),
        ("这一点不对", None),
        ("25:70", None),
        ("2月30日", None),
    ],
)
def test_a_moment_as_people_say_it(text, when):
    found = spoken_time(text, NOW)
    assert (None if found is None else f"{found:%Y-%m-%d %H:%M}") == when


@pytest.mark.parametrize(
    ("word", "number"), [("十", 10), ("十二", 12), ("二十", 20), ("两", 2), ("3", 3), ("点", None)]
)
def test_numbers_in_digits_and_in_chinese(word, number):
    assert number_of(word) == number


@given(st.text(alphabet="今昨前天早晚上下午中凌晨点半刻分月日号年时:：/-. 0123456789一二十两", max_size=24))
def test_any_text_gives_a_moment_or_none(text):
    found = spoken_time(text, NOW)
    assert found is None or isinstance(found, datetime)


@given(st.datetimes(datetime(2026, 1, 1), NOW - timedelta(minutes=1)))
def test_what_is_written_out_is_read_again(moment):
    moment = moment.replace(second=0, microsecond=0)
    said = f"{moment.month}月{moment.day}日 {moment.hour}:{moment.minute:02d} 停电"
    assert spoken_time(said, NOW) == moment

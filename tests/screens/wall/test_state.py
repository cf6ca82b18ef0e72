"""How long something waits, how old the data is, which page is up."""

from datetime import datetime, timedelta

import pytest

from gridmap.screens.wall.state import data_age, elapsed, page_of

NOW = datetime(2026, 11, 23, 14, 32, 7)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "0 分"),
        (52, "52 分"),
        (60, "1 小时"),
        (180, "3 小时"),
        (47 * 60, "47 小时"),
        (50 * 60, "2 天"),
        (-5, "0 分"),
    ],
)
def test_waiting_is_said_in_one_unit(minutes, said):
    assert elapsed(NOW - timedelta(minutes=minutes), NOW) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-1, "数据 0 秒前"),
        (4.9, "数据 4 秒前"),
        (119, "数据 119 秒前"),
        (120, "数据 2 分前"),
        (9000, "数据 2 小时前"),
    ],
)
def test_the_age_of_the_data(seconds, said):
    assert data_age(seconds) == said


def test_pages_follow_each_other_and_begin_again():
    assert [page_of((1, 2, 3), 2, turn) for turn in range(3)] == [(1, 2), (3,), (1, 2)]
    assert page_of((), 2, 5) == ()

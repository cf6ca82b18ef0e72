"""Names as they are typed without Chinese."""

import pytest

from gridmap.township.search.pinyin import readings_of, sounds


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("王小明", ("wangxiaoming", "wxm")),
        ("曾单", ("zengdan", "zd")),
        ("单曾", ("shanceng", "sc")),
        ("任解", ("renjie", "rj")),
        ("3组", ("3zu", "3z")),
        ("Tom", ()),
        ("", ()),
    ],
)
def test_in_full_and_by_initials_with_the_readings_of_surnames(name, typed):
    assert sounds(name, readings_of(set(name))) == typed


def test_a_character_without_a_reading_reads_as_it_is_written():
    assert sounds("王·", {"王": "wang"}) == ("wang·", "w·")

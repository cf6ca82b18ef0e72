import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridmap.exchange.plain import group_name, half_width, han_number, is_blank, split_group

_HAN = "零一二三四五六七八九"


def _written(number: int) -> str:
    tens, ones = divmod(number, 10)
    if not tens:
        return _HAN[ones]
    return ("" if tens == 1 else _HAN[tens]) + "十" + (_HAN[ones] if ones else "")


@pytest.mark.parametrize(
    "text",
    [
        "1组",
        "一组",
        "第一组",
        "1社",
        "一社",
        "第1村民小组",
        "１组",
        " 1 组 ",
        "01组",
        "1",
        "飞凤村一组",
        "飞凤社区1社",
    ],
)
def test_every_way_to_write_the_first_group_is_one_name(text):
    assert group_name(text) == "1组"


@pytest.mark.parametrize("text", ["瓦厂湾组", "500152123001", "", "河边院子"])
def test_a_group_without_a_number_keeps_its_name(text):
    assert group_name(text) == text


@given(st.integers(1, 99), st.sampled_from(["组", "社", "小组", "村民小组"]), st.sampled_from(["", "第"]))
def test_chinese_and_arabic_numbers_name_the_same_group(number, word, ordinal):
    assert group_name(f"{ordinal}{_written(number)}{word}") == f"{number}组" == group_name(f"{number}{word}")


@given(st.text(max_size=20))
def test_a_normal_name_is_normal_already(text):
    assert group_name(group_name(text)) == group_name(text)


@given(st.integers(1, 99))
def test_han_number_reads_what_was_written(number):
    assert han_number(_written(number)) == number


def test_a_village_before_the_group_is_parted_off():
    assert split_group("高岩村12组") == ("高岩村", "12组")
    assert split_group("12组") == ("", "12组")


def test_full_width_characters_become_half_width():
    assert half_width("１３８（ａ）") == "138(a)"


def test_words_for_nothing_are_blank():
    assert all(is_blank(text) for text in ("", " ", "无", "无电话", "-", "不详"))
    assert not is_blank("0")

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridmap.township.mask import (
    COMPOUND_SURNAMES,
    mask_address,
    mask_id,
    mask_name,
    mask_phone,
    masked,
    plain,
    small_count,
)
from gridmap.township.schemas import SCHEMAS

HOUSEHOLDS, RESIDENTS = SCHEMAS["households"], SCHEMAS["residents"]
NAMES = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=6)
DIGITS = st.text("0123456789", min_size=1, max_size=25)


@pytest.mark.parametrize(("name", "shown"), [
    ("张三", "张*"), ("张三丰", "张**"), ("欧阳娜娜", "欧阳**"), ("欧阳修", "欧阳*"), ("欧阳", "欧*"),
    ("张", "*"), ("", ""), ("张三、李四", "张*、李*"), (" 王五 ", "王*"), ("买买提·吐尔逊", "买******"),
])  # fmt: skip
def test_a_name_is_its_surname(name, shown):
    assert mask_name(name) == shown


@pytest.mark.parametrize(("number", "shown"), [
    ("500223195803021234", "500***********1234"), ("50022319580302123X", "500***********123X"),
    ("500223580302123", "500********2123"), ("12345", "*****"), ("", ""),
])  # fmt: skip
def test_an_id_number_is_its_first_three_and_last_four(number, shown):
    assert mask_id(number) == shown


@pytest.mark.parametrize(("phone", "shown"), [
    ("13812341234", "138****1234"), ("+86 138 1234 1234", "*** *** **** ****"),
    ("8613812341234", "138****1234"), ("138-1234-1234", "138****1234"),
    ("02344561234", "*********34"), ("无电话", "无电话"), ("找村长", "***"),
    ("13812341234、13900005678", "138****1234、139****5678"), ("", ""),
])  # fmt: skip
def test_a_phone_is_its_first_three_and_last_four(phone, shown):
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(("address", "shown"), [
    ("重庆市潼南区别口镇高岩村3组12号", "重庆市潼南区别口镇高岩村***"), ("飞凤社区一组", "飞凤社区***"),
    ("别口镇正街12号", "别口镇***"), ("3组12号", "***"), ("12号院高岩村", "***"),
    ("新村路8号", "***"), ("", ""), ("花院村三社", "花院村***"), ("李家村", "李家村***"),
])  # fmt: skip
def test_an_address_stops_at_the_village(address, shown):
    assert mask_address(address) == shown


@given(NAMES)
def test_no_name_shows_more_than_its_surname(name):
    shown = mask_name(name)
    kept = shown.rstrip("*")
    assert len(shown) == len(name)
    assert name.startswith(kept)
    assert len(kept) <= (2 if kept in COMPOUND_SURNAMES else 1)
    assert kept != name


@given(DIGITS)
def test_no_number_shows_more_than_seven_digits_nor_itself(number):
    for shown in (mask_id(number), mask_phone(number)):
        assert sum(mark.isdigit() for mark in shown) <= 7
        assert number not in shown
    birth = number[6:14]
    assert len(birth) < 8 or birth not in mask_id(number)


@given(st.text(min_size=0, max_size=12), st.text("0123456789组社栋号室张李", min_size=1, max_size=12))
def test_no_address_shows_a_house(before, house):
    shown = mask_address(f"{before}高岩村{house}")
    assert shown.endswith("***")
    assert not any(mark.isdigit() and mark.isascii() for mark in shown)


@given(st.text(min_size=1, max_size=30))
def test_health_and_free_text_show_nothing(text):
    assert masked(RESIDENTS.field("health"), text) == "***"
    assert masked(HOUSEHOLDS.field("note"), text) == "***"


@pytest.mark.parametrize(("table", "column", "value", "shown"), [
    ("households", "head_name", "欧阳娜娜", "欧阳**"), ("households", "phone", "13812341234", "138****1234"),
    ("households", "resident", 4.0, "4"), ("households", "resident", np.nan, ""),
    ("households", "household_no", "H0001", "H0001"), ("residents", "disabled", np.int8(1), "***"),
    ("residents", "disabled", np.int8(-1), ""), ("residents", "birth_date", "1958-03-02", "***"),
])  # fmt: skip
def test_a_column_is_masked_as_its_schema_declares(table, column, value, shown):
    assert masked(SCHEMAS[table].field(column), value) == shown


@pytest.mark.parametrize(("count", "shown"), [(0, "0"), (1, "<3"), (2, "<3"), (3, "3"), (1234, "1,234"),
                                              (float("nan"), "—"), (None, "—")])  # fmt: skip
def test_a_small_count_points_at_nobody(count, shown):
    assert small_count(count) == shown


def test_plain_text_of_a_value():
    assert [plain(value) for value in (None, 3.0, 3.5, np.nan, "张三", np.int64(7))] == [
        "", "3", "3.5", "", "张三", "7",
    ]  # fmt: skip

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridmap.exchange import identity

_STANDARD = ("11010519491231002X", "440524188001010014")  # the two of GB 11643-1999 itself


@st.composite
def _numbers(draw):
    day = draw(st.dates(min_value=date(1900, 1, 1)))
    first = f"99{draw(st.integers(0, 9999)):04}{day:%Y%m%d}{draw(st.integers(0, 999)):03}"
    return first + identity.check_digit(first)


@pytest.mark.parametrize("number", _STANDARD)
def test_the_numbers_of_the_standard_are_sound(number):
    assert identity.is_id_number(number)


@given(_numbers())
def test_a_sound_number_says_birth_date_and_sex(number):
    assert identity.is_id_number(number)
    born, sex = identity.birth_date_and_sex(number)
    assert born.replace("-", "") == number[6:14]
    assert sex == ("男" if int(number[16]) % 2 else "女")


@given(_numbers(), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_caught(number, at, step):
    wrong = number[:at] + str((int(number[at]) + step) % 10) + number[at + 1 :]
    assert not identity.is_id_number(wrong)


@given(_numbers(), st.integers(0, 15))
def test_two_swapped_neighbours_are_always_caught(number, at):
    swapped = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    assert swapped == number or not identity.is_id_number(swapped)


def test_numbers_are_kept_as_written_where_they_cannot_be_checked():
    assert identity.parse_id("1101051949 1231002x") == ("11010519491231002X", True)
    assert identity.parse_id("110***********002X") == ("110***********002X", True)
    assert identity.parse_id("110105491231002") == ("110105491231002", True)
    assert identity.parse_id("110105194912310021") == ("110105194912310021", False)
    assert identity.parse_id("无") == ("", True)


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("13800001234", ("13800001234", True)),
        ("+86 138 0000 1234", ("13800001234", True)),
        ("１３８００００１２３４", ("13800001234", True)),
        ("138-0000-1234", ("13800001234", True)),
        ("023-44551234", ("023-44551234", True)),
        ("138****1234", ("138****1234", True)),
        ("无电话", ("", True)),
        ("13800001234、13900001234", ("13800001234、13900001234", True)),
        ("1380000", ("1380000", True)),
        ("12345", ("12345", False)),
        ("找村长", ("找村长", False)),
    ],
)
def test_phones_are_plain_or_kept_as_written(text, phone):
    assert identity.parse_phone(text) == phone


def test_numbers_that_a_spreadsheet_shortened_are_seen():
    assert identity.has_lost_digits("5.00152E+17")
    assert not identity.has_lost_digits("500152")


_DAY = st.integers(0, 99_999_999).map("{:08}".format) | st.dates().map("{:%Y%m%d}".format)


@given(st.lists(st.text(max_size=20) | st.tuples(_DAY, st.integers(0, 999)), max_size=8))
def test_many_numbers_at_once_are_read_as_one_by_one(written):
    numbers = []
    for text in written:
        if isinstance(text, tuple):
            first = f"990101{text[0].zfill(8)}{text[1]:03}"
            numbers += [first + identity.check_digit(first), first + "x"]
        else:
            numbers.append(text.replace("\0", ""))
    assert identity.are_sound(numbers).tolist() == [identity.is_id_number(number) for number in numbers]
    born, sexes = identity.birth_dates_and_sexes(numbers)
    said = [identity.birth_date_and_sex(number) for number in numbers]
    assert list(zip(born.tolist(), sexes.tolist(), strict=True)) == said

"""A phone is found by its last digits, as many as one remembers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridmap.township.search.phones import LONGEST, numbers_in, tail_range, tails

DIGITS = st.text("0123456789", min_size=4, max_size=LONGEST)


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("13812345678", ["13812345678"]),
        ("138 1234-5678", ["13812345678"]),
        ("13812345678、023-87654321", ["13812345678", "02387654321"]),
        ("13812345678（女儿）", ["13812345678"]),
        ("无电话", []),
        ("110", []),
        ("", []),
    ],
)
def test_the_numbers_in_what_a_ledger_says(said, numbers):
    assert numbers_in(said) == numbers


@given(DIGITS, DIGITS)
def test_a_tail_is_a_range(number, wanted):
    low, high = tail_range(wanted)
    assert (low <= tails([number])[0] < high) == number.endswith(wanted)


def test_of_a_very_long_number_the_end_is_kept():
    assert tails(["1234" + "5" * LONGEST]) == tails(["5" * LONGEST])

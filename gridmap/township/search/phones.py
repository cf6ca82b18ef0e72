"""Phone numbers by their tails: as numbers that are read from the end, so that a tail is a range of them."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

SHORTEST = 4
"""Digits of the shortest tail that is looked for, and of the shortest number that has one."""
LONGEST = 18
"""As many digits from the end are kept: what fits into 64 bits."""

_BETWEEN = re.compile(r"[、，,;；/]")
_NUMBER = re.compile(rf"[0-9]{{{SHORTEST},}}")
_WORTH = 11 ** np.arange(LONGEST - 1, -1, -1, dtype=np.int64)


def numbers_in(phone: str) -> list[str]:
    """The numbers in what a ledger says of a phone, which may be several or words; digits alone."""
    if phone.isascii() and phone.isdigit():
        return [phone] if len(phone) >= SHORTEST else []
    parts = (_NUMBER.findall(re.sub(r"[\s-]", "", part)) for part in _BETWEEN.split(phone))
    return [found[-1] for found in parts if found]


def tails(numbers: Sequence[str]) -> NDArray[np.int64]:
    """Numbers of digits read from the end, each digit a digit of base 11 so that 0 means no more."""
    backwards = np.array([number[: -LONGEST - 1 : -1] for number in numbers], f"S{LONGEST}")
    digits = backwards.view(np.uint8).reshape(-1, LONGEST).astype(np.int64)
    return np.asarray(np.where(digits, digits - (ord("0") - 1), 0) @ _WORTH)


def tail_range(tail: str) -> tuple[np.int64, np.int64]:
    """Where ``tails`` that end in ``tail`` (at most ``LONGEST`` digits) begin, and where they are over."""
    first = tails([tail])[0]
    return first, first + _WORTH[len(tail) - 1]

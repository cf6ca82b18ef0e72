"""ID numbers (GB 11643-1999) and phone numbers: checked, and kept as they were written."""

import re
from collections.abc import Sequence
from datetime import date
from operator import mul

import numpy as np
from numpy.typing import NDArray

from gridmap.exchange.plain import half_width, is_blank

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_MOBILE = re.compile(r"1[2-9]\d{9}$")  # 12… is given to nobody: samples and tests use it
_LANDLINE = re.compile(r"(0\d{2,3}-?)?\d{7,8}(-\d{1,6})?$")
_PLAIN_MOBILE = re.compile(r"1[2-9][0-9]{9}").fullmatch
_BIRTH = ([6, 7, 8, 9], [10, 11], [12, 13])
_DAYS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_ID_NUMBER = re.compile(r"[0-9]{17}[0-9X]")
_SPACES_AND_MARKS = re.compile(r"[\s'`-]")
_ZEROS = ord("0") * sum(_WEIGHTS)
_EXPONENT = re.compile(r"\d(\.\d+)?E\+?\d{2}$", re.IGNORECASE)


def check_digit(first_17: str) -> str:
    """The 18th character of an ID number whose first seventeen are ``first_17``."""
    return _CHECKS[(sum(map(mul, _WEIGHTS, first_17.encode("ascii"))) - _ZEROS) % 11]


def is_id_number(text: str) -> bool:
    """Whether 18 characters are a sound ID number: digits, a real birth date, the check digit."""
    if not _ID_NUMBER.fullmatch(text) or check_digit(text[:17]) != text[17]:
        return False
    return _is_day(text[6:14])


def birth_date_and_sex(id_number: str) -> tuple[str, str]:
    """The birth date ``YYYY-MM-DD`` in a sound ID number and 男 or 女 by its 17th digit, else twice ''."""
    if not is_id_number(id_number):
        return "", ""
    born = f"{id_number[6:10]}-{id_number[10:12]}-{id_number[12:14]}"
    return born, "男" if int(id_number[16]) % 2 else "女"


def are_sound(texts: Sequence[str]) -> NDArray[np.bool_]:
    """``is_id_number`` of many texts at once."""
    return _sound(_characters(texts))


def birth_dates_and_sexes(texts: Sequence[str]) -> tuple[NDArray[np.str_], NDArray[np.str_]]:
    """``birth_date_and_sex`` of many texts at once."""
    marks = _characters(texts)
    sound = _sound(marks)
    born = np.full((len(marks), 10), ord("-"), np.uint32)
    born[:, [0, 1, 2, 3, 5, 6, 8, 9]] = marks[:, 6:14]
    born[~sound] = 0
    sexes = np.where(marks[:, 16] % 2, "男", "女")
    sexes[~sound] = ""
    return born.view("U10").ravel(), sexes


def _characters(texts: Sequence[str]) -> NDArray[np.uint32]:
    """The numbers of the first nineteen characters of each text, 0 where it is shorter."""
    marks: NDArray[np.uint32] = np.array(texts, "U19").view(np.uint32).reshape(len(texts), 19)
    return marks


def _sound(marks: NDArray[np.uint32]) -> NDArray[np.bool_]:
    digits = marks[:, :17].astype(np.int64) - ord("0")
    numbers = ((digits >= 0) & (digits <= 9)).all(axis=1) & (marks[:, 18] == 0)
    digits[~numbers] = 0
    checks = np.array([ord(check) for check in _CHECKS], np.uint32)[digits @ np.array(_WEIGHTS) % 11]
    year, month, day = (digits[:, at] @ 10 ** np.arange(len(at))[::-1] for at in _BIRTH)
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    longest = np.array(_DAYS)[np.where(month <= 12, month, 0)] + (leap & (month == 2))
    found: NDArray[np.bool_] = numbers & (checks == marks[:, 17])
    found &= (year >= 1) & (day >= 1) & (day <= longest)
    return found


def is_mobile(text: str) -> bool:
    """Whether a text is the plain number of a mobile phone, as most are."""
    return bool(_PLAIN_MOBILE(text))


def parse_id(text: str) -> tuple[str, bool]:
    """An ID number in plain characters and whether it is sound; masked and 15-digit ones pass as written."""
    plain = _SPACES_AND_MARKS.sub("", half_width(text)).upper()
    if is_blank(plain):
        return "", True
    if "*" in plain:
        return plain, True
    if len(plain) == 15 and plain.isdecimal():
        return plain, _is_day("19" + plain[6:12])
    return plain, is_id_number(plain)


def has_lost_digits(text: str) -> bool:
    """Whether a spreadsheet already turned a long number into ``5.00152E+17``."""
    plain = half_width(text)
    return "E" in plain.upper() and bool(_EXPONENT.match(plain.strip()))


def parse_phone(text: str) -> tuple[str, bool]:
    """A phone number without blanks and country code, and whether it is sound.

    Masked numbers, and cells with several, are kept as written; 无电话 is ''.
    """
    plain = half_width(text).strip()
    if is_blank(plain):
        return "", True
    if "*" in plain:
        return plain, True
    if _MOBILE.match(plain):
        return plain, True
    parts = [_phone(part) for part in re.split(r"[,;/、]", plain) if part.strip()]
    sound = bool(parts) and all(_MOBILE.match(part) or _LANDLINE.match(part) for part in parts)
    return (parts[0] if len(parts) == 1 else plain) if sound else plain, sound


def _phone(text: str) -> str:
    digits = re.sub(r"[\s()]", "", text).removesuffix(".0")
    digits = re.sub(r"^(\+86|0086|86(?=1\d{10}$))-?", "", digits)
    return digits.replace("-", "") if re.fullmatch(r"1[\d-]{10,}", digits) else digits


def _is_day(text: str) -> bool:
    try:
        date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return False
    return True

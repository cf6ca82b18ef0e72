"""A foreign cell of any type as clean text."""

import json
import math
import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TypeGuard

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\ufeff\ud800-\udfff]")
EXACT_DIGITS = 15
"""Digits a spreadsheet number keeps. A longer one (an ID number) has already lost its end."""


def as_text(value: object) -> str:
    """A cell of any type as clean text: no control or bidirectional characters, no lone surrogates.

    Whole floats lose their ``.0``; dates are ISO; None and NaN are ''.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        text = value if value.isprintable() else _CONTROL.sub("", value)
        return text.strip()
    return _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return _decimal(value)
    if isinstance(value, datetime) and value.time() == time(0):
        value = value.date()
    if isinstance(value, date | time):
        return value.isoformat()[: len("2024-01-01T00:00:00")]
    return as_text(json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value))


def _decimal(value: float) -> str:
    if math.isnan(value):
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < 1e18 else repr(value)


def is_long_number(value: object) -> bool:
    """Whether a cell is a number with 15 digits or more: such an ID may have lost its last digits."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) and abs(value) >= 10 ** (EXACT_DIGITS - 1)


def are_texts(cells: Sequence[object]) -> TypeGuard[Sequence[str]]:
    """Whether every cell is a text."""
    return set(map(type, cells)) <= {str}


def as_texts(cells: Sequence[object]) -> list[str]:
    """``as_text`` of every cell. Texts that are clean all together are clean each."""
    if are_texts(cells):
        together = "".join(cells)
        if together.isprintable() and " " not in together:
            return list(cells)
    return [as_text(cell) for cell in cells]

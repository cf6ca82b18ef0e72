"""Dates and moments as ledgers write them, as ISO text. Text, never timestamps: no zone can shift them."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone

import numpy as np
from numpy.typing import NDArray

from gridmap.exchange.plain import half_width

_FIRST_YEAR, _LAST_YEAR = 1850, 2100
_EPOCH = date(1899, 12, 30)  # of spreadsheet serials
_SERIALS = range(7_000, 80_000)  # 1919 to 2119; smaller numbers are years or nonsense
_CHINA = timezone(timedelta(hours=8))
_CHINA_S = 8 * 3600
_UNIX = datetime(1970, 1, 1)
_UNIX_NUMBERS = (6e8, 5e9)  # 1989 to 2128
_PARTS = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?$")
_RUN = re.compile(r"(\d{4})(\d{2})(\d{2})?$")
_CLOCK = re.compile(r"(\d{1,2})[:时点](?:(\d{1,2})(?:[:分](\d{1,2})(?:\.\d+)?秒?|分)?)?$")


def parse_date(text: str) -> str | None:
    """``YYYY-MM-DD``, or only as much as is known: ``1958.3`` is ``1958-03``, ``1958`` is ``1958``.

    Takes ``1958年3月``, ``1958/3/5``, ``19580305``, spreadsheet serials and moments (the clock is
    dropped). '' for blanks, None when it is no date.
    """
    plain = half_width(text).strip()
    if not plain:
        return ""
    serial = _serial(plain)
    if serial is not None:
        return (_EPOCH + timedelta(days=int(serial))).isoformat()
    day = re.split(r"[T ](?=\d{1,2}[:时点])", plain, maxsplit=1)[0].replace(" ", "")
    found = _PARTS.match(day) or _RUN.match(day)
    return _date(found.groups()) if found else None


def _date(parts: tuple[str | None, ...]) -> str | None:
    year, month, day = (int(part or 0) for part in parts)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    known = [f"{year:04}"] + [f"{part:02}" for part in (month, day) if part]
    return "-".join(known)


def _serial(text: str) -> float | None:
    try:
        number = float(text) if re.fullmatch(r"\d{4,5}(\.\d+)?", text) else 0.0
    except ValueError:
        return None
    return number if int(number) in _SERIALS else None


def parse_moment(text: str) -> str | None:
    """``YYYY-MM-DDTHH:MM:SS`` in local civil time; a date alone is its midnight.

    A moment with a zone is put to China time, a serial's fraction is its clock. '' for blanks,
    None when it is no moment or the day is not known.
    """
    plain = half_width(text).strip()
    if not plain:
        return ""
    serial = _serial(plain)
    if serial is not None:
        start = datetime(_EPOCH.year, _EPOCH.month, _EPOCH.day)
        return (start + timedelta(seconds=round(serial * 86_400))).isoformat()
    if re.search(r"\d(Z|[+-]\d{2}:?\d{2})$", plain) and ":" in plain:
        return _zoned(plain)
    day, _space, clock = _split(plain)
    iso, hours = parse_date(day), _clock(clock)
    return f"{iso}T{hours}" if iso and len(iso) == len("YYYY-MM-DD") and hours else None


def written_times(texts: Sequence[str]) -> NDArray[np.float64]:
    """Unix time of moments as devices write them, NaN where one says none: with a zone, in civil time
    without one, or as Unix time in seconds or thousandths. Very many at once."""
    try:
        return _all_alike(texts)
    except ValueError:
        return np.array([_written_time(text) for text in texts], float)


def _all_alike(texts: Sequence[str]) -> NDArray[np.float64]:
    """All in one form, as a device writes them, or blank. Raises ValueError when they are not."""
    written = [text for text in texts if text]
    ends = {"Z" if text.endswith("Z") else text[19:] for text in written}
    if ends - {"Z"} and ends - {""}:
        raise ValueError
    ahead = _CHINA_S if ends == {""} else 0
    plain = np.array([text.rstrip("Z") for text in written]).astype("datetime64[ms]")
    found = np.full(len(texts), np.nan)
    found[[bool(text) for text in texts]] = plain.astype(np.int64) / 1000.0 - ahead
    return found


def _written_time(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        moment = parse_moment(text)
        return (datetime.fromisoformat(moment) - _UNIX).total_seconds() - _CHINA_S if moment else np.nan
    number /= 1000.0 if number > _UNIX_NUMBERS[1] else 1.0
    return number if _UNIX_NUMBERS[0] <= number <= _UNIX_NUMBERS[1] else np.nan


def _split(text: str) -> tuple[str, str, str]:
    found = re.match(r"(.+?(?:日|\d))[T ]*(\d{1,2}[:时点].*)$", text)
    return (found[1], " ", found[2]) if found else (text, "", "")


def _clock(text: str) -> str | None:
    if not text:
        return "00:00:00"
    found = _CLOCK.match(text.replace(" ", ""))
    hour, minute, second = (int(part or 0) for part in found.groups()) if found else (99, 0, 0)
    return f"{hour:02}:{minute:02}:{second:02}" if hour < 24 and minute < 60 and second < 60 else None


def _zoned(text: str) -> str | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(_CHINA).replace(tzinfo=None).isoformat(timespec="seconds")

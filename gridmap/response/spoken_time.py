"""When something happened, as people say it: 今天下午3点, 昨晚八点半, 11月23日 8:30, 20分钟前."""

import re
from datetime import date, datetime, timedelta

_DIGITS = {word: number for number, word in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_NUMBER = r"(?:\d{1,2}|[零〇一二两三四五六七八九十]{1,3})"
_DAYS = {"今天": 0, "今日": 0, "今早": 0, "今晚": 0, "昨天": 1, "昨日": 1, "昨晚": 1, "昨夜": 1, "前天": 2,
         "前晚": 2}  # fmt: skip
_PARTS = {"凌晨": 3, "清早": 7, "早晨": 7, "早上": 7, "上午": 9, "中午": 12, "下午": 15, "傍晚": 18,
          "晚上": 20, "夜里": 22, "半夜": 23, "晚": 20, "早": 7}  # fmt: skip
_EVENING = frozenset({"下午", "傍晚", "晚上", "夜里", "半夜", "晚"})
NOON, HALF_DAY = 12, 12

_FULL = re.compile(r"(?<!\d)(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?(?!\d)")
_MONTH_DAY = re.compile(rf"(?<!\d)({_NUMBER})月({_NUMBER})[日号]?(?![\d])")
_SLASH = re.compile(r"(?<![\d.])(\d{1,2})[/-](\d{1,2})(?=\s+\d{1,2}[:：])")
_SPOKEN = re.compile("|".join(_DAYS))
_PART = re.compile("|".join(sorted(_PARTS, key=len, reverse=True)[:-2]))
_CLOCK = re.compile(r"(?<![\d.])(\d{1,2})[:：](\d{2})(?:[:：]\d{2})?(?!\d)")
_HOUR = re.compile(
    rf"(?<![\d.这那有快慢差])({_NUMBER})[点时](?!间|候|钟内)(?:钟)?(半|一刻|三刻|(?:{_NUMBER})分?)?(?!\d)"
)
_AGO = re.compile(
    r"(\d{1,3}|半|[一二两三四五六七八九十]{1,3})\s*(?:个)?(半)?(分钟|小时|钟头)(半)?(?:之|以)?前"
)
_JUST_NOW = ("刚才", "刚刚", "现在", "正在")


def spoken_time(text: str, now: datetime) -> datetime | None:
    """The moment that a text speaks of, to the minute; None when it names none.

    What is ambiguous is taken as the last one before ``now``: 3点 said at 16:00 is 15:00, and a day
    without a year is this year's or the last. An hour without a day that has not come yet was yesterday's.
    """
    if found := _AGO.search(text):
        return _ago(found, now)
    day = _day(text, now)
    part = _part(text)
    clock = _clock(text, part)
    if day is None and clock is None:
        return _minute(now) if any(word in text for word in _JUST_NOW) else None
    if clock is None:
        return _without_clock(day or now.date(), part, now)
    hour, minute, vague = clock
    if (
        vague
        and day in (None, now.date())
        and hour < NOON
        and _at(now.date(), hour + HALF_DAY, minute) <= now
    ):
        hour += HALF_DAY
    at = _at(day or now.date(), hour, minute)
    return at - timedelta(days=1) if day is None and at > now else at


def number_of(word: str) -> int | None:
    """A number in digits or in Chinese, up to 99; None when it is none."""
    if word.isdecimal():
        return int(word)
    tens, ten, ones = word.partition("十")
    if not ten:
        return _DIGITS.get(word)
    first, last = _DIGITS.get(tens, None if tens else 1), _DIGITS.get(ones, None if ones else 0)
    return None if first is None or last is None else first * 10 + last


def _ago(found: re.Match[str], now: datetime) -> datetime:
    count, before, unit, after = found.groups()
    amount = 0.5 if count == "半" else float(number_of(count) or 0)
    amount += 0.5 if before or after else 0.0
    return _minute(now - (timedelta(minutes=amount) if unit == "分钟" else timedelta(hours=amount)))


def _day(text: str, now: datetime) -> date | None:
    if found := _FULL.search(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    found = _MONTH_DAY.search(text) or _SLASH.search(text)
    if found:
        month, day = number_of(found[1]) or 0, number_of(found[2]) or 0
        this = _date(now.year, month, day)
        return _date(now.year - 1, month, day) if this and this > now.date() + timedelta(days=1) else this
    if found := _SPOKEN.search(text):
        return now.date() - timedelta(days=_DAYS[found[0]])
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _part(text: str) -> str:
    """The part of the day; 昨晚 and 今早 say it with the day."""
    spoken = _SPOKEN.search(text)
    if found := _PART.search(text):
        return found[0]
    return spoken[0][-1].replace("夜", "晚") if spoken and spoken[0][-1] in "晚早夜" else ""


def _clock(text: str, part: str) -> tuple[int, int, bool] | None:
    """Hour, minute, and whether it could as well be twelve hours later."""
    found = _CLOCK.search(text)
    if found:
        hour, minute, written = int(found[1]), int(found[2]), True
    else:
        found = _HOUR.search(text)
        if not found:
            return None
        hour = -1 if (said := number_of(found[1])) is None else said
        minute, written = _minutes(found[2]), False
    if not (0 <= hour <= 24 and 0 <= minute < 60):
        return None
    if part in _EVENING and hour <= NOON:
        hour += HALF_DAY if hour < NOON or part != "下午" else 0
    elif part == "中午" and hour <= 2:
        hour += HALF_DAY
    elif part == "凌晨" and hour == NOON:
        hour = 0
    return hour, minute, not written and not part and 0 < hour < NOON


def _minutes(said: str | None) -> int:
    fixed = {None: 0, "半": 30, "一刻": 15, "三刻": 45}
    if said in fixed:
        return fixed[said]
    number = number_of(str(said).removesuffix("分"))
    return 99 if number is None else number


def _without_clock(day: date, part: str, now: datetime) -> datetime:
    """The usual hour of a part of the day, noon without one; never later than now."""
    return min(_at(day, _PARTS.get(part, NOON), 0), _minute(now))


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day) + timedelta(hours=hour, minutes=minute)


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)

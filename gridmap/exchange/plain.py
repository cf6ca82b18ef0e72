"""Plain forms of written text: half-width characters, numbers in Chinese, blank words."""

import re

_BLANK = frozenset(
    (
        "无",
        "没有",
        "暂无",
        "不详",
        "未知",
        "空",
        "无电话",
        "无号码",
        "没电话",
        "null",
        "none",
        "nan",
        "n/a",
        "-",
        "--",
        "—",
        "——",
        "/",
        "\\",
    )
)
_DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_HALF: dict[int, str | int] = {0x3000: " ", **{wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}}
_HAN = r"[零〇一二两三四五六七八九十百]"
_GROUP = re.compile(rf"第?(\d{{1,3}}|{_HAN}+)(?:村民小组|居民小组|村民组|小组|社|组|队)$")


def half_width(text: str) -> str:
    """Full-width letters, digits and marks in their half-width form."""
    return text if text.isascii() else text.translate(_HALF)


def is_blank(text: str) -> bool:
    """Whether a text only says that nothing is known: 无, 不详, -."""
    return text.strip().casefold() in _BLANK or not text.strip()


def han_number(text: str) -> int:
    """A whole number below 1,000 in Chinese or Arabic digits: 十二 is 12. Raises ValueError."""
    if text.isdecimal():
        return int(text)
    total = current = 0
    for mark in text:
        if mark in "十百":
            total += (current or 1) * (10 if mark == "十" else 100)
            current = 0
        elif mark in _DIGITS:
            current = _DIGITS[mark]
        else:
            raise ValueError(f"no number: {len(text)} characters")
    return total + current


def group_name(text: str) -> str:
    """The normal name of a villager group: 一组, 第一组, 1社 and 第01村民小组 are ``1组``.

    Leading village names go (``甲村3组`` is ``3组``); a name without a number stays as written.
    """
    plain = re.sub(r"\s+", "", half_width(text))
    _village, own = split_group(plain)
    found = _GROUP.match(own)
    if found:
        return f"{han_number(found[1])}组"
    return f"{int(own)}组" if re.fullmatch(r"\d{1,3}", own) else own


def split_group(text: str) -> tuple[str, str]:
    """Village and group of ``甲村3组``; the village is '' when none is written."""
    found = re.match(
        rf"(.+?(?:村|社区))((?:第?(?:\d{{1,3}}|{_HAN}+))(?:村民小组|居民小组|村民组|小组|社|组|队))$", text
    )
    return (found[1], found[2]) if found else ("", text)

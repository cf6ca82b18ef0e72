"""One written cell to one value of its field. Pure; what cannot be read says why.

A value that is doubtful is kept and said; one that cannot be read is left empty and said; only a
missing required value and an ID number that came as a number reject the row.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from gridmap.exchange import identity
from gridmap.exchange.dates import parse_date, parse_moment
from gridmap.exchange.headings import normal
from gridmap.exchange.plain import group_name, half_width, is_blank
from gridmap.exchange.words import CHOICES, WORDS
from gridmap.i18n import _
from gridmap.township.bulk import parts
from gridmap.township.schema import Field

Value = str | float | int
_YES = frozenset(
    [
        "是",
        "1",
        "1.0",
        "true",
        "yes",
        "y",
        "t",
        "√",
        "✓",
        "✔",
        "☑",
        "v",
        "有",
        "对",
        "在",
        "在家",
        "常住",
        "户籍",
    ]
)
_NO = frozenset(
    [
        "0",
        "0.0",
        "false",
        "no",
        "n",
        "f",
        "×",
        "✗",
        "x",
        "否",
        "不是",
        "不",
        "无",
        "没有",
        "非",
        "未",
        "正常",
        "健康",
        "良好",
        "-",
    ]
)
_MOST = 100_000_000
"""No count of a township comes near: such a number is a slip of the pen or somebody's phone."""
_CODES = ("code", "no")
_UNUSUAL = re.compile(r"[\s*eE\uff01-\uff5e]")
"""What is in every text that is no value yet: it is masked, an exponent, full-width, or has a space in it."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A value, why it is doubtful ('' when it is not), and whether its row must be refused."""

    value: Value
    reason: str = ""
    refused: bool = False


def parse(field: Field, text: str, heading: str = "", kind: str = "") -> Parsed:
    """The value of ``text`` in ``field``.

    ``heading`` is the column's own, where its words matter; ``kind`` the table, because the name of
    a villager group has a normal form.
    """
    text = text.strip()
    if field.mask and text and not text.strip("*"):
        text = ""  # wholly masked
    if field.refers_to == "staff" and "*" in text:
        text = ""  # 罗** is nobody to hold a post
    if identity.has_lost_digits(text) and (field.kind == "reference" or field.mask in ("id_number", "phone")):
        return Parsed("", _("号码变成了科学计数，末尾数字已丢失，请按文本重新导出"), refused=True)
    if (kind, field.name) in WORDS:
        return Parsed(_word(WORDS[kind, field.name], text))
    if kind == "groups" and field.name == "name":
        return Parsed(group_name(text))
    if field.kind == "text" and field.choices:
        return _choice(field, text)
    return _PARSERS[field.kind](field, text, heading)


def parse_all(
    field: Field, texts: Sequence[str], heading: str = "", kind: str = ""
) -> tuple[list[Value], dict[int, Parsed]]:
    """The values of many texts as ``parse`` reads them, and by their index those that are doubtful.

    Most texts of a ledger are what they should be. Those are found many at once and not parsed one by one.
    """
    values: list[Value] = list(texts)
    doubtful = {}
    for part in parts(len(texts)):
        for at in _to_parse(field, texts[part], kind):
            parsed = parse(field, texts[part.start + at], heading, kind)
            values[part.start + at] = parsed.value
            if parsed.reason:
                doubtful[part.start + at] = parsed
    return values, doubtful


def _to_parse(field: Field, texts: Sequence[str], kind: str) -> Sequence[int]:
    """Which texts may not be their own value in ``field``. Texts have no white space around them."""
    if field.kind not in ("text", "reference") or field.choices or field.refers_to == "groups":
        return range(len(texts))
    if (kind, field.name) in WORDS or (kind, field.name) == ("groups", "name"):
        return range(len(texts))
    if field.mask == "id_number":
        unsound: list[int] = np.flatnonzero(~identity.are_sound(texts)).tolist()
        return unsound
    if field.mask == "phone":
        return [at for at, text in enumerate(texts) if text and not identity.is_mobile(text)]
    if not _UNUSUAL.search("".join(texts)):
        return ()
    return [at for at, text in enumerate(texts) if _UNUSUAL.search(text)]


def empty(field: Field) -> Value:
    """What a missing value of ``field`` is in a table."""
    return {"integer": np.nan, "real": np.nan, "flag": -1}.get(field.kind, "")


def _text(field: Field, text: str, _heading: str) -> Parsed:
    if field.mask == "id_number":
        number, sound = identity.parse_id(text)
        return Parsed(number, "" if sound else _("身份证号校验不通过，按原样保留"))
    if field.mask == "phone":
        number, sound = identity.parse_phone(text)
        return Parsed(number, "" if sound else _("电话号码不像有效号码，按原样保留"))
    if field.mask == "name":
        return Parsed(re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", text))
    if field.name in _CODES or field.name.endswith("_no"):
        return Parsed(_code(text))
    return Parsed(" ".join(text.split()) if field.mask != "free_text" else text)


def _code(text: str) -> str:
    return re.sub(r"\s+", "", half_width(text))


def _reference(field: Field, text: str, _heading: str) -> Parsed:
    if field.refers_to == "groups":
        return Parsed(group_name(text))
    return Parsed(_code(text))


def _number(field: Field, text: str, _heading: str) -> Parsed:
    plain = re.sub(r"(?<=\d)(人|户|岁|年|个|名)$", "", re.sub(r"[,\s]", "", half_width(text)))
    if is_blank(plain):
        return Parsed(np.nan)
    try:
        number = float(plain) if re.fullmatch(r"[+-]?\d+(\.\d*)?(e\+?\d+)?", plain.lower()) else np.nan
    except ValueError:
        number = np.nan
    if not np.isfinite(number):
        return Parsed(np.nan, _("不是数字，此格未导入"))
    if field.kind == "integer" and (number != int(number) or number < 0):
        return Parsed(np.nan, _("不是非负整数，此格未导入"))
    if number > _MOST:
        return Parsed(np.nan, _("数字大得不可能，此格未导入"))
    return Parsed(number)


def _flag(field: Field, text: str, heading: str) -> Parsed:
    plain = re.sub(r"\s+", "", half_width(text)).casefold()
    if not plain:
        return Parsed(-1)
    if field.name == "cannot_self_care":
        return Parsed(_cannot_self_care(plain, heading))
    if field.name == "party_member" and plain not in _YES:
        return Parsed(int("党员" in plain and not plain.startswith(("非", "不"))))
    if plain in _YES:
        return Parsed(1)
    if plain in _NO or plain.startswith(("非", "不", "未", "无")):
        return Parsed(0)
    return Parsed(1)  # the name of a tag (留守老人, 二级残疾) says that it holds


def _cannot_self_care(plain: str, heading: str) -> int:
    """自理能力 asks the opposite of the flag: 有 there is able. 半失能 and 半自理 count as needing care."""
    able = "自理能力" in normal(heading)
    if plain in _YES:
        return int(not able)
    if plain in _NO - {"正常", "健康", "良好"}:
        return int(able)
    needs_care = any(
        word in plain
        for word in ("失能", "不能", "丧失", "不可", "半", "部分", "无法", "卧床", "较差", "无自理")
    )
    return int(needs_care and not plain.startswith(("非失能", "未失能", "无失能")))


def _date(_field: Field, text: str, _heading: str) -> Parsed:
    return _or_empty("" if is_blank(text) else parse_date(text), _("日期读不懂，此格未导入"))


def _moment(_field: Field, text: str, _heading: str) -> Parsed:
    return _or_empty("" if is_blank(text) else parse_moment(text), _("时间读不懂，此格未导入"))


def _or_empty(value: str | None, reason: str) -> Parsed:
    return Parsed("", reason) if value is None else Parsed(value)


def _word(words: tuple[tuple[str, str], ...], text: str) -> str:
    return next((value for word, value in words if word in text), text)


def _choice(field: Field, text: str) -> Parsed:
    plain = re.sub(r"\s+", "", half_width(text))
    if plain in field.choices:
        return Parsed(plain)
    by_case = {choice.casefold(): choice for choice in field.choices}
    if plain.casefold() in by_case:
        return Parsed(by_case[plain.casefold()])
    if is_blank(plain):
        return Parsed("")
    words = CHOICES.get(field.name, ())
    exact = [value for word, value in words if word == plain.casefold()]
    inside = [value for word, value in words if word in plain and not word.isascii()]
    inside += [value for word, value in words if not word]
    found = [value for value in exact + inside if value in field.choices]
    if found:
        return Parsed(found[0])
    return Parsed("", _("不在可选值之内，此格未导入"))


_PARSERS: dict[str, Callable[[Field, str, str], Parsed]] = {
    "text": _text,
    "reference": _reference,
    "integer": _number,
    "real": _number,
    "flag": _flag,
    "date": _date,
    "moment": _moment,
}

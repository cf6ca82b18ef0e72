"""How personal values look while the screens are masked: enough to tell rows apart, never more.

What a mask does not recognise it hides whole. Names 张*, 欧阳**; ID numbers 500***********1234;
phones 138****1234; addresses to the village; health, birth dates and free text not at all.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from gridmap.township.schema import Field

HIDDEN = "***"

_SURNAMES = (
    "欧阳司马上官诸葛东方皇甫尉迟公孙令狐慕容轩辕宇文长孙司徒司空夏侯端木百里东郭南宫"
    "西门呼延闻人淳于单于太史公冶申屠濮阳钟离仲孙澹台独孤拓跋赫连万俟第五梁丘左丘公羊"
    "谷梁宰父段干乐正漆雕壤驷公良鲜于闾丘太叔亓官司寇巫马子车颛孙东门南门纳兰完颜"
)
COMPOUND_SURNAMES = frozenset(_SURNAMES[at : at + 2] for at in range(0, len(_SURNAMES), 2))

_BETWEEN = re.compile(r"([、，,;；/\s]+)")
_NO_PHONE = frozenset({"无", "无电话", "没有电话", "-"})
_VILLAGE = re.compile(r"^[^\d０-９]*?(?:村|社区|居委会)(?![一-鿿]{0,2}(?:路|街|巷|道))")
_TOWN = re.compile(r"^[^\d０-９]{0,16}?(?:镇|乡|街道)")
_HOUSE = re.compile(r"[组社栋幢号户室]")


def mask_name(name: str) -> str:
    """A person's name as surname and one ``*`` for each other character; several names each."""
    return _each(name, _name)


def mask_id(number: str) -> str:
    """An ID number with only its first three and last four characters, if it has 15 or 18."""
    text = number.strip()
    if len(text) not in {15, 18} or not text[:-1].isalnum():
        return "*" * len(text)
    return text[:3] + "*" * (len(text) - 7) + text[-4:]


def mask_phone(phone: str) -> str:
    """A mobile number with its first three and last four digits; any other with its last two."""
    return _each(phone, _phone)


def mask_address(address: str) -> str:
    """An address down to the village or community, to the town where it names none."""
    text = address.strip()
    if not text:
        return ""
    for pattern in (_VILLAGE, _TOWN):
        found = pattern.match(text)
        if found and not _HOUSE.search(found.group().replace("社区", "")):
            return found.group() + HIDDEN
    return HIDDEN


def masked(field: Field, value: object) -> str:
    """``value`` of the column ``field`` as a masked screen shows it; '' where it is missing."""
    text = plain(value)
    if field.kind == "flag" and text == "-1":
        return ""
    return _MASKS[field.mask](text) if text else ""


@dataclass(frozen=True)
class Mask:
    """What may be seen of personal values at one moment: masked while it is ``on``, as written when lifted.

    Ask the session for it at every look and keep none: it comes back by itself.
    """

    on: bool = True

    def name(self, names: str) -> str:
        """One or several names of persons."""
        return mask_name(names) if self.on else names

    def phone(self, phones: str) -> str:
        """One or several phone numbers."""
        return mask_phone(phones) if self.on else phones

    def address(self, address: str) -> str:
        """An address."""
        return mask_address(address) if self.on else address

    def words(self, text: str) -> str:
        """What somebody wrote in his own words: anybody may be named in it."""
        return _hidden(text) if self.on else text


MASKED, LIFTED = Mask(), Mask(on=False)


def plain(value: object) -> str:
    """``value`` as text: whole numbers without a point, '' for what is missing."""
    if value is None:
        return ""
    if isinstance(value, float | np.floating):
        if np.isnan(value):
            return ""
        return str(int(value)) if float(value).is_integer() else str(float(value))
    return str(value)


def small_count(count: float | None) -> str:
    """A count of people for a public screen: below 3 it could point at somebody, so ``<3``.

    0 stays 0, for it points at nobody; an unknown one (None, NaN) is '—'.
    """
    if count is None or np.isnan(count):
        return "—"
    return "<3" if 0 < count < 3 else f"{count:,.0f}"


def _each(text: str, mask: Callable[[str], str]) -> str:
    """Every part masked, the marks between them kept."""
    parts = _BETWEEN.split(text.strip())
    return "".join(part if index % 2 else mask(part) for index, part in enumerate(parts))


def _name(name: str) -> str:
    if len(name) < 2:
        return "*" * len(name)
    shown = 2 if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else 1
    return name[:shown] + "*" * (len(name) - shown)


def _phone(phone: str) -> str:
    if phone in _NO_PHONE:
        return phone
    digits = re.sub(r"\D", "", phone)
    if len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    if len(digits) == 11 and digits.startswith("1"):
        return f"{digits[:3]}****{digits[-4:]}"
    if len(digits) >= 7:
        return "*" * (len(digits) - 2) + digits[-2:]
    return "*" * len(phone)


def _hidden(text: str) -> str:
    return HIDDEN if text else ""


_MASKS: Mapping[str, Callable[[str], str]] = {
    "": str,
    "name": mask_name,
    "id_number": mask_id,
    "phone": mask_phone,
    "address": mask_address,
    "health": _hidden,
    "free_text": _hidden,
}

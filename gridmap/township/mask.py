"""How personal values look while the screens are masked (TOWNSHIP.md section 7)."""

from gridmap.township.schema import Field, Mask

_DOUBLE_SURNAMES = frozenset(
    "欧阳 司马 上官 诸葛 夏侯 东方 尉迟 公孙 慕容 令狐 司徒 皇甫 长孙 宇文 司空 端木 南宫 独孤 西门 轩辕".split()
)


def surname(name: str) -> str:
    """The surname at the start of a Chinese name; two characters for the known double surnames."""
    return name[:2] if name[:2] in _DOUBLE_SURNAMES and len(name) > 2 else name[:1]


def mask_name(name: str) -> str:
    """``张三`` as ``张*``, ``张小三`` as ``张**``, ``欧阳小三`` as ``欧阳**``; '' stays ''."""
    if not name:
        return ""
    shown = surname(name)
    return shown + "*" * min(2, max(1, len(name) - len(shown)))


def _ends(text: str, first: int, last: int) -> str:
    """The first and last characters with stars between; only stars when nothing would be hidden."""
    if len(text) <= first + last:
        return "*" * len(text)
    return text[:first] + "*" * (len(text) - first - last) + text[-last:]


def mask(value: str, kind: Mask) -> str:
    """A personal text as it may be shown: names, ID numbers, phones; the rest as ``***``."""
    text = value.strip()
    if not kind or not text:
        return text
    if kind == "name":
        return mask_name(text)
    if kind in ("phone", "id_number"):
        return _ends(text, 3, 4) if any(letter.isdigit() for letter in text) else text
    return "***"


def shown(value: object, field: Field, masked: bool = True) -> str:
    """A stored value as text for a table or card, masked by its field's declaration."""
    text = "" if value is None else str(value)
    return mask(text, field.mask) if masked else text

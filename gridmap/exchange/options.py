"""How the user wants a file read: the words of ``gridmap import``."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gridmap.errors import UsageError
from gridmap.i18n import _
from gridmap.township.schemas import SCHEMAS

DATUMS = ("auto", "wgs84", "cgcs2000", "gcj02", "bd09")
ENCODINGS = ("auto", "utf-8", "utf-8-sig", "gbk", "gb18030", "gb2312", "big5", "utf-16")


@dataclass(frozen=True)
class ReadOptions:
    """The choices of one import; every default means "find out".

    ``kind`` is a table's name, ``layer`` and ``sheet`` name a part of a GeoPackage or workbook,
    ``datum`` is one of ``DATUMS`` or ``EPSG:n`` (what the coordinates in the file *are*),
    ``encoding`` a text encoding, ``columns`` maps a field to the heading it has in the file.

    Raises UsageError when a choice is not one of those possible.
    """

    kind: str = ""
    layer: str = ""
    sheet: str = ""
    datum: str = "auto"
    encoding: str = "auto"
    columns: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.kind and self.kind not in SCHEMAS:
            raise UsageError(_one_of(_("没有“{word}”这类数据"), self.kind, SCHEMAS))
        if self.datum not in DATUMS and not re.fullmatch(r"(?i)EPSG:\d{4,6}", self.datum):
            raise UsageError(_one_of(_("不认识坐标基准“{word}”"), self.datum, (*DATUMS, "EPSG:n")))
        if self.encoding.lower() not in ENCODINGS:
            raise UsageError(_one_of(_("不认识编码“{word}”"), self.encoding, ENCODINGS))


def _one_of(sentence: str, word: str, choices: Iterable[str]) -> str:
    names = ", ".join(choices)
    return sentence.format(word=word) + _("——可用：{names}").format(names=names)

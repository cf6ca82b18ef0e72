"""Text of unknown encoding: strict UTF-8 first, then GB18030. Never a guess that loses characters."""

from pathlib import Path

from gridmap.errors import InputError
from gridmap.i18n import _

MAX_BYTES = 300 << 20
_NO_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_text(path: Path, encoding: str) -> tuple[str, str]:
    """The text of ``path`` and the encoding that read it. ``encoding`` may be ``auto``."""
    if path.stat().st_size > MAX_BYTES:
        raise InputError(path, _("文件超过 300 MB"), remedy=_("请分成几个文件导入"))
    return decode(path, path.read_bytes(), encoding)


def decode(path: Path, data: bytes, encoding: str) -> tuple[str, str]:
    """``data`` as text, and the encoding that read it. Raises InputError with the byte at fault."""
    if data.startswith(_NO_TEXT):
        raise InputError(
            path, _("其实是工作簿或压缩文件，不是文本"), remedy=_("请把后缀改成 .xlsx、.xls 或 .zip")
        )
    wanted = (encoding,) if encoding.lower() != "auto" else candidates(data)
    at = 0
    for name in wanted:
        try:
            return data.decode(name), name
        except UnicodeDecodeError as error:
            at = error.start
    raise InputError(
        path,
        _("不是 {names} 文本").format(names="/".join(wanted)),
        place=_("第 {n} 字节").format(n=at + 1),
        remedy=_("请用 --encoding 指明编码，或另存为 UTF-8"),
    )


def candidates(data: bytes) -> tuple[str, ...]:
    """The encodings to try on ``data``, strictly and in this order."""
    marked = tuple(name for mark, name in _MARKS if data.startswith(mark))
    return marked or ("utf-8", "gb18030")

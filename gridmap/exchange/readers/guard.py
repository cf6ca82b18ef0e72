"""Guards of zipped files: what is inside is counted while inflating, before anything parses it."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from gridmap.errors import InputError
from gridmap.i18n import _

MAX_INFLATED = 200 << 20
MAX_RATIO = 100
SMALL = 1 << 20  # a ratio says nothing about a small file
MAX_ROWS = 200_000
MAX_COLUMNS = 200
_CHUNK = 1 << 20
_CELL = re.compile(rb'<(?:\w+:)?(?:c|row) (?:[^>]*? )?r="([A-Z]{0,3})(\d{1,9})"')


def open_zip(path: Path) -> zipfile.ZipFile:
    """The archive at ``path``. Raises InputError when it is none, or holds unsafe names."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as error:
        raise InputError(path, _("不是完整的压缩文件"), remedy=_("请重新下载或重新压缩")) from error
    for entry in archive.infolist():
        name = PurePosixPath(entry.filename.replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts or ":" in entry.filename:
            raise InputError(path, _("压缩包里有越界的路径"), remedy=_("请不要导入来历不明的文件"))
        if entry.flag_bits & 1:
            raise InputError(path, _("压缩包有密码"), remedy=_("请解压后再导入"))
    return archive


def inflate(path: Path, archive: zipfile.ZipFile) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    """Every chunk of every entry, refusing as soon as too much has come out."""
    packed = max(path.stat().st_size, 1)
    total = 0
    for entry in archive.infolist():
        try:
            with archive.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    total += len(chunk)
                    if total > MAX_INFLATED or (total > SMALL and total / packed > MAX_RATIO):
                        raise InputError(path, _("解压后过大"), remedy=_("请删去多余内容后另存再导入"))
                    yield entry, chunk
        except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError) as error:
            raise InputError(path, _("压缩文件已损坏"), remedy=_("请重新下载或另存一份")) from error


def guard_workbook(path: Path) -> None:
    """Refuse a workbook that would burst the parser: too large, too many rows or columns, a DOCTYPE."""
    tail: dict[str, bytes] = {}
    with open_zip(path) as archive:
        for entry, chunk in inflate(path, archive):
            if b"<!DOCTYPE" in chunk:
                raise InputError(path, _("工作簿里有不安全的内容"), remedy=_("请在 WPS 或 Excel 里另存一份"))
            if "worksheets/" in entry.filename:
                _guard_sheet(path, tail.get(entry.filename, b"") + chunk)
                tail[entry.filename] = chunk[-64:]


def _guard_sheet(path: Path, text: bytes) -> None:
    found = _CELL.findall(text)
    rows = max((int(row) for _letters, row in found), default=0)
    columns = max((_column(letters) for letters, _row in found), default=0)
    if rows > MAX_ROWS or columns > MAX_COLUMNS:
        raise InputError(
            path,
            _("表格超过 {rows} 行或 {columns} 列").format(rows=MAX_ROWS, columns=MAX_COLUMNS),
            remedy=_("请删去空白的行和列后另存再导入"),
        )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number

"""Shapefiles, loose or zipped. GDAL reads the shapes; the table of texts is read here.

The DBF says badly how its text is encoded, and cuts names in the middle of a character, so its
encoding is decided over the whole file: ``.cpg``, then the language id, then strict UTF-8, then
GB18030.
"""

import codecs
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import ZipInfo

from gridmap.errors import InputError
from gridmap.exchange.cells import as_text
from gridmap.exchange.raw import RawFile, RawLayer, Texts
from gridmap.exchange.readers.guard import inflate, open_zip
from gridmap.i18n import _

_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_LANGUAGES = {0x4D: "gb18030", 0x7A: "gb18030", 0x4F: "big5", 0x78: "big5"}
_MAGIC = b"\x00\x00\x27\x0a"


@dataclass(frozen=True)
class _Table:
    encoding: str
    headings: list[str]
    columns: list[list[str]]
    rows: list[int]


def read(path: Path, request: dict[str, Any]) -> RawFile:
    """One layer, named as the file. Rows are counted from 1."""
    layer, encoding = _layer(path, path, request)
    return RawFile("Shapefile", encoding, layers=[layer])


def read_zip(path: Path, request: dict[str, Any]) -> RawFile:
    """A layer for each shapefile in the archive."""
    with tempfile.TemporaryDirectory(prefix="gridmap-") as folder:
        shapes = _unpack(path, Path(folder))
        wanted = request.get("layer", "")
        if wanted:
            shapes = {name: shape for name, shape in shapes.items() if name == wanted}
        if not shapes:
            raise InputError(path, _("压缩包里没有这样的 shapefile"), place=wanted, remedy=_("请检查压缩包"))
        found = [_layer(path, shape, request, name) for name, shape in shapes.items()]
    encodings = dict.fromkeys(encoding for _layer_, encoding in found)
    return RawFile("Shapefile", ", ".join(encodings), layers=[layer for layer, _encoding in found])


def _unpack(path: Path, folder: Path) -> dict[str, Path]:
    """Write the parts of shapefiles under names of our own; their real names -> the .shp."""
    stems: dict[str, str] = {}
    with open_zip(path) as archive:
        for entry, chunk in inflate(path, archive):
            name = PurePosixPath(_name(entry).replace("\\", "/"))
            if name.suffix.lower() not in _PARTS or "__MACOSX" in name.parts:
                continue
            own = stems.setdefault(str(name.with_suffix("")), f"shape{len(stems)}")
            with (folder / f"{own}{name.suffix.lower()}").open("ab") as stream:
                stream.write(chunk)
    found = {PurePosixPath(stem).name: folder / f"{own}.shp" for stem, own in stems.items()}
    return {name: shape for name, shape in found.items() if shape.exists()}


def _name(entry: ZipInfo) -> str:
    """The name of an entry; Chinese Windows writes GBK there and the standard reads CP437."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename


def _layer(path: Path, shape: Path, request: dict[str, Any], name: str = "") -> tuple[RawLayer, str]:
    parts = {part.suffix.lower(): part for part in shape.parent.iterdir() if part.stem == shape.stem}
    missing = [suffix for suffix in (".shx", ".dbf") if suffix not in parts]
    place = name or path.stem
    if missing:
        raise InputError(path, _("缺少 {names} 文件").format(names=" ".join(missing)), place=place,
                         remedy=_("请把同名的几个文件放在一起"))  # fmt: skip
    if shape.read_bytes()[:4] != _MAGIC:
        raise InputError(path, _("不是 shapefile，或不完整"), place=place, remedy=_("请重新导出"))
    dbf = _table(path, parts, request.get("encoding", "auto"))
    geometries, crs = _geometries(path, shape, place)
    if len(geometries) != len(dbf.rows):
        raise InputError(path, _("图形与属性的行数不一致"), place=place, remedy=_("请重新导出"))
    columns = [Texts.of(column) for column in dbf.columns]
    return RawLayer(name, dbf.headings, columns, dbf.rows, geometries, crs), dbf.encoding


def _geometries(path: Path, shape: Path, place: str) -> tuple[list[bytes], str]:
    from pyogrio.errors import DataSourceError, FeatureError
    from pyogrio.raw import read as read_raw

    try:
        meta, _fids, geometry, _fields = read_raw(shape, columns=[])
    except (DataSourceError, FeatureError) as error:
        raise InputError(path, _("shapefile 已损坏"), place=place, remedy=_("请重新导出")) from error
    return [code or b"" for code in geometry], meta["crs"] or ""


def _table(path: Path, parts: dict[str, Path], encoding: str) -> _Table:
    data = parts[".dbf"].read_bytes()
    count = int.from_bytes(data[4:8], "little")
    start = int.from_bytes(data[8:10], "little")
    size = int.from_bytes(data[10:12], "little")
    if start < 33 or size < 1 or len(data) < start + count * size:
        raise InputError(path, _("属性表不完整"), place=parts[".dbf"].name, remedy=_("请重新导出"))
    fields = _fields(data[32 : start - 1])
    records = [data[at : at + size] for at in range(start, start + count * size, size)]
    kept = [(row, record) for row, record in enumerate(records, 1) if record[:1] != b"*"]
    name = _encoding(path, parts, data, encoding)
    columns = [
        [_cell(record[begin:end], kind, name) for _row, record in kept]
        for _heading, kind, begin, end in fields
    ]
    headings = [_decoded(heading, name) for heading, _kind, _begin, _end in fields]
    return _Table(name, headings, columns, [row for row, _record in kept])


def _fields(data: bytes) -> list[tuple[bytes, str, int, int]]:
    """Name, type, first and last byte in the record of each field descriptor."""
    found = []
    begin = 1
    for at in range(0, len(data) - 31, 32):
        if data[at] == 0x0D:
            break
        end = begin + data[at + 16]
        found.append((data[at : at + 11].split(b"\0")[0], chr(data[at + 11]), begin, end))
        begin = end
    return found


def _encoding(path: Path, parts: dict[str, Path], data: bytes, wanted: str) -> str:
    if wanted.lower() != "auto":
        return wanted
    if ".cpg" in parts:
        named = parts[".cpg"].read_text("ascii", "ignore").strip().lower()
        if named:
            return _python_name(named)
    if data[29] in _LANGUAGES:
        return _LANGUAGES[data[29]]
    return "utf-8" if _is_utf8(data) else "gb18030"


def _python_name(code_page: str) -> str:
    """A Python codec for the words seen in ``.cpg`` files; the Chinese ones all read as GB18030."""
    if code_page in ("936", "gbk", "gb2312", "gb18030", "cp936", "ansi 936", "oem 936"):
        return "gb18030"
    try:
        return codecs.lookup(code_page).name
    except LookupError:
        return f"cp{code_page}" if code_page.isdigit() and code_page != "65001" else "utf-8"


def _is_utf8(data: bytes) -> bool:
    """Whether the records are strict UTF-8. Texts are cut at a byte, so each field is allowed a cut end."""
    try:
        data[int.from_bytes(data[8:10], "little") :].decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _cell(data: bytes, kind: str, encoding: str) -> str:
    text = as_text(_decoded(data.split(b"\0")[0], encoding))
    if kind in "NF" and text.startswith("*"):  # a number too wide for its column
        return ""
    if kind == "D" and len(text) == 8 and text.isdigit():
        return "" if text == "00000000" else f"{text[:4]}-{text[4:6]}-{text[6:]}"
    if kind == "L":
        return {"T": "1", "Y": "1", "F": "0", "N": "0"}.get(text.upper(), "")
    return _number(text) if kind in "NF" else text


def _number(text: str) -> str:
    """``12.000`` is ``12``: the table pads decimals."""
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text.lower() else text


def _decoded(data: bytes, encoding: str) -> str:
    """Text; a character cut at the end of its field is dropped, one wrong inside shows as U+FFFD."""
    for end in range(len(data), max(len(data) - 4, -1), -1):
        try:
            return data[:end].decode(encoding).strip()
        except UnicodeDecodeError:
            continue
    return data.decode(encoding, "replace").strip()

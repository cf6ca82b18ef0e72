"""GeoParquet: lines and areas as they are, points of patrols as tracks. Read by pyarrow, an extra."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.errors import InputError
from gridmap.exchange.cells import as_texts, is_long_number
from gridmap.exchange.dates import written_times
from gridmap.exchange.raw import RawFile, RawLayer, Texts
from gridmap.exchange.readers.track_points import (
    TIME,
    TRACK,
    Floats,
    Points,
    heading_of,
    tracks,
    wanted,
)
from gridmap.i18n import _
from gridmap.township.track import CHINA_S

if TYPE_CHECKING:
    import pyarrow

_MAGIC = b"PAR1"
MAX_ROWS = 5_000_000
_POINT = np.dtype([("order", "u1"), ("type", "<u4"), ("x", "<f8"), ("y", "<f8")])
_DEGREES = "OGC:CRS84"
"""What a column without a word about its CRS is in (GeoParquet 1.1)."""


def read(path: Path, request: dict[str, Any]) -> RawFile:
    """One layer; rows are counted from 1. WKB and texts, nothing interpreted."""
    with path.open("rb") as stream:
        if stream.read(len(_MAGIC)) != _MAGIC:
            raise InputError(path, _("不是 Parquet 文件，或不完整"), remedy=_("请重新导出"))
    try:
        from pyarrow import ArrowException, parquet
    except ImportError as error:
        remedy = _("请运行 pip install gridmap[parquet]，或改用 GPX、CSV")
        raise InputError(path, _("读 GeoParquet 需要 pyarrow"), remedy=remedy) from error
    try:
        file = parquet.ParquetFile(path)
        if file.metadata.num_rows > MAX_ROWS:
            raise InputError(path, _("超过 {n:,} 行").format(n=MAX_ROWS), remedy=_("请分成几个文件导入"))
        table = file.read(use_threads=False)
    except (ArrowException, OSError) as error:
        raise InputError(path, _("Parquet 文件已损坏"), remedy=_("请重新导出")) from error
    geometry, crs = _geometry(path, table)
    is_wanted = wanted(path, request.get("kind"))
    places = _plain_points(table.column(geometry)) if is_wanted else None
    if places is not None:
        return RawFile("GeoParquet", "utf-8", layers=[_points(table, geometry, *places, crs)])
    shapes = _shapes(path, table, geometry)
    if is_wanted and (shapely.get_type_id(shapes) <= 0).all():
        x, y = shapely.get_x(shapes), shapely.get_y(shapes)
        return RawFile("GeoParquet", "utf-8", layers=[_points(table, geometry, x, y, crs)])
    return RawFile("GeoParquet", "utf-8", layers=[_layer(table, geometry, shapes, crs)])


def _geometry(path: Path, table: "pyarrow.Table") -> tuple[str, str]:
    """The column of places and its CRS, as the file says."""
    try:
        said = json.loads((table.schema.metadata or {})[b"geo"])
        name = str(said["primary_column"])
        column = said["columns"][name]
    except (KeyError, ValueError, TypeError) as error:
        raise InputError(path, _("Parquet 里没有图形（缺 geo 说明）"),
                         remedy=_("请导出为 GeoParquet，或改用 CSV 加经纬度列")) from error  # fmt: skip
    if column.get("encoding") != "WKB" or name not in table.column_names:
        raise InputError(path, _("图形编码 {name} 读不了").format(name=column.get("encoding")),
                         remedy=_("请用 WKB 编码导出"))  # fmt: skip
    crs = column.get("crs", _DEGREES)
    return name, _DEGREES if not crs else crs if isinstance(crs, str) else json.dumps(crs)


def _shapes(path: Path, table: "pyarrow.Table", geometry: str) -> NDArray[np.object_]:
    codes = np.array(table.column(geometry).to_pylist(), object)
    try:
        return np.asarray(shapely.from_wkb(codes), object)
    except shapely.errors.ShapelyError as error:
        raise InputError(path, _("图形已损坏"), remedy=_("请重新导出")) from error


def _plain_points(column: "pyarrow.ChunkedArray") -> tuple[Floats, Floats] | None:
    """x and y of a column of two-dimensional points and nothing else, read as one array; else None."""
    joined = column.combine_chunks()
    if not len(joined) or joined.null_count or joined.offset:
        return None
    _valid, ends, data = joined.buffers()
    width = np.int64 if str(joined.type).startswith("large") else np.int32
    if (np.diff(np.frombuffer(ends, width, len(joined) + 1)) != _POINT.itemsize).any():
        return None
    points = np.frombuffer(data, _POINT, len(joined))
    if (points["order"] != 1).any() or (points["type"] != 1).any():
        return None
    return points["x"].astype(np.float64), points["y"].astype(np.float64)


def _points(table: "pyarrow.Table", geometry: str, x: Floats, y: Floats, crs: str) -> RawLayer:
    headings = [name for name in table.column_names if name != geometry]
    time, track = (heading_of(headings, words) for words in (TIME, TRACK))
    unix = np.full(len(x), np.nan) if time < 0 else _times(table.column(headings[time]))
    names = _texts(table.column(headings[track])) if track >= 0 else Texts([""], np.zeros(len(x), np.int32))
    others = {name: _texts(table.column(name)) for at, name in enumerate(headings) if at not in (time, track)}
    rows = np.arange(1, len(x) + 1)
    return tracks(Points(names.texts, names.codes.astype(np.int64), x, y, unix, rows, others), "", crs)


def _times(column: "pyarrow.ChunkedArray") -> Floats:
    """Unix time; a timestamp without a zone is civil time, as everywhere."""
    from pyarrow import types

    if not types.is_timestamp(column.type):
        texts = _texts(column)
        return texts.spread(written_times(texts.texts)).astype(np.float64)
    moments = column.to_numpy().astype("datetime64[ms]")
    unix = np.where(np.isnat(moments), np.nan, moments.astype(np.int64) / 1000.0)
    return unix if column.type.tz else unix - CHINA_S


def _layer(table: "pyarrow.Table", geometry: str, shapes: NDArray[np.object_], crs: str) -> RawLayer:
    headings = [name for name in table.column_names if name != geometry]
    layer = RawLayer("", headings, rows=list(range(1, len(shapes) + 1)), crs=crs)
    layer.geometries = [code or b"" for code in shapely.to_wkb(shapes).tolist()]
    for at, name in enumerate(headings):
        cells = table.column(name).to_pylist()
        layer.columns.append(Texts.of(as_texts(cells)))
        layer.numbers += [(index, at) for index, cell in enumerate(cells) if is_long_number(cell)]
    return layer


def _texts(column: "pyarrow.ChunkedArray") -> Texts:
    """A column as texts, each different one once."""
    coded = column.combine_chunks().dictionary_encode()
    texts = as_texts(coded.dictionary.to_pylist())
    codes = coded.indices.fill_null(len(texts)).to_numpy(zero_copy_only=False)
    return Texts([*texts, ""], codes.astype(np.int32))

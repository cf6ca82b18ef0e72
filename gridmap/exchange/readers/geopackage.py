"""GeoPackage: every layer, or the one that is named. Read by GDAL, in this process only."""

from pathlib import Path
from typing import Any

import numpy as np

from gridmap.errors import InputError
from gridmap.exchange.cells import as_texts, is_long_number
from gridmap.exchange.raw import RawFile, RawLayer, Texts
from gridmap.i18n import _

_MAGIC = b"SQLite format 3\0"
MAX_FEATURES = 1_000_000


def read(path: Path, request: dict[str, Any]) -> RawFile:
    """A ``RawLayer`` for each layer; rows are counted from 1. WKB and texts, nothing interpreted."""
    with path.open("rb") as stream:
        if stream.read(len(_MAGIC)) != _MAGIC:
            raise InputError(path, _("不是 GeoPackage，或不完整"), remedy=_("请重新下载或重新导出"))
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError, FeatureError

    try:
        names = [str(name) for name, _kind in pyogrio.list_layers(path)]
        wanted = request.get("layer", "")
        if wanted and wanted not in names:
            raise InputError(path, _("没有图层“{name}”").format(name=wanted),
                             remedy=_("可用：{names}").format(names="、".join(names)))  # fmt: skip
        layers = [_layer(path, name) for name in ([wanted] if wanted else names)]
    except (DataSourceError, DataLayerError, FeatureError) as error:
        raise InputError(path, _("GeoPackage 已损坏"), remedy=_("请重新下载或重新导出")) from error
    layers = [layer for layer in layers if layer.rows]
    if not layers:
        raise InputError(path, _("没有任何要素"), remedy=_("请检查导出范围"))
    return RawFile("GeoPackage", "utf-8", layers=layers)


def _layer(path: Path, name: str) -> RawLayer:
    from pyogrio.raw import read as read_raw

    meta, _fids, geometry, fields = read_raw(path, layer=name, max_features=MAX_FEATURES)
    count = len(geometry) if geometry is not None else len(fields[0]) if len(fields) else 0
    layer = RawLayer(name, [str(heading) for heading in meta["fields"]], rows=list(range(1, count + 1)))
    layer.crs = meta["crs"] or ""
    if geometry is not None:
        layer.geometries = [code or b"" for code in geometry]
    for at, column in enumerate(fields):
        cells = _cells(column)
        layer.columns.append(Texts.of(as_texts(cells)))
        layer.numbers += [(index, at) for index, cell in enumerate(cells) if is_long_number(cell)]
    return layer


def _cells(column: "np.ndarray[Any, Any]") -> list[object]:
    if np.issubdtype(column.dtype, np.datetime64):
        texts: list[object] = [
            "" if text == "NaT" else text for text in column.astype("datetime64[s]").astype(str)
        ]
        return texts
    return list(column.tolist())

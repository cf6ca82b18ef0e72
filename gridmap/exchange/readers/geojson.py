"""GeoJSON: a FeatureCollection, a Feature or a bare geometry. Coordinates go through untouched."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape

from gridmap.errors import InputError
from gridmap.exchange.cells import as_text, as_texts, is_long_number
from gridmap.exchange.raw import RawFile, RawLayer, Texts
from gridmap.exchange.readers.text import read_text
from gridmap.i18n import _

_GEOMETRIES = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
               "GeometryCollection")  # fmt: skip


def read(path: Path, request: dict[str, Any]) -> RawFile:
    """One layer; a row for each feature, counted from 1."""
    text, encoding = read_text(path, request.get("encoding", "auto"))
    try:
        document = json.loads(text)
    except ValueError as error:
        line = text.count("\n", 0, getattr(error, "pos", 0)) + 1
        raise InputError(path, _("GeoJSON 不完整或有错"), place=_("第 {n} 行").format(n=line),
                         remedy=_("请重新导出或重新下载")) from error  # fmt: skip
    return RawFile("GeoJSON", encoding, layers=[_layer(path, document)])


def _layer(path: Path, document: object) -> RawLayer:
    layer = RawLayer(geometries=[], crs=_crs(document))
    kept: list[dict[str, Any]] = []
    built: list[object] = []
    for row, feature in enumerate(_features(path, document), 1):
        values = feature if isinstance(feature, dict) else {}
        geometry, reason = _built(values.get("geometry"))
        if reason:
            layer.failed.append((row, reason))
            continue
        layer.rows.append(row)
        kept.append(_properties(values))
        built.append(geometry)
    codes: list[bytes | None] = list(shapely.to_wkb(np.array(built, object))) if built else []
    layer.geometries = [code or b"" for code in codes]
    _fill(layer, kept)
    return layer


def _built(geometry: object) -> tuple[object, str]:
    """A geometry, or why there can be none."""
    try:
        reason = _fault(geometry)
        return (shape(geometry) if isinstance(geometry, dict) and not reason else None), reason
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, shapely.errors.ShapelyError):
        return None, _("坐标不成图形")


def _features(path: Path, document: object) -> list[Any]:
    members: dict[str, Any] = document if isinstance(document, dict) else {}
    kind = members.get("type")
    if kind == "FeatureCollection" and isinstance(members.get("features"), list):
        features: list[Any] = members["features"]
    elif kind == "Feature":
        features = [document]
    elif kind in _GEOMETRIES:
        features = [{"properties": {}, "geometry": document}]
    else:
        raise InputError(path, _("不是 GeoJSON（缺少要素）"), remedy=_("请从原软件导出为 GeoJSON"))
    if not features:
        raise InputError(path, _("没有任何要素"), remedy=_("请检查导出范围"))
    return features


def _crs(document: object) -> str:
    """The old ``crs`` member, as some desktop programs still write it. '' means WGS 84."""
    member = document.get("crs") if isinstance(document, dict) else None
    found = re.search(r"(?:EPSG|epsg)\D+(\d{4,6})", json.dumps(member)) if member else None
    return f"EPSG:{found[1]}" if found else ""


def _fault(geometry: object) -> str:
    """Why a geometry cannot be built, '' when it may be tried."""
    if geometry is None:
        return ""
    if not isinstance(geometry, dict) or geometry.get("type") not in _GEOMETRIES:
        return _("图形类型不认识")
    if geometry["type"] == "Point" and not geometry.get("coordinates"):
        return _("坐标为空")
    return "" if all(_closed(ring) for ring in _rings(geometry)) else _("边界没有闭合")


def _rings(geometry: dict[str, Any]) -> list[Any]:
    coordinates = geometry.get("coordinates") or []
    if geometry["type"] == "Polygon":
        return list(coordinates)
    if geometry["type"] == "MultiPolygon":
        return [ring for part in coordinates for ring in part]
    return []


def _closed(ring: object) -> bool:
    return isinstance(ring, list) and len(ring) > 0 and bool(ring[0] == ring[-1])


def _properties(feature: dict[str, Any]) -> dict[str, Any]:
    found = feature.get("properties")
    values = dict(found) if isinstance(found, dict) else {}
    if "id" in feature:
        values.setdefault("id", feature["id"])
    return values


def _fill(layer: RawLayer, kept: list[dict[str, Any]]) -> None:
    keys = dict.fromkeys(key for values in kept for key in values)
    for at, key in enumerate(keys):
        cells = [values.get(key) for values in kept]
        layer.headings.append(as_text(key))
        layer.columns.append(Texts.of(as_texts(cells)))
        layer.numbers += [(index, at) for index, cell in enumerate(cells) if _has_lost(cell)]


def _has_lost(cell: object) -> bool:
    """JSON keeps whole numbers exactly; one written with a point or an exponent has lost digits."""
    return isinstance(cell, float) and is_long_number(cell)

"""GPX: tracks as lines, or routes, or waypoints as points. Names and times go along."""

from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import numpy as np
import shapely
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from gridmap.errors import InputError
from gridmap.exchange.cells import as_text
from gridmap.exchange.raw import RawFile, RawLayer, Texts
from gridmap.exchange.readers.text import MAX_BYTES
from gridmap.i18n import _

_HEADINGS = {
    "tracks": ("patrol_no", "started_at", "ended_at"),
    "routes": ("name", "started_at", "ended_at"),
    "waypoints": ("name", "happened_at", "finished_at"),
}


def read(path: Path, request: dict[str, Any]) -> RawFile:
    """One layer ``tracks``, ``routes`` or ``waypoints``: the first of these that the file has."""
    if path.stat().st_size > MAX_BYTES:
        raise InputError(path, _("文件超过 300 MB"), remedy=_("请分成几个文件导入"))
    try:
        root = ElementTree.fromstring(path.read_bytes(), forbid_dtd=True)
    except DefusedXmlException as error:
        raise InputError(path, _("轨迹文件里有不安全的内容"), remedy=_("请从原设备重新导出")) from error
    except ParseError as error:
        raise InputError(path, _("轨迹文件不完整或有错"), place=_("第 {n} 行").format(n=error.position[0]),
                         remedy=_("请从原设备重新导出")) from error  # fmt: skip
    for name, tag in (("tracks", "trk"), ("routes", "rte"), ("waypoints", "wpt")):
        found = [child for child in root if _tag(child) == tag]
        if found:
            return RawFile("GPX", "utf-8", layers=[_layer(name, found)])
    raise InputError(path, _("没有轨迹"), remedy=_("请从原设备重新导出"))


def _layer(name: str, elements: list[Element]) -> RawLayer:
    layer = RawLayer(name, list(_HEADINGS[name]), geometries=[])
    columns: list[list[str]] = [[], [], []]
    built = []
    for row, element in enumerate(elements, 1):
        try:
            geometry = _geometry(element)
        except (ValueError, KeyError, shapely.errors.ShapelyError):
            layer.failed.append((row, _("坐标不成图形")))
            continue
        times = [child.text for child in element.iter() if _tag(child) == "time" and child.text]
        for column, value in zip(columns, (_name(element), *(times[:1] or [""]), *(times[-1:] or [""])),
                                 strict=True):  # fmt: skip
            column.append(as_text(value))
        layer.rows.append(row)
        built.append(geometry)
    layer.columns = [Texts.of(column) for column in columns]
    layer.geometries = list(shapely.to_wkb(np.array(built, object))) if built else []
    return layer


def _geometry(element: Element) -> shapely.Geometry:
    if _tag(element) == "wpt":
        return shapely.Point(_position(element))
    segments = [element] if _tag(element) == "rte" else [part for part in element if _tag(part) == "trkseg"]
    lines = [[_position(point) for point in part if _tag(point) in ("trkpt", "rtept")] for part in segments]
    lines = [line for line in lines if len(line) > 1]
    if not lines:
        raise ValueError("a track needs two points")
    return shapely.LineString(lines[0]) if len(lines) == 1 else shapely.MultiLineString(lines)


def _position(element: Element) -> tuple[float, float]:
    return float(element.attrib["lon"]), float(element.attrib["lat"])


def _name(element: Element) -> str:
    return next((child.text or "" for child in element if _tag(child) == "name"), "")


def _tag(element: Element) -> str:
    return _without_namespace(str(element.tag))


@lru_cache(maxsize=256)
def _without_namespace(tag: str) -> str:
    """Of the few names that a file of a million points has."""
    return tag.rpartition("}")[2]

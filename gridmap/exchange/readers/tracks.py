"""GPX: tracks as lines, or routes, or waypoints as points. Names go along, and the time of every place."""

from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import numpy as np
import shapely
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from numpy.typing import NDArray

from gridmap.errors import InputError
from gridmap.exchange.cells import as_text
from gridmap.exchange.dates import written_times
from gridmap.exchange.raw import RawFile, RawLayer, Texts
from gridmap.exchange.readers.text import MAX_BYTES
from gridmap.i18n import _
from gridmap.township.track import line_wkb, lines_wkb

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
    built: list[bytes] = []
    for row, element in enumerate(elements, 1):
        try:
            code = _code(element)
        except (ValueError, KeyError, shapely.errors.ShapelyError):
            layer.failed.append((row, _("坐标不成图形")))
            continue
        times = [child.text for child in element.iter() if _tag(child) == "time" and child.text]
        for column, value in zip(columns, (_name(element), *(times[:1] or [""]), *(times[-1:] or [""])),
                                 strict=True):  # fmt: skip
            column.append(as_text(value))
        layer.rows.append(row)
        built.append(code)
    layer.columns = [Texts.of(column) for column in columns]
    layer.geometries = built
    return layer


def _code(element: Element) -> bytes:
    """The WKB of an element; a track's places have their times, NaN where one has none."""
    if _tag(element) == "wpt":
        return bytes(shapely.to_wkb(shapely.Point(_position(element))))
    segments = [element] if _tag(element) == "rte" else [part for part in element if _tag(part) == "trkseg"]
    parts = [[point for point in part if _tag(point) in ("trkpt", "rtept")] for part in segments]
    parts = [points for points in parts if len(points) > 1]
    if not parts:
        raise ValueError("a track needs two points")
    return lines_wkb([line_wkb(_places(points)) for points in parts])


def _places(points: list[Element]) -> NDArray[np.float64]:
    """Longitude, latitude and Unix time of the points of a line."""
    written = [next((child.text or "" for child in point if _tag(child) == "time"), "") for point in points]
    return np.column_stack([np.array([_position(point) for point in points]), written_times(written)])


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

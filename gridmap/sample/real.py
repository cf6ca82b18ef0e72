"""What is real in the sample: towns, seats, villages, rivers and neighbours of 潼南区."""

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gridmap.township.folders import shapes_folder

CRS = "EPSG:4544"
"""CGCS2000 / 3-degree Gauss-Kruger, central meridian 105° E: metres."""

TOWN = "500152123"
DISTRICT = ("500152", "潼南区")

Points = NDArray[np.float64]


@dataclass(frozen=True)
class Place:
    """A real area with its code and name; ``shape`` in metres."""

    code: str
    name: str
    shape: Any


@dataclass(frozen=True)
class Town:
    """A town: its derived cell, its seat (x, y in metres) and its villages as (code, short name)."""

    code: str
    name: str
    shape: Any
    seat: tuple[float, float]
    villages: tuple[tuple[str, str], ...]


def source_folder() -> Path:
    """The folder of the real sources, with their README."""
    return shapes_folder() / "tongnan"


@cache
def _transform(forward: bool) -> Callable[[Any, Any], tuple[Any, Any]]:
    from pyproj import Transformer

    ends = ("EPSG:4326", CRS) if forward else (CRS, "EPSG:4326")
    transform: Callable[[Any, Any], tuple[Any, Any]] = Transformer.from_crs(*ends, always_xy=True).transform
    return transform


def to_metres(points: Points) -> Points:
    """Longitude, latitude (WGS 84) as x, y of ``CRS``."""
    return np.column_stack(_transform(True)(points[:, 0], points[:, 1]))


def to_degrees(points: Points) -> Points:
    """x, y of ``CRS`` as longitude, latitude (WGS 84)."""
    return np.column_stack(_transform(False)(points[:, 0], points[:, 1]))


def _features(name: str) -> list[tuple[dict[str, Any], Any]]:
    text = (source_folder() / name).read_text(encoding="utf-8")
    features = json.loads(text)["features"]
    shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    metres = [shapely.transform(shape, to_metres) for shape in shapes]
    return [(feature["properties"], shape) for feature, shape in zip(features, metres, strict=True)]


def short_name(name: str) -> str:
    """A village's name as people say it: 飞凤社区, 高岩村."""
    short = name.removesuffix("居民委员会").removesuffix("村民委员会")
    return short if short.endswith(("村", "社区")) else f"{short}村"


def _villages() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    with (source_folder() / "villages.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["town_code"], []).append((row["code"], row["name"]))
    return found


def rivers() -> list[Any]:
    """The real rivers, coarse, as lines in metres."""
    return [shape for _, shape in _features("rivers.geojson")]


def districts() -> list[Place]:
    """The seven districts around 潼南区."""
    rows = _features("neighbour_districts.geojson")
    return [Place(str(row["adcode"]), row["name"], shape) for row, shape in rows]


def _split(shape: BaseGeometry, seat: tuple[float, float]) -> tuple[Any, Any, tuple[float, float]]:
    """A cell cut in two across its longer side; the part with the seat first, then the other's centre."""
    west, south, east, north = shape.bounds
    wide = east - west > north - south
    middle = shape.centroid.x if wide else shape.centroid.y
    low = shapely.box(west, south, middle, north) if wide else shapely.box(west, south, east, middle)
    parts = [shapely.intersection(shape, low), shapely.difference(shape, low)]
    if not parts[0].intersects(shapely.Point(seat)):
        parts.reverse()
    centre = parts[1].centroid
    return parts[0], parts[1], (centre.x, centre.y)


def _newest(towns: list[Town], villages: dict[str, list[tuple[str, str]]]) -> list[Town]:
    """大佛街道 was cut out of 梓潼街道 and has no point in any open source: it gets half of that cell."""
    known = {town.code for town in towns}
    result = list(towns)
    for code in sorted(set(villages) - known):
        at = next(index for index, town in enumerate(result) if town.name == "梓潼街道")
        parent = result[at]
        kept, taken, centre = _split(parent.shape, parent.seat)
        result[at] = Town(parent.code, parent.name, kept, parent.seat, parent.villages)
        result.append(Town(code, "大佛街道", taken, centre, tuple(villages[code])))
    return result


def towns() -> list[Town]:
    """The 23 towns of 潼南区, the sample's town first and then by the distance of their seats from it."""
    villages = {
        code: [(number, short_name(name)) for number, name in rows] for code, rows in _villages().items()
    }
    seats = {row["code"]: (shape.x, shape.y) for row, shape in _features("town_seats.geojson")}
    found = [
        Town(row["code"], row["name"], shape, seats[row["code"]], tuple(villages[row["code"]]))
        for row, shape in _features("towns.derived.geojson")
    ]
    found = _newest(found, villages)
    home = np.array(seats[TOWN])
    return sorted(found, key=lambda town: float(np.hypot(*(np.array(town.seat) - home))))

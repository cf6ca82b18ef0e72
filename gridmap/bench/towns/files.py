"""A township's files, row by row: as ``gridmap.sample`` writes them, one GeoJSON feature to a line."""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import shapely

Row = dict[str, str]
Feature = dict[str, Any]


def rows(path: Path) -> Iterator[Row]:
    """The rows of a CSV file with a heading."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def write_rows(path: Path, found: Iterable[Row]) -> None:
    """Write rows that all have the columns of the first; nothing when there are none."""
    waiting = iter(found)
    first = next(waiting, None)
    if first is None:
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, first, lineterminator="\n")
        out.writeheader()
        out.writerow(first)
        out.writerows(waiting)


def features(path: Path) -> Iterator[Feature]:
    """The features of a GeoJSON file, however many."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.startswith('{"type":"Feature",'):
                yield json.loads(line.rstrip().removesuffix(","))


def write_features(path: Path, found: Iterable[Feature]) -> None:
    """Write features, one to a line."""
    with path.open("w", encoding="utf-8") as file:
        file.write('{"type":"FeatureCollection","features":[\n')
        for number, feature in enumerate(found):
            line = json.dumps(feature, ensure_ascii=False, separators=(",", ":"))
            file.write(",\n" * bool(number) + line)
        file.write("\n]}\n")


def shape(feature: Feature) -> shapely.Geometry:
    """What a feature looks like, in degrees."""
    return shapely.from_geojson(json.dumps(feature["geometry"]))


def union(found: Iterable[Feature]) -> dict[str, Any]:
    """The ground of all of them as one GeoJSON geometry."""
    ground: dict[str, Any] = json.loads(shapely.to_geojson(shapely.union_all([shape(one) for one in found])))
    return ground


def moved(feature: Feature, east: float, north: float) -> Feature:
    """The same feature so many degrees farther."""
    geometry = feature["geometry"]
    return {**feature, "geometry": {**geometry, "coordinates": _moved(geometry["coordinates"], east, north)}}


def _moved(coordinates: Sequence[Any], east: float, north: float) -> list[Any]:
    if isinstance(coordinates[0], (int, float)):
        return [round(coordinates[0] + east, 9), round(coordinates[1] + north, 9)]
    return [_moved(part, east, north) for part in coordinates]

"""Files with fixed rounding and no trace of the hour: GeoJSON, CSV, GPX, TOML."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.sample.boundaries import written

Points = NDArray[np.float64]


def geojson(path: Path, rows: Iterable[tuple[Mapping[str, object], Any]]) -> None:
    """Features (properties, shape in metres) in WGS 84 as RFC 7946 wants them, one on a line."""
    lines = []
    for properties, shape in rows:
        degrees = shapely.orient_polygons(shapely.transform(shape, written))
        geometry = json.loads(shapely.to_geojson(degrees))
        feature = {"type": "Feature", "properties": dict(properties), "geometry": geometry}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def table(path: Path, columns: Mapping[str, Sequence[object] | NDArray[Any]]) -> None:
    """A CSV file in UTF-8 with a header; flags as 1 and 0, missing as nothing."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(columns)
        out.writerows(zip(*(_plain(values) for values in columns.values()), strict=True))


def _plain(values: Sequence[object] | NDArray[Any]) -> list[object]:
    if isinstance(values, np.ndarray):
        values = (values.astype(int) if values.dtype == bool else values).tolist()
    return list(values)


def degrees(places: Points) -> tuple[list[str], list[str]]:
    """Longitudes and latitudes with 7 decimals (1 cm), '' for a place that is not known."""
    missing = np.isnan(places[:, 0])
    found = written(np.where(missing[:, None], 0.0, places))
    lon, lat = (
        ["" if gone else f"{value:.7f}" for value, gone in zip(found[:, axis].tolist(), missing, strict=True)]
        for axis in (0, 1)
    )
    return lon, lat


def gpx(path: Path, tracks: Iterable[tuple[str, Points, Sequence[str]]]) -> None:
    """Tracks (name, places in metres, moments in UTC) as GPX 1.1."""
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<gpx version="1.1" creator="gridmap sample" xmlns="http://www.topografix.com/GPX/1/1">\n'
    ]
    for name, places, moments in tracks:
        parts.append(f"<trk><name>{name}</name><trkseg>\n")
        for (lon, lat), moment in zip(written(places).tolist(), moments, strict=True):
            parts.append(f'<trkpt lat="{lat:.6f}" lon="{lon:.6f}"><time>{moment}</time></trkpt>\n')
        parts.append("</trkseg></trk>\n")
    path.write_text("".join([*parts, "</gpx>\n"]), encoding="utf-8", newline="\n")


def toml(path: Path, values: Mapping[str, object]) -> None:
    """Texts, numbers, flags, and after them tables of texts."""
    plain = [f"{key} = {_toml(value)}" for key, value in values.items() if not isinstance(value, Mapping)]
    for key, value in values.items():
        if isinstance(value, Mapping):
            plain += ["", f"[{key}]", *(f"{name} = {_toml(text)}" for name, text in value.items())]
    path.write_text("\n".join(plain) + "\n", encoding="utf-8", newline="\n")


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)

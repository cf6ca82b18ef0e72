"""Datums and projections. Every coordinate that comes in is converted here and nowhere else.

A *source* says what numbers are: ``wgs84`` or ``cgcs2000`` (longitude and latitude, alike within
centimetres), ``gcj02`` and ``bd09`` (the shifted ones of Chinese web maps), ``EPSG:n`` or the WKT
of a ``.prj``. The working CRS is metric; longitude or east always comes first.
"""

import math
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from pyproj import CRS, Transformer

Numbers = NDArray[np.float64]
Pair = tuple[Numbers, Numbers]
GEOGRAPHIC = ("wgs84", "cgcs2000", "gcj02", "bd09")
_PLAIN = {"EPSG:4326": "wgs84", "OGC:CRS84": "wgs84", "EPSG:4979": "wgs84", "EPSG:4490": "cgcs2000"}
_AXIS = 6378245.0
_ECCENTRICITY2 = 0.00669342162296594323
_BD_PI = math.pi * 3000.0 / 180.0
_ROUNDS = 12  # each reduces the error of an inverse at least a hundredfold; the same for every point
_DECIMALS = 6  # a micrometre: two files that share a vertex still share it after conversion


def _shift(lon: Numbers, lat: Numbers) -> Pair:
    """How far GCJ-02 moves a WGS 84 position, in degrees."""
    x, y = lon - 105.0, lat - 35.0
    common = (20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x)) + common
    north += (20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi)) * 2.0 / 3.0
    north += (160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y * np.pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x)) + common
    east += (20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi)) * 2.0 / 3.0
    east += (150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi)) * 2.0 / 3.0
    phi = lat / 180.0 * np.pi
    magic = 1.0 - _ECCENTRICITY2 * np.sin(phi) ** 2
    per_degree = _AXIS / np.sqrt(magic) * np.cos(phi) * np.pi / 180.0
    per_degree_north = _AXIS * (1.0 - _ECCENTRICITY2) / (magic * np.sqrt(magic)) * np.pi / 180.0
    return east / per_degree, north / per_degree_north


def wgs84_to_gcj02(lon: Numbers, lat: Numbers) -> Pair:
    """GCJ-02 of WGS 84 positions; unchanged outside China, where GCJ-02 does not apply."""
    east, north = _shift(lon, lat)
    inside = in_china(lon, lat)
    return np.where(inside, lon + east, lon), np.where(inside, lat + north, lat)


def gcj02_to_bd09(lon: Numbers, lat: Numbers) -> Pair:
    """BD-09 of GCJ-02 positions."""
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * _BD_PI)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * _BD_PI)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


def _inverse(forward: Callable[[Numbers, Numbers], Pair], lon: Numbers, lat: Numbers) -> Pair:
    """The positions that ``forward`` takes to ``lon``, ``lat``, by fixed-point rounds."""
    x, y = lon.copy(), lat.copy()
    for _round in range(_ROUNDS):
        there_x, there_y = forward(x, y)
        x, y = x + (lon - there_x), y + (lat - there_y)
    return x, y


def gcj02_to_wgs84(lon: Numbers, lat: Numbers) -> Pair:
    """WGS 84 of GCJ-02 positions, within 1e-9 degrees."""
    return _inverse(wgs84_to_gcj02, lon, lat)


def bd09_to_wgs84(lon: Numbers, lat: Numbers) -> Pair:
    """WGS 84 of BD-09 positions, within 1e-9 degrees."""
    return gcj02_to_wgs84(*_inverse(gcj02_to_bd09, lon, lat))


def in_china(lon: Numbers | float, lat: Numbers | float) -> NDArray[np.bool_]:
    """Whether positions lie in the rectangle around China where CGCS2000 and GCJ-02 are used."""
    x, y = np.asarray(lon, float), np.asarray(lat, float)
    return np.asarray((x >= 73.0) & (x <= 135.1) & (y >= 17.5) & (y <= 53.6))


def working_crs(lon: float, lat: float) -> str:
    """The metric CRS for a township around ``lon``, ``lat``.

    In China the CGCS2000 3-degree zone of its meridian (eastings without zone number), elsewhere
    its UTM zone.
    """
    if in_china(lon, lat):
        return f"EPSG:{4534 + min(max(round((lon - 75.0) / 3.0), 0), 20)}"
    zone = min(int((lon + 180.0) // 6.0) + 1, 60)
    return f"EPSG:{(32600 if lat >= 0 else 32700) + zone}"


def source_of(declared: str) -> str:
    """The source that a declared CRS (``EPSG:n`` or WKT) is; '' for none, or one that makes no sense."""
    if not declared:
        return ""
    plain = _PLAIN.get(declared.upper())
    if plain:
        return plain
    crs = _system(declared)
    if crs is None:
        return ""
    number = crs.to_epsg(min_confidence=70)
    if number is None and crs.is_geographic:
        return (
            "cgcs2000"
            if "2000" in crs.name and "C" in crs.name
            else "wgs84"
            if "84" in crs.name
            else declared
        )
    name = f"EPSG:{number}" if number else declared
    return _PLAIN.get(name, name)


def _system(text: str) -> "CRS | None":
    """The CRS that ``text`` names, None when it names none with positions on the ground."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        crs = CRS.from_user_input(text)
    except CRSError:
        return None
    return crs if crs.is_geographic or crs.is_projected else None


def is_metric(text: str) -> bool:
    """Whether ``text`` names a projected CRS in metres: what a working CRS has to be."""
    crs = _system(text)
    return crs is not None and crs.is_projected and crs.axis_info[0].unit_name == "metre"


def title_of(source: str) -> str:
    """A short name of a source for reports: a WKT is shown by the name of its CRS."""
    crs = _system(source) if len(source) > len("EPSG:123456") else None
    return crs.name if crs is not None else source


def source_by_size(x: Numbers, y: Numbers) -> str:
    """The source that undeclared numbers look like; '' when it has to be asked.

    Degrees are taken for WGS 84. Eastings of eight digits carry the number of their 3-degree zone
    (35… is the zone of 105° E). Six digits say nothing: every zone has them.
    """
    known = np.isfinite(x) & np.isfinite(y)
    if not known.any():
        return "wgs84"
    east, north = float(np.median(x[known])), float(np.median(y[known]))
    if abs(east) <= 180.0 and abs(north) <= 180.0:
        return "wgs84"
    zone = int(east // 1_000_000)
    if 25 <= zone <= 45 and 1_000_000 < north < 6_500_000:
        return f"EPSG:{4513 + zone - 25}"
    return ""


def to_lonlat(x: Numbers, y: Numbers, source: str) -> Pair:
    """WGS 84 longitude and latitude; NaN or inf where there is none."""
    if source in ("wgs84", "cgcs2000"):
        return x, y
    if source == "gcj02":
        return gcj02_to_wgs84(x, y)
    if source == "bd09":
        return bd09_to_wgs84(x, y)
    east, north = _transformer(source, "").transform(x, y)
    return np.asarray(east, float), np.asarray(north, float)


def project(x: Numbers, y: Numbers, source: str, crs: str) -> Pair:
    """Positions in the working CRS ``crs``. Equal positions stay equal; those in ``crs`` stay as they are."""
    if source.upper() == crs.upper() or not len(x):
        return x, y
    if source in GEOGRAPHIC:
        x, y = to_lonlat(x, y, source)
        transform = _transformer("", crs)
    else:
        transform = _transformer(source, crs)
    east, north = transform.transform(x, y)
    return np.round(np.asarray(east, float), _DECIMALS), np.round(np.asarray(north, float), _DECIMALS)


@lru_cache(maxsize=64)
def _transformer(source: str, target: str) -> "Transformer":
    """From ``source`` to ``target``; '' is the geographic CRS of the other: no datum shift is invented."""
    from pyproj import CRS, Transformer

    known = CRS.from_user_input(source or target)
    start = CRS.from_user_input(source) if source else known.geodetic_crs
    end = CRS.from_user_input(target) if target else known.geodetic_crs
    assert start is not None
    assert end is not None
    return Transformer.from_crs(start, end, always_xy=True)

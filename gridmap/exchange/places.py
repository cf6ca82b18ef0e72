"""Where the rows of a point table are: written columns or shapes, to x and y in the working CRS.

What is missing, 0,0, unreadable or far from any sense leaves its row unplaced (NaN), never
rejected: it waits in the unplaced tray. Nothing is converted that was not asked for; a better
datum, or swapped columns, is said as a note.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.exchange.coordinates import GEOGRAPHIC, Numbers, Pair, project
from gridmap.exchange.gate import Shapes
from gridmap.exchange.plain import half_width
from gridmap.exchange.raw import Texts
from gridmap.i18n import _
from gridmap.township.batch import Problem

LINES = (shapely.GeometryType.LINESTRING, shapely.GeometryType.MULTILINESTRING)
FAR_METRES = 50_000.0  # beyond the outline's box by more than this a place is a slip of the pen
_DEGREES = re.compile(
    r"[EWNS东西南北经纬:]*(\d+(?:\.\d+)?)°"
    r"(?:(\d+(?:\.\d+)?)[′'])?(?:(\d+(?:\.\d+)?)(?:″|\"|''|′′))?[EWNS]?$"
)


@dataclass
class Places:
    """Positions as written (``x`` is longitude or east), NaN where there is none."""

    x: Numbers
    y: Numbers
    problems: list[Problem] = field(default_factory=list)


def number(text: str) -> float:
    """A written coordinate, decimal or in degrees, minutes and seconds; NaN when it is none."""
    try:
        return float(text)
    except ValueError:
        return _unusual_number(text)


def _unusual_number(text: str) -> float:
    plain = half_width(text).replace(" ", "").upper()
    found = _DEGREES.match(plain)
    if found:
        degrees, minutes, seconds = (float(part or 0) for part in found.groups())
        value = degrees + minutes / 60.0 + seconds / 3600.0
        return -value if plain[0] in "WS西南" or plain[-1] in "WS" else value
    try:
        return float(plain.strip("°度"))
    except ValueError:
        return np.nan


def written_places(columns: Mapping[str, Texts], rows: list[int]) -> Places | None:
    """The positions in the columns ``lon`` and ``lat``, ``x`` and ``y``, or ``lonlat``; None without any."""
    if "lonlat" in columns and "lon" not in columns:
        parts = [re.split(r"[,;/\s]+", half_width(text).strip()) for text in columns["lonlat"]]
        columns = {
            "lon": Texts.of([pair[0] for pair in parts]),
            "lat": Texts.of([pair[1] if len(pair) > 1 else "" for pair in parts]),
        }
    names = next(
        (pair for pair in (("lon", "lat"), ("x", "y")) if all(name in columns for name in pair)), None
    )
    if names is None:
        return None
    x, y = (_numbers(columns[name]) for name in names)
    unread = _is_written(columns[names[0]]) | _is_written(columns[names[1]])
    unread &= ~(np.isfinite(x) & np.isfinite(y))
    problems = [
        Problem(rows[at], names[0], _("坐标读不懂，此行未落图"), rejected=False)
        for at in np.flatnonzero(unread)
    ]
    return _without_nulls(Places(x, y, problems))


def _numbers(column: Texts) -> Numbers:
    found: Numbers = np.array([number(text) for text in column.texts], float)[column.codes]
    return found


def _is_written(column: Texts) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = np.array([bool(text) for text in column.texts], bool)[column.codes]
    return found


def shape_places(shapes: Shapes, rows: list[int]) -> Places:
    """The positions of point shapes; of an area (a house's plan) a point inside it, of a track its end."""
    points = shapes.copy()
    other = np.array([shape is not None and not isinstance(shape, shapely.Point) for shape in shapes], bool)
    lines = np.isin(shapely.get_type_id(shapes), LINES)
    sound = other & shapely.is_valid(shapes) & ~shapely.is_empty(shapes) & ~lines
    points[other] = None
    points[sound] = shapely.point_on_surface(shapes[sound])
    last = shapely.get_geometry(shapes[lines], -1)  # of several lines the last, of one itself
    points[lines] = shapely.get_point(last, -1)
    found = [
        Problem(0, "geometry", _("{n} 个图形不是点，取其内部一点").format(n=int(sound.sum())), rejected=False)
    ]
    return _without_nulls(Places(shapely.get_x(points), shapely.get_y(points), found if sound.any() else []))


def _without_nulls(places: Places) -> Places:
    lost = ~(np.isfinite(places.x) & np.isfinite(places.y)) | ((places.x == 0) & (places.y == 0))
    places.x[lost] = np.nan
    places.y[lost] = np.nan
    return places


def settle(places: Places, source: str, crs: str, outline: shapely.Geometry | None, asked: bool) -> Pair:
    """``places`` in the working CRS; impossible ones become NaN. Notes go into ``places.problems``.

    ``asked`` says that the user named the datum, so no other is offered.
    """
    if source in GEOGRAPHIC:
        _note_swapped(places)
        _forget(places, ~((np.abs(places.x) <= 180.0) & (np.abs(places.y) <= 85.0)))
    x, y = _projected(places, source, crs)
    if outline is None or not np.isfinite(x).any():
        return x, y
    if source == "wgs84" and not asked:
        _note_datum(places, crs, outline, x, y)
    _note_outside(places, outline, x, y)
    near = _near(outline, x, y)
    _forget(places, np.isfinite(x) & ~near)
    return np.where(near, x, np.nan), np.where(near, y, np.nan)


def put_east_first(places: Places) -> None:
    """Exchange the columns of metres when ``x`` holds northings, as surveyors write, and say so."""
    if _is_swapped_grid(places):
        places.x, places.y = places.y, places.x
        note = _("东坐标与北坐标的列是对调的（测量习惯 X 为北），已按数值大小读取")
        places.problems.append(Problem(0, "x", note, rejected=False))


def _projected(places: Places, source: str, crs: str) -> Pair:
    x, y = np.full(len(places.x), np.nan), np.full(len(places.x), np.nan)
    known = np.isfinite(places.x)
    x[known], y[known] = project(places.x[known], places.y[known], source, crs)
    lost = ~(np.isfinite(x) & np.isfinite(y) & (np.abs(x) < 5e7) & (np.abs(y) < 5e7))
    x[lost] = np.nan
    y[lost] = np.nan
    return x, y


def _forget(places: Places, impossible: NDArray[np.bool_]) -> None:
    count = int((impossible & np.isfinite(places.x)).sum())
    if count:
        note = _("{n} 个坐标离本镇太远或不成经纬度，未落图").format(n=count)
        places.problems.append(Problem(0, "lon", note, rejected=False))
    places.x[impossible] = np.nan
    places.y[impossible] = np.nan


def _is_swapped_grid(places: Places) -> bool:
    """Whether x holds northings: here northings have seven digits and eastings six, or eight with a zone."""
    known = np.isfinite(places.x)
    if not known.any():
        return False
    x, y = float(np.median(places.x[known])), float(np.median(places.y[known]))
    return 1e6 < x < 1e7 and (1e5 < y < 1e6 or y > 1e7)


def _note_swapped(places: Places) -> None:
    known = np.isfinite(places.x)
    swapped = known & (np.abs(places.y) > 90.0) & (np.abs(places.y) <= 180.0) & (np.abs(places.x) <= 90.0)
    if swapped.any() and swapped.sum() * 2 >= known.sum():
        note = _("经度和纬度像是写反了——请用 --column lon=… --column lat=… 指明后重新导入")
        places.problems.append(Problem(0, "lon", note, rejected=False))


def _inside(outline: shapely.Geometry, x: Numbers, y: Numbers) -> NDArray[np.bool_]:
    shapely.prepare(outline)
    found: NDArray[np.bool_] = shapely.contains_xy(outline, x, y)
    return found


def _note_datum(places: Places, crs: str, outline: shapely.Geometry, x: Numbers, y: Numbers) -> None:
    """Say which datum puts more points inside the township than WGS 84 does."""
    known = np.isfinite(x)
    outside = int(known.sum() - _inside(outline, x[known], y[known]).sum())
    if outside <= max(2, 0.01 * known.sum()):
        return
    left = {}
    for datum in ("gcj02", "bd09"):
        there = project(places.x[known], places.y[known], datum, crs)
        left[datum] = int(known.sum() - _inside(outline, *there).sum())
    best = min(left, key=lambda datum: left[datum])
    if left[best] * 2 < outside:
        note = _(
            "{n} 个点中 {out} 个落在镇界外，按 {datum} 读只有 {left} 个——请核对后用 --datum {datum} 重新导入"
        )
        note = note.format(n=int(known.sum()), out=outside, datum=best, left=left[best])
        places.problems.append(Problem(0, "lon", note, rejected=False))


def _note_outside(places: Places, outline: shapely.Geometry, x: Numbers, y: Numbers) -> None:
    known = np.isfinite(x)
    outside = int(known.sum() - _inside(outline, x[known], y[known]).sum())
    if outside * 2 >= known.sum():
        note = _("{n} 个点中 {out} 个落在镇界外，请核对坐标基准").format(n=int(known.sum()), out=outside)
        places.problems.append(Problem(0, "lon", note, rejected=False))


def _near(outline: shapely.Geometry, x: Numbers, y: Numbers) -> NDArray[np.bool_]:
    west, south, east, north = shapely.bounds(outline)
    found: NDArray[np.bool_] = (x > west - FAR_METRES) & (x < east + FAR_METRES)
    found &= (y > south - FAR_METRES) & (y < north + FAR_METRES)
    return found

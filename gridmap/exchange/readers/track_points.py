"""Tables of places become tracks: the rows of one number, in the order of their times, are one line.

What a table of places says besides (team, group, members) is said once a track, as its first row has it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gridmap.exchange.dates import written_times
from gridmap.exchange.headings import PLACE, normal
from gridmap.exchange.kinds import kind_by_name
from gridmap.exchange.places import put_east_first, written_places
from gridmap.exchange.raw import RawFile, RawLayer, Texts
from gridmap.i18n import _
from gridmap.township.track import civil, line_wkb

Floats = NDArray[np.float64]

TIME = ("time", "timestamp", "datetime", "date_time", "utc", "gps_time", "t",
        "时间", "时刻", "定位时间", "采集时间", "记录时间")  # fmt: skip
TRACK = ("patrol_no", "巡防编号", "编号", "track", "track_id", "trackid", "trip", "trip_id", "trajectory_id",
         "traj_id", "轨迹", "轨迹编号", "设备", "设备号", "device", "device_id")  # fmt: skip
"""Headings of the time of a place, and of what tells tracks apart; the first that is there counts."""


@dataclass(frozen=True)
class Points:
    """Places as a file has them: a track's number by ``codes`` of ``names``, x and y as written, Unix time
    (NaN for none), the number of each row, and other columns."""

    names: list[str]
    codes: NDArray[np.int64]
    x: Floats
    y: Floats
    unix: Floats
    rows: NDArray[np.int64]
    others: Mapping[str, Texts] = field(default_factory=dict)


def wanted(path: Path, kind: object) -> bool:
    """Whether a file is meant to hold patrols: as the user says, else by its name."""
    return kind == "patrols" or (not kind and kind_by_name(path.stem) == "patrols")


def heading_of(headings: list[str], words: tuple[str, ...]) -> int:
    """Where the first of some words stands among headings, -1 when none does."""
    plain = [normal(heading) for heading in headings]
    return next((plain.index(normal(word)) for word in words if normal(word) in plain), -1)


def gather(file: RawFile) -> RawFile:
    """``file`` with its tables of written places made tracks; what is no such table stays as it is."""
    file.layers = [_gathered(layer) for layer in file.layers]
    return file


def _gathered(layer: RawLayer) -> RawLayer:
    if layer.geometries is not None:
        return layer
    at = {name: heading_of(layer.headings, (name, *words)) for name, words in PLACE.items()}
    columns = {name: layer.columns[place] for name, place in at.items() if place >= 0}
    places = written_places(columns, layer.rows)
    if places is None:
        return layer
    put_east_first(places)
    time, track = (heading_of(layer.headings, words) for words in (TIME, TRACK))
    unix = np.full(len(layer.rows), np.nan)
    if time >= 0:
        unix = layer.columns[time].spread(written_times(layer.columns[time].texts)).astype(np.float64)
    names, codes = [""], np.zeros(len(layer.rows), np.int64)
    if track >= 0:
        names, codes = layer.columns[track].texts, layer.columns[track].codes.astype(np.int64)
    used = {time, track, *at.values()}
    others = {name: layer.columns[place] for place, name in enumerate(layer.headings) if place not in used}
    rows = np.array(layer.rows, np.int64)
    made = tracks(Points(names, codes, places.x, places.y, unix, rows, others), layer.name, layer.crs)
    made.failed = [*layer.failed, *made.failed]
    return made


def tracks(points: Points, name: str, crs: str) -> RawLayer:
    """A line for each track. Points without a place and tracks of a single point are said, not kept."""
    placed = np.isfinite(points.x) & np.isfinite(points.y)
    timed = np.bincount(points.codes, weights=~np.isfinite(points.unix), minlength=len(points.names)) == 0
    when = np.where(timed[points.codes], points.unix, 0.0)  # one without a time: in the order of the rows
    order = np.lexsort((when, points.codes))
    order = order[placed[order]]
    own = points.codes[order]
    places = np.column_stack([points.x, points.y, points.unix])[order]
    ends = np.flatnonzero(np.diff(own, append=-1)) + 1
    begins = np.append(0, ends)[:-1]
    long = ends - begins > 1
    layer = RawLayer(name, ["patrol_no", "started_at", "ended_at", *points.others], crs=crs)
    layer.geometries = [
        line_wkb(places[begin:end]) for begin, end in zip(begins[long], ends[long], strict=True)
    ]
    first = order[begins[long]] if len(begins) else begins
    layer.rows = points.rows[first].tolist()
    numbers = [points.names[code] for code in points.codes[first].tolist()]
    moments = [[_civil(at) for at in places[ats, 2].tolist()] for ats in (begins[long], ends[long] - 1)]
    layer.columns = [Texts.of(column) for column in (numbers, *moments)]
    layer.columns += [Texts.of([column[row] for row in first.tolist()]) for column in points.others.values()]
    layer.failed = [(int(row), _("没有坐标，此点略去")) for row in points.rows[~placed]]
    layer.failed += [(int(row), _("只有一个点，不成轨迹")) for row in points.rows[order[begins[~long]]]]
    return layer


def _civil(unix: float) -> str:
    return "" if np.isnan(unix) else civil(unix)

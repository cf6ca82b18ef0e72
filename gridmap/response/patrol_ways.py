"""What the tracks of some patrols tell: how far, where they stood, where nobody knows, what they covered."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.response.track_hints import leaps_of, runs
from gridmap.response.tracks import Tracks, tracks_of
from gridmap.township.settings import DEFAULT_TRACK
from gridmap.township.table import Table
from gridmap.township.track import Lines

LOOKS = 10
"""How often it is looked whether somebody still stands in one place."""
Kind = Literal["stop", "gap"]


@dataclass(frozen=True)
class Pause:
    """A stop, or a gap without a place, of the track at ``track``: since when, until when, where."""

    kind: Kind
    track: int
    since: float
    until: float
    place: tuple[float, float]


@dataclass(frozen=True)
class Way:
    """What one track tells; ``patrol`` is its row. Stops and gaps are known of measured times only."""

    patrol: int
    metres: float
    seconds: float
    stops: tuple[Pause, ...]
    gaps: tuple[Pause, ...]


def ways(tracks: Tracks, limits: Mapping[str, float] = DEFAULT_TRACK) -> tuple[Way, ...]:
    """Every track in its order. ``limits`` as in ``Settings.track``."""
    limits = {**DEFAULT_TRACK, **limits}
    paused: defaultdict[tuple[int, Kind], list[Pause]] = defaultdict(list)
    for pause in (*_stops(tracks, limits), *_gaps(tracks, limits)):
        paused[pause.track, pause.kind].append(pause)
    took = (tracks.end - tracks.start).tolist()
    told = zip(tracks.rows.tolist(), tracks.metres.tolist(), took, strict=True)
    return tuple(
        Way(row, metres, seconds, tuple(paused[at, "stop"]), tuple(paused[at, "gap"]))
        for at, (row, metres, seconds) in enumerate(told)
    )


def _stops(tracks: Tracks, limits: Mapping[str, float]) -> list[Pause]:
    """Where somebody was within ``stop_m`` for ``stop_s``: one who turns back is not."""
    after = tracks.at + limits["stop_s"]
    still = (after <= tracks.end[tracks.owner]) & tracks.measured[tracks.owner]
    for part in range(1, LOOKS + 1):
        x, y = tracks.where(tracks.owner, tracks.at + limits["stop_s"] * part / LOOKS)
        still &= np.hypot(x - tracks.x, y - tracks.y) <= limits["stop_m"]
    found = runs(still, tracks.owner)
    track = np.array([tracks.owner[first] for first, _last in found], np.int64)
    since = np.array([tracks.at[first] for first, _last in found])
    until = np.array([after[last] for _first, last in found])
    x, y = tracks.where(track, (since + until) / 2)
    told = zip(track.tolist(), since.tolist(), until.tolist(), x.tolist(), y.tolist(), strict=True)
    return [Pause("stop", one, begin, end, (east, north)) for one, begin, end, east, north in told]


def _gaps(tracks: Tracks, limits: Mapping[str, float]) -> list[Pause]:
    took = np.diff(tracks.at, prepend=0.0)
    took[tracks.begins[:-1]] = 0.0
    found = np.flatnonzero((took > limits["gap_s"]) & tracks.measured[tracks.owner])
    return [
        Pause("gap", int(tracks.owner[at]), float(tracks.at[at - 1]), float(tracks.at[at]),
              (float(tracks.x[at - 1]), float(tracks.y[at - 1])))
        for at in found.tolist()
    ]  # fmt: skip


def walked_lines(patrols: Table, limits: Mapping[str, float] = DEFAULT_TRACK) -> NDArray[np.object_]:
    """The lines of patrols, without what nobody walked: leaps, and gaps of which nobody knows the way."""
    tracks, limits = tracks_of(patrols), {**DEFAULT_TRACK, **limits}
    took = np.diff(tracks.at, prepend=0.0)
    broken = leaps_of(tracks, limits) | (
        (took > limits["gap_s"]) & tracks.leads_on & tracks.measured[tracks.owner]
    )
    lines = np.array(patrols["geometry"], object)
    for track in np.unique(tracks.owner[broken]).tolist():
        own = np.arange(tracks.begins[track], tracks.begins[track + 1])
        cuts = np.flatnonzero(broken[own] | ~tracks.leads_on[own])
        parts = [
            part for part in np.split(np.column_stack([tracks.x[own], tracks.y[own]]), cuts) if len(part) > 1
        ]
        lines[tracks.rows[track]] = shapely.MultiLineString(parts)
    return lines


def swath(lines: Lines, metres: float, *, merged: bool) -> NDArray[np.object_]:
    """What lies within some metres of the lines: one area for each of them, or all of it as one area."""
    real = lines[~(shapely.is_missing(lines) | shapely.is_empty(lines))]
    areas = np.asarray(shapely.buffer(shapely.force_2d(real), metres, quad_segs=4), object)
    if not merged or not len(areas):
        return areas
    whole = np.empty(1, object)
    whole[0] = shapely.union_all(areas)
    return whole

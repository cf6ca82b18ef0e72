"""What is odd about tracks, asked and never judged: each question names the seconds that raise it.

A vehicle, a jump, a track walked twice to the decimetre, two patrols in one place. There may be a good answer
to each of them, so nothing is scored, ranked or refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.i18n import _
from gridmap.response.tracks import Rows, Tracks
from gridmap.township.settings import DEFAULT_TRACK
from gridmap.township.track import Floats, civil

Kind = Literal["vehicle", "jump", "repeated", "together"]
KINDS: dict[Kind, str] = {
    "vehicle": _("像是乘车"), "jump": _("位置跳变"), "repeated": _("轨迹重复"), "together": _("两队同路"),
}  # fmt: skip
FEWEST = 8
"""Places that a track must have before it can be like another by more than chance."""
SAMPLE_S = 30.0
ALIKE = 0.9
"""The share of the common time that two patrols must spend in one place."""


@dataclass(frozen=True)
class Hint:
    """A question about the seconds from ``since`` to ``until`` (Unix time) at ``place``.

    ``patrols`` are the rows it is asked about, the one in question first.
    """

    kind: Kind
    patrols: tuple[int, ...]
    since: float
    until: float
    place: tuple[float, float]
    question: str


def hints(tracks: Tracks, limits: Mapping[str, float] = DEFAULT_TRACK) -> tuple[Hint, ...]:
    """Every question about some tracks, the latest seconds first. ``limits`` as in ``Settings.track``.

    Only measured times can raise one: those that were spread over a line are nobody's.
    """
    limits = {**DEFAULT_TRACK, **limits}
    leaps = leaps_of(tracks, limits)
    found = [*_jumps(tracks, leaps), *_vehicles(tracks, leaps, limits)]
    twins, same = _repeated(tracks)
    found += [*twins, *_together(tracks, limits, same)]
    return tuple(sorted(found, key=lambda hint: (-hint.since, hint.patrols)))


def leaps_of(tracks: Tracks, limits: Mapping[str, float]) -> NDArray[np.bool_]:
    """Which places nobody can have come to in the time since the place before."""
    took = np.maximum(np.diff(tracks.at, prepend=0.0), 1.0)
    fast = tracks.steps / took > limits["jump_kmh"] / 3.6
    return np.asarray(fast & (tracks.steps > limits["jump_m"]) & tracks.measured[tracks.owner], bool)


def _jumps(tracks: Tracks, leaps: NDArray[np.bool_]) -> list[Hint]:
    text = _("{at} 一步跳了 {metres:,.0f} 米：是定位漂移，还是换了设备？")
    return [
        Hint(
            "jump", (int(tracks.rows[tracks.owner[at]]),), float(tracks.at[at - 1]), float(tracks.at[at]),
            _place(tracks, at), text.format(at=_clock(tracks.at[at], 19), metres=tracks.steps[at]),
        )
        for at in np.flatnonzero(leaps).tolist()
    ]  # fmt: skip


def _vehicles(tracks: Tracks, leaps: NDArray[np.bool_], limits: Mapping[str, float]) -> list[Hint]:
    """Runs of places from which the next ``vehicle_s`` seconds are faster than anybody walks."""
    window, least = limits["vehicle_s"], limits["vehicle_kmh"] / 3.6
    gone = np.cumsum(np.where(leaps, 0.0, tracks.steps))
    after = tracks.at + window
    ahead = _at_moments(tracks, gone, after)
    inside = (after <= tracks.end[tracks.owner]) & tracks.measured[tracks.owner]
    fast = inside & ((ahead - gone) / window > least)
    found = []
    for first, last in runs(fast, tracks.owner):
        since, until = float(tracks.at[first]), float(tracks.at[last]) + window
        track = tracks.owner[first]
        speed = float(ahead[last] - gone[first]) / (until - since) * 3.6
        text = _("{since}–{until} 平均 {speed:.0f} km/h：这一段是乘车吗？")
        question = text.format(since=_clock(since), until=_clock(until, 16)[-5:], speed=speed)
        x, y = tracks.where(np.array([track]), np.array([(since + until) / 2]))
        found.append(
            Hint("vehicle", (int(tracks.rows[track]),), since, until, (float(x[0]), float(y[0])), question)
        )
    return found


def _at_moments(tracks: Tracks, values: Floats, moments: Floats) -> Floats:
    """What ``values``, one for each place, are at a moment for each place of the same track."""
    low = tracks.before(tracks.owner, moments)
    high = np.minimum(low + 1, tracks.begins[tracks.owner + 1] - 1)
    took = tracks.at[high] - tracks.at[low]
    share = np.where(took > 0, (moments - tracks.at[low]) / np.where(took > 0, took, 1.0), 0.0)
    return np.asarray(values[low] + (values[high] - values[low]) * np.clip(share, 0.0, 1.0), np.float64)


def runs(which: NDArray[np.bool_], owner: Rows) -> list[tuple[int, int]]:
    """First and last of every unbroken run of places of one track."""
    rows = np.flatnonzero(which)
    if not len(rows):
        return []
    broken = np.flatnonzero((np.diff(rows) > 1) | (np.diff(owner[rows]) != 0))
    firsts, lasts = rows[np.append(0, broken + 1)], rows[np.append(broken, len(rows) - 1)]
    return list(zip(firsts.tolist(), lasts.tolist(), strict=True))


def _repeated(tracks: Tracks) -> tuple[list[Hint], frozenset[tuple[int, int]]]:
    """Tracks that are place for place another one; and which pairs share their times too."""
    told: dict[bytes, int] = {}
    found: list[Hint] = []
    same: set[tuple[int, int]] = set()
    places = np.round(np.column_stack([tracks.x, tracks.y]) * 10).astype(np.int64)
    for track in np.argsort(tracks.start, kind="stable").tolist():
        part = slice(tracks.begins[track], tracks.begins[track + 1])
        if not tracks.measured[track] or part.stop - part.start < FEWEST:
            continue
        first = told.setdefault(places[part].tobytes(), track)
        if first == track:
            continue
        if tracks.start[track] <= tracks.end[first]:
            same.add((first, track))
            continue
        text = _("与 {day} 的轨迹逐点相同：是同一份文件交了两次吗？")
        pair = int(tracks.rows[track]), int(tracks.rows[first])
        since, until = float(tracks.start[track]), float(tracks.end[track])
        question = text.format(day=_clock(tracks.start[first]))
        found.append(Hint("repeated", pair, since, until, _place(tracks, part.start), question))
    return found, frozenset(same)


def _together(tracks: Tracks, limits: Mapping[str, float], same: frozenset[tuple[int, int]]) -> list[Hint]:
    """Two patrols that were in one place for nearly all of the time that both were under way."""
    found = []
    for one, other in sorted(set(_candidates(tracks, limits)) | same):
        since = float(max(tracks.start[one], tracks.start[other]))
        until = float(min(tracks.end[one], tracks.end[other]))
        moments = np.arange(since, until, SAMPLE_S)
        if not len(moments):
            continue
        ways = [tracks.where(np.full(len(moments), track), moments) for track in (one, other)]
        apart = np.hypot(ways[0][0] - ways[1][0], ways[0][1] - ways[1][1])
        if np.mean(apart <= limits["together_m"]) < ALIKE:
            continue
        text = _("{since} 起 {minutes:.0f} 分钟与另一支队伍在同一处：是一起走的，还是一台设备记了两次？")
        question = text.format(since=_clock(since), minutes=(until - since) / 60)
        pair = (int(tracks.rows[other]), int(tracks.rows[one]))
        found.append(
            Hint("together", pair, since, until, (float(ways[0][0][0]), float(ways[0][1][0])), question)
        )
    return found


def _candidates(tracks: Tracks, limits: Mapping[str, float]) -> Sequence[tuple[int, int]]:
    """Pairs of measured tracks, the lower first, that were near and long enough under way at once."""
    chosen = np.flatnonzero(tracks.measured)
    if len(chosen) < 2:
        return []
    first = tracks.begins[:-1]
    low_x, low_y = (np.minimum.reduceat(values, first)[chosen] for values in (tracks.x, tracks.y))
    high_x, high_y = (np.maximum.reduceat(values, first)[chosen] for values in (tracks.x, tracks.y))
    near = limits["together_m"]
    boxes = shapely.box(low_x - near, low_y - near, high_x, high_y)
    one, other = (chosen[side] for side in shapely.STRtree(boxes).query(boxes))
    common = np.minimum(tracks.end[one], tracks.end[other]) - np.maximum(
        tracks.start[one], tracks.start[other]
    )
    wanted = (one < other) & (common >= limits["together_s"])
    return list(zip(one[wanted].tolist(), other[wanted].tolist(), strict=True))


def _place(tracks: Tracks, at: int) -> tuple[float, float]:
    return float(tracks.x[at]), float(tracks.y[at])


def _clock(unix: float, end: int = 16) -> str:
    """Month, day and clock."""
    return civil(unix)[5:end].replace("T", " ")

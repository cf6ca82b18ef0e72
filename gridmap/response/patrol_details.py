"""A week's patrols one by one: how far, how long, where they stood, what is asked about them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gridmap.i18n import _
from gridmap.response.patrol_ways import Pause, Way, ways
from gridmap.response.patrols import IsoWeek, PatrolWeek, compare, patrols_of
from gridmap.response.track_hints import Hint, hints
from gridmap.response.tracks import Tracks, tracks_of
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table
from gridmap.township.track import civil


@dataclass(frozen=True)
class PatrolDetails:
    """The groups' week, and its patrols: ``walked`` are their rows, to which ``ways`` and ``hints`` refer.

    ``looked_at`` are all patrols that were compared with them: a track may be that of weeks ago.
    """

    week: PatrolWeek
    walked: Table
    tracks: Tracks
    ways: tuple[Way, ...]
    hints: tuple[Hint, ...]
    looked_at: Table


def details(snapshot: Snapshot, week: IsoWeek, now: datetime) -> PatrolDetails:
    """Everything that the tracks of a week tell. Questions are those about its own seconds."""
    walked, limits = patrols_of(snapshot, week, now), snapshot.settings.track
    tracks, everyone = tracks_of(walked), snapshot["patrols"]
    asked = hints(tracks_of(everyone), limits)
    own = set(walked["uuid"].tolist())
    mine = tuple(hint for hint in asked if str(everyone["uuid"][hint.patrols[0]]) in own)
    return PatrolDetails(compare(snapshot, week, now), walked, tracks, ways(tracks, limits), mine, everyone)


def details_report(found: PatrolDetails) -> dict[str, Any]:
    """For JSON: ``patrols`` with metres, minutes, stops and gaps, ``questions`` with their seconds.

    ``measured`` says whether a track had times of its own. Nobody is named.
    """
    measured = dict(zip(found.tracks.rows.tolist(), found.tracks.measured.tolist(), strict=True))
    told = [
        {
            "id": str(found.walked["uuid"][way.patrol]),
            "number": str(found.walked["patrol_no"][way.patrol]),
            "team": str(found.walked["team"][way.patrol]),
            "started_at": str(found.walked["started_at"][way.patrol]),
            "metres": round(way.metres),
            "minutes": round(way.seconds / 60, 1),
            "measured": bool(measured[way.patrol]),
            "stops": [_pause(pause) for pause in way.stops],
            "gaps": [_pause(pause) for pause in way.gaps],
        }
        for way in found.ways
    ]
    questions = [
        {
            "kind": hint.kind,
            "patrols": [str(found.looked_at["uuid"][row]) for row in hint.patrols],
            "since": civil(hint.since),
            "until": civil(hint.until),
            "question": hint.question,
        }
        for hint in found.hints
    ]
    return {"patrols": told, "questions": questions}


def details_lines(report: dict[str, Any]) -> list[str]:
    """The same for a person: the sum, then every question."""
    metres = sum(one["metres"] for one in report["patrols"])
    stops, gaps = (sum(len(one[kind]) for one in report["patrols"]) for kind in ("stops", "gaps"))
    text = _("{n} 条轨迹 · {km:,.1f} 公里 · 停留 {stops} 处 · 断点 {gaps} 处")
    told = [text.format(n=len(report["patrols"]), km=metres / 1000, stops=stops, gaps=gaps)]
    return told + [f"  ? {one['question']}" for one in report["questions"]]


def _pause(pause: Pause) -> dict[str, str]:
    return {"since": civil(pause.since), "until": civil(pause.until)}

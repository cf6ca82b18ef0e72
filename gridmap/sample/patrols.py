"""Four weeks of patrols: who of which group walked when, and the tracks along the roads."""

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.sample import names, write
from gridmap.sample.land import Land

Points = NDArray[np.float64]
Rows = NDArray[np.int64]
Net = dict[tuple[float, float], list[tuple[Points, tuple[float, float]]]]

WEEKS = 4
_SHORT = 0.06  # groups of a week that walk less than twice
_PACE = 72.0  # metres a minute
_STEP = 75.0  # metres between two points of a track
_PROBLEMS = (
    ("路面有落石", "已清理"), ("渠道堵塞", "已疏通"), ("老人独自在家", "已上门看望"),
    ("发现野外用火", "已劝阻"), ("电线下垂", "已报供电所"),
)  # fmt: skip


def write_patrols(folder: Path, land: Land, now: datetime, rng: np.random.Generator) -> None:
    """Write patrols.csv and the tracks of the same numbers in patrols.gpx."""
    net = _net(land)
    knots = np.array(list(net))
    centres = shapely.centroid(land.boundaries.groups)
    starts = knots[shapely.STRtree(np.asarray(shapely.points(knots))).nearest(centres)]
    monday = (now - timedelta(days=now.weekday())).replace(hour=0, minute=0)
    rows: list[dict[str, object]] = []
    tracks = []
    for group, start in _plan(len(centres), monday, now, rng):
        walked = _walk(net, tuple(starts[group].tolist()), shapely.get_coordinates(centres[group])[0], rng)
        seconds = np.arange(len(walked)) * (_STEP / _PACE * 60)
        end = start + timedelta(seconds=int(seconds[-1]))
        number = f"XF{start:%m%d}{len(rows) + 1:05d}"
        rows.append({"patrol_no": number, **_said(land, group, start, end, rng)})
        moments = [
            (start - timedelta(hours=8, seconds=-int(second))).strftime("%Y-%m-%dT%H:%M:%SZ")
            for second in seconds
        ]
        tracks.append((number, walked + rng.normal(0, 1.5, walked.shape), moments))
    write.table(folder / "patrols.csv", {key: [row[key] for row in rows] for key in rows[0]})
    write.gpx(folder / "patrols.gpx", tracks)


def _net(land: Land) -> Net:
    """Which roads lead on from each junction."""
    net: Net = {}
    for line in land.roads.lines:
        points = shapely.get_coordinates(line)
        first, last = tuple(points[0].tolist()), tuple(points[-1].tolist())
        net.setdefault(first, []).append((points, last))
        net.setdefault(last, []).append((points[::-1], first))
    return net


def _plan(
    groups: int, monday: datetime, now: datetime, rng: np.random.Generator
) -> list[tuple[int, datetime]]:
    """(group, start) of every patrol, in the order of time: the weeks before ``monday``, and today."""
    plan = []
    for group in range(groups):
        for week in range(1, WEEKS + 1):
            times = int(rng.integers(0, 2)) if rng.random() < _SHORT else int(rng.choice([2, 2, 2, 3]))
            for day in sorted(rng.choice(7, times, replace=False).tolist()):
                start = (
                    monday - timedelta(weeks=week) + timedelta(days=day, minutes=int(rng.integers(420, 1250)))
                )
                plan.append((group, start))
        if rng.random() < 0.3:
            plan.append(
                (group, now.replace(hour=0, minute=0) + timedelta(minutes=int(rng.integers(390, 780))))
            )
    return sorted(plan, key=lambda one: (one[1], one[0]))


def _walk(net: Net, start: tuple[float, float], centre: Points, rng: np.random.Generator) -> Points:
    """Two to four kilometres along the roads around ``centre``, a place every 75 m."""
    wanted = rng.uniform(1800, 3800)
    at, parts, gone = start, [np.array([start])], 0.0
    seen: dict[tuple[float, float], int] = {}
    while gone < wanted:
        seen[at] = seen.get(at, 0) + 1
        cost = [
            float(np.hypot(*(np.array(end) - centre))) + 700.0 * seen.get(end, 0) + rng.uniform(0, 300)
            for _, end in net[at]
        ]
        points, at = net[at][int(np.argmin(cost))]
        parts.append(points[1:])
        gone += float(np.hypot(*np.diff(points, axis=0).T).sum())
    line = shapely.LineString(np.vstack(parts))
    along = np.arange(0.0, min(float(wanted), line.length), _STEP)
    return shapely.get_coordinates(shapely.line_interpolate_point(line, along))


def _said(
    land: Land, group: int, start: datetime, end: datetime, rng: np.random.Generator
) -> dict[str, object]:
    village = int(land.village_of_group[group])
    villages, groups, _ = land.said
    count = int(rng.integers(2, 5))
    members = names.surnames(rng, count) + names.given_names(rng, rng.random(count) < 0.7)
    problem, handling = _PROBLEMS[int(rng.integers(len(_PROBLEMS)))] if rng.random() < 0.12 else ("", "")
    stem = f"{land.village_name[village]}{land.group_name[group]}"
    return {
        "team": f"{stem}巡防队",
        "village": villages[village],
        "group": groups[group],
        "started_at": start.isoformat(timespec="seconds"),
        "ended_at": end.isoformat(timespec="seconds"),
        "members": "、".join(members), "member_count": count, "route": f"{stem}环线",
        "problem": problem, "handling": handling,
        "handed_to_police": int(bool(problem) and rng.random() < 0.05),
    }  # fmt: skip

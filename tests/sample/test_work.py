import re
from collections import Counter
from datetime import datetime, timedelta

import numpy as np
import pytest
import shapely

from gridmap.sample import NOW
from gridmap.sample.real import to_metres


@pytest.fixture(scope="module")
def tracks(folder):
    """Points (metres) and times of each track by name."""
    text = (folder / "layers" / "patrols.gpx").read_text(encoding="utf-8")
    found = {}
    for part in text.split("<trk>")[1:]:
        points = re.findall(r'lat="([\d.]+)" lon="([\d.]+)"><time>([^<]+)</time>', part)
        places = to_metres(np.array([[float(lon), float(lat)] for lat, lon, _ in points]))
        found[re.search("<name>([^<]+)", part)[1]] = places, [time for _, _, time in points]
    return found


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_incidents_cover_ninety_days_in_all_levels_and_urgencies(ledger) -> None:
    rows = ledger("incidents")
    times = [moment(row["happened_at"]) for row in rows]
    assert NOW - timedelta(days=91) < min(times) < NOW - timedelta(days=80)
    assert max(times) <= NOW
    assert {row["level"] for row in rows} == {"micro", "small", "big"}
    assert {row["urgency"] for row in rows} == {"P1", "P2", "P3"}
    assert {row["settled_at_level"] for row in rows} >= {"grid", "village", "town", "district"}


def test_few_incidents_are_open_and_none_is_urgent(ledger) -> None:
    waiting = [row for row in ledger("incidents") if not row["finished_at"]]
    assert 2 <= len(waiting) <= 6
    assert {("道路中断", "P2"), ("水管漏水", "P3")} <= {(row["title"], row["urgency"]) for row in waiting}
    assert all(row["urgency"] != "P1" and row["status"] != "已办结" for row in waiting)
    assert all(row["status"] == "已办结" for row in ledger("incidents") if row["finished_at"])


def test_incidents_happen_before_they_are_accepted_and_finished(ledger) -> None:
    for row in ledger("incidents"):
        times = [moment(row[name]) for name in ("happened_at", "accepted_at", "finished_at") if row[name]]
        assert times == sorted(times)
        assert times[-1] <= NOW


def test_incidents_lie_in_the_grid_they_name(ledger, shapes) -> None:
    grids = {row["name"]: shape for row, shape in zip(*shapes("grids"), strict=True)}
    for row in ledger("incidents"):
        place = to_metres(np.array([[float(row["lon"]), float(row["lat"])]]))[0]
        assert shapely.distance(grids[row["grid"]], shapely.points(place)) < 0.05


def test_family_cases_are_restricted(ledger) -> None:
    assert {row["restricted"] for row in ledger("incidents") if row["title"] == "婚姻家庭纠纷"} == {"1"}


def test_most_groups_are_patrolled_twice_a_week_and_some_are_short(ledger) -> None:
    rows = ledger("patrols")
    groups = {(row["village"], row["group"]) for row in rows}
    weeks = sorted({moment(row["started_at"]).isocalendar()[:2] for row in rows})
    assert len(groups) == 57
    assert len(weeks) == 5
    walked = Counter(
        (moment(row["started_at"]).isocalendar()[:2], row["village"], row["group"]) for row in rows
    )
    short = [sum(walked[week, *group] < 2 for group in groups) for week in weeks[:4]]
    assert 1 <= sum(short) <= 30


def test_every_patrol_has_its_track_with_its_times(ledger, tracks) -> None:
    rows = ledger("patrols")
    assert [row["patrol_no"] for row in rows] == list(tracks)
    for row in rows[:50]:
        _, times = tracks[row["patrol_no"]]
        start = moment(times[0].removesuffix("Z")) + timedelta(hours=8)
        assert start == moment(row["started_at"])
        assert times == sorted(times)
        assert moment(row["ended_at"]) < NOW


def test_tracks_follow_the_roads(tracks, shapes) -> None:
    roads = shapely.union_all(shapes("roads")[1])
    shapely.prepare(roads)
    places = np.vstack([places for places, _ in list(tracks.values())[:60]])
    assert shapely.distance(shapely.points(places), roads).max() < 10


def test_visits_keep_their_time_except_a_few(ledger) -> None:
    last: dict[str, tuple[str, str]] = {}
    for row in ledger("visits"):
        last[row["household_no"]] = max(
            last.get(row["household_no"], ("", "")), (row["visited_at"], row["tier"])
        )
    every = {"high": 7, "key": 30, "general": 91}
    late = Counter(
        tier for at, tier in last.values() if NOW.date() - moment(at).date() > timedelta(every[tier])
    )
    assert set(late) == {"high", "key"}
    assert 5 <= sum(late.values()) <= 20
    assert any(row["visited_at"].startswith("2026-11-23") for row in ledger("visits"))


def test_visits_name_a_household_and_a_worker(ledger) -> None:
    households = {row["household_no"] for row in ledger("households")}
    staff = {row["name"] for row in ledger("staff")}
    assert all(row["household_no"] in households and row["visitor"] in staff for row in ledger("visits"))

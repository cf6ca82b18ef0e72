import numpy as np
import pytest
from walks import NINE, patrols, walk

from gridmap.response.track_hints import hints, runs
from gridmap.response.tracks import tracks_of


def straight(metres, seconds, start=0.0, y=0.0, step=10, begin=0.0):
    """A walk along x, a place every ``step`` seconds."""
    at = np.arange(0, seconds + 1, step)
    return [(begin + metres * second / seconds, y, start + second) for second in at.tolist()]


def asked(build, *walks, **columns):
    return hints(tracks_of(patrols(build, *(walk(*places) for places in walks), **columns)))


def test_a_walk_raises_no_question(build):
    assert asked(build, straight(720, 600)) == ()


def test_a_ride_is_asked_about_with_its_seconds_and_place(build):
    ride = straight(600, 500) + straight(2000, 200, 510, begin=700) + straight(600, 500, 720, begin=2800)
    (hint,) = asked(build, ride)
    assert hint.kind == "vehicle"
    assert hint.patrols == (0,)
    assert hint.since == pytest.approx(NINE + 505, abs=40)
    assert hint.until == pytest.approx(NINE + 715, abs=40)
    assert 700 < hint.place[0] < 2800
    assert hint.question.endswith("这一段是乘车吗？")


def test_fifteen_kilometres_an_hour_are_a_setting(build):
    table = patrols(build, walk(*straight(2000, 600)))  # 12 km/h
    assert hints(tracks_of(table)) == ()
    assert [hint.kind for hint in hints(tracks_of(table), {"vehicle_kmh": 10})] == ["vehicle"]


def test_a_leap_is_a_jump_and_no_ride(build):
    (hint,) = asked(build, straight(300, 300) + straight(300, 300, 310, begin=3000))
    assert hint.kind == "jump"
    assert (hint.since, hint.until) == (NINE + 300, NINE + 310)
    assert hint.place == (3000, 0)
    assert "2,700 米" in hint.question


def test_a_track_walked_again_to_the_decimetre_is_asked_about(build):
    first = straight(700, 600)
    (hint,) = asked(build, first, straight(700, 600, 86_400))
    assert (hint.kind, hint.patrols) == ("repeated", (1, 0))
    assert (hint.since, hint.until) == (NINE + 86_400, NINE + 87_000)
    assert "11-20 09:00" in hint.question


def test_a_real_second_walk_along_the_same_way_is_not(build):
    again = [
        (x + 0.3 * (at % 3), y + 0.4, second + 86_400) for at, (x, y, second) in enumerate(straight(700, 600))
    ]
    assert asked(build, straight(700, 600), again) == ()


def test_two_patrols_on_one_track_are_one_question(build):
    (hint,) = asked(build, straight(900, 900), straight(900, 900, y=3.0))
    assert (hint.kind, hint.patrols) == ("together", (1, 0))
    assert (hint.since, hint.until) == (NINE, NINE + 900)
    (hint,) = asked(build, straight(900, 900), straight(900, 900))
    assert hint.kind == "together"


def test_two_patrols_that_meet_are_no_question(build):
    assert asked(build, straight(900, 900), [(900 - x, y, at) for x, y, at in straight(900, 900)]) == ()


def test_a_line_that_was_spread_over_time_raises_none(build):
    line = [(x * 20, y) for x, y, _at in straight(900, 900)]
    started = ["2026-11-20T09:00:00"] * 2
    assert asked(build, line, line, started_at=started, ended_at=["2026-11-20T09:15:00"] * 2) == ()


def test_names_are_in_no_question(build):
    found = asked(build, straight(900, 900), straight(900, 900), members=["张三", "李四"])
    assert found
    assert not any(name in hint.question for hint in found for name in ("张三", "李四"))


def test_the_latest_seconds_come_first(build):
    rides = [straight(3000, 300, 90_000 * day, y=5000.0 * day) for day in range(3)]
    assert [hint.patrols for hint in asked(build, *rides)] == [(2,), (1,), (0,)]


def test_nobody_is_asked_without_tracks(build):
    assert hints(tracks_of(build()["patrols"])) == ()


def test_runs_end_where_a_track_ends():
    assert runs(np.array([1, 1, 0, 1, 1, 1], bool), np.array([0, 0, 0, 0, 1, 1])) == [(0, 1), (3, 3), (4, 5)]
    assert runs(np.zeros(3, bool), np.zeros(3, int)) == []

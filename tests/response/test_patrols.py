from datetime import date, datetime

import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from walks import walk

from gridmap.errors import UsageError
from gridmap.response.patrol_details import details, details_lines, details_report
from gridmap.response.patrols import IsoWeek, compare, member_counts
from gridmap.response.report import patrols_lines, patrols_report
from gridmap.scene.wall_work import patrols_this_week

AFTER = datetime(2026, 12, 31)
LAST_WEEK = IsoWeek.parse("2026-W47")


def town(build, **patrols):
    """Two groups of 1 km side by side with two homes each; patrols along y = 500 unless drawn."""
    count = len(patrols.get("started_at", ()))
    if count:
        patrols.setdefault("group_fid", [1] * count)
        patrols.setdefault("member_count", [2] * count)
    return build(
        villages={"name": ["花坡村"]},
        groups={
            "name": ["1组", "2组"],
            "village_fid": [1, 1],
            "geometry": [shapely.box(0, 0, 1000, 1000), shapely.box(1000, 0, 2000, 1000)],
        },
        households={
            "household_no": ["1", "2", "3", "4"],
            "group_fid": [1, 1, 0, 2],
            "x": [500.0, 500, 1500, 1500],
            "y": [549.0, 551, 500, 900],
        },
        **({"patrols": patrols} if count else {}),
    )


def test_two_patrols_of_two_are_what_a_group_owes(build):
    snapshot = town(build, started_at=["2026-11-16T00:00:00", "2026-11-22T23:59:59"])
    first, second = compare(snapshot, LAST_WEEK, AFTER).groups
    assert (first.planned, first.count, first.members, first.short, first.state) == (2, 2, 2, False, "done")
    assert (second.count, second.members, second.short, second.state) == (0, None, True, "fail")


def test_a_week_runs_from_monday_to_sunday(build):
    snapshot = town(build, started_at=["2026-11-15T23:59:59", "2026-11-23T00:00:00"])
    assert [one.count for one in compare(snapshot, LAST_WEEK, AFTER).groups] == [0, 0]


def test_what_has_not_begun_is_not_counted(build):
    snapshot = town(build, started_at=["2026-11-18T09:00:00"])
    assert compare(snapshot, LAST_WEEK, datetime(2026, 11, 18, 8)).groups[0].count == 0


def test_a_patrol_of_one_is_too_weak_and_one_of_unknown_size_is_not(build):
    times = ["2026-11-16T09:00:00", "2026-11-17T09:00:00"]
    weak = compare(town(build, started_at=times, member_count=[3, 1]), LAST_WEEK, AFTER).groups[0]
    assert (weak.count, weak.members, weak.short) == (2, 1, True)
    unknown = compare(town(build, started_at=times, member_count=[np.nan] * 2), LAST_WEEK, AFTER).groups[0]
    assert (unknown.members, unknown.short) == (None, False)


def test_members_are_counted_by_their_names_where_no_number_is_written(build):
    snapshot = town(
        build, started_at=["x"] * 4, members=["甲、乙，丙", "甲 乙", "", "甲"],
        member_count=[np.nan, np.nan, np.nan, 4],
    )  # fmt: skip
    assert member_counts(snapshot["patrols"]).tolist()[:2] == [3, 2]
    assert np.isnan(member_counts(snapshot["patrols"])[2])
    assert member_counts(snapshot["patrols"])[3] == 4


@pytest.mark.parametrize(
    ("day", "state"), [(19, "running"), (20, "warn"), (21, "warn"), (22, "fail"), (23, "fail")]
)
def test_what_is_missing_is_a_warning_from_friday_and_a_failure_on_sunday(build, day, state):
    found = compare(town(build), LAST_WEEK, datetime(2026, 11, day, 12))
    assert {one.state for one in found.groups} == {state}


def test_homes_within_fifty_metres_of_a_track_are_covered(build):
    line = shapely.LineString([(0, 500), (2000, 500)])
    snapshot = town(build, started_at=["2026-11-16T09:00:00"], geometry=[line])
    assert [one.coverage for one in compare(snapshot, LAST_WEEK, AFTER).groups] == [0.5, 0.5]


def test_only_the_tracks_of_the_week_cover(build):
    line = shapely.LineString([(0, 500), (2000, 500)])
    snapshot = town(build, started_at=["2026-11-09T09:00:00"], geometry=[line])
    assert [one.coverage for one in compare(snapshot, LAST_WEEK, AFTER).groups] == [0, 0]


def test_without_any_track_coverage_is_unknown_and_said(build):
    found = compare(town(build, started_at=["2026-11-16T09:00:00"], geometry=[None]), LAST_WEEK, AFTER)
    assert [one.coverage for one in found.groups] == [None, None]
    assert any("1 次巡防没有轨迹" in note for note in found.notes)


def test_patrols_without_a_time_or_a_group_are_said(build):
    found = compare(town(build, started_at=["", "2026-11-16T09:00:00"], group_fid=[1, 0]), LAST_WEEK, AFTER)
    assert [one.count for one in found.groups] == [0, 0]
    assert any("没有时间" in note for note in found.notes)
    assert any("没有对应到小组" in note for note in found.notes)


def test_what_is_owed_is_a_setting(build):
    snapshot = build(
        settings={"patrols_a_week": 0}, groups={"name": ["1组"], "geometry": [shapely.box(0, 0, 1, 1)]}
    )
    (group,) = compare(snapshot, LAST_WEEK, AFTER).groups
    assert (group.planned, group.short, group.coverage) == (0, False, None)


def test_a_town_without_groups_owes_nothing(build):
    told = patrols_report(compare(build(), LAST_WEEK, AFTER), build())
    assert told["groups"] == []
    assert patrols_lines(told)[0].startswith("2026-W47")


@given(st.dates(date(1990, 1, 1), date(2080, 12, 31)))
def test_a_week_reads_as_it_is_written_and_holds_its_days(day):
    week = IsoWeek.of(day)
    assert IsoWeek.parse(str(week)) == week
    assert week.monday <= day <= week.sunday
    year, number, _weekday = day.isocalendar()
    assert str(week) == f"{year}-W{number:02d}"


@pytest.mark.parametrize("text", ["", "2026", "2026-47", "2026-W54", "2025-W53", "0000-W01", "2026-W00"])
def test_a_week_that_is_none_is_refused(text):
    with pytest.raises(UsageError):
        IsoWeek.parse(text)


def test_in_the_sample_it_is_what_plain_counting_says(sample):
    found = compare(sample, LAST_WEEK, AFTER)
    patrols, groups, households = sample["patrols"], sample["groups"], sample["households"]
    rows = [
        row
        for row in patrols.rows()
        if date.fromisoformat(row["started_at"][:10]).isocalendar()[:2] == (2026, 47)
    ]
    assert len(rows) > 50
    for one in found.groups:
        own = [row for row in rows if row["group_fid"] == groups["fid"][one.group]]
        assert one.count == len(own)
        assert one.members == (min(row["member_count"] for row in own) if own else None)
    frame = geopandas.GeoDataFrame(
        {"group": households["group_fid"]},
        geometry=geopandas.points_from_xy(households["x"], households["y"]),
    )
    frame = frame[frame["group"].isin(groups["fid"]) & np.isfinite(households["x"])]
    swath = geopandas.GeoSeries([row["geometry"] for row in rows]).buffer(50, quad_segs=64).union_all()
    share = frame.geometry.intersects(swath).groupby(frame["group"]).mean()
    for one in found.groups:
        assert one.coverage == pytest.approx(share[groups["fid"][one.group]], abs=0.01)


def test_the_wall_counts_the_same_week(sample):
    now = datetime(2026, 11, 20, 12)
    share, _villages = patrols_this_week(sample, now)
    found = compare(sample, IsoWeek.of(now.date()), now)
    assert share.done == sum(min(one.count, one.planned) for one in found.groups)
    assert share.owed == sum(one.planned for one in found.groups)


@pytest.mark.parametrize(
    ("walked", "due", "day", "overdue"),
    [
        ([], "2026-11-19", 19, False),
        ([], "2026-11-19", 20, True),
        (["2026-11-16T09:00:00"], "2026-11-22", 20, False),
        (["2026-11-16T09:00:00"], "2026-11-22", 23, True),
        (["2026-11-16T09:00:00", "2026-11-17T09:00:00"], None, 23, False),
    ],
)
def test_of_two_patrols_the_first_sets_out_by_thursday_the_second_by_sunday(build, walked, due, day, overdue):
    first, *_rest = compare(town(build, started_at=walked), LAST_WEEK, datetime(2026, 11, day, 23, 59)).groups
    assert (first.start_due and first.start_due.isoformat(), first.overdue) == (due, overdue)


def test_the_homes_that_no_track_came_near_are_named_by_their_rows(build):
    line = shapely.LineString([(0, 500), (2000, 500)])
    snapshot = town(build, started_at=["2026-11-16T09:00:00"], geometry=[line])
    assert [one.missed for one in compare(snapshot, LAST_WEEK, AFTER).groups] == [(1,), (3,)]


def test_details_tell_every_track_of_the_week_and_ask_about_its_own_seconds(build):
    def at(day, *places):
        return walk(*[(x, 500.0, 86_400.0 * day + second) for x, second in places])

    ride = [(at_m * 100.0, at_m * 10.0) for at_m in range(20)]
    lines = [at(-14, *ride), at(-3, *ride), at(-3, (0.0, 0.0), (60.0, 60.0))]
    times = ["2026-11-06T09:00:00", "2026-11-17T09:00:00", "2026-11-17T09:00:00"]
    snapshot = town(build, started_at=times, geometry=lines, members=["张三、李四"] * 3)
    told = details_report(details(snapshot, LAST_WEEK, AFTER))
    assert [one["metres"] for one in told["patrols"]] == [1900, 60]
    asked = {one["kind"]: one for one in told["questions"]}
    assert set(asked) == {"repeated", "vehicle"}
    assert asked["repeated"]["patrols"] == ["patrols-2", "patrols-1"]
    assert "张三" not in str(told)
    assert details_lines(told)[0].startswith("2 条轨迹 · 2.0 公里")


def test_a_patrol_whose_track_has_no_time_is_still_counted(build):
    snapshot = town(
        build, started_at=["2026-11-16T09:00:00"], geometry=[shapely.LineString([(0, 500), (900, 500)])]
    )
    found = details(snapshot, LAST_WEEK, AFTER)
    assert found.week.groups[0].count == 1
    assert details_report(found)["patrols"][0]["measured"] is False

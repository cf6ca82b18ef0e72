from datetime import datetime

import numpy as np
import pytest
import shapely

from gridmap.errors import UsageError
from gridmap.response.reach import incident_place, nearest
from gridmap.response.report import nearest_lines, nearest_report


def town(build, **tables):
    """Three grids in a row, 1 km each, a home in the middle of each, one road along all of them."""
    straight = [shapely.LineString([(x, 500), (x + 1500, 500)]) for x in (0, 1500)]
    tables.setdefault("roads", {"road_no": ["L1", "L2"], "grade": ["side", "side"], "geometry": straight})
    boxes = [shapely.box(x, 0, x + 1000, 1000) for x in (0, 1000, 2000)]
    return build(
        settings={"crs": "EPSG:4549"},
        grids={"name": ["甲", "乙", "丙"], "geometry": boxes},
        households={"household_no": ["1", "2", "3"], "x": [500.0, 1500, 2500], "y": [500.0] * 3},
        staff={"name": ["赵一", "钱二", "孙三", "李四"]},
        assignments={
            "staff_fid": [1, 2, 3, 4, 4],
            "role": ["grid_worker", "网格员", "volunteer", "grid_leader", "sponsor"],
            "grid_fid": [1, 2, 3, 0, 1],
        },
        **tables,
    )  # fmt: skip


def named(found):
    return [helper.name for helper in found.helpers]


def test_the_nearest_by_road_come_first(build):
    found = nearest(town(build), (2400, 500))
    assert named(found) == ["孙三", "钱二", "赵一"]
    assert found.helpers[0].metres == pytest.approx(100)
    assert found.helpers[0].minutes == pytest.approx(100 / (28 / 3.6) / 60)
    assert found.helpers[0].routed


def test_their_place_is_the_middle_of_the_homes_and_that_is_said(build):
    helper = nearest(town(build), (2400, 500)).helpers[0]
    assert helper.fix_age_minutes is None
    assert "丙" in helper.reason


def test_a_helper_without_a_grid_is_said_and_not_listed(build):
    found = nearest(town(build), (2400, 500), most=9)
    assert "李四" not in named(found)
    assert any("1 人没有网格" in note for note in found.notes)


def test_a_cut_road_changes_the_order(build):
    around = {
        "road_no": ["short", "long", "east"],
        "grade": ["side"] * 3,
        "geometry": [
            shapely.LineString([(1500, 500), (1900, 500)]),
            shapely.LineString([(1500, 500), (1500, 3000), (1900, 3000), (1900, 500)]),
            shapely.LineString([(1900, 500), (2500, 500)]),
        ],
    }
    assert named(nearest(town(build, roads=around), (1900, 500)))[:2] == ["钱二", "孙三"]
    assert named(nearest(town(build, roads=around), (1900, 500), cut=["short"]))[:2] == ["孙三", "钱二"]


def test_across_a_river_without_a_bridge_nobody_is_near(build):
    banks = {
        "road_no": ["west", "east"],
        "grade": ["side", "side"],
        "geometry": [
            shapely.LineString([(0, 500), (1900, 500)]),
            shapely.LineString([(2100, 500), (3000, 500)]),
        ],
    }
    river = {"geometry": [shapely.LineString([(2000, -9000), (2000, 9000)])]}
    found = nearest(town(build, roads=banks, waters=river), (2200, 500))
    assert named(found)[0] == "孙三"
    found = nearest(town(build, roads=banks, waters=river), (1950, 500))
    assert [(helper.name, helper.routed) for helper in found.helpers] == [
        ("钱二", True), ("赵一", True), ("孙三", False)
    ]  # fmt: skip
    assert "直线" in found.helpers[2].reason


def test_without_roads_the_straight_line_is_told_as_such(build):
    helper = nearest(town(build, roads={"road_no": []}), (2400, 500)).helpers[0]
    assert helper.metres == pytest.approx(140)
    assert not helper.routed
    assert "没有道路数据" in helper.reason


def test_somebody_with_two_grids_or_roles_is_listed_once(build):
    snapshot = town(build)
    doubled = snapshot["assignments"].replace(
        staff_fid=np.array([1, 1, 1, 1, 1]), grid_fid=np.array([1, 2, 3, 3, 1])
    )
    found = nearest(snapshot.with_tables({"assignments": doubled}), (2400, 500))
    assert [(helper.name, helper.grid) for helper in found.helpers] == [("赵一", "丙")]


def test_a_town_without_staff_has_nobody_to_send(build):
    told = nearest_report(nearest(build(), (0, 0)), build().settings)
    assert told["helpers"] == []
    assert nearest_lines(told) == ["没有可派的人"]


def test_names_leave_masked(build):
    snapshot = town(build)
    told = nearest_report(nearest(snapshot, (2400, 500)), snapshot.settings)
    assert [helper["name"] for helper in told["helpers"]] == ["孙*", "钱*", "赵*"]
    assert told["helpers"][0]["title"] == "志愿者"


def test_an_incident_is_found_by_its_number_or_uuid_and_must_have_a_place(build):
    snapshot = build(
        incidents={"incident_no": ["A", "B"], "title": ["甲", "乙"], "x": [5.0, np.nan], "y": [6.0, np.nan]}
    )
    assert incident_place(snapshot, "A") == incident_place(snapshot, "incidents-1") == (5, 6)
    for name in ("B", "C", ""):
        with pytest.raises(UsageError):
            incident_place(snapshot, name)


def test_in_the_sample_the_worker_of_the_place_is_among_the_three(sample):
    for row in (0, 7, 15):
        middle = shapely.point_on_surface(sample["grids"]["geometry"][row])
        found = nearest(sample, (middle.x, middle.y))
        assert len(found.helpers) == 3
        assert all(helper.routed for helper in found.helpers)
        assert sorted(helper.minutes for helper in found.helpers) == [
            helper.minutes for helper in found.helpers
        ]


def test_a_helper_comes_along_the_road_and_straight_where_there_is_none(build):
    assert nearest(town(build), (2400, 500)).helpers[0].way.tolist() == [
        [2500, 500], [2500, 500], [2400, 500], [2400, 500],
    ]  # fmt: skip
    assert nearest(town(build, roads={"road_no": []}), (2400, 500)).helpers[0].way.tolist() == [
        [2500, 500], [2400, 500],
    ]  # fmt: skip


NOW = datetime(2026, 11, 23, 14, 0)


def seen(staff, at, x, y=500.0):
    """Fixes of members of staff (by fid)."""
    return {
        "staff": [f"某{fid}" for fid in staff],
        "staff_fid": staff,
        "at": at,
        "x": x,
        "y": [y] * len(staff),
    }


def test_a_helper_comes_from_where_he_was_just_seen_and_how_long_ago_is_said(build):
    fixes = seen([1, 1], ["2026-11-23T13:48:00", "2026-11-23T09:00:00"], [2300.0, 20.0])
    found = nearest(town(build, positions=fixes), (2400, 500), now=NOW)
    assert named(found) == ["赵一", "孙三", "钱二"]
    first = found.helpers[0]
    assert (first.fix_age_minutes, first.live, first.reason) == (12, True, "定位 12 分钟前")
    assert first.metres == pytest.approx(100)
    assert first.way[0].tolist() == [2300, 500]


def test_a_stale_fix_is_said_and_the_homes_of_the_grid_stand_for_it(build):
    fixes = seen([1], ["2026-11-23T10:30:00"], [2300.0])
    found = nearest(town(build, positions=fixes), (2400, 500), now=NOW)
    assert named(found) == ["孙三", "钱二", "赵一"]
    last = found.helpers[2]
    assert (last.fix_age_minutes, last.live) == (210, False)
    assert last.reason == "定位已过期（3 小时前），按网格甲住户居中处计"


def test_who_has_no_grid_is_looked_for_where_he_was_last_seen_however_long_ago(build):
    fixes = seen([4], ["2026-11-22T13:00:00"], [2400.0])
    found = nearest(town(build, positions=fixes), (2400, 500), now=NOW)
    assert named(found)[0] == "李四"
    assert found.helpers[0].reason == "定位 1 天前，可能已走开"
    assert found.notes == ()


def test_a_fix_without_a_place_or_of_a_stranger_or_of_tomorrow_counts_for_nothing(build):
    fixes = seen([1, 0, 2], ["2026-11-23T13:59:00"] * 2 + ["2026-11-24T08:00:00"], [np.nan, 2400.0, 2400.0])
    found = nearest(town(build, positions=fixes), (2400, 500), now=NOW)
    assert named(found) == ["孙三", "钱二", "赵一"]
    assert [helper.fix_age_minutes for helper in found.helpers] == [None] * 3
    assert found.notes == (
        "有 1 人没有网格也没有定位，不知在哪里，没有列入", "有 1 个定位的人不在干部名册里，没有列入",
    )  # fmt: skip


def test_on_foot_a_hill_between_makes_the_level_way_the_nearer_one(build):
    ridge = {"height": [0.0, 0, 0, 0, 150], "x": [500.0, 1500, 2000, 1750, 2250], "y": [500.0] * 5}
    roads = {
        "road_no": ["all"], "grade": ["side"],
        "geometry": [shapely.LineString([(x, 500) for x in (0, 500, 1500, 1750, 2000, 2250, 2500, 3000)])],
    }  # fmt: skip
    level = nearest(town(build, roads=roads), (1990, 500), by="foot")
    steep = nearest(town(build, roads=roads, heights=ridge), (1990, 500), by="foot")
    assert named(level)[:2] == ["钱二", "孙三"]
    minutes = {helper.name: helper.minutes for helper in level.helpers}
    over_the_hill = {helper.name: helper.minutes for helper in steep.helpers}
    assert over_the_hill["孙三"] > 2 * minutes["孙三"]
    assert over_the_hill["钱二"] == pytest.approx(minutes["钱二"])
    assert any("Tobler" in note for note in steep.notes)
    wheels = nearest(town(build, roads=roads, heights=ridge), (1990, 500))
    assert wheels.helpers == nearest(town(build, roads=roads), (1990, 500)).helpers

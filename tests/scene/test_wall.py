"""What the wall says is what plain counting says, and it names nobody."""

from datetime import datetime

import pytest
import shapely

from gridmap.rules import check
from gridmap.scene.build import build as build_scene
from gridmap.scene.marks import Areas, Symbols
from gridmap.scene.palette import palette
from gridmap.scene.points import open_incidents
from gridmap.scene.view import View
from gridmap.scene.wall import at_moment, wall_content
from gridmap.scene.wall_work import Share, patrols_this_week, visits_today, week_of_incidents
from gridmap.township.census import take_census
from gridmap.township.finding import Finding
from gridmap.township.layer import LayerDefinition

NOW = datetime(2026, 11, 23, 14, 32, 7)  # a Monday


def content_of(snapshot, now=NOW):
    census = take_census(snapshot)
    return wall_content(snapshot, census, check(snapshot, "resident", census=census), now)


def incident(build, **values):
    """A snapshot with incidents given column by column."""
    values.setdefault("title", ["路灯不亮"])
    length = len(values["title"])
    values.setdefault("happened_at", ["2026-11-23T13:40:00"] * length)
    return build(
        villages={"name": ["花坡村"], "code": ["1"]},
        staff={"name": ["赵华勇"]},
        incidents=values,
    )


def test_an_open_incident_is_an_alarm(build):
    content = content_of(
        incident(
            build, title=["道路中断"], urgency=["P2"], status=["处理中"], handler=["赵华勇"],
            village_fid=[1], x=[10.0], y=[20.0],
        )
    )  # fmt: skip
    (alarm,) = content.alarms
    assert (alarm.urgency, alarm.title, alarm.where) == ("P2", "道路中断", "花坡村")
    assert alarm.note == "赵** 处理中"
    assert alarm.since == datetime(2026, 11, 23, 13, 40)
    assert alarm.place == (10.0, 20.0)


@pytest.mark.parametrize(
    ("happened", "finished", "status"),
    [
        ("2026-11-23T13:40:00", "2026-11-23T14:00:00", "处理中"),
        ("2026-11-23T13:40:00", "", "已办结"),
        ("2026-11-23T15:00:00", "", "处理中"),
    ],
)
def test_what_is_settled_or_has_not_happened_yet_is_no_alarm(build, happened, finished, status):
    snapshot = incident(build, happened_at=[happened], finished_at=[finished], status=[status])
    assert content_of(snapshot).alarms == ()


def test_an_incident_that_is_settled_later_is_still_open_now(build):
    snapshot = incident(build, finished_at=["2026-11-23T18:00:00"], status=["已办结"])
    assert len(content_of(snapshot).alarms) == 1


def test_alarms_stand_by_urgency_and_the_newest_first(build):
    content = content_of(
        incident(
            build,
            title=["停电", "停水", "火情", "路灯不亮"],
            urgency=["P3", "P2", "P1", ""],
            happened_at=[
                "2026-11-23T14:00:00",
                "2026-11-23T09:00:00",
                "2026-11-22T09:00:00",
                "2026-11-23T14:10:00",
            ],
        )
    )
    assert [alarm.title for alarm in content.alarms] == ["火情", "停水", "路灯不亮", "停电"]


def test_free_text_and_residents_never_reach_the_wall(build):
    content = content_of(
        incident(
            build, title=["张三与李四打架"], category=["矛盾纠纷"], content=["电话 13812345678"],
            handler=["李四"], place=["花坡村3组12号"],
        )
    )  # fmt: skip
    (alarm,) = content.alarms
    assert alarm.title == "矛盾纠纷"
    said = repr(content)
    assert not any(word in said for word in ("张三", "李四", "138", "12号"))


def test_a_restricted_case_has_neither_village_nor_place(build):
    snapshot = incident(
        build, title=["婚姻家庭纠纷"], category=["婚姻家庭"], restricted=[1], village_fid=[1],
        x=[1.0], y=[2.0], handler=["赵华勇"],
    )  # fmt: skip
    (alarm,) = content_of(snapshot).alarms
    assert (alarm.title, alarm.where, alarm.note, alarm.place) == ("不公开事件", "", "未确认", None)


def two_grids(build, residents):
    """Two squares side by side, each with one house of so many residents."""
    return build(
        villages={"name": ["花坡村"], "code": ["1"], "geometry": [shapely.box(0, 0, 200, 100)]},
        grids={
            "name": ["花坡01", "花坡02"], "code": ["1001", "1002"], "village_fid": [1, 1],
            "geometry": [shapely.box(0, 0, 100, 100), shapely.box(100, 0, 200, 100)],
        },
        households={"household_no": ["1", "2"], "x": [50.0, 150.0], "y": [50.0, 50.0], "resident": residents},
    )  # fmt: skip


def test_every_breach_of_a_cap_is_a_row_with_its_figures_and_its_place(build):
    content = content_of(two_grids(build, [1132.0, 1000.0]))
    assert content.over == 1
    breaches = [alarm for alarm in content.alarms if alarm.key.startswith("worker_cap")]
    assert [(alarm.title, alarm.where, alarm.note) for alarm in breaches] == [
        ("网格超限", "花坡 01", "1,132/1,000")
    ]
    x, y = breaches[0].place
    assert 0 < x < 100
    assert 0 < y < 100


def test_other_errors_of_one_rule_share_a_row(build):
    snapshot = two_grids(build, [10.0, 20.0])
    findings = [
        Finding("nested", "error", "一", place=(1.0, 2.0)),
        Finding("nested", "error", "二", place=(3.0, 4.0)),
        Finding("contiguous", "error", "三", place=(5.0, 6.0)),
        Finding("staffed", "warning", "四"),
    ]
    content = wall_content(snapshot, take_census(snapshot), findings, NOW)
    assert [(alarm.key, alarm.where, alarm.place) for alarm in content.alarms] == [
        ("nested", "2 处", None),
        ("contiguous", "1 处", (5.0, 6.0)),
    ]
    assert content.incidents == frozenset()


def test_without_numbers_the_wall_says_nothing_rather_than_zero(build):
    content = content_of(build())
    assert (content.at_home, content.aged, content.visits, content.patrols, content.over) == (None,) * 5


def test_people_at_home_and_those_of_sixty_on_the_day(build):
    snapshot = build(
        residents={
            "name": ["甲", "乙", "丙", "丁", "戊"],
            "birth_date": ["1966-11-23", "1966-11-24", "1940-01-01", "", "1950-01-01"],
            "age": [float("nan"), 99.0, 86.0, 60.0, 76.0],
            "at_home": [1, 1, 0, 1, 1],
        }
    )
    content = content_of(snapshot)
    assert content.at_home == 4
    assert content.aged == 3


def test_visits_are_those_of_today_and_what_is_due_by_tier(build):
    snapshot = build(
        visits={
            "household_no_fid": [1, 1, 2, 3, 4, 5],
            "tier": ["high", "", "high", "key", "general", "high"],
            "visited_at": [
                "2026-11-16T09:00:00", "2026-11-23T09:00:00",  # due today and visited
                "2026-11-16T09:00:00",  # due today, not yet visited
                "2026-11-01T09:00:00",  # a key household, visited 22 days ago
                "2026-08-01T09:00:00",  # a general one, overdue
                "2026-11-23T18:00:00",  # later today: does not exist yet
            ],
        }
    )  # fmt: skip
    assert visits_today(snapshot, NOW) == Share(1, 3)


def test_a_third_patrol_does_not_make_up_for_another_groups_missing_one(build):
    snapshot = build(
        villages={"name": ["花坡村", "花院村"]},
        groups={"name": ["1组", "2组", "1组"], "village_fid": [1, 1, 2]},
        patrols={
            "group_fid": [1, 1, 1, 2, 2, 3],
            "started_at": [
                "2026-11-23T08:00:00", "2026-11-23T09:00:00", "2026-11-23T10:00:00",  # three of group 1
                "2026-11-22T09:00:00",  # last week's Sunday
                "2026-11-23T11:00:00",
                "2026-11-23T20:00:00",  # tonight
            ],
        },
    )  # fmt: skip
    share, villages = patrols_this_week(snapshot, NOW)
    assert share == Share(3, 6)
    assert [(v.village, v.done, v.owed) for v in villages] == [("花坡村", 3, 4), ("花院村", 0, 2)]


def test_the_week_ends_today(build):
    snapshot = incident(
        build,
        title=["停电"] * 4,
        happened_at=[
            "2026-11-23T01:00:00",
            "2026-11-23T20:00:00",
            "2026-11-17T23:59:59",
            "2026-11-16T23:59:59",
        ],
    )
    week = week_of_incidents(snapshot, NOW)
    assert [count for _day, count in week] == [1, 0, 0, 0, 0, 0, 1]
    assert week[-1][0] == NOW.date()


def test_the_time_line_holds_the_last_day_settled_or_not(build):
    snapshot = incident(
        build,
        title=["停电", "停水", "火情"],
        urgency=["P2", "P3", "P1"],
        happened_at=["2026-11-23T10:00:00", "2026-11-22T15:00:00", "2026-11-22T14:00:00"],
        finished_at=["", "2026-11-22T16:00:00", ""],
    )
    assert [(mark.urgency, mark.open) for mark in content_of(snapshot).marks] == [("P3", False), ("P2", True)]


def test_the_most_urgent_symbol_lies_on_top_and_no_restricted_grid_is_lit(build):
    snapshot = build(
        grids={"name": ["花坡01"], "code": ["1"], "geometry": [shapely.box(0, 0, 100, 100)]},
        incidents={
            "title": ["火情", "停电", "停水", "婚姻家庭纠纷"], "urgency": ["P1", "P3", "P2", "P1"],
            "restricted": [0, 0, 0, 1], "x": [200.0, 201.0, 202.0, 50.0], "y": [50.0] * 4,
        },
    )  # fmt: skip
    layers = [
        LayerDefinition("grids", "网格", "grids", "fill"),
        LayerDefinition("incidents", "事件", "incidents", "incident"),
    ]
    marks = build_scene(snapshot, take_census(snapshot), layers, [], View(theme="wall")).marks
    (symbols,) = [mark for mark in marks if isinstance(mark, Symbols)]
    assert [symbols.symbols[kind].shape for kind in symbols.spots.kinds] == [
        "pentagon",
        "diamond",
        "triangle",
    ]
    grids = [mark for mark in marks if isinstance(mark, Areas) and mark.table == "grids"]
    assert palette("wall").incident_land not in {colour for mark in grids for colour in mark.colours}


def test_the_map_shows_what_the_list_says_at_that_moment(build):
    snapshot = incident(
        build,
        title=["停电", "停水", "火情"],
        happened_at=["2026-11-23T13:00:00", "2026-11-23T15:00:00", "2026-11-20T09:00:00"],
        finished_at=["", "", "2026-11-23T16:00:00"],
        status=["处理中", "处理中", "已办结"],
        x=[1.0, 2.0, 3.0],
        y=[1.0, 2.0, 3.0],
    )
    shown = open_incidents(at_moment(snapshot, NOW)["incidents"])
    assert set(shown["uuid"]) == content_of(snapshot).incidents == {"incidents-1", "incidents-3"}


def test_last_weeks_patrols_are_not_this_weeks(build):
    days = ["2026-11-22T09:00:00", "2026-11-23T09:00:00", "2026-11-23T20:00:00"]
    snapshot = build(patrols={"started_at": days})
    assert list(at_moment(snapshot, NOW)["patrols"]["started_at"]) == ["2026-11-23T09:00:00"]

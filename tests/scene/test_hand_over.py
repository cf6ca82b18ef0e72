"""What one shift hands to the next."""

from datetime import datetime

import pytest
import shapely

from gridmap.errors import UsageError
from gridmap.scene.hand_over import hand_over, shift_of

NOW = datetime(2026, 11, 26, 19, 40)  # a Thursday
SHIFTS = ("08:00", "20:00")


def at(hour, minute=0, day=26):
    return datetime(2026, 11, day, hour, minute)


@pytest.mark.parametrize(("now", "shifts", "begun", "ended"), [
    (at(19, 40), SHIFTS, at(8), at(20)),
    (at(20, 30), SHIFTS, at(8), at(20)),  # printed after the change, it is still the old one's page
    (at(21, 1), SHIFTS, at(20), at(8, day=27)),
    (at(0, 30), SHIFTS, at(20, day=25), at(8)),
    (at(12), ("07:00", "15:00", "23:00"), at(7), at(15)),
    (at(3), ("07:00", "15:00", "23:00"), at(23, day=25), at(7)),
    (at(12), ("08:00",), at(8), at(8, day=27)),
])  # fmt: skip
def test_the_shift_that_is_handed_over_runs_or_ended_within_the_hour(now, shifts, begun, ended):
    assert shift_of(now, shifts) == (begun, ended)


def test_a_shift_that_is_no_time_is_said():
    with pytest.raises(UsageError, match="shifts"):
        shift_of(NOW, ("morning",))


@pytest.fixture(name="town")
def _town(build):
    """Two villages; four incidents, of which one is late, one handed up, one restricted, one closed."""
    return build(
        settings={"name": "甲镇", "shifts": list(SHIFTS)},
        villages={"name": ["花坡村", "飞凤社区"],
                  "geometry": [shapely.box(x, 0, x + 1000, 1000) for x in (0, 1000)]},
        groups={"name": ["1组", "2组"], "village_fid": [1, 2],
                "geometry": [shapely.box(x, 0, x + 1000, 1000) for x in (0, 1000)]},
        households={"household_no": ["1", "2", "3"], "village_fid": [1, 1, 2], "at_home": [1, 1, 1],
                    "x": [100.0, 200.0, 1100.0], "y": [100.0] * 3},
        visits={"household_no_fid": [1, 2, 3], "tier": ["high", "general", "high"],
                "visited_at": ["2026-11-10T09:00:00", "2026-11-20T09:00:00", "2026-11-25T09:00:00"]},
        patrols={"group_fid": [2, 2], "started_at": ["2026-11-23T09:00:00", "2026-11-24T09:00:00"],
                 "member_count": [2, 2], "geometry": [None, None]},
        incidents={
            "incident_no": ["A1", "A2", "A3", "A4"], "urgency": ["P2", "P3", "P3", "P3"],
            "title": ["道路中断", "王小二家的事", "水管漏水", "停水"],
            "category": ["道路交通", "矛盾纠纷", "民生服务", "民生服务"],
            "status": ["待受理", "处理中", "已上交", "已办结"], "handler": ["", "何德波", "罗文斌", ""],
            "happened_at": ["2026-11-26T10:00:00", "2026-11-26T11:00:00", "2026-11-25T19:30:00",
                            "2026-11-26T12:00:00"],
            "accepted_at": ["", "2026-11-26T11:05:00", "2026-11-25T20:00:00", "2026-11-26T12:05:00"],
            "finished_at": ["", "", "", "2026-11-26T15:00:00"],
            "restricted": [0, 1, 0, 0], "village_fid": [2, 1, 1, 1],
        },
        alarm_steps={"alarm": ["incidents-1", "incidents-3"], "state": ["acknowledged", "shelved"],
                     "at": ["2026-11-26T10:01:00", "2026-11-26T18:00:00"], "who": ["周六", "周六"],
                     "until": ["", "2026-11-26T20:00:00"], "reason": ["", "等水厂"]},
    )  # fmt: skip


def test_what_is_open_comes_late_first_and_says_nobodys_name(town):
    found = hand_over(town, [], NOW)
    assert [(case.number, case.late) for case in found.cases] == [("A1", True), ("A3", False), ("A2", False)]
    assert (found.late, found.escalated, found.suspended) == (1, 1, 0)
    restricted = found.cases[2]
    assert (restricted.title, restricted.where, restricted.handler) == ("不公开事件", "", "何**")
    assert found.cases[0].clock.startswith("受理超时 9 小时")


def test_the_alarms_of_the_shift_are_those_that_came_in_it_and_how_they_stand(town):
    found = hand_over(town, [], NOW)
    assert [(one.title, one.state, one.who) for one in found.raised] == [
        ("停水", "已关闭", ""), ("不公开事件", "处置中", ""), ("道路中断", "已确认", "周*"),
    ]  # fmt: skip
    assert found.unanswered == 0
    assert [(alarm.title, alarm.until) for alarm in found.shelved] == [("水管漏水", at(20))]


def test_villages_that_owe_patrols_or_visits_are_named_the_worst_first(town):
    found = hand_over(town, [], NOW)
    (first,) = found.villages  # the other one's group walked twice, and its home was visited yesterday
    assert (first.village, first.groups) == ("花坡村", ("1组",))
    assert (first.due, first.late, first.silent) == (1, 1, 1)
    assert (found.groups_short, found.groups) == (1, 2)


def test_a_quiet_town_hands_over_an_empty_page(build):
    found = hand_over(build(settings={"name": "甲镇"}), [], NOW)
    assert (found.cases, found.raised, found.shelved, found.villages, found.roll) == ((), (), (), (), None)

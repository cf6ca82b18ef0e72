"""Open cases, forces and news: counted from the ledgers, late ones first, nobody's full name."""

from datetime import datetime, timedelta

import pytest

from gridmap.scene.wall_cases import PHASES, case_book
from gridmap.scene.wall_feed import feed
from gridmap.scene.wall_forces import forces
from gridmap.scene.wall_grids import grid_loads, worst
from gridmap.township.census import take_census

NOW = datetime(2026, 11, 23, 14, 32, 7)  # a Monday


@pytest.fixture(name="town")
def _town(build):
    """``town(**columns)`` -> a village with staff and these incidents."""

    def town(**incidents):
        length = len(incidents["title"])
        incidents.setdefault("happened_at", ["2026-11-23T14:00:00"] * length)
        return build(
            villages={"name": ["花坡村"], "code": ["1"]}, staff={"name": ["赵华勇"]}, incidents=incidents
        )

    return town


def test_a_case_says_where_it_stands_and_who_has_it(town):
    snapshot = town(
        title=["道路中断"], urgency=["P2"], status=["处理中"], handler=["赵华勇"],
        accepted_at=["2026-11-23T14:10:00"], village_fid=[1], level=["small"],
    )  # fmt: skip
    (case,) = case_book(snapshot, NOW).cases
    assert (case.title, case.where, case.phase, case.stage, case.who) == (
        "道路中断", "花坡村", "working", "处理中", "赵**",
    )  # fmt: skip
    assert case.left == datetime(2026, 11, 24, 14, 10) - NOW
    assert not case.late


def test_late_ones_come_first_then_the_urgent(town):
    book = case_book(town(title=["停电", "停水", "路灯不亮"], urgency=["P1", "P2", "P3"],
                          status=["待受理"] * 3,
                          happened_at=["2026-11-23T14:32:00", "2026-11-23T14:32:00", "2026-11-23T09:00:00"]),
                     NOW)  # fmt: skip
    assert [case.title for case in book.cases] == ["路灯不亮", "停电", "停水"]
    assert book.late == 1
    assert book.cases[0].left == -timedelta(hours=1, minutes=32, seconds=7)


@pytest.mark.parametrize(
    ("status", "phase"),
    [("待受理", "waiting"), ("已退回", "waiting"), ("已上交", "accepted"), ("派单", "working"),
     ("已反馈", "checking"), ("挂起", "suspended"), ("某个字", "working")],
)  # fmt: skip
def test_every_stage_is_in_one_phase(town, status, phase):
    book = case_book(town(title=["停电"], status=[status]), NOW)
    assert book.phases == {name: int(name == phase) for name in PHASES}


def test_a_restricted_case_has_neither_place_nor_person(town):
    (case,) = case_book(town(title=["家事"], status=["处理中"], handler=["赵华勇"], village_fid=[1],
                             restricted=[1]), NOW).cases  # fmt: skip
    assert (case.title, case.where, case.who) == ("不公开事件", "", "")


def test_a_case_without_a_level_is_counted_as_such(town):
    book = case_book(town(title=["停电", "停水"], level=["big", ""]), NOW)
    assert book.levels == {"micro": 0, "small": 0, "big": 1, "": 1}


def test_the_news_name_nobody_and_no_place_of_a_restricted_case(town):
    told = feed(town(title=["王五家打架", "停电"], category=["矛盾纠纷", ""], village_fid=[1, 1],
                     handler=["赵华勇"] * 2, restricted=[1, 0]), NOW)  # fmt: skip
    assert {(news.where, news.what) for news in told} == {("", "不公开事件 上报"), ("花坡村", "停电 上报")}


def test_news_of_yesterday_and_of_later_are_no_news(town):
    snapshot = town(title=["停电", "停水"], happened_at=["2026-11-22T14:00:00", "2026-11-23T15:00:00"])
    assert feed(snapshot, NOW) == ()


def test_a_patrol_is_out_until_it_has_ended(build):
    snapshot = build(patrols={
        "started_at": ["2026-11-23T14:00:00", "2026-11-23T13:00:00", "2026-11-22T14:00:00"],
        "ended_at": ["", "2026-11-23T14:00:00", ""], "member_count": [3, 2, 9],
    })  # fmt: skip
    found = forces(snapshot, NOW)
    assert (found.out, found.out_members, found.begun) == (1, 3, 2)


def test_nothing_is_known_of_an_empty_township(build):
    found = forces(build(), NOW)
    assert (found.out, found.out_members, found.shelters.count, found.shelters.room) == (0, None, 0, None)
    assert case_book(build(), NOW).cases == ()
    assert feed(build(), NOW) == ()


def test_the_worst_grids_are_those_over_their_cap_then_those_with_most_open(square_town):
    loads = grid_loads(square_town, take_census(square_town), NOW)
    assert [load.name for load in worst(loads)] == ["飞凤 04", "花坡 03", "花坡 02"]

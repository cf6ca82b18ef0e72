from datetime import datetime

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gridmap.response.message import Gazetteer, read_message
from gridmap.response.titles import KINDS, PLAIN_TITLES, kind_of

NOW = datetime(2026, 11, 23, 16, 10)


@pytest.fixture
def town(build):
    boxes = [shapely.box(x, 0, x + 1000, 1000) for x in (0, 1000)]
    return build(
        settings={"crs": "EPSG:4544"},
        villages={"name": ["甲村", "乙丙社区"], "geometry": boxes},
        groups={"name": ["1组", "三社", "3组"], "village_fid": [1, 1, 2], "geometry": [None] * 3},
        grids={"name": ["甲01", "乙丙02"], "village_fid": [1, 2], "geometry": boxes},
        households={
            "household_no": ["0101001", "0101002", "0201001"], "head_name": ["王小二", "王大山", "王大山"],
            "village_fid": [1, 1, 2], "group_fid": [1, 2, 3],
            "x": [100.0, 200.0, np.nan], "y": [100.0, 200.0, np.nan],
        },
        places={"name": ["中心小学"], "x": [1500.0], "y": [500.0]},
    )  # fmt: skip


@pytest.fixture
def read(town):
    names = Gazetteer.of(town)
    return lambda text, project=None: read_message(text, names, NOW, project)


def test_a_message_tells_what_where_who_and_when(read):
    draft = read("今天下午3点，甲村1组王小二家水管爆了，电话138 1234 5678")
    report = draft.report
    assert (report.title, report.category, report.urgency) == ("水管漏水", "民生服务", "P3")
    assert (report.where.x, report.where.village, report.person) == (100.0, 0, "王小二")
    assert (report.happened_at, draft.phone) == (datetime(2026, 11, 23, 15), "13812345678")
    assert draft.found == ("what", "where", "who", "when")
    assert report.content.startswith("今天下午3点")


def test_a_household_is_known_by_its_number(read):
    draft = read("户号0101002停电")
    assert (draft.household, draft.report.where.x, draft.report.title) == (1, 200.0, "停电")


def test_a_name_that_two_heads_have_is_one_household_only_with_its_village(read):
    assert read("王大山摔倒了").household == -1
    assert read("王大山摔倒了").report.person == "王大山"
    assert read("甲村王大山摔倒了").household == 1
    assert read("乙丙3组王大山摔倒了").report.where.group == 2


def test_a_group_is_looked_for_in_its_village(read):
    where = read("甲村3组路灯不亮").report.where
    assert (where.village, where.group, where.on_map, where.place) == (0, 1, False, "甲村三社")
    assert read("乙丙社区三组路灯不亮").report.where.group == 2


def test_grids_and_places_have_names_too(read):
    assert read("甲 01网格垃圾没人收").report.where.grid == 0
    where = read("中心小学门口积水，路都淹了").report.where
    assert (where.x, where.place, where.village) == (1500.0, "中心小学", 1)


def test_degrees_go_before_everything(read):
    draft = read("甲村着火 105.9584,30.1166", lambda lon, lat: (lon * 10, lat * 10))
    assert draft.report.where.x == 1059.584


def test_a_family_case_is_restricted_whatever_else_is_told(read):
    draft = read("夫妻打架，女的跌倒")
    assert (draft.report.restricted, draft.report.title) == (True, "婚姻家庭纠纷")


def test_a_message_that_tells_nothing_proposes_nothing(read):
    draft = read("收到，谢谢")
    assert (draft.found, draft.household, draft.report.where.on_map) == ((), -1, False)


def test_the_most_urgent_of_two_kinds_is_proposed():
    assert kind_of("停电，又起火了").title == "火情"
    assert kind_of("") is None


def test_restricted_kinds_are_never_said_in_the_room():
    assert not [kind.title for kind in KINDS if kind.restricted and kind.title in PLAIN_TITLES]


@given(st.text(alphabet="甲村乙丙社区第1三3组王小二大山网格0101摔倒停电今天下点路 ,，.8\n", max_size=40))
def test_any_message_is_read_and_kept_as_it_was(text):
    import shapely as s
    from conftest import build_table

    from gridmap.township.snapshot import Snapshot

    town = Snapshot(tables={
        "villages": build_table("villages", {"name": ["甲村"], "geometry": [s.box(0, 0, 10, 10)]}),
        "groups": build_table("groups", {"name": ["1组"], "village_fid": [1], "geometry": [None]}),
        "households": build_table("households", {"household_no": ["0101"], "head_name": ["王小二"],
                                                 "x": [1.0], "y": [1.0]}),
    })  # fmt: skip
    draft = read_message(text, Gazetteer.of(town), NOW)
    assert draft.report.content == text.strip()
    assert draft.report.where.village in (-1, 0)

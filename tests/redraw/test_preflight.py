"""What blocks a publication, what wants a word, what holds."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from shapely.geometry import box

from gridmap.errors import PublishError
from gridmap.redraw.preflight import preflight
from gridmap.session import State
from gridmap.township.revision import Revision

CODE = "500152123205"
FIRST = Revision(1, "2026-11-23T08:00:00Z", "甲", "imported", "", "", 0, 1, (), {}, "x")


@pytest.fixture(name="town")
def _town(build):
    """Two villages, two grids in each with a household; everybody has a place."""
    boxes = [box(10 * at, 0, 10 * at + 10, 10) for at in range(4)]
    return build(
        settings={"roles": {}},
        villages={"code": [CODE, "500152123206"], "name": ["甲村", "乙村"],
                  "geometry": [box(0, 0, 20, 10), box(20, 0, 40, 10)]},
        groups={"name": [f"{n}组" for n in range(4)], "village_fid": [1, 1, 2, 2], "geometry": boxes},
        grids={"code": [f"{CODE}00{n}" for n in range(1, 5)], "name": list("一二三四"),
               "village_fid": [1, 1, 2, 2], "geometry": boxes},
        households={"household_no": list("1234"), "x": [5.0, 15.0, 25.0, 35.0], "y": [5.0] * 4,
                    "group_fid": [1, 2, 3, 4], "resident": [400.0, 400.0, 400.0, 1100.0]},
    )  # fmt: skip


def grids_with(town, **columns):
    grids = town["grids"]
    for name, (row, value) in columns.items():
        column = grids[name].copy()
        column[row] = value
        grids = grids.replace(**{name: column})
    return town.with_tables({"grids": grids})


def judged(draft, public=None, record=(FIRST,), populations=("resident",)):
    draft = State.of(draft)
    return preflight(draft, draft if public is None else State.of(public), populations, record)


def weights(found):
    return {point.kind: point.weight for point in found.points}


def test_an_error_blocks_whatever_is_said(town):
    found = judged(town, record=())
    assert weights(found) == {"worker_cap": "error"}
    assert "还有 1 项必须处理" in found.refusal("一个理由")
    with pytest.raises(PublishError, match="没有发布"):
        found.refuse("一个理由")


def test_an_error_that_stood_before_in_another_village_is_a_warning_that_wants_a_reason(town):
    found = judged(grids_with(town, name=(0, "新")), town)
    assert weights(found) == {"worker_cap": "warning"}
    assert "请填写理由" in found.refusal(" ")
    assert found.refusal("改名") is None
    assert found.blocking("") == ()


def test_an_error_that_stood_before_in_a_village_that_is_changed_blocks(town):
    assert weights(judged(grids_with(town, name=(2, "新")), town)) == {"worker_cap": "error"}


def test_who_works_there_is_a_change_of_the_village_too(town):
    work = town["assignments"]
    people = {"staff": ["王"], "role": ["网格员"], "grid_fid": [3], "fid": [1], "uuid": ["a"]}
    staffed = town.with_tables({"assignments": type(work).of(work.schema, people)})
    assert weights(judged(staffed, town)) == {"worker_cap": "error"}


def test_the_same_plan_is_not_published_again(town):
    found = judged(town)
    assert found.same
    assert "相同" in found.refusal("一个理由")


def test_each_chosen_population_is_judged(town):
    homes = town["households"].replace(registered=np.array([400.0, 2000, 400, 400]))
    many = town.with_tables({"households": homes})
    found = judged(grids_with(many, name=(0, "新")), many, populations=("resident", "registered"))
    assert [(point.weight, point.uuids) for point in found.points] == [
        ("error", ("grids-2",)), ("warning", ("grids-4",)),
    ]  # fmt: skip


def test_a_group_that_this_plan_cuts_wants_a_word_at_once(town):
    cut = grids_with(town, geometry=(0, box(0, 0, 12, 10)))
    cut = grids_with(cut, geometry=(1, box(12, 0, 20, 10)))
    found = judged(cut, town)
    assert weights(found)["nested"] == "word"
    assert [point.kind for point in found.blocking("")] == ["nested"]
    assert found.blocking("沿河为界") == ()
    assert found.refusal("沿河为界") is None


def test_a_household_without_a_place_counts_where_its_group_lies(town):
    homes = town["households"].replace(x=np.array([np.nan, 15.0, 25.0, 35.0]))
    lost = town.with_tables({"households": homes})
    found = judged(grids_with(lost, name=(0, "新")), lost)
    point = next(point for point in found.points if point.kind == "unplaced")
    assert (point.weight, point.table, point.uuids) == ("warning", "households", ("households-1",))


def test_of_a_group_that_is_cut_nobody_knows_where_it_belongs(town):
    homes = town["households"].replace(
        x=np.array([5.0, 15.0, 25.0, np.nan]), group_fid=np.array([1, 1, 3, 1])
    )
    assert weights(judged(town.with_tables({"households": homes}), town))["unplaced"] == "error"


def test_a_locked_grid_keeps_its_ground(town):
    locked = grids_with(town, locked=(0, 1))
    moved = grids_with(locked, geometry=(0, box(0, 0, 9, 10)))
    assert weights(judged(moved, locked))["locked"] == "error"
    assert "locked" not in weights(judged(grids_with(locked, name=(0, "新")), locked))


def test_new_grids_will_be_numbered_and_those_that_cannot_be_are_told(town):
    bare = grids_with(town, code=(0, ""))
    found = judged(bare, town)
    assert (found.fresh, dict(found.passed)["编码齐全"]) == (1, "发布时新编 1 个")
    nameless = bare.with_tables({"villages": town["villages"].replace(code=np.array(["", ""], object))})
    found = judged(nameless, town)
    assert (found.fresh, weights(found)["code"]) == (0, "warning")


def test_what_holds_is_listed(town):
    titles = [title for title, _remark in judged(town).passed]
    assert {"网格连片", "网格全覆盖", "住户全部落图", "锁定的网格未动"} <= set(titles)
    assert "网格员人数上限" not in titles


def test_a_first_plan_has_nothing_to_be_compared_with(build):
    town = build(grids={"name": ["一"], "code": ["1"], "geometry": [shapely.box(0, 0, 1, 1)]})
    found = judged(town, record=())
    assert not found.same
    assert all(point.weight != "error" for point in found.points)


def test_a_named_point_is_no_plan_to_be_compared_with(town):
    named = replace(FIRST, kind="named")
    assert weights(judged(grids_with(town, name=(0, "新")), town, record=(named,))) == {"worker_cap": "error"}


def test_a_township_without_grids_has_no_plan_to_publish(build):
    town = build(households={"household_no": ["1"], "x": [1.0], "y": [1.0]})
    assert [point.words for point in judged(town, record=()).points] == ["还没有网格，没有可发布的方案"]

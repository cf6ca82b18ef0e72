"""What became of a code: renamed, split, merged, handed over by people."""

import pytest
from shapely.geometry import box

from gridmap.redraw.aliases import aliases, history_of
from gridmap.township.revision import Revision

PEOPLE = 10.0


def revision(seq, kind="published", digest=""):
    at = f"2026-11-{seq:02}T08:00:00Z"
    return Revision(seq, at, "甲", kind, "", "", seq - 1, seq, (), {}, digest or f"{seq}")


@pytest.fixture(name="told")
def _told(build):
    """``told(plan, plan …)``: the aliases of plans, each {(code, name[, uuid]): (west, east)} on a line of
    forty houses, one metre apart."""

    def told(*plans, record=None):
        snapshot = build(households={
            "household_no": [str(n) for n in range(40)], "resident": [PEOPLE] * 40,
            "x": [n + 0.5 for n in range(40)], "y": [0.5] * 40,
        })  # fmt: skip
        tables = [build(grids={
            "code": [key[0] for key in plan], "name": [key[1] for key in plan],
            "uuid": [key[2] if len(key) > 2 else key[0] for key in plan],
            "geometry": [box(west, 0, east, 1) for west, east in plan.values()],
        }) for plan in plans]  # fmt: skip
        record = record or [revision(seq) for seq in range(1, len(plans) + 1)]
        found = aliases(snapshot, record, lambda seq: tables[seq - 1].tables)
        return [(one.seq, one.kind, one.code, one.other, one.people) for one in found if one.seq > 1]

    return told


START = {("001", "东"): (0, 20), ("002", "西"): (20, 40)}


def test_a_plan_like_the_last_one_changes_nothing(told):
    assert told(START, START) == []


def test_a_name_that_changes(told):
    assert told(START, {("001", "东风"): (0, 20), ("002", "西"): (20, 40)}) == [
        (2, "renamed", "001", "东", 0)
    ]


def test_a_grid_that_is_split_off_says_from_whom_and_how_many(told):
    after = {**START, ("001", "东"): (0, 12), ("003", "新"): (12, 20)}
    assert told(START, after) == [(2, "split_from", "003", "001", 80)]


def test_a_grid_that_is_merged_says_into_whom(told):
    assert told(START, {("002", "西"): (0, 40)}) == [(2, "merged_into", "001", "002", 200)]


def test_a_grid_under_another_identity_is_known_by_its_people(told):
    after = {("009", "东", "other"): (0, 18), ("002", "西"): (18, 40)}
    assert told(START, after) == [(2, "recoded", "009", "001", 0)]


def test_one_that_keeps_less_than_half_is_another(told):
    after = {("009", "东", "other"): (0, 8), ("002", "西"): (8, 40)}
    assert told(START, after) == [(2, "split_from", "009", "001", 80), (2, "merged_into", "001", "002", 120)]


def test_a_code_comes_when_it_is_published(told):
    before = {("", "东", "a"): (0, 40)}
    assert told(before, {("001", "东", "a"): (0, 40)}) == [(2, "begun", "001", "", 0)]


def test_named_points_and_equal_plans_are_not_asked(told):
    record = [revision(1), revision(2, "named"), revision(3, digest="1")]
    assert told(START, record=record) == []


def test_the_history_of_a_code_is_both_sides(build):
    snapshot = build(households={"household_no": ["1", "2"], "x": [1.0, 3.0], "y": [0.5] * 2})
    one = build(grids={"code": ["001"], "uuid": ["a"], "geometry": [box(0, 0, 4, 1)]})
    two = build(grids={
        "code": ["001", "002"], "uuid": ["a", "b"], "geometry": [box(0, 0, 2, 1), box(2, 0, 4, 1)],
    })  # fmt: skip
    known = aliases(snapshot, [revision(1), revision(2)], lambda seq: (one, two)[seq - 1].tables)
    assert [(alias.seq, alias.kind) for alias in history_of("001", known)] == [
        (1, "begun"),
        (2, "split_from"),
    ]
    assert history_of("777", known) == ()


def test_without_houses_people_are_where_their_group_lies(build):
    snapshot = build(groups={"name": ["1", "2"], "resident": [30.0, 50.0],
                             "geometry": [box(0, 0, 2, 1), box(2, 0, 4, 1)]})  # fmt: skip
    one = build(grids={"code": ["001", "002"], "geometry": [box(0, 0, 2, 1), box(2, 0, 4, 1)]})
    two = build(grids={"code": ["001"], "geometry": [box(0, 0, 4, 1)]})
    known = aliases(snapshot, [revision(1), revision(2)], lambda seq: (one, two)[seq - 1].tables)
    assert [(alias.kind, alias.other, alias.people) for alias in known[2:]] == [("merged_into", "001", 50)]

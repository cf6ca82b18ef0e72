"""Numbers for new grids: the next one of their village, never one that any revision used."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from gridmap.redraw.plan import GridPlan
from gridmap.redraw.publish import next_code, numbered
from gridmap.township.revision import Revision

VILLAGE = "500152123205"


def revision(seq, codes):
    return Revision(seq, "2026-11-23T08:00:00Z", "甲", "published", "", "", seq - 1, seq, (), codes, f"{seq}")


@pytest.fixture(name="plan_of")
def _plan_of(build):
    """``plan_of(codes)``: grids side by side from west to east in one village."""

    def plan_of(codes, village=VILLAGE):
        return GridPlan.of(build(
            villages={"code": [village], "name": ["花坡村"], "geometry": [box(0, 0, 90, 10)]},
            grids={"geometry": [box(10 * at, 0, 10 * at + 10, 10) for at in range(len(codes))],
                   "village_fid": [1] * len(codes), "code": codes},
        ))  # fmt: skip

    return plan_of


def test_a_new_grid_gets_the_number_after_the_last_of_its_village(plan_of):
    plan = numbered(plan_of([VILLAGE + "001", "", VILLAGE + "007"]), ())
    assert plan.grids["code"].tolist() == [VILLAGE + "001", VILLAGE + "008", VILLAGE + "007"]


def test_several_are_numbered_from_west_to_east(plan_of):
    plan = plan_of(["", "", VILLAGE + "001"])
    turned = GridPlan(plan.grids.take([1, 0, 2]), *(getattr(plan, name) for name in
                      ("assignments", "villages", "groups", "staff")))  # fmt: skip
    assert numbered(turned, ()).grids["code"].tolist() == [VILLAGE + n for n in ("003", "002", "001")]


def test_a_number_that_a_revision_used_is_not_given_again(plan_of):
    record = [revision(1, {"grids-9": VILLAGE + "004"}), revision(2, {"grids-8": "500152123206009"})]
    assert numbered(plan_of([VILLAGE + "001", ""]), record).grids["code"][1] == VILLAGE + "005"


def test_a_grid_that_had_a_code_gets_it_back(plan_of):
    record = [revision(1, {"grids-2": VILLAGE + "002"}), revision(2, {"grids-3": VILLAGE + "003"})]
    assert numbered(plan_of([VILLAGE + "001", ""]), record).grids["code"][1] == VILLAGE + "002"


@pytest.mark.parametrize(("village", "code"), [("", ""), (VILLAGE, VILLAGE + "999")])
def test_without_a_village_code_or_a_number_left_it_stays_without(plan_of, village, code):
    plan = plan_of([code, ""], village)
    assert numbered(plan, ()) is plan


def test_a_plan_in_which_all_have_codes_is_the_same_plan(plan_of):
    plan = plan_of(["a", "b"])
    assert numbered(plan, ()) is plan


@given(st.sets(st.integers(1, 998)), st.text("0123456789x", max_size=4))
def test_the_next_code_is_new_and_counts_only_its_own_village(numbers, other):
    used = {f"{VILLAGE}{number:03}" for number in numbers} | {
        VILLAGE + other + "9999",
        "5001521232069" + other,
    }
    code = next_code(VILLAGE, used)
    assert code == f"{VILLAGE}{max(numbers, default=0) + 1:03}"
    assert code not in used
    assert len(code) == 15

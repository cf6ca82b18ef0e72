from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridmap.errors import StepRefused, UsageError
from gridmap.response.alarm_states import (
    ORDER,
    AlarmStep,
    Standing,
    alarm_change,
    alarm_steps,
    floor_of,
    meter,
    shift_end,
    standing,
    why_not,
)
from gridmap.response.cases import written
from gridmap.response.incidents import STAGES

NOW = datetime(2026, 11, 23, 14, 30)


def at(seconds):
    return NOW + timedelta(seconds=seconds)


def done(state, seconds=0, **said):
    return AlarmStep("a", state, at(seconds), "李值班", **said)


def test_an_alarm_is_new_until_somebody_acknowledges_it():
    assert standing((), NOW) == Standing()
    found = standing((done("acknowledged"),), at(60))
    assert (found.state, found.since, found.who) == ("acknowledged", NOW, "李值班")


def test_an_acknowledgement_can_be_taken_back_for_five_seconds():
    found = standing((done("acknowledged"),), at(5))
    assert why_not("new", found, "P2", at(5)) is None
    assert why_not("new", found, "P2", at(6)) == "确认只能在 5 秒内撤回"
    assert standing((done("acknowledged"), done("new", 3)), at(4)).state == "new"


def test_a_shelf_gives_an_alarm_back_when_its_time_is_over():
    steps = (done("acknowledged"), done("shelved", 10, until=at(900), reason="等配件"))
    assert standing(steps, at(899)).until == at(900)
    assert standing(steps, at(900)).until is None
    assert standing(steps, at(900)).state == "acknowledged"
    assert standing((*steps, done("unshelved", 20)), at(21)).until is None


def test_an_urgent_alarm_is_never_shelved():
    assert why_not("shelved", Standing(), "P1", NOW) == "P1 告警不能搁置"
    assert why_not("shelved", Standing(), "P2", NOW) is None
    assert why_not("shelved", Standing(until=at(60)), "P2", NOW) == "已搁置到 14:31"


def test_a_shelf_needs_a_reason_and_an_end_within_the_shift():
    with pytest.raises(StepRefused, match="请写明原因"):
        alarm_change([done("shelved", until=at(900), reason=" ")])
    for until in (None, NOW, NOW + timedelta(days=1)):
        with pytest.raises(StepRefused, match="请选到什么时候"):
            alarm_change([done("shelved", until=until, reason="等配件")])


def test_what_is_written_is_read_again_and_what_is_later_does_not_exist_yet(build):
    steps = [done("acknowledged"), done("shelved", 10, until=at(900), reason="等配件")]
    change = alarm_change(steps)
    assert (change.label, "李值班" in repr(change.details)) == ("确认告警 2 条", False)
    table = change.rows["alarm_steps"]
    assert alarm_steps(table, at(10)) == {"a": tuple(steps)}
    assert alarm_steps(table, at(9)) == {"a": tuple(steps[:1])}


def test_the_stage_of_its_incident_counts_too():
    stages = ("reported", "accepted", "in_hand", "verified", "void")
    assert [floor_of(stage) for stage in stages] == list(ORDER)
    assert standing((), NOW, "in_hand").state == "in_hand"
    assert standing((done("acknowledged"),), NOW, "cleared").state == "cleared"
    assert {floor_of(stage) for stage in STAGES} == set(ORDER)


def test_a_shift_ends_at_the_next_of_its_times():
    assert shift_end(NOW, ("08:00", "20:00")) == datetime(2026, 11, 23, 20)
    assert shift_end(datetime(2026, 11, 23, 20), ("08:00", "20:00")) == datetime(2026, 11, 24, 8)
    with pytest.raises(UsageError, match="8点 不是时刻"):
        shift_end(NOW, ("8点",))


def test_the_meter_counts_ten_minutes():
    raised = np.array([*(written(at(seconds)) for seconds in (0, -599, -600, 1)), "", "昨天"], object)
    assert meter(raised, NOW) == 2


ACTS = st.lists(
    st.tuples(st.sampled_from([*ORDER, "shelved", "unshelved"]), st.integers(0, 600)), max_size=12
)


@given(ACTS, st.sampled_from(ORDER), st.integers(0, 1200))
def test_a_state_is_never_before_its_floor_and_the_shelf_always_ends(acts, floor, later):
    steps = tuple(
        done(state, second, until=at(second + 900) if state == "shelved" else None)
        for state, second in sorted(acts, key=lambda act: act[1])
    )
    found = standing(steps, at(later), floor)
    assert ORDER.index(found.state) >= ORDER.index(floor)
    assert found.until is None or found.until > at(later)
    assert standing(steps, at(later + 2000), floor).until is None

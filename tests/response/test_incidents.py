from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridmap.errors import StepRefused
from gridmap.response.incidents import ENDED, STAGES, VERBS, Case, Step, reopened_share, stage_of

BEGAN = datetime(2026, 11, 23, 9)
SAID = {"reason": "原因", "handler": "张安华", "evidence": "照片", "called_back": True}


def case(**fields):
    return Case(**{"category": "民生服务", "level": "micro", "urgency": "P3", "happened_at": BEGAN, **fields})


def gone(found, *verbs, **said):
    for minute, verb in enumerate(verbs, len(found.steps) + 1):
        at = BEGAN + timedelta(minutes=minute)
        found = found.after(Step(verb, at, "李值班", **{**SAID, **said}))
    return found


THROUGH = ("accept", "dispatch", "begin", "report_back", "verify", "close")


def test_the_way_from_reported_to_closed():
    stages = ["reported"]
    found = case()
    for verb in THROUGH:
        found = gone(found, verb)
        stages.append(found.stage)
    assert stages == [
        "reported", "accepted", "dispatched", "in_hand", "reported_back", "verified", "closed",
    ]  # fmt: skip
    assert found.handler == "张安华"
    assert [step.verb for step in found.steps] == list(THROUGH)


def test_what_cannot_follow_is_refused_with_what_can():
    with pytest.raises(StepRefused, match="“待受理”的事件不能办结；可以：受理、退回、移交派出所、挂起、作废"):
        gone(case(), "close")


@pytest.mark.parametrize(
    ("verbs", "missing", "words"),
    [
        (("return",), {"reason": ""}, "请写明原因"),
        (("accept", "dispatch"), {"handler": ""}, "请指定处理人"),
        (THROUGH[:5], {"evidence": ""}, "请附上办结依据"),
        (THROUGH[:5], {"called_back": False}, "请先回访当事人"),
    ],
)
def test_what_has_to_be_said_with_a_step(verbs, missing, words):
    *before, last = verbs
    with pytest.raises(StepRefused, match=words):
        gone(gone(case(), *before), last, **missing)


def test_a_step_cannot_be_older_than_the_one_before():
    with pytest.raises(StepRefused, match="时间早于上一步"):
        gone(case(), "accept").after(Step("dispatch", BEGAN, "李值班", handler="张安华"))


def test_suspension_leads_back_to_where_it_stood():
    found = gone(case(), "accept", "dispatch", "suspend")
    assert (found.stage, found.verbs) == ("suspended", ["resume"])
    assert gone(found, "resume").stage == "dispatched"


def test_what_is_handed_up_rises_a_level():
    found = gone(case(), "accept", "escalate")
    assert (found.stage, found.level) == ("escalated", "small")
    assert gone(found, "dispatch", "begin", "escalate", "dispatch", "escalate").level == "big"


def test_closed_but_reopened_is_counted():
    closed = gone(case(), *THROUGH)
    again = gone(closed, "reopen", "report_back", "verify", "close", "reopen")
    assert (again.stage, again.reopened) == ("in_hand", 2)
    assert reopened_share([closed, again, case()]) == 0.5
    assert reopened_share([]) == 0.0


def test_the_police_may_take_any_open_incident():
    for verbs in ([], ["accept"], ["accept", "dispatch", "begin"]):
        assert gone(case(), *verbs, "hand_over").stage == "handed_over"


def test_the_words_of_ledgers_are_stages():
    assert [stage_of(word) for word in ("待受理", "处理中", "已办结", "随便写的", "")] == [
        "reported", "in_hand", "closed", "in_hand", "reported",
    ]  # fmt: skip
    assert all(stage_of(title) == stage for stage, title in STAGES.items())
    assert stage_of("处理中", finished=True) == "closed"


@given(st.lists(st.sampled_from(sorted(VERBS)), max_size=30))
def test_whatever_is_tried_an_incident_is_somewhere_and_only_what_is_offered_is_taken(verbs):
    found = case()
    for verb in verbs:
        offered = verb in found.verbs
        try:
            after = gone(found, verb)
        except StepRefused:
            assert not offered
            continue
        assert offered
        assert after.stage in STAGES
        assert len(after.steps) == len(found.steps) + 1
        assert after.verbs or after.stage in ENDED
        found = after

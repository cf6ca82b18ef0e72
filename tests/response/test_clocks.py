from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridmap.errors import UsageError
from gridmap.response.clocks import clock
from gridmap.response.incidents import Case, Step
from gridmap.township.settings import Settings

BEGAN = datetime(2026, 11, 20, 9)  # a Friday
RULES = Settings()


def at(minutes):
    return BEGAN + timedelta(minutes=minutes)


def case(urgency="P2", steps=(), **fields):
    found = Case(
        **{"category": "安全隐患", "level": "small", "urgency": urgency, "happened_at": BEGAN, **fields}
    )
    for verb, minutes in steps:
        found = found.after(Step(verb, at(minutes), "李值班", "原因", "张安华", "照片", True))
    return found


def test_an_incident_waits_to_be_accepted_and_then_to_be_finished():
    waiting = clock(case(), at(10), RULES)
    assert (waiting.step, waiting.due, waiting.left) == ("accept", at(15), timedelta(minutes=5))
    assert not waiting.passed
    assert clock(case(), at(16), RULES).passed
    going = clock(case(steps=[("accept", 10)]), at(20), RULES)
    assert (going.step, going.due) == ("finish", at(10 + 24 * 60))


def test_three_working_days_leave_the_week_end_out():
    found = clock(case("P3", [("accept", 60)]), at(60), RULES)
    assert found.due == datetime(2026, 11, 25, 10)


def test_suspension_stops_the_clock():
    steps = [("accept", 0), ("suspend", 100), ("resume", 400)]
    assert clock(case(steps=steps), at(500), RULES).due == at(24 * 60 + 300)
    still = clock(case(steps=steps[:2]), at(5000), RULES)
    assert (still.step, still.due, still.left) == ("finish", None, timedelta(minutes=24 * 60 - 100))


def test_a_limit_of_a_category_outweighs_that_of_its_urgency():
    rules = Settings(clocks={"P2": {"accept": 15}, "安全隐患/P2": {"accept": 5}})
    assert clock(case(), at(0), rules).due == at(5)
    assert clock(case(category="民生服务"), at(0), rules).due == at(15)


def test_what_has_ended_or_has_no_limit_has_no_clock():
    assert clock(case(steps=[("void", 1)]), at(2), RULES) is None
    assert clock(case(urgency=""), at(2), RULES) is None


def test_a_reopened_incident_begins_anew():
    verbs = ("accept", "dispatch", "begin", "report_back", "verify", "close", "reopen")
    found = case(steps=[(verb, minute) for minute, verb in enumerate(verbs, 1)])
    assert clock(found, at(7), RULES).due == at(7 + 24 * 60)


@pytest.mark.parametrize("limit", ["drei", "d", [], float("inf")])
def test_a_limit_that_is_none_is_said(limit):
    with pytest.raises(UsageError, match="时限"):
        clock(case(), at(0), Settings(clocks={"P2": {"accept": limit}}))


@given(st.lists(st.integers(1, 300), min_size=2, max_size=12))
def test_what_is_left_shrinks_by_the_minutes_that_run(gaps):
    found, now, running = case(steps=[("accept", 0)]), 0, 0
    for number, gap in enumerate(gaps):
        now += gap
        running += gap if number % 2 == 0 else 0
        verb = "suspend" if number % 2 == 0 else "resume"
        found = found.after(Step(verb, at(now), "李值班", "原因"))
    assert clock(found, at(now), RULES).left == timedelta(minutes=24 * 60 - running)

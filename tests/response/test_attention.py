from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from gridmap.response.attention import AGAIN, QUIET, Bell, Flash

NOW = datetime(2026, 11, 23, 14, 30)


@dataclass(frozen=True)
class Called:
    key: str
    urgency: str = "P2"
    state: str = "new"
    incident: bool = True


def rings(seen):
    """The seconds at which a bell rang, of (second, alarms)."""
    bell = Bell()
    return [second for second, alarms in seen if bell.due(alarms, NOW + timedelta(seconds=second))]


def test_a_new_alarm_rings_once_and_what_was_there_before_does_not():
    old, new = Called("old"), Called("new")
    assert rings([(0, [old]), (1, [old, new]), (2, [old, new]), (60, [old, new])]) == [1]


def test_one_ding_in_fifteen_seconds_and_what_came_meanwhile_rings_then():
    one, two = Called("one"), Called("two")
    both = [(second, [one, two]) for second in (2, 15, 16, 40)]
    assert rings([(0, []), (1, [one]), *both]) == [1, 16]


def test_an_urgent_one_rings_every_twenty_seconds_until_it_is_acknowledged():
    urgent, calm = [Called("p1", "P1")], [Called("p1", "P1", "acknowledged")]
    assert rings([(second, urgent) for second in range(0, 61)]) == [0, 20, 40, 60]
    assert rings([(0, urgent), *((second, calm) for second in range(1, 61))]) == [0]


def test_what_is_found_in_the_plan_never_rings():
    assert rings([(0, []), (1, [Called("cap", "P3", incident=False)])]) == []


@given(st.lists(st.tuples(st.integers(1, 30), st.lists(st.sampled_from("abcd"), max_size=4),
                          st.sampled_from(["P1", "P2"])), max_size=40))  # fmt: skip
def test_it_is_never_louder_than_it_may_be(moments):
    second, seen = 0, []
    for step, keys, urgency in moments:
        second += step
        seen.append((second, [Called(key, urgency) for key in keys]))
    rang = rings(seen)
    assert all(b - a >= QUIET.total_seconds() for a, b in pairwise(rang))


def test_a_halo_is_that_of_an_urgent_alarm_nobody_acknowledged_for_thirty_seconds():
    flash = Flash()
    alarms = [Called("p1", "P1"), Called("p2"), Called("known", "P1", "acknowledged")]
    assert flash.flashing(alarms, NOW) == {"p1"}
    assert flash.flashing(alarms, NOW + timedelta(seconds=29)) == {"p1"}
    assert flash.flashing(alarms, NOW + timedelta(seconds=30)) == frozenset()
    assert Flash().flashing([Called("p1", "P1", "acknowledged")], NOW) == frozenset()


def test_it_beats_twice_a_second():
    flash = Flash()
    beats = [flash.lit(NOW + timedelta(milliseconds=ms)) for ms in range(0, 1000, 250)]
    assert beats == [True, False, True, False]
    assert AGAIN > QUIET

from datetime import datetime

import numpy as np
import pytest

from gridmap.response.visits import TIERS, contacts

NOW = datetime(2026, 11, 23, 14)


def town(build, visits=(), people=({},), settings=None):
    """One home for each of ``people`` (flags of the one who lives there); visits are (home, day, tier)."""
    count = len(people)
    columns = {"household_no": [str(home) for home in range(count)], "at_home": [1] * count}
    residents = {
        "household_no_fid": list(range(1, count + 1)),
        "at_home": [1] * count,
        **{
            flag: [person.get(flag, 0) for person in people]
            for flag in ("lives_alone", "cannot_self_care", "aged_80")
        },
    }
    made = {"households": columns, "residents": residents}
    if visits:
        made["visits"] = {
            "household_no_fid": [home + 1 for home, _day, _tier in visits],
            "visited_at": [f"{day}T09:00:00" if day else "" for _home, day, _tier in visits],
            "tier": [tier for _home, _day, tier in visits],
        }
    return build(settings, **made)


def tiers(found):
    return {int(home): TIERS[tier] for home, tier in zip(found.household, found.tier, strict=True)}


def test_a_home_is_due_when_its_interval_has_passed_and_late_on_the_day_after(build):
    visits = [(0, "2026-11-17", "high"), (1, "2026-11-16", "high"), (2, "2026-11-15", "high")]
    found = contacts(town(build, visits, [{}] * 3), NOW)
    assert found.household.tolist() == [2, 1, 0]
    assert found.days.tolist() == [8, 7, 6]
    assert found.due.tolist() == [True, True, False]
    assert found.late.tolist() == [True, False, False]
    assert found.silent.tolist() == [True, False, False]


def test_without_a_written_tier_the_people_at_home_say_it(build):
    people = [
        {"cannot_self_care": 1},
        {"lives_alone": 1, "aged_80": 1},
        {"lives_alone": 1},
        {"aged_80": 1},
        {},
    ]
    found = contacts(town(build, people=people), NOW)
    assert tiers(found) == {0: "high", 1: "high", 2: "key", 3: "key"}
    assert not found.written.any()
    assert found.due.all()
    assert found.late.all()
    assert tiers(found.take(found.silent)) == {0: "high", 1: "high"}


def test_the_tier_written_last_outweighs_what_the_people_say(build):
    visits = [(0, "2026-11-20", "general"), (0, "2026-11-01", "high"), (0, "2026-11-21", "")]
    found = contacts(town(build, visits, [{"cannot_self_care": 1}]), NOW)
    assert tiers(found) == {0: "general"}
    assert found.days.tolist() == [2]


def test_a_later_visit_and_one_without_a_time_do_not_count(build):
    visits = [(0, "2026-11-24", "high"), (0, "", "high")]
    found = contacts(town(build, visits, [{"lives_alone": 1}]), NOW)
    assert tiers(found) == {0: "key"}
    assert np.isnan(found.days).all()


def test_nobody_at_home_is_owed_nothing(build):
    snapshot = build(
        households={"household_no": ["1"], "at_home": [0]},
        visits={"household_no_fid": [1], "visited_at": ["2026-01-01T09:00:00"], "tier": ["high"]},
    )
    assert len(contacts(snapshot, NOW).household) == 0
    assert len(contacts(build(), NOW).household) == 0


def test_the_intervals_are_settings(build):
    visits = [(0, "2026-11-20", "key")]
    rules = {"visit_days": {"key": 3}, "silent_days": 1}
    assert contacts(town(build, visits, settings=rules), NOW).due.tolist() == [True]


@pytest.mark.parametrize("seed", range(10))
def test_the_last_visit_is_the_one_that_counts(build, seed):
    rng = np.random.default_rng(seed)
    visits = [(int(home), int(day)) for home, day in rng.integers((0, 1), (5, 29), (12, 2))]
    snapshot = town(build, [(home, f"2026-10-{day:02d}", "key") for home, day in visits], [{}] * 5)
    found = contacts(snapshot, NOW)
    wanted = {home: 31 - max(day for other, day in visits if other == home) + 23 for home, _day in visits}
    assert dict(zip(found.household.tolist(), found.days.tolist(), strict=True)) == wanted

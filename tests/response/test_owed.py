from datetime import datetime

import numpy as np
import shapely

from gridmap.response.owed import owed
from gridmap.response.visits import TIERS
from gridmap.township.census import take_census

NOW = datetime(2026, 11, 23, 14)


def town(build, visits):
    """A home for each visit (day, tier, x); a grid of 1 km with a worker, beside another without one."""
    days, tiers, x = zip(*visits, strict=True)
    count = len(visits)
    return build(
        grids={"name": ["甲", "乙"], "geometry": [shapely.box(at, 0, at + 1000, 1000) for at in (0, 1000)]},
        households={
            "household_no": list("abcdefgh"[:count]), "at_home": [1] * count, "x": x, "y": [5.0] * count,
        },
        visits={
            "household_no_fid": range(1, count + 1), "visited_at": [f"{day}T09:00:00" for day in days],
            "tier": tiers,
        },
        staff={"name": ["唐忠"]},
        assignments={"staff_fid": [1], "role": ["grid_worker"], "grid_fid": [1]},
    )  # fmt: skip


def looked_after(build, visits):
    snapshot = town(build, visits)
    return snapshot, owed(snapshot, take_census(snapshot), NOW)


def test_the_overdue_come_first_then_those_due_today_and_the_gravest_tier_before_all(build):
    _snapshot, found = looked_after(build, [
        ("2026-11-22", "high", 5.0),  # not due
        ("2026-10-24", "key", 5.0),  # due today
        ("2026-10-01", "key", 5.0),  # 23 days over
        ("2026-11-15", "high", 5.0),  # one day over
        ("2026-11-16", "high", 5.0),  # due today
        ("2026-11-10", "high", 5.0),  # six days over
    ])  # fmt: skip
    assert found.found.household.tolist() == [5, 3, 2, 4, 1, 0]


def test_every_tier_is_summed(build):
    _snapshot, found = looked_after(
        build, [("2026-11-10", "high", 5.0), ("2026-11-16", "high", 5.0), ("2026-11-20", "general", 5.0)]
    )
    assert [(one.tier, one.homes, one.due, one.late) for one in found.tiers] == [
        ("high", 2, 2, 1), ("key", 0, 0, 0), ("general", 1, 0, 0),
    ]  # fmt: skip
    assert found.silent == 1


def test_a_grid_in_which_somebody_is_due_is_named_with_its_workers(build):
    snapshot, found = looked_after(build, [
        ("2026-11-10", "high", 5.0), ("2026-11-16", "high", 5.0), ("2026-11-10", "high", 1500.0),
        ("2026-11-10", "high", np.nan), ("2026-11-22", "high", 5.0),
    ])  # fmt: skip
    posts = found.posts(snapshot)
    assert [(one.title, one.workers, one.due, one.late) for one in posts] == [
        ("甲", ("唐忠",), 2, 1), ("乙", (), 1, 1),
    ]  # fmt: skip
    at = {int(home): row for row, home in enumerate(found.found.household)}
    assert [found.worker_of(at[home]) for home in (0, 2, 3)] == ["唐忠", "", ""]


def test_in_the_sample_the_figures_are_those_of_the_contacts(sample):
    found = owed(sample, take_census(sample), NOW)
    tiers = found.found.tier
    assert [one.homes for one in found.tiers] == [int((tiers == at).sum()) for at in range(len(TIERS))]
    assert sum(one.due for one in found.tiers) == found.found.due.sum()
    placed = found.found.due & (found.grid >= 0)
    assert sum(one.due for one in found.posts(sample)) == placed.sum()

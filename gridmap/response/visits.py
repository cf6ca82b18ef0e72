"""Who is owed a visit, and who of high risk has not been heard of for too long."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from gridmap.i18n import _
from gridmap.response.risk import older_than, whose
from gridmap.township.bulk import in_parts
from gridmap.township.memory import once
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import index_in

TIERS = ("high", "key", "general")
"""How much a household needs visits, the most first."""

TIER_TITLES: Mapping[str, str] = {"high": _("高风险"), "key": _("重点"), "general": _("一般")}

TABLES = (
    "township", "villages", "groups", "grids", "households", "residents", "staff", "assignments", "visits",
    "roads", "waters", "heights",
)  # fmt: skip
"""What has to be loaded to know who is owed a visit and how to walk there."""

_ASKED = (
    "household_no_fid", "at_home", "lives_alone", "cannot_self_care", "aged_80", "birth_date", "age",
)  # fmt: skip
"""What is asked of the people of a home."""

Column = NDArray[np.generic]
Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]
Texts = NDArray[np.object_]
Moments = NDArray[np.datetime64]


@dataclass(frozen=True)
class Contacts:
    """Households that are owed visits, the longest overdue first, those never visited before all.

    ``household`` are their rows, ``tier`` places in ``TIERS``; ``written`` is whether a visit says the
    tier or the risks of its people do. ``days`` have passed since the last visit (NaN: there was none),
    ``every`` are the days after which the tier is due again.
    """

    household: Rows
    tier: Rows
    written: Flags
    days: NDArray[np.float64]
    every: Rows
    silent: Flags

    @property
    def due(self) -> Flags:
        """Who is due today or was before."""
        return np.isnan(self.days) | (self.days >= self.every)

    @property
    def late(self) -> Flags:
        """Whose visit was due before today, or never came."""
        return np.isnan(self.days) | (self.days > self.every)

    def take(self, rows: Rows | Flags) -> "Contacts":
        """Some of them, in that order."""
        return Contacts(*(values[rows] for values in vars(self).values()))


def contacts(snapshot: Snapshot, now: datetime) -> Contacts:
    """Everybody who is owed visits, as of ``now``; later visits do not count.

    The tier is the one written last; where none is written it follows from those at home: high for
    who cannot care for himself or lives alone past 80, key for one of the two. A home where nobody
    is any more is owed nothing. Intervals are ``settings.visit_days`` (TOWNSHIP 3, ``visits_due``).
    Worked out once for a day and the visits of until then.
    """
    homes, visits, settings = snapshot["households"], snapshot["visits"], snapshot.settings
    residents = snapshot["residents"].bring(*_ASKED)
    order, moments = in_time(visits.text("visited_at"))
    days = *(settings.visit_days.get(name, 0) for name in TIERS), settings.silent_days
    return _contacts(
        homes.fids(), homes.number("at_home"), residents.fids("household_no_fid"), residents["at_home"],
        residents["lives_alone"], residents["cannot_self_care"], residents["aged_80"],
        residents.text("birth_date"), residents.number("age"), visits.fids("household_no_fid"),
        visits.text("tier"), order, moments, int(np.searchsorted(moments, np.datetime64(now, "s"), "right")),
        now.date(), days,
    )  # fmt: skip


@once
def _contacts(
    households: Rows, people: Floats, homes: Rows, at_home: Column, alone: Column, cannot: Column,
    aged: Column, born: Texts, age: Floats, visited: Rows, tiers: Texts, order: Rows, moments: Moments,
    past: int, day: date, days: tuple[int, ...],
) -> Contacts:  # fmt: skip
    """The same of the columns, of the ``past`` first visits in the order of time."""
    last, told = _visited(households, visited, in_parts(_tiers, tiers), order[:past], moments[:past])
    by_risk, empty = _of_people(households, people, homes, at_home, alone, cannot, aged, born, age, day)
    tier = np.where(told >= 0, told, by_risk)
    row = np.flatnonzero((tier >= 0) & ~empty)
    *visit_days, silent_days = days
    every = np.array(visit_days, np.int64)[tier[row]]
    ago = (np.datetime64(day) - last[row]).astype(np.float64)
    since = np.where(np.isnat(last[row]), np.nan, ago)
    silent = (tier[row] == 0) & ~(since <= silent_days)
    found = Contacts(row, tier[row], (told >= 0)[row], since, every, silent)
    late = np.where(np.isnan(since), np.inf, since - every)
    return found.take(np.lexsort((row, found.tier, -late)))


@once
def in_time(texts: Texts) -> tuple[Rows, Moments]:
    """The order of moments and the moments in it; a missing one is none."""
    moments = in_parts(lambda some: some.astype("U19").astype("M8[s]"), texts)
    order = np.argsort(moments, kind="stable")  # those that are none come last
    order = order[: len(order) - int(np.isnat(moments).sum())]
    return order, moments[order]


def _visited(
    households: Rows, visited: Rows, tiers: Rows, order: Rows, moments: Moments
) -> tuple[NDArray[np.datetime64], Rows]:
    """The day of each household's last visit and the tier written last (-1: none)."""
    last = np.full(len(households), np.datetime64("NaT", "D"))
    told = np.full(len(households), -1, np.int64)
    home = index_in(households, visited[order])
    known = home >= 0
    last[home[known]] = moments[known].astype("M8[D]")
    tier = tiers[order]
    told[home[known & (tier >= 0)]] = tier[known & (tier >= 0)]
    return last, told


def _tiers(texts: Texts) -> Rows:
    """Each as its place in ``TIERS``, -1 for any other word."""
    tier = np.full(len(texts), -1, np.int64)
    for number, name in enumerate(TIERS):
        tier[texts == name] = number
    return tier


@once
def _of_people(
    households: Rows, people: Floats, homes: Rows, at_home: Column, alone: Column, cannot: Column,
    aged: Column, born: Texts, age: Floats, day: date,
) -> tuple[Rows, Flags]:  # fmt: skip
    """The same of the columns: worked out once for a day, whatever is visited."""
    rows, home = whose(households, homes)
    known = np.bincount(home, minlength=len(households)) > 0
    here = at_home[rows] == 1
    rows, home = rows[here], home[here]

    def has(flags: Flags) -> Flags:
        return np.bincount(home[flags], minlength=len(households)) > 0

    dates = in_parts(lambda some: born[some].astype("U10"), rows)
    dated, old = older_than(dates, age[rows], 80, day)
    lives_alone, eighty = has(alone[rows] == 1), has((aged[rows] == 1) | (dated & old))
    tier = np.full(len(households), -1, np.int64)
    tier[lives_alone | eighty] = 1
    tier[has(cannot[rows] == 1) | (lives_alone & eighty)] = 0
    nobody = ~has(np.ones(len(rows), bool))
    return tier, nobody & ((people == 0) | (np.isnan(people) & known))

"""Who is owed a visit, and who of high risk has not been heard of for too long."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from gridmap.i18n import _
from gridmap.response.risk import older_than, whose
from gridmap.township.bulk import parts
from gridmap.township.memory import once
from gridmap.township.snapshot import Snapshot

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
    """
    settings = snapshot.settings
    last, told = _visited(snapshot, now)
    by_risk, empty = _needs(snapshot, now.date())
    tier = np.where(told >= 0, told, by_risk)
    row = np.flatnonzero((tier >= 0) & ~empty)
    every = np.array([settings.visit_days.get(name, 0) for name in TIERS], np.int64)[tier[row]]
    ago = (np.datetime64(now.date()) - last[row]).astype(np.float64)
    days = np.where(np.isnat(last[row]), np.nan, ago)
    silent = (tier[row] == 0) & ~(days <= settings.silent_days)
    found = Contacts(row, tier[row], (told >= 0)[row], days, every, silent)
    late = np.where(np.isnan(days), np.inf, days - every)
    return found.take(np.lexsort((row, found.tier, -late)))


def _visited(snapshot: Snapshot, now: datetime) -> tuple[NDArray[np.datetime64], Rows]:
    """The day of each household's last visit and the tier written last (-1: none)."""
    visits, count = snapshot["visits"], len(snapshot["households"])
    last, told = np.full(count, np.datetime64("NaT", "D")), np.full(count, -1, np.int64)
    at = _seconds(visits.text("visited_at"))
    home = snapshot["households"].index_of(visits.fids("household_no_fid"))
    past = np.flatnonzero((home >= 0) & (at <= np.datetime64(now, "s")))
    past = past[np.argsort(at[past], kind="stable")]
    last[home[past]] = at[past].astype("M8[D]")
    written, tier = visits.text("tier")[past], np.full(len(past), -1, np.int64)
    for number, name in enumerate(TIERS):
        tier[written == name] = number
    told[home[past][tier >= 0]] = tier[tier >= 0]
    return last, told


@once
def _seconds(written: NDArray[np.object_]) -> NDArray[np.datetime64]:
    """Times as they are written; a missing one is no time at all."""
    read = [written[part].astype("U19").astype("M8[s]") for part in parts(len(written))]
    return np.concatenate([np.empty(0, "M8[s]"), *read])


def _needs(snapshot: Snapshot, day: date) -> tuple[Rows, Flags]:
    """The tier that every household has by the risks of its people, -1 for none; whether nobody is there."""
    homes, residents = snapshot["households"], snapshot["residents"]
    residents = residents.bring(*_ASKED)
    return _of_people(
        homes.fids(), homes.number("at_home"), residents.fids("household_no_fid"), residents["at_home"],
        residents["lives_alone"], residents["cannot_self_care"], residents["aged_80"],
        residents.text("birth_date"), residents.number("age"), day,
    )  # fmt: skip


@once
def _of_people(
    households: Rows, people: Floats, homes: Rows, at_home: Column, alone: Column, cannot: Column,
    aged: Column, born: Column, age: Floats, day: date,
) -> tuple[Rows, Flags]:  # fmt: skip
    """The same of the columns: worked out once for a day, whatever is visited."""
    rows, home = whose(households, homes)
    known = np.bincount(home, minlength=len(households)) > 0
    here = at_home[rows] == 1
    rows, home = rows[here], home[here]

    def has(flags: Flags) -> Flags:
        return np.bincount(home[flags], minlength=len(households)) > 0

    old = aged[rows] == 1
    for part in parts(len(rows)):
        dated, late = older_than(born[rows[part]].astype("U10"), age[rows[part]], 80, day)
        old[part] |= dated & late
    lives_alone, eighty = has(alone[rows] == 1), has(old)
    tier = np.full(len(households), -1, np.int64)
    tier[lives_alone | eighty] = 1
    tier[has(cannot[rows] == 1) | (lives_alone & eighty)] = 0
    nobody = ~has(np.ones(len(rows), bool))
    return tier, nobody & ((people == 0) | (np.isnan(people) & known))

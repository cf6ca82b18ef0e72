"""Which homes must be reached first: who lives there, as the ledger of people tells it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from gridmap.i18n import _
from gridmap.township.table import Table

RISKS: Mapping[str, str] = {
    "lives_alone": _("独居"),
    "cannot_self_care": _("失能"),
    "aged_80": _("80岁以上"),
    "child": _("儿童"),
    "no_phone": _("无电话"),
}
"""What makes a home urgent, the gravest first, with the words for it."""

CHILD_AGE = 14
"""Younger than this is a child: the age below which the law guards personal data most."""

_DIGITS = 7
"""A number with fewer digits, or with stars in it, cannot be rung."""

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Homes:
    """Homes with the people who count there, row by row of the households they were made from.

    ``people`` is NaN where unknown; ``empty`` where neither the household's number nor the ledger of
    people has anybody. ``risks`` has a column for each of ``RISKS``. The other numbers count people
    of each home; all are 0 when there is no ledger of people.
    """

    people: NDArray[np.float64]
    empty: Flags
    risks: Flags
    aged_60: NDArray[np.int64]
    lives_alone: NDArray[np.int64]
    cannot_self_care: NDArray[np.int64]

    def take(self, rows: NDArray[np.int64]) -> "Homes":
        """The homes at ``rows``, in that order."""
        return Homes(*(values[rows] for values in vars(self).values()))

    @property
    def urgency(self) -> NDArray[np.int64]:
        """A number that orders homes: any graver risk outweighs all lighter ones."""
        weights = 1 << np.arange(len(RISKS), dtype=np.int64)[::-1]
        return np.asarray(self.risks @ weights, np.int64)


def look_at(households: Table, residents: Table, population: str, day: date) -> Homes:
    """Who counts in each of ``households`` on ``day``, by one of the three populations.

    A household without a number of its own counts its people in the ledger; without any there, it
    is unknown. A home where nobody counts has no risk.
    """
    own = households.index_of(residents.fids("household_no_fid"))
    table = residents.take((own >= 0) & (residents[population] == 1))
    home = households.index_of(table.fids("household_no_fid"))
    lives_alone, cannot = table["lives_alone"] == 1, table["cannot_self_care"] == 1
    known, old = older_than(table, 80, day)

    def count(flags: Flags) -> NDArray[np.int64]:
        return np.bincount(home[flags], minlength=len(households))

    listed = count(np.ones(len(home), bool))
    people = households.number(population).copy()
    lacking = np.isnan(people) & (np.bincount(own[own >= 0], minlength=len(households)) > 0)
    people[lacking] = listed[lacking]
    can_ring = can_be_rung(households.text("phone")) | (count(can_be_rung(table.text("phone"))) > 0)
    child_known, grown = older_than(table, CHILD_AGE, day)
    risks = np.column_stack([
        count(lives_alone) > 0,
        count(cannot) > 0,
        count((table["aged_80"] == 1) | (known & old)) > 0,
        count(child_known & ~grown) > 0,
        ~can_ring,
    ])  # fmt: skip
    sixty_known, sixty = older_than(table, 60, day)
    empty = (people == 0) & (listed == 0)
    return Homes(people, empty, risks & ~empty[:, None], count(sixty_known & sixty), count(lives_alone),
                 count(cannot))  # fmt: skip


def older_than(residents: Table, years: int, day: date) -> tuple[Flags, Flags]:
    """Whose age is known, and who has had that birthday by ``day``. A birth date outranks an age."""
    born, age = residents.text("birth_date").astype("U10"), residents.number("age")
    limit = f"{day.year - years:04d}-{day.month:02d}-{day.day:02d}"
    dated = born != ""
    return dated | np.isfinite(age), np.where(dated, born <= limit, age >= years)


def can_be_rung(phones: NDArray[np.object_]) -> Flags:
    """Which texts hold a number that can be dialled: not blank, not 无电话, not masked."""
    found = ["*" not in part and sum(mark.isdigit() for mark in part) >= _DIGITS for part in phones.tolist()]
    return np.array(found, bool)

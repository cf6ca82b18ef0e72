"""Which homes must be reached first: who lives there, as the ledger of people tells it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from gridmap.i18n import _
from gridmap.township.cells import runs
from gridmap.township.memory import once
from gridmap.township.table import Table, index_in

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

_ASKED = ("lives_alone", "cannot_self_care", "aged_80", "birth_date", "age", "phone")
"""What is asked of the people of a home."""

_MANY = 4
"""Households are many while there is one for so many residents."""

_DIGITS = 7
"""A number with fewer digits, or with stars in it, cannot be rung."""

Flags = NDArray[np.bool_]
Rows = NDArray[np.int64]


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
    aged_80: NDArray[np.int64]
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
    rows, home = members(households, residents)
    everyone = residents.take(rows).bring(population, *_ASKED)
    counted = everyone[population] == 1
    people = households.number(population).copy()
    lacking = np.isnan(people) & (np.bincount(home, minlength=len(households)) > 0)
    there, home = everyone.take(counted), home[counted]
    lives_alone, cannot = there["lives_alone"] == 1, there["cannot_self_care"] == 1
    born, age = there.text("birth_date").astype("U10"), there.number("age")
    known, old = older_than(born, age, 80, day)
    eighty = (there["aged_80"] == 1) | (known & old)

    def count(flags: Flags) -> NDArray[np.int64]:
        return np.bincount(home[flags], minlength=len(households))

    listed = count(np.ones(len(home), bool))
    people[lacking] = listed[lacking]
    can_ring = can_be_rung(households.text("phone")) | (count(can_be_rung(there.text("phone"))) > 0)
    child_known, grown = older_than(born, age, CHILD_AGE, day)
    risks = np.column_stack([
        count(lives_alone) > 0,
        count(cannot) > 0,
        count(eighty) > 0,
        count(child_known & ~grown) > 0,
        ~can_ring,
    ])  # fmt: skip
    sixty_known, sixty = older_than(born, age, 60, day)
    empty = (people == 0) & (listed == 0)
    return Homes(people, empty, risks & ~empty[:, None], count(sixty_known & sixty), count(eighty),
                 count(lives_alone), count(cannot))  # fmt: skip


def members(households: Table, residents: Table) -> tuple[Rows, Rows]:
    """The rows of the residents who belong to some households, ascending, and the row of the household."""
    return whose(households.fids(), residents.fids("household_no_fid"))


def whose(households: Rows, homes: Rows) -> tuple[Rows, Rows]:
    """The same, of the fids of some households and those of the household of every resident.

    Many households are looked up by resident; a few by an index, which is made when it is first needed.
    """
    if len(households) * _MANY > len(homes):
        row = index_in(households, homes)
        found = np.flatnonzero(row >= 0)
        return found, row[found]
    order, known = _by_household(homes)
    first = np.searchsorted(known, households)
    home, at = runs(first, np.searchsorted(known, households, side="right") - first)
    ascending = np.argsort(order[at])
    return order[at][ascending], home[ascending]


@once
def _by_household(fids: Rows) -> tuple[Rows, Rows]:
    """The order of households, which ledgers nearly have already, and the households in it."""
    order = np.argsort(fids, kind="stable")
    return order, fids[order]


def older_than(
    born: NDArray[np.str_], age: NDArray[np.float64], years: int, day: date
) -> tuple[Flags, Flags]:
    """Whose age is known, and who has had that birthday by ``day``. A birth date outranks an age."""
    limit = f"{day.year - years:04d}-{day.month:02d}-{day.day:02d}"
    dated = born != ""
    return dated | np.isfinite(age), np.where(dated, born <= limit, age >= years)


def can_be_rung(phones: NDArray[np.object_]) -> Flags:
    """Which texts hold a number that can be dialled: not blank, not 无电话, not masked."""
    return np.array([len(text) >= _DIGITS and _rings(text) for text in phones.tolist()], bool)


def _rings(text: str) -> bool:
    if text.isdigit():
        return True
    return "*" not in text and sum(mark.isdigit() for mark in text) >= _DIGITS

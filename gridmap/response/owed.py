"""Visits as the desk deals with them: who is owed one, in whose grid, and who of high risk is silent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from gridmap.response.call_sheet import grid_title, grid_workers
from gridmap.response.visits import TIERS, Contacts, contacts
from gridmap.township.census import Census
from gridmap.township.snapshot import Snapshot

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Post:
    """One grid with its workers (full names), the homes due there and those of them that are overdue."""

    grid: int
    title: str
    workers: tuple[str, ...]
    due: int
    late: int


@dataclass(frozen=True)
class TierSum:
    """How many homes of a tier there are, are due and are overdue."""

    tier: str
    homes: int
    due: int
    late: int


@dataclass(frozen=True)
class Owed:
    """Contacts in the order in which they are looked after: the overdue first, then those due today; of
    these the gravest tier, then whoever waits longest. ``grid`` are the rows of their grids, -1 for none."""

    found: Contacts
    grid: Rows
    workers: Mapping[int, list[str]]

    @property
    def silent(self) -> int:
        """How many of high risk have not been heard of for too long."""
        return int(self.found.silent.sum())

    @property
    def tiers(self) -> tuple[TierSum, ...]:
        """The sums of every tier."""
        found = self.found
        return tuple(
            TierSum(name, *(int((own & flags).sum()) for flags in (own, found.due, found.late)))
            for place, name in enumerate(TIERS)
            for own in (found.tier == place,)
        )

    def posts(self, snapshot: Snapshot) -> list[Post]:
        """Every grid in which somebody is due, by the rows of the grids."""
        found, grids = self.found, snapshot["grids"]
        return [
            Post(
                row, grid_title(grids, row), tuple(self.workers.get(row, ())),
                int((found.due & (self.grid == row)).sum()), int((found.late & (self.grid == row)).sum()),
            )
            for row in np.unique(self.grid[found.due & (self.grid >= 0)]).tolist()
        ]  # fmt: skip

    def worker_of(self, row: int) -> str:
        """Who answers for a contact: the first worker of its grid, '' where there is none."""
        return next(iter(self.workers.get(int(self.grid[row]), ())), "")


def owed(snapshot: Snapshot, census: Census, now: datetime) -> Owed:
    """Everybody who is owed visits as of ``now``, with their grids."""
    found = contacts(snapshot, now)
    over = np.where(np.isnan(found.days), np.inf, found.days - found.every)
    found = found.take(np.lexsort((found.household, -over, found.tier, ~found.due, ~found.late)))
    return Owed(found, census.grid_of_household[found.household], grid_workers(snapshot))

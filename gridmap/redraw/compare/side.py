"""One of two plans that are compared, with today's people in it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gridmap.township.census import COUNTED, Census, take_census
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

Person = tuple[str, str]
"""A member of staff: number ('' where there is none) and name."""


@dataclass(frozen=True)
class Side:
    """A plan by the name it is asked for, and the township as it would be under it.

    Both sides of a comparison have the same people; grids, assignments and staff are the plan's own.
    """

    title: str
    snapshot: Snapshot
    census: Census

    @classmethod
    def of(cls, title: str, snapshot: Snapshot, census: Census | None = None) -> "Side":
        """A side from a snapshot with the plan in it; ``census`` when the caller has it."""
        return cls(title, snapshot, census or take_census(snapshot))

    @property
    def grids(self) -> Table:
        """The grids of the plan."""
        return self.snapshot["grids"]

    @property
    def populations(self) -> tuple[str, ...]:
        """Every number of people that is counted here: the three, and a forecast where there is one."""
        return tuple(name for name in COUNTED if name in self.census.grids)

    @property
    def units(self) -> Table:
        """What people are counted by: households, or groups in a township without any."""
        return self.snapshot["groups" if self.census.source == "groups" else "households"]

    @property
    def grid_of_unit(self) -> NDArray[np.int64]:
        """The row of the grid of each unit, -1 for none."""
        groups = self.census.source == "groups"
        return self.census.grid_of_group if groups else self.census.grid_of_household

    def grid_title(self, row: int) -> str:
        """What a grid is called; '' for -1."""
        return str(self.grids["name"][row] or self.grids["code"][row]) if row >= 0 else ""

    def village_title(self, row: int) -> str:
        """The name of a village's row; the township's for -1."""
        names = self.snapshot["villages"]["name"]
        return str(names[row]) if row >= 0 else self.snapshot.settings.name

    def on_duty(self, role: str) -> tuple[tuple[Person, ...], ...]:
        """Who holds a role in each grid row, by name."""
        table, staff = self.snapshot["assignments"], self.snapshot["staff"]
        titles = {role, self.snapshot.settings.roles.get(role, role)}
        grid = self.grids.index_of(table.fids("grid_fid"))
        person = staff.index_of(table.fids("staff_fid"))
        found: list[set[Person]] = [set() for _row in range(len(self.grids))]
        for row in np.flatnonzero(np.isin(table.text("role").astype(str), list(titles))).tolist():
            if grid[row] >= 0 and table.fids("grid_fid")[row] > 0:
                known = table.fids("staff_fid")[row] > 0 and person[row] >= 0
                at = int(person[row])
                number, name = (
                    (staff["staff_no"][at], staff["name"][at]) if known else ("", table["staff"][row])
                )
                found[int(grid[row])].add((str(number), str(name)))
        return tuple(tuple(sorted(people, key=lambda one: (one[1], one[0]))) for people in found)


def names_of(people: tuple[Person, ...]) -> str:
    """Their names, joined by 、."""
    return "、".join(name for _number, name in people)

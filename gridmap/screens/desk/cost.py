"""What a draft costs against the plan in force: people, elders, incidents that change grid, metres of border.

What does not depend on the stroke is added up once for each state of the document, so that a stroke in
the making costs only what it moves. No Qt in here.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.redraw.preview import Preview
from gridmap.response.open_incidents import is_open
from gridmap.session import State
from gridmap.township.partition import Partition
from gridmap.township.table import Table

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Cost:
    """Households and people whose grid is another one than in the plan in force, those of them who live
    alone, open incidents handed over, and metres of border inside the villages more (or less)."""

    households: int
    people: float
    living_alone: int
    incidents: int
    border_m: float


class Costs:
    """The costs of strokes upon one draft (``now``) against one plan in force (``then``)."""

    def __init__(self, then: State, now: State, population: str) -> None:
        self._then, self._now, self._population = then, now, population

    def of(self, preview: Preview | None) -> Cost:
        """The cost of the draft, with a stroke in the making if there is one."""
        moved = self._moved
        rows = np.empty(0, np.int64) if preview is None else preview.households
        came = moved[rows] if preview is None else self._changed(rows, preview.came_to)
        turn = came.astype(np.int64) - moved[rows]  # 1: changes grid only now, −1: comes back home
        people, alone = self._sums
        return Cost(
            int(moved.sum() + turn.sum()),
            people + float((np.nan_to_num(self._people[rows]) * turn).sum()),
            alone + int((self._alone[rows] * turn).sum()),
            self._incidents(preview),
            self._border_m + (0.0 if preview is None else self._grown(preview)),
        )

    def _changed(self, rows: Integers, came_to: Integers) -> Flags:
        """Whether households that come to some grid rows are elsewhere than in the plan in force."""
        last = len(self._now_codes) - 1  # the code of none
        known = self._now_codes[np.minimum(came_to, last)]
        codes = np.where(came_to < last, known, len(self._codes) + came_to)
        changed: Flags = (self._before[rows] != codes) & (self._before[rows] >= 0)
        return changed

    @cached_property
    def _moved(self) -> Flags:
        moved: Flags = (self._before != self._after) & (self._before >= 0)
        return moved

    @cached_property
    def _sums(self) -> tuple[float, int]:
        return float(np.nansum(self._people[self._moved])), int(self._alone[self._moved].sum())

    @cached_property
    def _codes(self) -> dict[str, int]:
        """A number for every grid of the plan in force."""
        return {str(uuid): row for row, uuid in enumerate(self._then.snapshot["grids"].text("uuid"))}

    def _known(self, grids: Table) -> Integers:
        """Those numbers for the rows of a plan; a grid that is new has one of its own. The last is for -1."""
        fresh = len(self._codes)
        known = [self._codes.get(str(uuid), fresh + row) for row, uuid in enumerate(grids.text("uuid"))]
        return np.array([*known, -1], np.int64)

    @cached_property
    def _before(self) -> Integers:
        """The grid of each household of now in the plan in force, -1 for none."""
        own, others = self._now.snapshot["households"], self._then.snapshot["households"]
        if own.number("x") is others.number("x") and own.number("y") is others.number("y"):
            return self._then.census.grid_of_household
        partition = Partition.of(self._then.snapshot["grids"]["geometry"])
        return np.asarray(partition.locate(own.number("x"), own.number("y")), np.int64)

    @cached_property
    def _now_codes(self) -> Integers:
        return self._known(self._now.snapshot["grids"])

    @cached_property
    def _after(self) -> Integers:
        return self._now_codes[self._now.census.grid_of_household]

    @cached_property
    def _people(self) -> Floats:
        return self._now.snapshot["households"].number(self._population)

    @cached_property
    def _alone(self) -> Integers:
        """How many in each household live alone and are at home."""
        houses, residents = self._now.snapshot["households"], self._now.snapshot["residents"]
        if not len(residents) or not len(houses):
            return np.zeros(len(houses), np.int64)
        alone = np.flatnonzero((residents["lives_alone"] == 1) & (residents["at_home"] == 1))
        at = houses.index_of(residents.fids("household_no_fid")[alone])
        return np.bincount(at[at >= 0], minlength=len(houses)).astype(np.int64)

    @cached_property
    def _open(self) -> tuple[Floats, Floats, Flags]:
        """Where the open incidents are, and which of them the draft hands over already."""
        table = self._now.snapshot["incidents"]
        table = table.take(is_open(table) & ~np.isnan(table.number("x"))) if len(table) else table
        x, y = table.number("x"), table.number("y")
        plans = [
            self._known(state.snapshot["grids"])[
                Partition.of(state.snapshot["grids"]["geometry"]).locate(x, y)
            ]
            for state in (self._then, self._now)
        ]
        return x, y, plans[0] != plans[1]

    def _incidents(self, preview: Preview | None) -> int:
        x, y, moved = self._open
        if preview is None or not len(x):
            return int(moved.sum())
        return int((moved | shapely.intersects_xy(preview.ground, x, y)).sum())

    @cached_property
    def _border_m(self) -> float:
        """Half of what all outlines grew: a border inside a village belongs to two grids."""
        now, then = (shapely.length(state.snapshot["grids"]["geometry"]) for state in (self._now, self._then))
        return float(np.nansum(now) - np.nansum(then)) / 2

    def _grown(self, preview: Preview) -> float:
        old = self._now.snapshot["grids"]
        rows = [row for row, shape in preview.shapes.items() if row < len(old)]
        before = shapely.length(old["geometry"][rows]).sum() if rows else 0.0
        after = sum(shapely.length(shape) for shape in preview.shapes.values())
        return float(after - before) / 2

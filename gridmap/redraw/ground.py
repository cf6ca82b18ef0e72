"""What pens work on: the plan, and where everybody lives, prepared once for a version of the document."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.redraw.plan import GridPlan
from gridmap.redraw.yards import Yards, yards_of
from gridmap.township.census import Census, Leader, recount, take_census
from gridmap.township.recount import Recount
from gridmap.township.snapshot import Snapshot

Shapes = NDArray[np.object_]
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Ground:
    """One version of the township under the pens. Build with ``Ground.of``; nothing is prepared before
    it is asked for, and the yards of a village stand for as long as its houses do.

    Rows are those of the snapshot's tables. Geometry is in its working CRS, metres.
    """

    snapshot: Snapshot
    census: Census

    @classmethod
    def of(cls, snapshot: Snapshot, census: Census) -> "Ground":
        """The ground of a snapshot and of the census taken of it."""
        return cls(snapshot, census)

    def after(self, plan: GridPlan) -> "Ground":
        """The ground with another plan on it."""
        snapshot = plan.onto(self.snapshot)
        return Ground(snapshot, take_census(snapshot))

    @cached_property
    def previewed(self) -> list[Any]:
        """The last preview on it, if any; for ``preview`` alone."""
        return []

    @cached_property
    def plan(self) -> GridPlan:
        """The plan that edits are applied to."""
        return GridPlan.of(self.snapshot)

    @cached_property
    def recount(self) -> Recount:
        """Households counted in the grids: its ``polygon`` is the grid row of each (-1: none)."""
        return recount(self.snapshot["households"], self.snapshot["grids"])

    @property
    def shapes(self) -> Shapes:
        """The grids' (multi)polygons by row."""
        return self.snapshot["grids"].text("geometry")

    @property
    def x(self) -> Floats:
        """x of each household, NaN where it has no place."""
        return self.recount.x

    @property
    def y(self) -> Floats:
        """y of each household."""
        return self.recount.y

    @property
    def people(self) -> Mapping[str, Floats]:
        """Each population's number by household row, NaN where missing."""
        return self.recount.columns

    def people_of(self, grid: int) -> Mapping[str, float]:
        """A grid row's people by population, NaN where unknown; nobody beyond the last row."""
        if grid >= len(self.shapes):
            return dict.fromkeys(self._sums, 0.0)
        return {name: float(sums[grid]) for name, sums in self._sums.items()}

    @cached_property
    def _sums(self) -> Mapping[str, Floats]:
        return {name: self.recount.tally.sums(name) for name in self.people}

    def households_of(self, grid: int) -> int:
        """How many households live in a grid row; none beyond the last row."""
        return int(self._living[grid]) if grid < len(self.shapes) else 0

    @cached_property
    def _living(self) -> Integers:
        lived = self.recount.polygon[self.recount.polygon >= 0]
        return np.bincount(lived, minlength=len(self.shapes))

    def leaders_of(self, grids: Iterable[int]) -> list[Leader]:
        """Those who answer for one of some grid rows, each once."""
        return list({id(one): one for grid in grids for one in self._leaders.get(grid, ())}.values())

    @cached_property
    def _leaders(self) -> Mapping[int, list[Leader]]:
        found: dict[int, list[Leader]] = {}
        for leader in self.census.leaders:
            for grid in leader.grids:
                found.setdefault(grid, []).append(leader)
        return found

    @cached_property
    def tree(self) -> shapely.STRtree:
        """An index of the grids."""
        return shapely.STRtree(self.shapes)

    @cached_property
    def village_of_household(self) -> Integers:
        """The village row of each household: of its grid, else where it stands; -1 for none."""
        grid, of_grid = self.recount.polygon, self.plan.village_of_grid
        found = np.where(grid >= 0, of_grid[grid], -1) if len(of_grid) else np.full(len(grid), -1)
        lost = np.flatnonzero((found < 0) & np.isfinite(self.x) & np.isfinite(self.y))
        for row, village in enumerate(self.snapshot["villages"].text("geometry") if len(lost) else ()):
            found[lost[shapely.intersects_xy(village, self.x[lost], self.y[lost])]] = row
        return found

    @cached_property
    def group_of_household(self) -> Integers:
        """The row of each household's villager group as its ledger has it, -1 for none."""
        fids = self.snapshot["households"].fids("group_fid")
        rows = self.snapshot["groups"].index_of(fids)
        rows[fids <= 0] = -1
        return rows

    def households_of_village(self, village: int) -> Integers:
        """The rows of a village's households, ascending."""
        if village not in self._households:
            self._households[village] = np.flatnonzero(self.village_of_household == village)
        return self._households[village]

    @cached_property
    def _yards(self) -> dict[int, Yards]:
        return {}

    @cached_property
    def _households(self) -> dict[int, Integers]:
        return {}

    def yards(self, village: int) -> Yards:
        """The yards of a village's households."""
        if village not in self._yards:
            outline = self.snapshot["villages"].text("geometry")[village]
            self._yards[village] = yards_of(self.x, self.y, self.households_of_village(village), outline)
        return self._yards[village]

    def uuid(self, grid: int) -> str:
        """The identity of a grid row, as edits name it."""
        return str(self.snapshot["grids"]["uuid"][grid])

    def locked(self, grid: int) -> bool:
        """Whether a grid row is locked: pens leave its ground alone."""
        return bool(self.plan.locked[grid])

    def grids_of_village(self, village: int) -> Integers:
        """The grid rows of a village."""
        return np.flatnonzero(self.plan.village_of_grid == village)

    def grid_at(self, x: float, y: float) -> int:
        """The lowest grid row that a place touches, -1 for none."""
        found = self.tree.query(shapely.Point(x, y), predicate="intersects")
        return int(found.min()) if len(found) else -1

"""The plan: which ground each grid governs. One immutable value; edits make new ones.

A plan is an edge-matched coverage: where two grids touch they share every vertex of the border. Every
edit keeps it so, because it only ever joins and cuts along vertices that are there already.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gridmap.township.census import take_census
from gridmap.township.change import Change
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

Shapes = NDArray[np.object_]


@dataclass(frozen=True)
class GridPlan:
    """The grids with what they are made of.

    ``grids`` and ``groups`` are the township's tables, ``assignments`` who answers for which grid;
    ``grid_of_group`` is the row of the grid in which each group lies (-1: in none) and
    ``village_of_grid`` the row of its village, -1 where it is in none.
    """

    grids: Table
    groups: Table
    assignments: Table
    grid_of_group: NDArray[np.int64]
    village_of_grid: NDArray[np.int64]

    @classmethod
    def of(cls, snapshot: Snapshot) -> "GridPlan":
        """The plan as a snapshot has it."""
        census = take_census(snapshot)
        return cls(
            snapshot["grids"],
            snapshot["groups"],
            snapshot["assignments"],
            census.grid_of_group,
            census.village_of_grid,
        )

    def row(self, uuid: str) -> int:
        """The row of a grid, -1 when there is none of that uuid."""
        rows = np.flatnonzero(self.grids["uuid"] == uuid)
        return int(rows[0]) if len(rows) else -1

    def shape(self, row: int) -> BaseGeometry:
        """The ground of one grid."""
        ground: BaseGeometry = self.grids.columns["geometry"].item(row)
        return ground

    def with_shapes(self, shapes: Mapping[int, BaseGeometry]) -> "GridPlan":
        """The same plan with the ground of some grids exchanged."""
        ground = self.grids["geometry"].astype(object)
        for row, shape in shapes.items():
            ground[row] = shape
        return replace(self, grids=self.grids.replace(geometry=ground))

    def without(self, row: int) -> "GridPlan":
        """The same plan without one grid; groups that lay in it lie in none."""
        keep = np.arange(len(self.grids)) != row
        places = self.grid_of_group.copy()
        places[places == row] = -1
        return replace(
            self,
            grids=self.grids.take(keep),
            grid_of_group=places - (places > row),
            village_of_grid=self.village_of_grid[keep],
        )


def join(shapes: Shapes) -> BaseGeometry:
    """The ground of several edge-matched shapes together, with every vertex where it was."""
    ground: BaseGeometry = shapely.coverage_union_all(shapes)
    return ground


def difference(before: GridPlan, after: GridPlan, label: str) -> Change:
    """What has to be written for one plan to become another: only the rows that differ."""
    rows, removed = {}, {}
    for name, old, new in (
        ("grids", before.grids, after.grids),
        ("assignments", before.assignments, after.assignments),
    ):
        known = {str(row["uuid"]): row for row in old.rows()}
        differing = [
            index
            for index, row in enumerate(new.rows())
            if str(row["uuid"]) not in known or not _same(known[str(row["uuid"])], row)
        ]
        if differing:
            rows[name] = new.take(differing)
        if gone := known.keys() - {str(uuid) for uuid in new["uuid"]}:
            removed[name] = tuple(sorted(gone))
    return Change(label, rows, removed)


def _same(old: Mapping[str, object], new: Mapping[str, object]) -> bool:
    return all(_equal(value, new[name]) for name, value in old.items())


def _equal(one: object, other: object) -> bool:
    both_missing = one != one and other != other  # noqa: PLR0124 - NaN is the one value unlike itself
    return one is other or one == other or both_missing

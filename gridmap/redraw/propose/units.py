"""What a plan is made of: the villager groups of each village, their people and common borders."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.errors import UsageError
from gridmap.i18n import _
from gridmap.township.census import POPULATION_TITLES, Census, inner_points, village_rows
from gridmap.township.partition import Partition
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

Rows = NDArray[np.int64]

NEAR_M = 0.01
"""How far apart borders may be that were drawn as one: two programs rounded them."""

TOUCH_M = 0.1
"""A common border is longer than this; less is a corner."""

LOST_M2 = 1.0
"""Ground that may be in no group, or in two, without a word: roundings along a border of kilometres."""


@dataclass(frozen=True)
class Units:
    """The groups of one village.

    ``village`` is its row (-1: the town has no villages, all groups are one), ``rows`` are those of
    the groups table, ``grids`` the village's current rows of the grids table. ``people[group,
    population]`` (NaN unknown), ``stay[group, grid]`` those of the first population who are in each
    current grid, ``home`` the current grid of each group (index into ``grids``, -1 none). ``lost_m2``
    is village ground in no group, ``double_m2`` ground in two.
    """

    village: int
    code: str
    name: str
    rows: Rows
    grids: Rows
    people: NDArray[np.float64]
    stay: NDArray[np.float64]
    home: Rows
    borders: list[tuple[int, int, float]]
    lost_m2: float
    double_m2: float


def units_of(snapshot: Snapshot, census: Census, populations: Sequence[str]) -> list[Units]:
    """The units of every village, in the order of the villages table.

    Without villages all groups are one village, named like the township. People are those of the
    houses inside a group; without any houses the group's own total. Raises UsageError when nobody
    was ever counted in one of the populations.
    """
    villages = snapshot["villages"]
    home = village_rows(snapshot["groups"], villages)
    counts = [_people(snapshot, census, population) for population in populations]
    people, stay = np.column_stack([total for total, _stay in counts]), counts[0][1]
    if not len(villages):
        name = snapshot.settings.name
        every = np.arange(len(snapshot["groups"]))
        grids = np.arange(len(snapshot["grids"]))
        return [_units(snapshot, -1, ("", name), (every, grids), people, stay)] if len(every) else []
    found = []
    for row in range(len(villages)):
        words = (str(villages["code"][row]), str(villages["name"][row]))
        chosen = (np.flatnonzero(home == row), np.flatnonzero(census.village_of_grid == row))
        found.append(_units(snapshot, row, words, chosen, people, stay))
    return found


def people_of_grids(snapshot: Snapshot, census: Census, populations: Sequence[str]) -> NDArray[np.float64]:
    """People of every grid, one column for each population; who is not counted is 0."""
    table, grid = counted_table(snapshot, census)
    there = grid >= 0
    return np.column_stack([
        np.bincount(grid[there], np.nan_to_num(_number(table, name)[there]), len(snapshot["grids"]))
        for name in populations
    ])  # fmt: skip


def counted_table(snapshot: Snapshot, census: Census) -> tuple[Table, Rows]:
    """The table in which people are counted, and the grid of each of its rows."""
    if census.source == "households":
        return snapshot["households"], census.grid_of_household
    return snapshot["groups"], census.grid_of_group


def _number(table: Table, population: str) -> NDArray[np.float64]:
    if population not in table:
        title = POPULATION_TITLES.get(population, population)
        raise UsageError(_("{table}没有{population}人口").format(table=table.schema.title, population=title))
    return table.number(population)


def _people(
    snapshot: Snapshot, census: Census, population: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """People of each group, NaN unknown, and of each group in each grid."""
    groups, grids = snapshot["groups"], len(snapshot["grids"])
    table, grid = counted_table(snapshot, census)
    number = _number(table, population)
    group = group_of_household(snapshot) if census.source == "households" else np.arange(len(groups))
    known = np.isfinite(number) & (group >= 0)
    total = np.bincount(group[known], weights=number[known], minlength=len(groups)).astype(np.float64)
    houses = np.bincount(group[group >= 0], minlength=len(groups))
    total[(houses > 0) & (np.bincount(group[known], minlength=len(groups)) == 0)] = np.nan
    if not known.any():
        total[:] = np.nan
    stay = np.zeros((len(groups), grids))
    counted = known & (grid >= 0)
    np.add.at(stay, (group[counted], grid[counted]), number[counted])
    return total, stay


def group_of_household(snapshot: Snapshot) -> Rows:
    """The row of the group that each house stands in, -1 for none."""
    households = snapshot["households"]
    return Partition.of(snapshot["groups"]["geometry"]).locate(households.number("x"), households.number("y"))


def _units(
    snapshot: Snapshot,
    village: int,
    words: tuple[str, str],
    chosen: tuple[Rows, Rows],
    people: NDArray[np.float64],
    stay: NDArray[np.float64],
) -> Units:
    rows, grids = chosen
    groups = snapshot["groups"]
    has_shape = ~shapely.is_missing(groups.text("geometry")[rows])
    rows = rows[has_shape]
    shapes = groups.text("geometry")[rows]
    matched = bool(shapely.coverage_is_valid(shapes)) if len(rows) else True
    outline = snapshot["villages"]["geometry"][village] if village >= 0 else None
    union = (shapely.coverage_union_all if matched else shapely.union_all)(shapes)
    lost = 0.0 if outline is None else float(shapely.difference(outline, union).area)
    double = 0.0 if matched else max(float(shapely.area(shapes).sum() - union.area), 0.0)
    return Units(
        village, *words, rows, grids, people[rows], stay[np.ix_(rows, grids)],
        _home(snapshot["groups"].take(rows), snapshot["grids"].take(grids)),
        common_borders(shapes, matched), lost, double,
    )  # fmt: skip


def _home(groups: Table, grids: Table) -> Rows:
    return Partition.of(grids["geometry"]).locate(*inner_points(groups))


def common_borders(shapes: NDArray[np.object_], matched: bool) -> list[tuple[int, int, float]]:
    """Which shapes are neighbours, and the metres that they have in common. A corner is no border.

    ``matched`` says that neighbours share their vertices; otherwise a border is what runs within
    ``NEAR_M`` of the neighbour.
    """
    one, other = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=NEAR_M)
    one, other = one[one < other], other[one < other]
    if matched:
        metres = shapely.length(shapely.intersection(shapes[one], shapes[other]))
    else:
        near = shapely.buffer(shapes[other], NEAR_M)
        metres = shapely.length(shapely.intersection(shapely.boundary(shapes[one]), near))
    floor = 0.0 if matched else TOUCH_M
    return [
        (int(a), int(b), float(length))
        for a, b, length in zip(one, other, metres, strict=True)
        if length > floor
    ]

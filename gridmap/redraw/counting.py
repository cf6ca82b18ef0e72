"""The numbers of an edit: who changes grid, and what that makes of grids, leaders and groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.redraw.ground import Ground
from gridmap.redraw.plan import GridPlan
from gridmap.township.census import Leader, leaders_of

Integers = NDArray[np.int64]
People = Mapping[str, float]


@dataclass(frozen=True)
class GridCount:
    """A grid's people by population (NaN: unknown) before and after, under the grid worker's cap."""

    row: int
    name: str
    before: People
    after: People
    cap: int


@dataclass(frozen=True)
class LeaderCount:
    """The people of all grids that a leader answers for, before and after, under the leader's cap.

    ``name`` is personal: mask it on a screen. ``staff_fid`` is 0 for somebody who is not on the staff;
    ``grids`` are the rows after.
    """

    name: str
    staff_fid: int
    grids: tuple[int, ...]
    before: People
    after: People
    cap: int


@dataclass(frozen=True)
class GroupSplit:
    """A villager group whose households would be in several grids: ``here`` of them in the grid of
    most (``home``, a row), ``elsewhere`` the others. ``fresh`` when the edit moves some of them."""

    row: int
    name: str
    home: int
    here: int
    elsewhere: int
    fresh: bool


@dataclass(frozen=True)
class Counted:
    """All of it."""

    households: Integers
    came_to: Integers
    grids: tuple[GridCount, ...]
    leaders: tuple[LeaderCount, ...]
    split_groups: tuple[GroupSplit, ...]


def counted(
    ground: Ground,
    after: GridPlan,
    rows: Integers,
    shapes: Mapping[int, shapely.Geometry],
    redealt: Sequence[int],
) -> Counted:
    """The numbers of a plan whose grids had the ``rows`` before and of which ``shapes`` are drawn anew."""
    last = len(ground.shapes)
    step = ground.recount.step({row: shape for row, shape in shapes.items() if row < last})
    order = np.argsort(step.rows)
    households, came_to = step.rows[order], step.polygon[order]
    for row in (row for row in shapes if row >= last):
        loose = np.flatnonzero(came_to < 0)
        x, y = ground.x[households[loose]], ground.y[households[loose]]
        came_to[loose[shapely.intersects_xy(shapes[row], x, y)]] = row
    sums = {**step.sums, **{row: _sums(ground, households[came_to == row]) for row in shapes if row >= last}}
    moved = {row for row, now in sums.items() if not _same(now, ground.people_of(row))}
    concerned = sorted(moved | set(redealt))
    grids = tuple(_grid(ground, after, rows, row, sums.get(row)) for row in concerned)
    leaders = _leaders(ground, after, rows, sums, concerned)
    return Counted(households, came_to, grids, leaders, _splits(ground, households, came_to, concerned))


def _sums(ground: Ground, households: Integers) -> People:
    """The people of some households; unknown when all lack the number."""
    found = {}
    for name, column in ground.people.items():
        known = column[households][np.isfinite(column[households])]
        found[name] = float(known.sum()) if len(known) or not len(households) else float("nan")
    return found


def _same(one: People, other: People) -> bool:
    return all(one[name] == other[name] or one[name] != one[name] != other[name] for name in other)


def _grid(ground: Ground, after: GridPlan, rows: Integers, row: int, sums: People | None) -> GridCount:
    before = ground.people_of(row)
    names = ground.snapshot["grids"] if row < len(ground.shapes) else after.grids
    at = row if row < len(ground.shapes) else int(np.flatnonzero(rows == row)[0])
    name = str(names["name"][at] or names["code"][at])
    cap = ground.snapshot.settings.worker_cap
    return GridCount(row, name, before, before if sums is None else sums, cap)


def _leaders(
    ground: Ground, after: GridPlan, rows: Integers, sums: Mapping[int, People], concerned: Sequence[int]
) -> tuple[LeaderCount, ...]:
    """Those who answer, before or after, for one of the grids concerned, or for others than before."""
    if after.assignments is ground.plan.assignments and len(rows) == len(ground.shapes):
        pairs = [(one, one) for one in ground.leaders_of(concerned)]
    else:
        pairs = _changed_leaders(ground, after, rows, set(concerned))
    counts = []
    for was, now in pairs:
        before = _together(ground, [ground.people_of(row) for row in was.grids])
        people = _together(ground, [sums[row] if row in sums else ground.people_of(row) for row in now.grids])
        who, cap = was if was.grids else now, ground.snapshot.settings.leader_cap
        counts.append(LeaderCount(who.name, who.staff_fid, now.grids, before, people, cap))
    return tuple(counts)


def _changed_leaders(
    ground: Ground, after: GridPlan, rows: Integers, concerned: set[int]
) -> list[tuple[Leader, Leader]]:
    """Leaders before and after where the assignments or the grids are others; by the rows before."""
    nobody = Leader("", 0, ())
    old = {(one.staff_fid, one.name): one for one in ground.census.leaders}
    new = {
        (one.staff_fid, one.name): Leader(one.name, one.staff_fid, tuple(rows[list(one.grids)].tolist()))
        for one in leaders_of(after.onto(ground.snapshot))
    }
    pairs = [(old.get(key, nobody), new.get(key, nobody)) for key in {**old, **new}]
    return [(was, now) for was, now in pairs
            if was.grids != now.grids or not concerned.isdisjoint(was.grids)]  # fmt: skip


def _together(ground: Ground, people: Sequence[People]) -> People:
    return {name: sum(one[name] for one in people) for name in ground.people}


def _splits(
    ground: Ground, households: Integers, came_to: Integers, concerned: Sequence[int]
) -> tuple[GroupSplit, ...]:
    """The groups with households in one of the grids concerned and in another."""
    of_grid = ground.plan.village_of_grid
    villages = {int(of_grid[row]) for row in concerned if row < len(of_grid)} - {-1}
    found = []
    for village in sorted(villages):
        rows = ground.households_of_village(village)
        if not len(rows):
            continue
        grid, group = ground.recount.polygon[rows], ground.group_of_household[rows]
        at = np.minimum(np.searchsorted(rows, households), len(rows) - 1)
        own = rows[at] == households
        grid[at[own]] = came_to[own]
        known = (group >= 0) & (grid >= 0)
        found += _split_groups(ground, group[known], grid[known], concerned, households)
    return tuple(found)


def _split_groups(
    ground: Ground, group: Integers, grid: Integers, concerned: Sequence[int], moved: Integers
) -> list[GroupSplit]:
    """Of households' groups and grids, the groups that are in several."""
    width = int(grid.max(initial=0)) + 1
    pairs, count = np.unique(group * width + grid, return_counts=True)
    groups, first = np.unique(pairs // width, return_index=True)
    parts = np.diff(np.append(first, len(pairs)))
    fresh, asked = set(ground.group_of_household[moved].tolist()), set(concerned)
    table, found = ground.snapshot["groups"], []
    for at in np.flatnonzero(parts > 1).tolist():
        own = slice(first[at], first[at] + parts[at])
        grids, people, row = (pairs[own] % width).tolist(), count[own].tolist(), int(groups[at])
        if asked.isdisjoint(grids):
            continue
        here = max(people)
        name = str(table["name"][row] or table["code"][row])
        home = grids[people.index(here)]
        found.append(GroupSplit(row, name, home, here, sum(people) - here, row in fresh))
    return found

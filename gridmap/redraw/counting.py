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
    households, came_to = step.rows, step.polygon.copy()
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
    old = {(one.staff_fid, one.name): one for one in ground.census.leaders}
    new = old
    if after.assignments is not ground.plan.assignments or len(rows) != len(ground.shapes):
        found = leaders_of(after.onto(ground.snapshot))
        new = {
            (one.staff_fid, one.name): Leader(one.name, one.staff_fid, tuple(rows[list(one.grids)].tolist()))
            for one in found
        }
    nobody = Leader("", 0, ())
    asked, counts = set(concerned), []
    for key in {**old, **new}:
        was, now = old.get(key, nobody).grids, new.get(key, nobody).grids
        if was == now and asked.isdisjoint(was):
            continue
        before = _together(ground, [ground.people_of(row) for row in was])
        people = _together(ground, [sums[row] if row in sums else ground.people_of(row) for row in now])
        counts.append(LeaderCount(key[1], key[0], now, before, people, ground.snapshot.settings.leader_cap))
    return tuple(counts)


def _together(ground: Ground, people: Sequence[People]) -> People:
    return {name: sum(one[name] for one in people) for name in ground.people}


def _splits(
    ground: Ground, households: Integers, came_to: Integers, concerned: Sequence[int]
) -> tuple[GroupSplit, ...]:
    """The groups with households in one of the grids concerned and in another."""
    of_grid = ground.plan.village_of_grid
    villages = {int(of_grid[row]) for row in concerned if row < len(of_grid)} - {-1}
    names, found = ground.snapshot["groups"], []
    for village in sorted(villages):
        rows = ground.households_of_village(village)
        grid = ground.recount.polygon[rows]
        at = np.searchsorted(rows, households)
        at = np.minimum(at, max(len(rows) - 1, 0))
        own = rows[at] == households if len(rows) else np.zeros(len(households), bool)
        grid[at[own]] = came_to[own]
        group = ground.group_of_household[rows]
        known = (group >= 0) & (grid >= 0)
        pairs, count = np.unique(np.column_stack([group, grid])[known], axis=0, return_counts=True)
        several, first = np.unique(pairs[:, 0], return_index=True)
        fresh = set(ground.group_of_household[households].tolist())
        for one, start, stop in zip(several, first, [*first[1:], len(pairs)], strict=True):
            if stop - start < 2 or not np.isin(pairs[start:stop, 1], concerned).any():
                continue
            most = start + int(count[start:stop].argmax())
            here, everywhere = int(count[most]), int(count[start:stop].sum())
            name = str(names["name"][one] or names["code"][one])
            home = int(pairs[most, 1])
            found.append(GroupSplit(int(one), name, home, here, everywhere - here, int(one) in fresh))
    return tuple(found)

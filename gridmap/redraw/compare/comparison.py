"""Two plans compared: the one answer that the command, the desk and the notices read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.errors import UsageError
from gridmap.i18n import _
from gridmap.redraw.compare.match import matched
from gridmap.redraw.compare.measures import Measure, borders_changed, measures
from gridmap.redraw.compare.moves import Moves, moves_of
from gridmap.redraw.compare.rule_changes import RuleChange, rule_changes
from gridmap.redraw.compare.side import Person, Side
from gridmap.township.census import leader_people

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Flow:
    """Households and people who go from one grid (a row of the first plan) to another (of the second);
    -1 for none. People on each population, unknown numbers as 0."""

    came_from: int
    goes_to: int
    households: int
    people: Mapping[str, float]


@dataclass(frozen=True)
class LeaderPair:
    """One grid leader: people of all his or her grids on each population, before and after; None where
    the person leads none."""

    person: Person
    before: Mapping[str, float] | None
    after: Mapping[str, float] | None


@dataclass(frozen=True)
class Comparison:
    """What changes between two plans.

    ``pair`` is the row in ``after`` of each grid of ``before`` (-1: gone). ``scope`` are the village
    rows in which anything differs (all of them when nothing does), -1 for grids in no village; the
    ``measures`` are of these alone. ``added_m`` and ``removed_m`` are border inside villages.
    """

    before: Side
    after: Side
    population: str
    pair: Rows
    scope: tuple[int, ...]
    moves: Moves
    flows: tuple[Flow, ...]
    leaders: tuple[LeaderPair, ...]
    measures: tuple[Measure, ...]
    added_m: float
    removed_m: float
    rules: tuple[RuleChange, ...]

    @property
    def same(self) -> bool:
        """Whether nothing differs at all."""
        return not (len(self.moves.rows) or self.added_m or self.removed_m or self.rules)

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """Every grid of both plans: (row before, row after), -1 where it is only in the other."""
        new = np.setdiff1d(np.arange(len(self.after.grids)), self.pair)
        return tuple([*enumerate(self.pair.tolist()), *((-1, int(row)) for row in new)])


def compare(before: Side, after: Side, population: str, day: date) -> Comparison:
    """The two plans of one township compared, elders by their age on ``day``.

    Raises UsageError for an unknown population, and when one of the plans has no grids.
    """
    if population not in after.populations:
        raise UsageError(_("没有“{name}”这种人口口径，或还没有这个数").format(name=population))
    for side in (before, after):
        if not len(side.grids):
            raise UsageError(_("{plan}：里面没有网格，无法比较").format(plan=side.title))
    pair = matched(before, after, population)
    moves = moves_of(before, after, pair, population, day)
    changed, added, removed = borders_changed(before, after)
    scope = _scope(before, after, moves, changed)
    return Comparison(
        before, after, population, pair, scope, moves,
        tuple(_flows(moves)), tuple(_leaders(before, after)),
        measures(before, after, population, scope, moves), added, removed,
        rule_changes(before, after, pair.tolist(), population),
    )  # fmt: skip


def _scope(before: Side, after: Side, moves: Moves, changed: tuple[int, ...]) -> tuple[int, ...]:
    found = set(changed)
    for side, rows in ((before, moves.came_from[moves.grid]), (after, moves.goes_to[moves.grid])):
        found |= set(side.census.village_of_grid[rows[rows >= 0]].tolist())
    return tuple(sorted(found)) or tuple(np.unique(after.census.village_of_grid).tolist())


def _flows(moves: Moves) -> list[Flow]:
    """The largest first."""
    one, other = moves.came_from[moves.grid], moves.goes_to[moves.grid]
    people = {name: np.nan_to_num(moves.people(name)[moves.grid]) for name in moves.populations}
    ways, at = np.unique(np.column_stack([one, other]), axis=0, return_inverse=True)
    found = []
    for number, (came_from, goes_to) in enumerate(ways.tolist()):
        mine = at.ravel() == number
        sums: dict[str, float] = {name: float(counts[mine].sum()) for name, counts in people.items()}
        found.append(Flow(came_from, goes_to, int(mine.sum()), sums))
    return sorted(found, key=lambda flow: (-flow.people["registered"], -flow.households))


def _leaders(before: Side, after: Side) -> list[LeaderPair]:
    one, other = _led(before), _led(after)
    names = dict.fromkeys([*other, *one])
    return [LeaderPair(person, one.get(person), other.get(person)) for person in names]


def _led(side: Side) -> dict[Person, dict[str, float]]:
    """People of all grids of each leader, on each population."""
    people = {name: leader_people(side.census, name) for name in side.populations}
    staff = side.snapshot["staff"]
    at = staff.index_of(np.array([leader.staff_fid for leader in side.census.leaders], np.int64))
    found: dict[Person, dict[str, float]] = {}
    for row, leader in enumerate(side.census.leaders):
        known = leader.staff_fid > 0 and at[row] >= 0
        number = str(staff["staff_no"][at[row]]) if known else ""
        found[number, leader.name] = {name: float(counts[row]) for name, counts in people.items()}
    return found


def place_of_unit(side: Side, row: int) -> tuple[float, float] | None:
    """Where a unit lies in the working CRS; None when it has no place."""
    table = side.units
    if "x" in table:
        x, y = float(table.number("x")[row]), float(table.number("y")[row])
        return (x, y) if np.isfinite([x, y]).all() else None
    shape = table["geometry"][row]
    if shape is None or shape.is_empty:
        return None
    spot = shapely.point_on_surface(shape)
    return float(spot.x), float(spot.y)

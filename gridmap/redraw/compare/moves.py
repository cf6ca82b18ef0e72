"""Who changes grid, grid worker or grid leader, and who among them must not be lost on the way."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.redraw.compare.side import Person, Side
from gridmap.response.open_incidents import is_open
from gridmap.response.risk import Homes, look_at
from gridmap.township.census import inner_points
from gridmap.township.partition import Partition
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]
Metres = NDArray[np.float64]

AT_THE_DOOR_M = 30.0
"""An incident so near to a house happened there."""


@dataclass(frozen=True)
class Home:
    """A grid worker's own home: the unit row where it lies (-1: not known) and whether it changes grid."""

    worker: Person
    grid: int
    household: int
    moves: bool


@dataclass(frozen=True)
class Moves:
    """The units (households; groups where there are none) for which something changes.

    ``rows`` are rows of ``Side.units``, ascending; ``came_from`` and ``goes_to`` grid rows of the two
    plans, -1 for none; ``grid``, ``worker`` and ``leader`` say which of the three changes; ``homes``
    who lives there by the ledger of people, None without one. ``far_from`` and ``far_to`` are the metres
    from each to where its worker's grid has its middle, before and after (NaN: no place, no grid), and
    ``incidents_here`` how many open incidents happened at its door. ``incidents`` are rows of open
    incidents whose place changes grid, with ``incident_from`` and ``incident_to``. ``own_homes`` has
    every worker of a grid that loses or gains.
    """

    units: Table
    populations: tuple[str, ...]
    rows: Rows
    came_from: Rows
    goes_to: Rows
    grid: Flags
    worker: Flags
    leader: Flags
    homes: Homes | None
    far_from: Metres
    far_to: Metres
    incidents_here: Rows
    incidents: Rows
    incident_from: Rows
    incident_to: Rows
    own_homes: tuple[Home, ...]

    def people(self, population: str) -> NDArray[np.float64]:
        """People of each unit of ``rows`` on one population, NaN unknown."""
        return self.units.number(population)[self.rows]

    @property
    def own_home(self) -> Flags:
        """Whether a worker of a grid that loses somebody lives there."""
        return np.isin(self.rows, [home.household for home in self.own_homes])

    @property
    def way_to_worker(self) -> tuple[float, float]:
        """How far those who change grid are from the middle of their worker's grid, in the mean: before,
        after; NaN where nobody's place is known."""
        both = self.grid & np.isfinite(self.far_from) & np.isfinite(self.far_to)
        if not both.any():
            return np.nan, np.nan
        return float(self.far_from[both].mean()), float(self.far_to[both].mean())

    @property
    def moved(self) -> Mapping[str, float]:
        """People who change grid, on each population; unknown numbers are 0."""
        return {name: float(np.nansum(self.people(name)[self.grid])) for name in self.populations}

    def cared_for(self, name: str) -> int | None:
        """How many of those who change grid are ``aged_60``, ``aged_80``, ``lives_alone`` or
        ``cannot_self_care``; None without a ledger of people."""
        return None if self.homes is None else int(getattr(self.homes, name)[self.grid].sum())


def moves_of(before: Side, after: Side, pair: Rows, population: str, day: date) -> Moves:
    """What changes for whom on ``day`` when ``before`` becomes ``after``; ``pair`` is of ``matched``."""
    units, came_from, goes_to = after.units, before.grid_of_unit, after.grid_of_unit
    grid = _named(pair, came_from) != goes_to
    worker = _other_people(before, after, "grid_worker")[came_from, goes_to]
    leader = _other_people(before, after, "grid_leader")[came_from, goes_to]
    rows = np.flatnonzero(grid | worker | leader)
    residents = after.snapshot["residents"]
    known = units.schema.name == "households" and len(residents) > 0
    today = population if population in residents else "registered"  # nobody is forecast by name
    homes = look_at(units.take(rows), residents, today, day) if known else None
    touched = set(came_from[grid].tolist()) | {-1}
    places = places_of(after)
    return Moves(
        units, after.populations, rows, came_from[rows], goes_to[rows], grid[rows], worker[rows],
        leader[rows], homes,
        _far(before, places)[rows], _far(after, places)[rows], _at_the_door(after, places)[rows],
        *_incidents(before, after, pair),
        tuple(_own_homes(before, grid, touched)) if known else (),
    )  # fmt: skip


def _named(pair: Rows, rows: Rows) -> Rows:
    """Grid rows of the first plan as those of the second; -2 for a grid that is gone, -1 for none."""
    names = np.append(np.where(pair < 0, -2, pair), -1)
    return np.asarray(names[rows], np.int64)


class _other_people:  # noqa: N801 - read as a table
    """Whether a grid of the one plan and one of the other have other people in a role.

    Nobody is somebody else too: who gets a first worker has to be told. Outside all grids, nobody is.
    """

    def __init__(self, before: Side, after: Side, role: str) -> None:
        numbers: dict[tuple[Person, ...], int] = {(): 0}
        self._ids = [
            np.array(
                [*(numbers.setdefault(people, len(numbers)) for people in side.on_duty(role)), 0], np.int64
            )
            for side in (before, after)
        ]

    def __getitem__(self, rows: tuple[Rows, Rows]) -> Flags:
        one, other = (ids[some] for ids, some in zip(self._ids, rows, strict=True))
        return np.asarray(one != other, bool)


def places_of(side: Side) -> Metres:
    """Where each unit lies, one line each; NaN for no place."""
    units = side.units
    if "x" in units:
        return np.column_stack([units.number("x"), units.number("y")])
    return np.column_stack(inner_points(units))


def _far(side: Side, places: Metres) -> Metres:
    """The metres from each unit to the middle of its grid: of all places of that grid's units."""
    grid = side.grid_of_unit
    there = (grid >= 0) & np.isfinite(places).all(axis=1)
    count = np.bincount(grid[there], minlength=len(side.grids))
    sums = [np.bincount(grid[there], places[there, axis], len(side.grids)) for axis in (0, 1)]
    middle = np.column_stack([total / np.maximum(count, 1) for total in sums])
    far = np.full(len(grid), np.nan)
    far[there] = np.hypot(*(places[there] - middle[grid[there]]).T)
    return far


def _at_the_door(side: Side, places: Metres) -> Rows:
    """How many open incidents happened at each unit: at the nearest one, where it is near."""
    table = side.snapshot["incidents"]
    count = np.zeros(len(places), np.int64)
    rows = np.flatnonzero(is_open(table)) if len(table) else np.empty(0, np.int64)
    spots = np.column_stack([table.number(name)[rows] for name in ("x", "y")])
    known = np.flatnonzero(np.isfinite(places).all(axis=1))
    spots = spots[np.isfinite(spots).all(axis=1)]
    if len(known) and len(spots):
        tree = shapely.STRtree(np.asarray(shapely.points(places[known]), object))
        _spot, near = tree.query_nearest(shapely.points(spots), max_distance=AT_THE_DOOR_M, all_matches=False)
        np.add.at(count, known[near], 1)
    return count


def _incidents(before: Side, after: Side, pair: Rows) -> tuple[Rows, Rows, Rows]:
    table = after.snapshot["incidents"]
    rows = np.flatnonzero(is_open(table)) if len(table) else np.empty(0, np.int64)
    x, y = table.number("x")[rows], table.number("y")[rows]
    one, other = (Partition.of(side.grids["geometry"]).locate(x, y) for side in (before, after))
    changes = _named(pair, one) != other
    return rows[changes], one[changes], other[changes]


def _own_homes(before: Side, moves: Flags, touched: set[int]) -> list[Home]:
    """The homes of the workers of the grids that lose somebody."""
    duty = before.on_duty("grid_worker")
    workers = {row: duty[row] for row in sorted(touched) if row >= 0}
    of_person = homes_of_staff(before.snapshot, {one for people in workers.values() for one in people})
    found = []
    for row, people in workers.items():
        for person in people:
            at = of_person.get(person, -1)
            found.append(Home(person, row, at, at >= 0 and bool(moves[at])))
    return found


def homes_of_staff(snapshot: Snapshot, wanted: Collection[Person]) -> Mapping[Person, int]:
    """The household row in which each of some members of staff lives: where exactly one resident of the same
    name has the same birth date or telephone. No ledger says it outright, and a name alone is no proof."""
    staff, residents, households = snapshot["staff"], snapshot["residents"], snapshot["households"]
    if not wanted or not len(residents):
        return {}
    names = {name for _number, name in wanted}
    rows = np.flatnonzero([name in names for name in residents["name"].tolist()])
    people = residents.take(rows).bring("name", "birth_date", "phone", "household_no_fid")
    homes = households.index_of(people.fids("household_no_fid"))
    same: dict[tuple[str, str], set[int]] = {}
    for name, born, phone, home in zip(
        people["name"].tolist(), people["birth_date"].tolist(), people["phone"].tolist(), homes.tolist(),
        strict=True,
    ):  # fmt: skip
        for proof in filter(None, (born, phone)):
            same.setdefault((name, proof), set()).add(home)
    found = {}
    for number, name, *proofs in zip(
        *(staff[column].tolist() for column in ("staff_no", "name", "birth_date", "phone")), strict=True
    ):
        places = {home for proof in proofs for home in same.get((name, proof), ())} - {-1}
        if (number, name) in wanted and len(places) == 1:
            found[number, name] = places.pop()
    return found

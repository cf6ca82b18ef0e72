"""How many people live in each grid and answer to each leader: derived, never stored as truth."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.township.partition import Partition
from gridmap.township.settings import Settings
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

Population = Literal["resident", "registered", "at_home"]
POPULATIONS: tuple[Population, ...] = ("resident", "registered", "at_home")
POPULATION_TITLES: Mapping[str, str] = {"resident": "常住", "registered": "户籍", "at_home": "在家"}

Status = Literal["ok", "near", "limit", "over", "unknown"]
STATUSES: tuple[Status, ...] = ("ok", "near", "limit", "over", "unknown")

Source = Literal["households", "groups", "none"]


@dataclass(frozen=True)
class Leader:
    """A grid leader and the rows of the grids he or she answers for, ascending.

    ``staff_fid`` is 0 when the assignment names somebody who is not among the staff.
    """

    name: str
    staff_fid: int
    grids: tuple[int, ...]


@dataclass(frozen=True)
class Census:
    """Everything derived from where people are.

    ``grid_of_household`` and ``grid_of_group`` are rows of the grids table, ``village_of_grid`` rows
    of the villages table, -1 where there is none. ``grids`` holds people per grid row for each of
    ``POPULATIONS``, NaN where unknown. ``leader_name`` is '' where a grid has no leader ('、' between
    several). ``unplaced`` counts households without a place or outside every grid (groups outside
    every grid when ``source`` is ``groups``).
    """

    grid_of_household: NDArray[np.int64]
    grid_of_group: NDArray[np.int64]
    village_of_grid: NDArray[np.int64]
    grids: Mapping[str, NDArray[np.float64]]
    leaders: tuple[Leader, ...]
    leader_name: NDArray[np.object_]
    unplaced: int
    source: Source


def take_census(snapshot: Snapshot) -> Census:
    """The census of one state of the township.

    People are counted where their house's point lies; without any households, a group's totals
    count where its representative point lies. A missing number counts as 0 beside a known one in
    the same grid; a grid whose houses (or groups) all lack the number is unknown (NaN), as is every
    grid when the number is known nowhere. A grid without houses has 0 people otherwise.
    """
    grids, groups, households = snapshot["grids"], snapshot["groups"], snapshot["households"]
    partition = Partition.of(grids["geometry"])
    grid_of_household = partition.locate(households.number("x"), households.number("y"))
    grid_of_group = partition.locate(*inner_points(groups))
    counted, place = (households, grid_of_household) if len(households) else (groups, grid_of_group)
    people: dict[str, NDArray[np.float64]] = {
        name: _sums(counted.number(name), place, len(grids)) for name in POPULATIONS
    }
    source: Source = "households"
    if not len(households):
        known = any(np.isfinite(groups.number(name)).any() for name in POPULATIONS)
        source = "groups" if known else "none"
    leaders = _leaders(snapshot)
    return Census(
        grid_of_household=grid_of_household,
        grid_of_group=grid_of_group,
        village_of_grid=village_rows(grids, snapshot["villages"]),
        grids=people,
        leaders=leaders,
        leader_name=_leader_names(leaders, len(grids)),
        unplaced=_unplaced(counted, place, bool(len(grids))),
        source=source,
    )


def inner_points(table: Table) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """x and y of a point inside each polygon of a table, NaN where a row has no polygon."""
    points = shapely.point_on_surface(table["geometry"])
    return shapely.get_x(points), shapely.get_y(points)


def status(people: float, cap: int, settings: Settings) -> Status:
    """How full a cap is: near and at its limit from the shares in ``settings``, over only above it."""
    if np.isnan(people):
        return "unknown"
    if people > cap:
        return "over"
    if people >= settings.limit_share * cap:
        return "limit"
    return "near" if people >= settings.near_share * cap else "ok"


def load_statuses(census: Census, population: str, settings: Settings) -> tuple[Status, ...]:
    """The status of every grid under the grid worker's cap, by row."""
    return tuple(status(people, settings.worker_cap, settings) for people in census.grids[population])


def leader_people(census: Census, population: str) -> NDArray[np.float64]:
    """People of all grids of each of ``census.leaders``, NaN where one of the grids is unknown."""
    people = census.grids[population]
    return np.array([people[list(leader.grids)].sum() for leader in census.leaders], np.float64)


def leader_statuses(census: Census, population: str, settings: Settings) -> tuple[Status, ...]:
    """The status of each of ``census.leaders`` under the grid leader's cap."""
    return tuple(
        status(people, settings.leader_cap, settings) for people in leader_people(census, population)
    )


def _sums(people: NDArray[np.float64], grid: NDArray[np.int64], grids: int) -> NDArray[np.float64]:
    known = np.isfinite(people)
    if not known.any():
        return np.full(grids, np.nan)
    placed = grid >= 0
    inside, counted = grid[placed], placed & known
    total = np.bincount(grid[counted], weights=people[counted], minlength=grids)
    houses = np.bincount(inside, minlength=grids)
    numbers = np.bincount(grid[counted], minlength=grids)
    return np.where((houses > 0) & (numbers == 0), np.nan, total)


def _unplaced(counted: Table, grid: NDArray[np.int64], any_grids: bool) -> int:
    """Without grids every house is outside of them all: then only those without a place count."""
    if any_grids or "x" not in counted:
        return int((grid < 0).sum()) if any_grids else 0
    return int(np.isnan(counted.number("x")).sum())


def village_rows(grids: Table, villages: Table) -> NDArray[np.int64]:
    """The row of each grid's village: the one written, else where an inner point lies; -1 for none."""
    row = villages.index_of(grids.fids("village_fid"))
    row[grids.fids("village_fid") <= 0] = -1
    lost = np.flatnonzero(row < 0)
    if len(lost) and len(villages):
        row[lost] = Partition.of(villages["geometry"]).locate(*inner_points(grids.take(lost)))
    return row


def _leaders(snapshot: Snapshot) -> tuple[Leader, ...]:
    """One leader per member of staff (or per written name), in the order of the first grid."""
    table, staff = snapshot["assignments"], snapshot["staff"]
    roles = {"grid_leader", snapshot.settings.roles.get("grid_leader", "grid_leader")}
    rows = np.flatnonzero([role in roles for role in table.text("role")])
    grid = snapshot["grids"].index_of(table.fids("grid_fid")[rows])
    grid[table.fids("grid_fid")[rows] <= 0] = -1
    person = staff.index_of(table.fids("staff_fid")[rows])
    found: dict[tuple[int, str], set[int]] = {}
    for row, at, who in zip(rows, grid, person, strict=True):
        fid = int(table.fids("staff_fid")[row])
        known = fid > 0 and who >= 0
        name = str(staff["name"][who] if known else table["staff"][row])
        if at >= 0 and (known or name):
            found.setdefault((fid, "" if known else name), set()).add(int(at))
    names = dict(zip(staff.fids().tolist(), staff.text("name").tolist(), strict=True))
    leaders = [
        Leader(name or names[fid], fid if not name else 0, tuple(sorted(grids)))
        for (fid, name), grids in found.items()
    ]
    return tuple(sorted(leaders, key=lambda leader: (leader.grids, leader.name)))


def _leader_names(leaders: tuple[Leader, ...], grids: int) -> NDArray[np.object_]:
    names = np.full(grids, "", object)
    for leader in leaders:
        for row in leader.grids:
            names[row] = f"{names[row]}、{leader.name}" if names[row] else leader.name
    return names

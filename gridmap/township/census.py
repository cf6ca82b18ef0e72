"""How many people live in each grid and answer to each leader: derived, never stored as truth."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.township.memory import once
from gridmap.township.partition import Partition
from gridmap.township.recount import Recount
from gridmap.township.settings import Settings
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

Population = Literal["resident", "registered", "at_home", "forecast"]
POPULATIONS: tuple[Population, ...] = ("resident", "registered", "at_home")
COUNTED: tuple[Population, ...] = (*POPULATIONS, "forecast")
"""Every number of people that is counted; a forecast only where somebody entered one."""
POPULATION_TITLES: Mapping[str, str] = {
    "resident": "常住", "registered": "户籍", "at_home": "在家", "forecast": "预测",
}  # fmt: skip

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

    ``grid_of_household`` and ``grid_of_group`` (what ``find_groups`` finds) are rows of the grids table,
    ``village_of_grid`` rows of the villages table, -1 where there is none. ``grids`` holds people per grid
    row for each of ``POPULATIONS``, NaN where unknown, and for ``forecast`` when any row tells one.
    ``leader_name`` is '' where a grid has no leader ('、' between several). ``unplaced`` counts households
    without a place or outside every grid (groups outside every grid when ``source`` is ``groups``).
    """

    grid_of_household: NDArray[np.int64]
    find_groups: Callable[[], NDArray[np.int64]]
    village_of_grid: NDArray[np.int64]
    grids: Mapping[str, NDArray[np.float64]]
    leaders: tuple[Leader, ...]
    leader_name: NDArray[np.object_]
    unplaced: int
    source: Source

    @cached_property
    def grid_of_group(self) -> NDArray[np.int64]:
        """The row of each group's grid: looked for when it is first asked, which no first map does."""
        return self.find_groups()

    @cached_property
    def led(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The rows of the grids of every leader, one leader after another, and where each begins."""
        rows = [row for leader in self.leaders for row in leader.grids]
        first = np.cumsum([0, *(len(leader.grids) for leader in self.leaders)])[:-1]
        return np.array(rows, np.int64), first


def take_census(snapshot: Snapshot, known: NDArray[np.int64] | None = None) -> Census:
    """The census of one state of the township.

    People are counted where their house's point lies; without any households, a group's totals
    count where its representative point lies. A missing number counts as 0 beside a known one in
    the same grid; a grid whose houses (or groups) all lack the number is unknown (NaN), as is every
    grid when the number is known nowhere. A grid without houses has 0 people otherwise. ``known`` is the
    ``grid_of_household`` that was taken of these very houses and grids before.
    """
    grids, groups = snapshot["grids"], snapshot["groups"]
    counted = homes = recount(snapshot["households"], grids, known)
    source: Source = "households"
    if not len(homes.x):
        counted = recount(groups, grids)
        source = "groups" if counted.tally.told else "none"
    leaders = leaders_of(snapshot)
    return Census(
        grid_of_household=homes.polygon,
        find_groups=lambda: recount(groups, grids).polygon,
        village_of_grid=village_rows(grids, snapshot["villages"]),
        grids={
            name: counted.tally.sums(name)
            for name in COUNTED
            if name in POPULATIONS or name in counted.tally.told
        },
        leaders=leaders,
        leader_name=_leader_names(leaders, len(grids)),
        unplaced=_unplaced(counted, counted is homes, bool(len(grids))),
        source=source,
    )


def recount(table: Table, grids: Table, known: NDArray[np.int64] | None = None) -> Recount:
    """Places of a table, or a point inside each of its polygons, counted in the grids, with people if
    it has any, and ready to follow borders.

    The newest count of each table is remembered, so that an edit only costs what it moved. ``known`` is
    the row of each place's grid, where it was found before.
    """
    table.bring(*(name for name in ("x", "y", "geometry", *COUNTED) if name in table))
    x, y = (table.number("x"), table.number("y")) if "x" in table else inner_points(table)
    columns: dict[str, NDArray[np.float64]] = {name: table.number(name) for name in COUNTED if name in table}
    newest = _newest.get(table.schema.name)
    if newest is None or not newest.counts(x, y, columns):
        newest = Recount.of(x, y, columns, grids.text("geometry"), known)
    elif newest.polygons is not grids["geometry"]:
        newest = newest.redrawn(grids.text("geometry"))
    _newest[table.schema.name] = newest
    return newest


_newest: dict[str, Recount] = {}


def inner_points(table: Table) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """x and y of a point inside each polygon of a table, NaN where a row has no polygon."""
    return _inner_points(table.text("geometry"))


@once
def _inner_points(polygons: NDArray[np.object_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    points = shapely.point_on_surface(polygons)
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


@once
def _statuses(people: NDArray[np.float64], cap: int, near: float, limit: float) -> tuple[Status, ...]:
    """``status`` of many at once; the shares are those of the settings."""
    with np.errstate(invalid="ignore"):
        step = (people >= near * cap).astype(np.int8) + (people >= limit * cap)
    step = np.where(people > cap, 3, np.where(np.isnan(people), 4, step))
    return tuple(STATUSES[at] for at in step.tolist())


def load_statuses(census: Census, population: str, settings: Settings) -> tuple[Status, ...]:
    """The status of every grid under the grid worker's cap, by row."""
    people = census.grids[population]
    return _statuses(people, settings.worker_cap, settings.near_share, settings.limit_share)


def leader_people(census: Census, population: str) -> NDArray[np.float64]:
    """People of all grids of each of ``census.leaders``, NaN where one of the grids is unknown."""
    if not census.leaders:
        return np.empty(0)
    rows, first = census.led
    return np.asarray(np.add.reduceat(census.grids[population][rows], first))


def leader_statuses(census: Census, population: str, settings: Settings) -> tuple[Status, ...]:
    """The status of each of ``census.leaders`` under the grid leader's cap."""
    people = leader_people(census, population)
    return _statuses(people, settings.leader_cap, settings.near_share, settings.limit_share)


def _unplaced(counted: Recount, placed: bool, any_grids: bool) -> int:
    """Without grids every house is outside of them all: then only those without a place count."""
    if any_grids or not placed:
        return int((counted.polygon < 0).sum()) if any_grids else 0
    return int(np.isnan(counted.x).sum())


def village_rows(grids: Table, villages: Table) -> NDArray[np.int64]:
    """The row of each grid's village: the one written, else where an inner point lies; -1 for none."""
    row = villages.index_of(grids.fids("village_fid"))
    row[grids.fids("village_fid") <= 0] = -1
    lost = np.flatnonzero(row < 0)
    if len(lost) and len(villages):
        row[lost] = Partition.of(villages["geometry"]).locate(*inner_points(grids.take(lost)))
    return row


def leaders_of(snapshot: Snapshot) -> tuple[Leader, ...]:
    """One leader per member of staff (or per written name), in the order of the first grid."""
    table = snapshot["assignments"].bring("role", "grid_fid", "staff_fid", "staff")  # in one go
    staff = snapshot["staff"]
    roles = {"grid_leader", snapshot.settings.roles.get("grid_leader", "grid_leader")}
    rows = np.flatnonzero([role in roles for role in table.text("role").tolist()])
    grid = snapshot["grids"].index_of(table.fids("grid_fid")[rows])
    grid[table.fids("grid_fid")[rows] <= 0] = -1
    fids = table.fids("staff_fid")[rows]
    person = staff.index_of(fids)
    person[fids <= 0] = -1
    written, names = table.text("staff")[rows].tolist(), staff.text("name").tolist()
    found: dict[tuple[int, str], set[int]] = {}
    for at, fid, who, name in zip(grid.tolist(), fids.tolist(), person.tolist(), written, strict=True):
        if at >= 0 and (who >= 0 or name):
            key = (fid, names[who]) if who >= 0 else (0, name)
            found.setdefault(key, set()).add(at)
    leaders = [Leader(str(name), fid, tuple(sorted(grids))) for (fid, name), grids in found.items()]
    return tuple(sorted(leaders, key=lambda leader: (leader.grids, leader.name)))


def _leader_names(leaders: tuple[Leader, ...], grids: int) -> NDArray[np.object_]:
    names = np.full(grids, "", object)
    for leader in leaders:
        for row in leader.grids:
            names[row] = f"{names[row]}、{leader.name}" if names[row] else leader.name
    return names

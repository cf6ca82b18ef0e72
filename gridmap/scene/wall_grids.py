"""Every grid as the wall shows it: its people against the cap, its elders, what is open, who is there."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.response.open_incidents import is_open
from gridmap.scene.alarms import short_name
from gridmap.scene.elders import at_home
from gridmap.scene.view import Bounds
from gridmap.township.census import POPULATIONS, Census, Population, Status, load_statuses
from gridmap.township.mask import mask_name
from gridmap.township.memory import once
from gridmap.township.snapshot import Snapshot

WORST = 3
"""So many grids are looked at in turn."""


@dataclass(frozen=True)
class GridLoad:
    """One grid against its cap on the three populations (people, NaN unknown).

    ``aged`` are those of 60 and more at home, None without a ledger of people; ``opened`` the open incidents
    in it that everyone may know; ``leader`` and ``worker`` are masked, '' where there is none.
    """

    uuid: str
    name: str
    village: str
    people: dict[Population, float]
    status: dict[Population, Status]
    cap: int
    aged: int | None
    opened: int
    leader: str
    worker: str

    @property
    def share(self) -> float:
        """The share of the cap that its residents take, 0 where unknown."""
        return float(np.nan_to_num(self.people["resident"])) / self.cap


def grid_loads(snapshot: Snapshot, census: Census, now: datetime) -> tuple[GridLoad, ...]:
    """Every grid at ``now``, by village and code."""
    settings, grids = snapshot.settings, snapshot["grids"]
    villages = snapshot["villages"]
    aged, opened = aged_by_grid(snapshot, census, now.date()), _opened(snapshot, now)
    workers, leaders = _workers(snapshot), census.leader_name.tolist()
    masked = {name: mask_name(name) for name in {*workers.values(), *leaders, ""}}
    people = {name: census.grids[name].tolist() for name in POPULATIONS}
    statuses = {name: load_statuses(census, name, settings) for name in POPULATIONS}
    village_of, fids = census.village_of_grid.tolist(), grids.fids().tolist()
    codes, names = grids.text("code").tolist(), villages.text("name").tolist()
    loads = []
    for row in sorted(range(len(grids)), key=codes.__getitem__):
        village, fid = village_of[row], fids[row]
        loads.append(GridLoad(
            uuid=str(grids["uuid"][row]),
            name=short_name(grids, row),
            village=names[village] if village >= 0 else "",
            people={name: people[name][row] for name in POPULATIONS},
            status={name: statuses[name][row] for name in POPULATIONS},
            cap=settings.worker_cap,
            aged=None if aged is None else int(aged[row]),
            opened=opened[fid],
            leader=masked[leaders[row]],
            worker=masked[workers.get(fid, "")],
        ))  # fmt: skip
    return tuple(loads)


def worst(loads: Sequence[GridLoad]) -> tuple[GridLoad, ...]:
    """The grids that need a look first: over their cap, then most incidents open, then fullest."""
    order = sorted(loads, key=lambda load: (load.status["resident"] != "over", -load.opened, -load.share))
    return tuple(order[:WORST])


def aged_by_grid(snapshot: Snapshot, census: Census, day: date) -> NDArray[np.int64] | None:
    """People at home of 60 and more by grid on a day; None without a ledger of people."""
    residents, homes = snapshot["residents"], snapshot["households"]
    if not len(residents):
        return None
    if not len(homes):
        return np.zeros(len(snapshot["grids"]), np.int64)
    fids = residents.fids("household_no_fid")
    return _aged_by_grid(
        at_home(residents, day), fids, homes.fids(), census.grid_of_household, len(snapshot["grids"])
    )


@once
def _aged_by_grid(
    aged: NDArray[np.int64], fids: NDArray[np.int64], homes: NDArray[np.int64],
    grid: NDArray[np.int64], grids: int,
) -> NDArray[np.int64]:  # fmt: skip
    order = np.argsort(homes)
    at = order[np.minimum(np.searchsorted(homes, fids[aged], sorter=order), len(homes) - 1)]
    inside = grid[at[homes[at] == fids[aged]]]
    return np.asarray(np.bincount(inside[inside >= 0], minlength=grids), np.int64)


def ground_of(snapshot: Snapshot, uuid: str) -> tuple[shapely.Geometry, Bounds] | None:
    """The ground of a grid with its bounds; None where there is no such grid or it has none."""
    grids = snapshot["grids"]
    for row in grids.rows_of([uuid]).tolist():
        shape = grids["geometry"][row]
        if shape is not None and not shape.is_empty:
            west, south, east, north = shapely.bounds(shape).tolist()
            return shape, (west, south, east, north)
    return None


def _opened(snapshot: Snapshot, now: datetime) -> Counter[int]:
    """Open incidents by the fid of the grid that is written, without what is restricted."""
    table = snapshot["incidents"]
    rows = np.flatnonzero(is_open(table, now) & (table["restricted"] != 1))
    return Counter(table.fids("grid_fid")[rows].tolist())


def _workers(snapshot: Snapshot) -> dict[int, str]:
    """The worker of every grid by its fid, the one named first."""
    table, staff = snapshot["assignments"], snapshot["staff"]
    words = {"grid_worker", snapshot.settings.roles.get("grid_worker", "grid_worker")}
    person = staff.index_of(table.fids("staff_fid"))
    found: dict[int, str] = {}
    for row in np.flatnonzero(np.isin(table.text("role"), list(words))).tolist():
        name = str(staff["name"][person[row]] if person[row] >= 0 else table["staff"][row])
        found.setdefault(int(table.fids("grid_fid")[row]), name)
    return found

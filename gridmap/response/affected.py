"""Who is inside an area: households in the order in which they must be reached."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.errors import UsageError
from gridmap.i18n import _
from gridmap.response.area import Area
from gridmap.response.risk import Homes, look_at
from gridmap.township.census import POPULATION_TITLES, POPULATIONS
from gridmap.township.partition import Partition
from gridmap.township.places import Places
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

EDGE_M = 10.0
"""A house whose place is this near the border may lie across it: half a farmhouse with its yard."""

TABLES = ("township", "villages", "grids", "households", "residents", "staff", "assignments")
"""What has to be loaded to say who is inside and who answers for them."""


@dataclass(frozen=True)
class Affected:
    """The households inside an area and those on its edge, most urgent first.

    ``households`` and ``homes`` are aligned row by row, and so are ``inside``, whether its place lies
    inside, ``edge``, whether it lies within ``EDGE_M`` of the border, and ``grid``, its row in the
    grids (-1 for none). Sums count those inside; by age and state they are None when there is no
    ledger of people. ``notes`` say what the list does not hold.
    """

    population: str
    households: Table
    homes: Homes
    inside: NDArray[np.bool_]
    edge: NDArray[np.bool_]
    grid: NDArray[np.int64]
    has_ledger: bool
    notes: tuple[str, ...]

    @property
    def people(self) -> int | None:
        """People who count in the households inside, as ``total`` sums them."""
        return total(self.homes.people[self.inside])

    @property
    def aged_60(self) -> int | None:
        """Those of them who are 60 or older."""
        return self._sum(self.homes.aged_60)

    @property
    def lives_alone(self) -> int | None:
        """Those of them who live alone."""
        return self._sum(self.homes.lives_alone)

    @property
    def cannot_self_care(self) -> int | None:
        """Those of them who cannot care for themselves."""
        return self._sum(self.homes.cannot_self_care)

    @property
    def no_phone(self) -> int:
        """Households inside with somebody there and no number that can be rung."""
        return int(self.homes.risks[self.inside, -1].sum())

    def confirmed(self, taken: NDArray[np.bool_]) -> "Affected":
        """Only the households that somebody took in, row by row; the sums count all of them."""
        rows = np.flatnonzero(taken)
        return replace(
            self, households=self.households.take(rows), homes=self.homes.take(rows),
            inside=np.ones(len(rows), bool), edge=self.edge[rows], grid=self.grid[rows],
        )  # fmt: skip

    def _sum(self, counts: NDArray[np.int64]) -> int | None:
        return int(counts[self.inside].sum()) if self.has_ledger else None


def total(people: NDArray[np.float64]) -> int | None:
    """The sum of numbers of which some may be unknown (and count as none); None when all are."""
    return None if len(people) and np.isnan(people).all() else int(np.nansum(people))


def affected(snapshot: Snapshot, area: Area, day: date, population: str = "at_home") -> Affected:
    """Who is inside ``area`` on ``day``, counted by one of the three populations.

    Every household whose place lies inside is in the list; those where nobody counts come last.
    Raises UsageError for an unknown population.
    """
    if population not in POPULATIONS:
        raise UsageError(_("没有“{name}”这种人口口径").format(name=population))
    households, residents = snapshot["households"], snapshot["residents"]
    x, y = households.number("x"), households.number("y")
    places = Places.of(x, y)
    near = np.sort(places.row[places.within(*area.window(EDGE_M))])
    inside, edge = area.holds(x[near], y[near]), area.on_edge(x[near], y[near], EDGE_M)
    found = inside | edge
    rows, inside, edge = near[found], inside[found], edge[found]
    chosen = households.take(rows)
    homes = look_at(chosen, residents, population, day)
    grid = Partition.of(snapshot["grids"]["geometry"]).locate(x[rows], y[rows])
    order = _calling_order(chosen, homes, grid)
    return Affected(
        population,
        chosen.take(order),
        homes.take(order),
        inside[order],
        edge[order],
        grid[order],
        bool(len(residents)),
        area.notes + _notes(snapshot, area) + _unknown(homes.people[inside], population),
    )


def _calling_order(households: Table, homes: Homes, grid: NDArray[np.int64]) -> NDArray[np.int64]:
    """Urgent homes first, then by grid and number; homes where nobody counts last."""
    number = households.text("household_no").astype(str)
    return np.lexsort((number, grid, -homes.urgency, homes.empty))


def _unknown(people: NDArray[np.float64], population: str) -> tuple[str, ...]:
    count = int(np.isnan(people).sum())
    title = _(POPULATION_TITLES[population])
    return (_("有 {n} 户不知{basis}人数，没有计入").format(n=count, basis=title),) if count else ()


def _notes(snapshot: Snapshot, area: Area) -> tuple[str, ...]:
    households, notes = snapshot["households"], []
    lost = int(np.isnan(households.number("x")).sum())
    if not len(households):
        notes.append(_("还没有住户数据：列不出名单"))
    if lost:
        notes.append(_("另有 {n} 户未落图，不知在不在范围里").format(n=lost))
    ground = [shape for shape in snapshot["township"]["geometry"] if shape is not None]
    if ground and not shapely.dwithin(area.core, ground, area.radius).any():
        notes.append(_("范围在镇界以外"))
    return tuple(notes)

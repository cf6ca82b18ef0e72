"""What the wall says, as plain values: no Qt, no pixels, nobody's name but a duty officer's surname."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np

from gridmap.response.open_incidents import is_open
from gridmap.response.relief import Relief
from gridmap.scene.alarms import Alarm, Urgency, alarm_list, moment_of, urgency_of
from gridmap.scene.elders import at_home
from gridmap.scene.roll_progress import RollProgress, roll_progress
from gridmap.scene.wall_cases import CaseBook, case_book
from gridmap.scene.wall_feed import News, feed
from gridmap.scene.wall_forces import Forces, forces
from gridmap.scene.wall_grids import GridLoad, grid_loads
from gridmap.scene.wall_work import (
    Share,
    VillageShare,
    Week,
    in_this_week,
    patrols_this_week,
    visits_today,
    week_of_incidents,
    week_of_visits,
)
from gridmap.township.census import Census
from gridmap.township.finding import Finding
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table


@dataclass(frozen=True)
class Mark:
    """One incident on the time line; ``open`` ones keep their colour, settled ones are grey."""

    at: datetime
    urgency: Urgency
    open: bool


@dataclass(frozen=True)
class WallContent:
    """Everything the wall shows at one moment; None where the ledgers do not say.

    ``over`` counts grids over their cap on the resident population. ``grids`` are ordered by
    village and code, ``unplaced`` counts households without a place on the map. ``relief`` is worked out
    apart.
    """

    now: datetime
    township: str
    villages: int
    grids: tuple[GridLoad, ...]
    alarms: tuple[Alarm, ...]
    at_home: int | None
    aged: int | None
    visits: Share | None
    patrols: Share | None
    patrols_by_village: tuple[VillageShare, ...]
    over: int | None
    unplaced: int
    schematic: bool
    marks: tuple[Mark, ...]
    week: Week
    visits_by_day: Week
    book: CaseBook
    forces: Forces
    feed: tuple[News, ...]
    shelved: tuple[Alarm, ...] = ()
    meter: int = 0
    drill: bool = False
    flood: bool = False
    roll: RollProgress | None = None
    relief: Relief = field(default_factory=Relief)

    @property
    def incidents(self) -> frozenset[str]:
        """The set of open incidents; the map is fitted again only when it changes."""
        known = (*self.alarms, *self.shelved)
        return frozenset(key for alarm in known if alarm.incident for key in alarm.all_keys)


def wall_content(
    snapshot: Snapshot, census: Census, findings: Sequence[Finding], now: datetime
) -> WallContent:
    """Count everything the wall shows at ``now`` (local civil time), from the ledgers alone.

    ``findings`` are those of the resident population; later rows than ``now`` do not exist yet.
    """
    loads = grid_loads(snapshot, census, now)
    known = [load for load in loads if load.status["resident"] != "unknown"]
    listed = alarm_list(snapshot, findings, now)
    return WallContent(
        now=now,
        township=snapshot.settings.name,
        villages=len(snapshot["villages"]),
        grids=loads,
        alarms=listed.rows,
        shelved=listed.shelved,
        meter=listed.meter,
        flood=listed.flood,
        at_home=people_at_home(snapshot),
        aged=aged_at_home(snapshot, now),
        visits=visits_today(snapshot, now),
        patrols=(weekly := patrols_this_week(snapshot, now))[0],
        patrols_by_village=weekly[1],
        over=sum(load.status["resident"] == "over" for load in known) if known else None,
        unplaced=census.unplaced,
        schematic=snapshot.settings.schematic,
        drill=bool(snapshot.settings.drill),
        marks=time_marks(snapshot["incidents"], now),
        week=week_of_incidents(snapshot, now),
        visits_by_day=week_of_visits(snapshot, now),
        book=case_book(snapshot, now),
        forces=forces(snapshot, now),
        feed=feed(snapshot, now),
        roll=roll_progress(snapshot, now),
    )


def at_moment(snapshot: Snapshot, now: datetime) -> Snapshot:
    """The township as the wall's map shows it at ``now``: the incidents that are open then and the
    patrols of that week so far, so that map and list never say different things."""
    incidents, patrols = snapshot["incidents"], snapshot["patrols"]
    still_open = incidents.take(is_open(incidents, now))
    blank = np.full(len(still_open), "", object)
    return snapshot.with_tables({
        "incidents": still_open.replace(finished_at=blank, status=blank),
        "patrols": patrols.take(in_this_week(patrols, now)),
    })  # fmt: skip


def people_at_home(snapshot: Snapshot) -> int | None:
    """People at home in the whole township, placed or not, from the best ledger there is."""
    residents = snapshot["residents"]
    if len(residents):
        return int((residents["at_home"] == 1).sum())
    for name in ("households", "groups"):
        counts = snapshot[name].number("at_home")
        if len(counts) and not np.isnan(counts).all():
            return int(np.nansum(counts))
    return None


def aged_at_home(snapshot: Snapshot, now: datetime) -> int | None:
    """People at home who are 60 or older on the day of ``now``; None without a ledger of people."""
    residents = snapshot["residents"]
    if not len(residents):
        return None
    return len(at_home(residents, now.date()))


def time_marks(incidents: Table, now: datetime) -> tuple[Mark, ...]:
    """The incidents of the last 24 hours, oldest first."""
    since = (now - timedelta(hours=24)).isoformat(timespec="seconds")
    happened = incidents.text("happened_at")
    recent = (happened > since) & (happened <= now.isoformat(timespec="seconds"))
    opened = is_open(incidents, now)
    marks = []
    for row in np.flatnonzero(recent):
        at = moment_of(str(happened[row]))
        if at is not None:
            marks.append(Mark(at, urgency_of(str(incidents["urgency"][row])), bool(opened[row])))
    return tuple(sorted(marks, key=lambda mark: mark.at))

"""What the wall says, as plain values: no Qt, no pixels, nobody's name but a duty officer's surname.

The wall is public to everyone in the room, so a title is the incident's category and never its
free text, a restricted case has neither place nor village, and counts of people below 3 are "<3".
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import numpy as np

from gridmap.i18n import _
from gridmap.rules import title as rule_title
from gridmap.scene.wall_work import (
    Share,
    VillageShare,
    Week,
    patrols_this_week,
    visits_today,
    week_of_incidents,
)
from gridmap.township.census import POPULATIONS, Census, Population, Status, status
from gridmap.township.finding import Finding
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

Urgency = Literal["P1", "P2", "P3"]
URGENCIES: tuple[Urgency, ...] = ("P1", "P2", "P3")
CAP_RULES = ("worker_cap", "leader_cap")
CLOSED = ("办结", "已办结", "结案", "已结案", "关闭", "已关闭", "closed", "cleared", "销号", "已化解")
"""Words of the free column ``status`` that end an incident even when no time of it was written."""


@dataclass(frozen=True)
class Alarm:
    """One row of the alarm list. ``place`` is x, y in the working CRS to fly to, None without one.

    ``key`` stays the same while the cause stands; ``note`` is who is on it or the figures of a cap;
    ``since`` is None for a finding, which has no beginning.
    """

    key: str
    urgency: Urgency
    title: str
    where: str
    note: str
    since: datetime | None
    place: tuple[float, float] | None
    incident: bool = True


@dataclass(frozen=True)
class Mark:
    """One incident on the time line; ``open`` ones keep their colour, settled ones are grey."""

    at: datetime
    urgency: Urgency
    open: bool


@dataclass(frozen=True)
class GridLoad:
    """One grid against its cap on the three populations (people, NaN unknown)."""

    name: str
    village: str
    people: dict[Population, float]
    status: dict[Population, Status]
    cap: int


@dataclass(frozen=True)
class WallContent:
    """Everything the wall shows at one moment; None where the ledgers do not say.

    ``over`` counts grids over their cap on the resident population. ``grids`` are ordered by
    village and code, ``unplaced`` counts households without a place on the map.
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

    @property
    def incidents(self) -> frozenset[str]:
        """The set of open incidents; the map is fitted again only when it changes."""
        return frozenset(alarm.key for alarm in self.alarms if alarm.incident)


def people(count: float | None) -> str:
    """A count of people as the wall may say it: below 3 "<3", unknown a dash."""
    if count is None or np.isnan(count):
        return "—"
    return "<3" if count < 3 else f"{count:,.0f}"


def wall_content(
    snapshot: Snapshot, census: Census, findings: Sequence[Finding], now: datetime
) -> WallContent:
    """Count everything the wall shows at ``now`` (local civil time), from the ledgers alone.

    ``findings`` are those of the resident population; later rows than ``now`` do not exist yet.
    """
    loads = grid_loads(snapshot, census)
    known = [load for load in loads if load.status["resident"] != "unknown"]
    return WallContent(
        now=now,
        township=snapshot.settings.name,
        villages=len(snapshot["villages"]),
        grids=loads,
        alarms=(*incident_alarms(snapshot, now), *finding_alarms(snapshot, findings)),
        at_home=people_at_home(snapshot),
        aged=aged_at_home(snapshot, now),
        visits=visits_today(snapshot, now),
        patrols=(weekly := patrols_this_week(snapshot, now))[0],
        patrols_by_village=weekly[1],
        over=sum(load.status["resident"] == "over" for load in known) if known else None,
        unplaced=census.unplaced,
        schematic=snapshot.settings.schematic,
        marks=time_marks(snapshot["incidents"], now),
        week=week_of_incidents(snapshot, now),
    )


def is_open(incidents: Table, now: datetime) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which incidents have happened and are not settled at ``now``."""
    moment = now.isoformat(timespec="seconds")
    happened = incidents.text("happened_at") <= moment
    finished = incidents.text("finished_at")
    written = finished != ""
    ended = (written & (finished <= moment)) | (~written & np.isin(incidents.text("status"), CLOSED))
    return np.asarray(happened & ~ended, bool)


def incident_alarms(snapshot: Snapshot, now: datetime) -> list[Alarm]:
    """The open incidents, most urgent first and the newest first among equals."""
    table = snapshot["incidents"]
    rows = [int(row) for row in np.flatnonzero(is_open(table, now))]
    village = names_by_fid(snapshot["villages"])
    staff = set(snapshot["staff"].text("name"))
    alarms = [_incident(table, row, village, staff) for row in rows]
    return sorted(alarms, key=lambda alarm: (alarm.urgency, -_seconds(alarm.since), alarm.key))


def _incident(table: Table, row: int, village: dict[int, str], staff: set[str]) -> Alarm:
    restricted = table["restricted"][row] == 1
    x, y = float(table["x"][row]), float(table["y"][row])
    handler = str(table["handler"][row])
    return Alarm(
        key=str(table["uuid"][row]),
        urgency=urgency_of(str(table["urgency"][row])),
        title=_("不公开事件") if restricted else str(table["category"][row]) or _("事件"),
        where="" if restricted else village.get(int(table["village_fid"][row]), ""),
        note="" if restricted else _progress(str(table["status"][row]), handler if handler in staff else ""),
        since=moment_of(str(table["happened_at"][row])),
        place=None if restricted or np.isnan(x) else (x, y),
    )


def _progress(state: str, officer: str) -> str:
    return " ".join(part for part in (f"{officer[:1]}*" if officer else "", state) if part)


def finding_alarms(snapshot: Snapshot, findings: Sequence[Finding]) -> list[Alarm]:
    """Error findings as P3 alarms: each breach of a cap its own row, the rest one row a rule."""
    errors = [finding for finding in findings if finding.severity == "error"]
    breaches = [finding for finding in errors if finding.rule in CAP_RULES]
    others = Counter(finding.rule for finding in errors if finding.rule not in CAP_RULES)
    rows = [_breach(snapshot, finding) for finding in breaches]
    for rule, count in others.items():
        first = next(finding for finding in errors if finding.rule == rule)
        rows.append(_rule_alarm(first, count))
    return rows


def _breach(snapshot: Snapshot, finding: Finding) -> Alarm:
    grids = snapshot["grids"]
    rows = [row for row, uuid in enumerate(grids["uuid"]) if uuid in finding.grids]
    leader = finding.rule == "leader_cap"
    where = _("{n} 个网格").format(n=len(rows)) if leader else " ".join(_grid_name(snapshot, r) for r in rows)
    population, cap = finding.numbers.get("population"), finding.numbers.get("cap")
    return Alarm(
        key=":".join((finding.rule, *finding.grids)),
        urgency="P3",
        title=_("网格长超限") if leader else _("网格超限"),
        where=where,
        note=f"{people(population)}/{people(cap)}",
        since=None,
        place=finding.place or grid_place(grids, rows),
        incident=False,
    )


def _rule_alarm(finding: Finding, count: int) -> Alarm:
    return Alarm(
        key=finding.rule,
        urgency="P3",
        title=rule_title(finding.rule),
        where=_("{n} 处").format(n=count),
        note="",
        since=None,
        place=finding.place if count == 1 else None,
        incident=False,
    )


def grid_place(grids: Table, rows: Sequence[int]) -> tuple[float, float] | None:
    """A point inside the first of some grids, to fly to."""
    shapes = [grids["geometry"][row] for row in rows if grids["geometry"][row] is not None]
    if not shapes:
        return None
    point = shapes[0].representative_point()
    return float(point.x), float(point.y)


def grid_loads(snapshot: Snapshot, census: Census) -> tuple[GridLoad, ...]:
    """Every grid against its cap, by village and code."""
    settings, grids = snapshot.settings, snapshot["grids"]
    villages = snapshot["villages"]
    loads = []
    for row in sorted(range(len(grids)), key=lambda row: str(grids["code"][row])):
        counted = {name: float(census.grids[name][row]) for name in POPULATIONS}
        village = int(census.village_of_grid[row])
        loads.append(GridLoad(
            name=_short_name(grids, row),
            village=str(villages["name"][village]) if village >= 0 else "",
            people=counted,
            status={name: status(counted[name], settings.worker_cap, settings) for name in POPULATIONS},
            cap=settings.worker_cap,
        ))  # fmt: skip
    return tuple(loads)


def _short_name(grids: Table, row: int) -> str:
    name = str(grids["name"][row])
    return name or _("网格 {code}").format(code=str(grids["code"][row])[-3:])


def _grid_name(snapshot: Snapshot, row: int) -> str:
    grids = snapshot["grids"]
    village = names_by_fid(snapshot["villages"]).get(int(grids["village_fid"][row]), "")
    name = _short_name(grids, row)
    return name if not village or name.startswith(village) else f"{village} {name}"


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
    limit = f"{now.year - 60:04d}-{now.month:02d}-{now.day:02d}"
    birth = residents.text("birth_date")
    aged = np.where(birth != "", birth <= limit, residents.number("age") >= 60).astype(bool)
    return int((aged & (residents["at_home"] == 1)).sum())


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


def names_by_fid(table: Table) -> dict[int, str]:
    """The names of a table's rows by their fid."""
    return {int(fid): str(name) for fid, name in zip(table.fids(), table.text("name"), strict=True)}


def urgency_of(text: str) -> Urgency:
    """The urgency as written, P3 where none is."""
    return next((urgency for urgency in URGENCIES if urgency == text), "P3")


def moment_of(text: str) -> datetime | None:
    """A moment column's value; None where it is missing or no time."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _seconds(moment: datetime | None) -> float:
    return 0.0 if moment is None else (moment - datetime(1970, 1, 1)).total_seconds()

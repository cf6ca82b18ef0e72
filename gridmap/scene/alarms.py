"""The alarm list: what somebody must act on, as it may be said to everyone in the room.

A title is an ordinary word or the category, never free text; a restricted case has neither place
nor village; counts of people below 3 are "<3".
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

import numpy as np

from gridmap.i18n import _
from gridmap.response.alarm_states import (
    FLOOD,
    STATES,
    Standing,
    State,
    alarm_steps,
    floor_of,
    meter,
    standing,
)
from gridmap.response.incidents import stage_of
from gridmap.response.open_incidents import is_open
from gridmap.response.titles import public_title
from gridmap.rules import title as rule_title
from gridmap.township.finding import Finding
from gridmap.township.mask import mask_name, small_count
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

Urgency = Literal["P1", "P2", "P3"]
URGENCIES: tuple[Urgency, ...] = ("P1", "P2", "P3")
_BEFORE_DIGITS = re.compile(r"(?<=[\u4e00-\u9fff])(?=\d)")
CAP_RULES = ("worker_cap", "leader_cap")


@dataclass(frozen=True)
class Alarm:
    """One row of the alarm list. ``place`` is x, y in the working CRS to fly to, None without one.

    ``key`` stays the same while the cause stands; ``note`` is who is on it or the figures of a cap;
    ``since`` is None for a finding, which has no beginning. ``until`` is when it comes back from the
    shelf, None while it is not there. ``keys`` are those of the alarms that a group stands for.
    """

    key: str
    urgency: Urgency
    title: str
    where: str
    note: str
    since: datetime | None
    place: tuple[float, float] | None
    incident: bool = True
    state: State = "new"
    until: datetime | None = None
    acted_at: datetime | None = None
    keys: tuple[str, ...] = ()

    @property
    def all_keys(self) -> tuple[str, ...]:
        """The alarms it stands for."""
        return self.keys or (self.key,)


@dataclass(frozen=True)
class AlarmList:
    """What is to be acted on, without what lies on the shelf; and how many came in the last ten minutes.

    In a ``flood`` the rows are groups of one place and one cause.
    """

    rows: tuple[Alarm, ...]
    shelved: tuple[Alarm, ...]
    meter: int
    flood: bool


def alarm_list(snapshot: Snapshot, findings: Sequence[Finding], now: datetime) -> AlarmList:
    """The alarms of a township at ``now`` with the states that were written for them."""
    steps = alarm_steps(snapshot["alarm_steps"], now)
    known = [*incident_alarms(snapshot, now), *finding_alarms(snapshot, findings)]
    stood = [_stood(alarm, standing(steps.get(alarm.key, ()), now, alarm.state)) for alarm in known]
    rows = [alarm for alarm in stood if alarm.until is None]
    came = meter(snapshot["incidents"].text("happened_at"), now)
    flood = came > FLOOD
    if flood:
        rows = grouped(rows)
    return AlarmList(tuple(rows), tuple(alarm for alarm in stood if alarm.until is not None), came, flood)


def _stood(alarm: Alarm, found: Standing) -> Alarm:
    note = alarm.note
    if alarm.incident and found.state in ("new", "acknowledged") and alarm.state == "new":
        note = STATES[found.state]
    return replace(alarm, state=found.state, until=found.until, acted_at=found.since, note=note)


def grouped(alarms: Sequence[Alarm]) -> list[Alarm]:
    """One row for all alarms of one place and one cause: as urgent as the most urgent, as new as the newest
    state, waiting as long as the oldest. What stands alone stays as it is."""
    groups: dict[tuple[str, str], list[Alarm]] = {}
    for alarm in alarms:
        groups.setdefault((alarm.where, alarm.title), []).append(alarm)
    rows = [_group(members) if len(members) > 1 else members[0] for members in groups.values()]
    return sorted(rows, key=lambda row: row.urgency)


def _group(members: Sequence[Alarm]) -> Alarm:
    first = min(members, key=lambda alarm: alarm.urgency)
    waiting = [alarm for alarm in members if alarm.state == "new"]
    note = _("{n} 条").format(n=len(members))
    if waiting:
        note += _(" {k} 未确认").format(k=len(waiting))
    return replace(
        first,
        note=note,
        since=min((alarm.since for alarm in members if alarm.since), default=None),
        state=min((alarm.state for alarm in members), key=list(STATES).index),
        place=next((alarm.place for alarm in members if alarm.place), None),
        keys=tuple(alarm.key for alarm in members),
    )


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
        title=_("不公开事件") if restricted else _public(table, row),
        where="" if restricted else village.get(int(table["village_fid"][row]), ""),
        note="" if restricted else _progress(str(table["status"][row]), handler if handler in staff else ""),
        since=moment_of(str(table["happened_at"][row])),
        place=None if restricted or np.isnan(x) else (x, y),
        state=floor_of(stage_of(str(table["status"][row]))),
    )


def _public(table: Table, row: int) -> str:
    return public_title(str(table["title"][row]), str(table["category"][row])) or _("事件")


def _progress(state: str, officer: str) -> str:
    return " ".join(part for part in (mask_name(officer), state) if part)


def finding_alarms(snapshot: Snapshot, findings: Sequence[Finding]) -> list[Alarm]:
    """Error findings as P3 alarms: each breach of a cap its own row, the rest one row a rule."""
    errors = [finding for finding in findings if finding.severity == "error"]
    breaches = [finding for finding in errors if finding.rule in CAP_RULES]
    others = Counter(finding.rule for finding in errors if finding.rule not in CAP_RULES)
    row_of = {uuid: row for row, uuid in enumerate(snapshot["grids"].text("uuid").tolist())}
    village = names_by_fid(snapshot["villages"])
    rows = [_breach(snapshot, finding, row_of, village) for finding in breaches]
    for rule, count in others.items():
        first = next(finding for finding in errors if finding.rule == rule)
        rows.append(_rule_alarm(first, count))
    return rows


def _breach(snapshot: Snapshot, finding: Finding, row_of: dict[str, int], village: dict[int, str]) -> Alarm:
    grids = snapshot["grids"]
    rows = sorted(row_of[uuid] for uuid in finding.grids if uuid in row_of)
    leader = finding.rule == "leader_cap"
    names = (_grid_name(grids, row, village) for row in rows)
    where = _("{n} 个网格").format(n=len(rows)) if leader else " ".join(names)
    population, cap = finding.numbers.get("population"), finding.numbers.get("cap")
    return Alarm(
        key=":".join((finding.rule, *finding.grids)),
        urgency="P3",
        title=_("网格长超限") if leader else _("网格超限"),
        where=where,
        note=f"{small_count(population)}/{small_count(cap)}",
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


def short_name(grids: Table, row: int) -> str:
    """A grid's name with a space between Chinese and digits."""
    name = str(grids["name"][row]) or _("网格{code}").format(code=str(grids["code"][row])[-3:])
    return _BEFORE_DIGITS.sub(" ", name)


def _grid_name(grids: Table, row: int, villages: dict[int, str]) -> str:
    village, name = villages.get(int(grids["village_fid"][row]), ""), short_name(grids, row)
    return name if not village or name.startswith(village[:2]) else f"{village} {name}"


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

"""The alarm list: what somebody must act on, as it may be said to everyone in the room.

A title is an ordinary word or the category, never free text; a restricted case has neither place
nor village; counts of people below 3 are "<3".
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np

from gridmap.i18n import _
from gridmap.response.open_incidents import is_open
from gridmap.rules import title as rule_title
from gridmap.scene.incidents import public_title
from gridmap.township.finding import Finding
from gridmap.township.mask import mask_name
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


def people(count: float | None) -> str:
    """A count of people as the wall may say it: below 3 "<3", unknown a dash."""
    if count is None or np.isnan(count):
        return "—"
    return "<3" if count < 3 else f"{count:,.0f}"


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


def short_name(grids: Table, row: int) -> str:
    """A grid's name with a space between Chinese and digits."""
    name = str(grids["name"][row]) or _("网格{code}").format(code=str(grids["code"][row])[-3:])
    return _BEFORE_DIGITS.sub(" ", name)


def _grid_name(snapshot: Snapshot, row: int) -> str:
    grids = snapshot["grids"]
    village = names_by_fid(snapshot["villages"]).get(int(grids["village_fid"][row]), "")
    name = short_name(grids, row)
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

"""The incidents for JSON and for a person: what is open, how long it may wait, what was closed and came back.

Names are masked; a title is said when it is one of the ordinary ones; a restricted case has no place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from gridmap.i18n import _
from gridmap.response.cases import case_of, cases, steps_by_incident
from gridmap.response.clocks import Clock, clock
from gridmap.response.incidents import ENDED, LEVELS, SETTLED, STAGES, VERBS, Case, reopened_share
from gridmap.response.open_incidents import is_open
from gridmap.response.titles import public_title
from gridmap.township.mask import mask_name
from gridmap.township.settings import Settings
from gridmap.township.snapshot import Snapshot

NEAR = timedelta(minutes=15)
"""What is left of its time when an incident is nearly late."""
CLOCK_STEPS: Mapping[str, str] = {"accept": _("受理"), "finish": _("办结")}


@dataclass(frozen=True)
class Entry:
    """One incident as a list shows it: its row, how it stands and its clock (None: none runs)."""

    row: int
    case: Case
    clock: Clock | None

    @property
    def tone(self) -> str:
        """``late``, ``near`` or '': how its clock stands."""
        if self.clock is None or self.clock.due is None:
            return ""
        if self.clock.passed:
            return "late"
        return "near" if self.clock.left < NEAR else ""


Held = Sequence[tuple[int, Case]]
"""Rows of incidents with how they stand."""


def entries(held: Held, now: datetime, settings: Settings) -> list[Entry]:
    """Incidents with their clocks at ``now``: open before settled, late ones first, then by urgency and by
    what is left of their time."""
    return sorted((Entry(row, case, clock(case, now, settings)) for row, case in held), key=_gravity)


def next_late(among: Sequence[Entry]) -> datetime:
    """When the next of them is over its time; ``datetime.max`` when none will be."""
    waiting = (entry.clock.due for entry in among if entry.clock and not entry.clock.passed)
    return min((due for due in waiting if due is not None), default=datetime.max)


def open_cases(snapshot: Snapshot) -> Held:
    """The incidents that are not settled."""
    table, steps = snapshot["incidents"], steps_by_incident(snapshot)
    rows = np.flatnonzero(is_open(table)).tolist()
    cases_open = [(row, case_of(table, row, steps.get(int(table.fids()[row]), ()))) for row in rows]
    return [(row, case) for row, case in cases_open if case.stage not in ENDED]


def _gravity(entry: Entry) -> tuple[bool, bool, str, float, float]:
    ended = entry.case.stage in ENDED
    left = entry.clock.left.total_seconds() if entry.clock else float("inf")
    happened = (entry.case.happened_at - datetime(1, 1, 1)).total_seconds()
    return ended, not ended and entry.tone != "late", "" if ended else entry.case.urgency, left, -happened


def incident_report(snapshot: Snapshot, now: datetime, *, only_open: bool = False) -> dict[str, Any]:
    """The incidents for JSON; ``due`` and ``left_minutes`` are null where no clock runs.

    ``reopened`` counts those that were shown as closed and were not solved, ``levels_kept`` those of the
    ``levels`` settled ones that were settled where their level asks for, ``handed_up`` those that the
    district settled.
    """
    every = entries(list(enumerate(cases(snapshot))), now, snapshot.settings)
    found = [entry for entry in every if not (only_open and entry.case.stage in ENDED)]
    known = [entry.case for entry in every]
    return {
        "incidents": [_told(snapshot, entry) for entry in found],
        "open": sum(case.stage not in ENDED for case in known),
        "late": sum(entry.tone == "late" for entry in every),
        "closed": sum(case.stage == "closed" for case in known),
        "reopened": sum(case.reopened > 0 for case in known),
        "reopened_share": round(reopened_share(known), 4),
        **_levels(snapshot),
    }


def _levels(snapshot: Snapshot) -> dict[str, int]:
    table = snapshot["incidents"]
    said = zip(table["level"].tolist(), table["settled_at_level"].tolist(), strict=True)
    pairs = [(level, at) for level, at in said if level and at]
    return {
        "levels": len(pairs),
        "levels_kept": sum(SETTLED.get(level) == at for level, at in pairs),
        "handed_up": sum(at == "district" for _level, at in pairs),
    }


def title_of(snapshot: Snapshot, row: int) -> str:
    """What may be said of an incident to anybody."""
    table = snapshot["incidents"]
    if table["restricted"][row] == 1:
        return _("不公开事件")
    return public_title(str(table["title"][row]), str(table["category"][row])) or _("事件")


def village_of(snapshot: Snapshot, row: int) -> str:
    """The village of an incident, '' for a restricted one."""
    table = snapshot["incidents"]
    at = int(snapshot["villages"].index_of(table.fids("village_fid")[[row]])[0])
    return str(snapshot["villages"]["name"][at]) if at >= 0 and table["restricted"][row] != 1 else ""


def _told(snapshot: Snapshot, entry: Entry) -> dict[str, Any]:
    table, case, row = snapshot["incidents"], entry.case, entry.row
    return {
        "id": str(table["uuid"][row]),
        "incident_no": str(table["incident_no"][row]),
        "title": title_of(snapshot, row),
        "category": str(table["category"][row]),
        "level": case.level,
        "urgency": case.urgency,
        "stage": case.stage,
        "status": STAGES[case.stage],
        "village": village_of(snapshot, row),
        "on_map": bool(np.isfinite(table.number("x")[row]) and table["restricted"][row] != 1),
        "happened_at": str(table["happened_at"][row]) or None,
        "handler": mask_name(case.handler),
        **_clock(entry),
        "reopened": case.reopened,
        "steps": [
            {
                "verb": step.verb,
                "title": VERBS[step.verb].title,
                "at": step.at.isoformat(timespec="seconds"),
                "who": mask_name(step.who),
                "level": step.level,
            }
            for step in case.steps
        ],
        "can": case.verbs,
    }


def _clock(entry: Entry) -> dict[str, Any]:
    if entry.clock is None:
        return {"clock": None, "due": None, "left_minutes": None, "late": False}
    due = entry.clock.due
    return {
        "clock": entry.clock.step,
        "due": due.isoformat(timespec="seconds") if due else None,
        "left_minutes": round(entry.clock.left.total_seconds() / 60, 1),
        "late": entry.tone == "late",
    }


def incident_lines(report: Mapping[str, Any]) -> list[str]:
    """The same for a person: the sums, then a line for each incident."""
    sums = _("未办结 {open} · 超时 {late} · 办结后重开 {reopened}（{share:.0%}）")
    told = [sums.format(share=report["reopened_share"], **report)]
    for one in report["incidents"]:
        level, left = LEVELS.get(one["level"], ""), one["left_minutes"]
        clock_said = clock_words(one["clock"], None if left is None else left * 60, one["due"] is None)
        parts = (one["urgency"], one["incident_no"], one["title"], one["village"], level, one["status"])
        told.append("  " + "  ".join(part for part in (*parts, clock_said) if part))
    return told


def clock_words(step: str | None, left_seconds: float | None, stopped: bool = False) -> str:
    """How long an incident may still wait for its step, in words; '' where no clock runs."""
    if step is None or left_seconds is None:
        return ""
    if stopped:
        return _("已停表")
    text = _("{step}超时 {time}") if left_seconds < 0 else _("{step}还有 {time}")
    return text.format(step=CLOCK_STEPS[step], time=span_words(abs(left_seconds)))


def span_words(seconds: float) -> str:
    """A span of time in one or two units."""
    minutes = int(seconds // 60)
    if minutes < 1:
        return _("{n} 秒").format(n=int(seconds))
    if minutes < 60:
        return _("{n} 分").format(n=minutes)
    if minutes < 48 * 60 and minutes % 60 == 0:
        return _("{h} 小时").format(h=minutes // 60)
    if minutes < 48 * 60:
        return _("{h} 小时 {m} 分").format(h=minutes // 60, m=minutes % 60)
    return _("{n} 天").format(n=minutes // (24 * 60))

"""What one shift hands to the next, as plain values: what is open and late, what came, what is due.

Everything is as it may lie on a table: titles are ordinary words, a restricted case has no place, names are
masked, counts of homes below 3 are "<3" where they are shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from gridmap.i18n import _
from gridmap.response.alarm_states import STATES, alarm_steps, floor_of, shift_end, standing
from gridmap.response.cases import case_of, moment, steps_by_incident
from gridmap.response.incident_report import clock_words, entries, open_cases, title_of, village_of
from gridmap.response.incidents import STAGES
from gridmap.response.patrols import IsoWeek, compare
from gridmap.response.visits import contacts
from gridmap.scene.alarms import Alarm, alarm_list
from gridmap.scene.roll_progress import RollProgress, roll_progress
from gridmap.township.finding import Finding
from gridmap.township.mask import mask_name
from gridmap.township.snapshot import Snapshot

TABLES = (
    "township", "villages", "groups", "grids", "households", "residents", "staff", "assignments",
    "incidents", "incident_steps", "alarm_steps", "patrols", "visits", "roll_calls", "roll_call_entries",
)  # fmt: skip
"""What has to be loaded for it."""

LATE_PRINT = timedelta(hours=1)
"""How long after its end a shift is still the one that is handed over."""


@dataclass(frozen=True)
class OpenCase:
    """An open incident: who is on it, how it stands, its clock in words; ``late`` when that has run out."""

    number: str
    urgency: str
    title: str
    where: str
    status: str
    handler: str
    clock: str
    late: bool


@dataclass(frozen=True)
class Raised:
    """An alarm of the shift: how it stands, and who said so last."""

    at: datetime
    urgency: str
    title: str
    where: str
    state: str
    who: str


@dataclass(frozen=True)
class VillageDue:
    """What a village owes: groups that lack patrols this week, by name; homes whose visit is due, was due
    before today, and those of high risk that have been silent too long."""

    village: str
    groups: tuple[str, ...]
    due: int
    late: int
    silent: int


@dataclass(frozen=True)
class HandOver:
    """One shift, from ``begun`` to ``ended``, seen at ``now``. ``cases`` are open, the late ones first, with
    so many ``escalated`` and ``suspended`` among them; ``villages`` those that owe anything, the most first.
    """

    township: str
    begun: datetime
    ended: datetime
    now: datetime
    cases: tuple[OpenCase, ...]
    escalated: int
    suspended: int
    shelved: tuple[Alarm, ...]
    raised: tuple[Raised, ...]
    roll: RollProgress | None
    villages: tuple[VillageDue, ...]
    groups_short: int
    groups: int

    @property
    def late(self) -> int:
        """How many open incidents are over their time."""
        return sum(case.late for case in self.cases)

    @property
    def unanswered(self) -> int:
        """How many alarms of the shift nobody has acknowledged."""
        return sum(alarm.state == STATES["new"] for alarm in self.raised)


def hand_over(snapshot: Snapshot, findings: Sequence[Finding], now: datetime) -> HandOver:
    """What is handed over at ``now`` (local civil time): of the shift that ended within the last hour, else
    of the one that runs. Raises UsageError for a shift that is no time of day."""
    begun, ended = shift_of(now, snapshot.settings.shifts)
    held = entries(open_cases(snapshot), now, snapshot.settings)
    stages = [entry.case.stage for entry in held]
    week = compare(snapshot, IsoWeek.of(now.date()), now)
    short = [group.group for group in week.groups if group.short]
    return HandOver(
        township=snapshot.settings.name,
        begun=begun,
        ended=ended,
        now=now,
        cases=tuple(
            OpenCase(
                str(snapshot["incidents"]["incident_no"][entry.row]), entry.case.urgency,
                title_of(snapshot, entry.row), village_of(snapshot, entry.row), STAGES[entry.case.stage],
                mask_name(entry.case.handler),
                clock_words(entry.clock.step, entry.clock.left.total_seconds(), entry.clock.due is None)
                if entry.clock else "",
                entry.tone == "late",
            )
            for entry in held
        ),
        escalated=stages.count("escalated"),
        suspended=stages.count("suspended"),
        shelved=alarm_list(snapshot, findings, now).shelved,
        raised=_raised(snapshot, begun, min(now, ended), now),
        roll=roll_progress(snapshot, now),
        villages=_villages(snapshot, short, now),
        groups_short=len(short),
        groups=len(week.groups),
    )  # fmt: skip


def shift_of(now: datetime, shifts: Sequence[str]) -> tuple[datetime, datetime]:
    """From when to when the shift goes that is handed over at ``now``. Raises UsageError."""
    earlier = now - LATE_PRINT
    ended = shift_end(earlier, shifts)
    if not shifts:
        return ended - timedelta(hours=8), ended
    starts = [shift_end(ended - timedelta(days=1), [clock]) for clock in shifts]
    return max((start for start in starts if start < ended), default=ended - timedelta(days=1)), ended


def _raised(snapshot: Snapshot, begun: datetime, until: datetime, now: datetime) -> tuple[Raised, ...]:
    """The incidents that happened in the shift, newest first, settled ones too."""
    table = snapshot["incidents"]
    steps, acts = steps_by_incident(snapshot), alarm_steps(snapshot["alarm_steps"], now)
    found = []
    for row, text in enumerate(table.text("happened_at").tolist()):
        at = moment(text)
        if at is None or not begun <= at <= until:
            continue
        case = case_of(table, row, steps.get(int(table.fids()[row]), ()))
        stood = standing(acts.get(str(table["uuid"][row]), ()), now, floor_of(case.stage))
        found.append(Raised(
            at, case.urgency, title_of(snapshot, row), village_of(snapshot, row), STATES[stood.state],
            mask_name(stood.who),
        ))  # fmt: skip
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def _villages(snapshot: Snapshot, short: Sequence[int], now: datetime) -> tuple[VillageDue, ...]:
    villages, groups, homes = snapshot["villages"], snapshot["groups"], snapshot["households"]
    owed = contacts(snapshot, now)
    village_of_group = villages.index_of(groups.fids("village_fid"))
    at = villages.index_of(homes.fids("village_fid"))[owed.household]

    def counted(flags: NDArray[np.bool_]) -> list[int]:
        counts: list[int] = np.bincount(at[flags & (at >= 0)], minlength=len(villages)).tolist()
        return counts

    columns = [counted(flags) for flags in (owed.due, owed.late, owed.silent)]
    told = [
        VillageDue(
            str(villages["name"][row]) or _("未命名"),
            tuple(str(groups["name"][one]) for one in short if village_of_group[one] == row),
            *(column[row] for column in columns),
        )
        for row in range(len(villages))
    ]
    told = [one for one in told if one.groups or one.due or one.silent]
    return tuple(sorted(told, key=lambda one: (-one.silent, -one.late, -len(one.groups), one.village)))

"""The open incidents as the room may know them: where each stands, who is on it, whether it is late."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from gridmap.i18n import _
from gridmap.response.cases import case_of, steps_by_incident
from gridmap.response.clocks import ACCEPTING, clock
from gridmap.response.incidents import LEVELS, STAGES, Stage
from gridmap.response.open_incidents import is_open
from gridmap.scene.alarms import Alarm, Urgency, incident_alarms
from gridmap.township.mask import mask_name
from gridmap.township.snapshot import Snapshot

PHASES: Mapping[str, tuple[str, frozenset[Stage]]] = {
    "waiting": (_("待受理"), frozenset({"reported", "returned"})),
    "accepted": (_("已受理"), frozenset({"accepted", "escalated"})),
    "working": (_("处置中"), frozenset({"dispatched", "in_hand"})),
    "checking": (_("待核实"), frozenset({"reported_back", "verified"})),
    "suspended": (_("已挂起"), frozenset({"suspended"})),
}
"""The stages of an open incident in five phases, in their order, with their words."""


@dataclass(frozen=True)
class OpenCase:
    """One open incident. ``left`` is what its clock has left, below nothing when it is late, None where
    none runs; ``who`` is masked, '' while nobody has taken it."""

    key: str
    urgency: Urgency
    title: str
    where: str
    phase: str
    stage: str
    who: str
    left: timedelta | None

    @property
    def late(self) -> bool:
        """Whether its time is over."""
        return self.left is not None and self.left < timedelta(0)


@dataclass(frozen=True)
class CaseBook:
    """Every open incident, late ones first, then by urgency, then by what is left; with the number in each
    phase, on each level (``''``: nobody said), and of those opened again after they were closed."""

    cases: tuple[OpenCase, ...]
    phases: Mapping[str, int]
    levels: Mapping[str, int]
    reopened: int

    @property
    def late(self) -> int:
        """How many are late."""
        return sum(case.late for case in self.cases)


def case_book(snapshot: Snapshot, now: datetime) -> CaseBook:
    """The open incidents of a township at ``now``. What is restricted has neither place nor person."""
    table = snapshot["incidents"]
    steps, shown = steps_by_incident(snapshot), {a.key: a for a in incident_alarms(snapshot, now)}
    staff = set(snapshot["staff"].text("name").tolist())
    found: list[OpenCase] = []
    levels: Counter[str] = Counter()
    reopened = 0
    for row in np.flatnonzero(is_open(table, now)).tolist():
        case = case_of(table, row, steps.get(int(table.fids()[row]), ()))
        ticking = clock(case, now, snapshot.settings)
        levels[case.level if case.level in LEVELS else ""] += 1
        reopened += case.reopened > 0
        restricted = table["restricted"][row] == 1
        known = case.handler in staff and case.stage not in ACCEPTING and not restricted
        who = mask_name(case.handler) if known else ""
        left = ticking.left if ticking and ticking.due else None
        found.append(_said(shown[str(table["uuid"][row])], case.stage, who, left))
    longest = timedelta.max
    found.sort(key=lambda one: (not one.late, one.urgency, one.left or longest, one.key))
    phases = Counter(one.phase for one in found)
    return CaseBook(
        tuple(found), {name: phases[name] for name in PHASES},
        {name: levels[name] for name in (*LEVELS, "")}, reopened,
    )  # fmt: skip


def _said(alarm: Alarm, stage: Stage, who: str, left: timedelta | None) -> OpenCase:
    phase = next((name for name, (_title, stages) in PHASES.items() if stage in stages), "working")
    return OpenCase(alarm.key, alarm.urgency, alarm.title, alarm.where, phase, STAGES[stage], who, left)

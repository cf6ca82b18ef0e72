"""How long an incident may wait for its next step, and how long it has waited; suspension stops the clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from gridmap.errors import UsageError
from gridmap.i18n import _
from gridmap.response.incidents import ENDED, Case
from gridmap.township.settings import Clocks, Settings

ACCEPTING = frozenset({"reported", "returned"})
"""The stages in which an incident waits to be accepted; in all other open ones it waits to be finished."""


@dataclass(frozen=True)
class Clock:
    """``step`` is accept or finish; ``due`` when it has to be done, None while suspended; ``left`` what is
    left of the time allowed, below nothing when it has passed."""

    step: str
    due: datetime | None
    left: timedelta

    @property
    def passed(self) -> bool:
        """Whether the time is over."""
        return self.left < timedelta(0)


def clock(case: Case, now: datetime, settings: Settings) -> Clock | None:
    """The clock that runs for an incident; None when it has ended or nobody set a limit.

    Limits come from ``settings.clocks`` by urgency, or by ``category/urgency`` where that is named
    (TOWNSHIP 3, ``incident_clock``). Raises UsageError for a limit that is none.
    """
    if case.stage in ENDED:
        return None
    waits_for = case.before if case.stage == "suspended" else case.stage
    step = "accept" if waits_for in ACCEPTING else "finish"
    limit = limits(settings.clocks, case).get(step)
    since = _since(case, step)
    if limit is None or since == datetime.min:  # nobody set a limit, or nobody knows when it happened
        return None
    due = _after(since, limit) + stopped(case, since, now)
    return Clock(step, None if case.stage == "suspended" else due, due - now)


def limits(clocks: Clocks, case: Case) -> Mapping[str, float | str]:
    """The limits by step for a case: those of its category and urgency where there are any."""
    return clocks.get(f"{case.category}/{case.urgency}", clocks.get(case.urgency, {}))


def _after(since: datetime, limit: float | str) -> datetime:
    """Minutes later, or at the same hour so many days of work later. Public holidays are not known."""
    try:
        if isinstance(limit, str):
            days = int(limit.removesuffix("d"))
            return datetime.combine(
                np.busday_offset(since.date(), days, roll="backward").astype(date), since.time()
            )
        return since + timedelta(minutes=limit)
    except (ValueError, OverflowError, TypeError) as error:
        raise UsageError(_("设置 clocks：{limit} 不是时限").format(limit=limit)) from error


def stopped(case: Case, since: datetime, now: datetime) -> timedelta:
    """How long the incident was suspended between two moments."""
    total, begun = timedelta(0), None
    for step in case.steps:
        if step.verb == "suspend":
            begun = step.at
        elif begun is not None:
            total += max(min(step.at, now) - max(begun, since), timedelta(0))
            begun = None
    if begun is not None:
        total += max(now - max(begun, since), timedelta(0))
    return total


def _since(case: Case, step: str) -> datetime:
    """When the clock began: when it happened, or was accepted, or was opened again."""
    verbs = {"accept": ("report",), "finish": ("accept", "reopen")}[step]
    begun = [taken.at for taken in case.steps if taken.verb in verbs]
    return begun[-1] if begun else (step == "finish" and case.accepted_at) or case.happened_at

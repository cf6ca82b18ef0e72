"""The states of an alarm, who put it there, and what may be done with it now.

new → acknowledged → in hand → cleared → closed. What an incident's own steps say counts too: one that
somebody was sent to is in hand, whether or not anyone acknowledged its alarm.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from gridmap.errors import StepRefused, UsageError
from gridmap.i18n import _
from gridmap.response.cases import moment, written
from gridmap.response.incidents import ENDED, Stage
from gridmap.township.change import Change
from gridmap.township.schemas import SCHEMAS
from gridmap.township.table import Table

State = Literal["new", "acknowledged", "in_hand", "cleared", "closed"]
STATES: Mapping[State, str] = {
    "new": _("未确认"),
    "acknowledged": _("已确认"),
    "in_hand": _("处置中"),
    "cleared": _("已解除"),
    "closed": _("已关闭"),
}
"""The states in their order, with their words."""
ORDER: tuple[State, ...] = tuple(STATES)

UNDO = timedelta(seconds=5)
"""How long an acknowledgement can be taken back."""
SHELVE_MINUTES = (15, 30, 60)
LONGEST_SHELF = timedelta(hours=13)
WINDOW, FLOOD = timedelta(minutes=10), 10
"""More alarms than ``FLOOD`` within ``WINDOW`` are shown in groups."""


@dataclass(frozen=True)
class AlarmStep:
    """What somebody did with an alarm: one of ``STATES``, ``shelved`` until a moment, or ``unshelved``."""

    alarm: str
    state: str
    at: datetime
    who: str = ""
    until: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class Standing:
    """How an alarm stands: ``since`` and ``who`` are those of its last step, None and '' without one;
    ``until`` says when it comes back from the shelf, None while it is not there."""

    state: State = "new"
    since: datetime | None = None
    who: str = ""
    until: datetime | None = None


def alarm_steps(table: Table, now: datetime) -> dict[str, tuple[AlarmStep, ...]]:
    """The steps of every alarm by its key, oldest first, as of ``now``."""
    found: defaultdict[str, list[AlarmStep]] = defaultdict(list)
    for row in np.argsort(table.text("at").astype("U19"), kind="stable").tolist():
        at = moment(str(table["at"][row]))
        if at is not None and at <= now:
            key, state, who, reason = (str(table[name][row]) for name in ("alarm", "state", "who", "reason"))
            found[key].append(AlarmStep(key, state, at, who, moment(str(table["until"][row])), reason))
    return {key: tuple(steps) for key, steps in found.items()}


def standing(steps: Sequence[AlarmStep], now: datetime, floor: State = "new") -> Standing:
    """How an alarm stands after its steps; never before ``floor``, what its incident has come to."""
    said = [step for step in steps if step.state in STATES]
    shelf = [step for step in steps if step.state in ("shelved", "unshelved")]
    reached = [known for known in ORDER if said and known == said[-1].state]
    state: State = max([*reached, floor], key=ORDER.index)
    last = max(steps, key=lambda step: step.at, default=None)
    until = shelf[-1].until if shelf and shelf[-1].state == "shelved" else None
    return Standing(
        state,
        last.at if last else None,
        last.who if last else "",
        until if until is not None and until > now else None,
    )


def floor_of(stage: Stage) -> State:
    """The state that an incident's own stage gives its alarm."""
    if stage in ENDED:
        return "closed"
    by_stage: Mapping[str, State] = {
        "reported": "new", "returned": "new", "dispatched": "in_hand", "in_hand": "in_hand",
        "reported_back": "cleared", "verified": "cleared",
    }  # fmt: skip
    return by_stage.get(stage, "acknowledged")


def why_not(act: str, found: Standing, urgency: str, now: datetime) -> str | None:
    """Why an alarm cannot be acknowledged, un-acknowledged, shelved or taken from the shelf; None when it
    can."""
    if act == "acknowledged" and found.state != "new":
        return _("这条告警{state}").format(state=STATES[found.state])
    if act == "new" and (found.state != "acknowledged" or found.since is None or now - found.since > UNDO):
        return _("确认只能在 {n} 秒内撤回").format(n=int(UNDO.total_seconds()))
    if act == "shelved" and urgency == "P1":
        return _("P1 告警不能搁置")
    if act == "shelved" and found.until is not None:
        return _("已搁置到 {at:%H:%M}").format(at=found.until)
    if act == "unshelved" and found.until is None:
        return _("没有搁置")
    return None


def alarm_change(steps: Iterable[AlarmStep]) -> Change:
    """The change that writes steps of alarms. Raises StepRefused for a shelf without reason or end."""
    told = list(steps)
    for step in told:
        if step.state == "shelved" and not step.reason.strip():
            raise StepRefused(_("没有搁置：请写明原因"))
        if step.state == "shelved" and not (step.until and step.at < step.until <= step.at + LONGEST_SHELF):
            raise StepRefused(_("没有搁置：请选到什么时候（15、30、60 分钟或本班结束）"))
    words = {"acknowledged": _("确认告警"), "new": _("撤回确认"), "shelved": _("搁置告警"),
             "unshelved": _("取消搁置")}  # fmt: skip
    state = told[0].state if told else ""
    verb = words.get(state, _("告警状态"))
    rows = Table.of(SCHEMAS["alarm_steps"], {
        "uuid": [uuid4().hex for _step in told],
        "alarm": [step.alarm for step in told],
        "state": [step.state for step in told],
        "at": [written(step.at) for step in told],
        "who": [step.who for step in told],
        "until": [written(step.until) if step.until else "" for step in told],
        "reason": [step.reason for step in told],
    })  # fmt: skip
    label = _("{verb} {n} 条").format(verb=verb, n=len(told))
    return Change(label, {"alarm_steps": rows}, details={"alarms": [s.alarm for s in told], "state": state})


def shift_end(now: datetime, shifts: Sequence[str]) -> datetime:
    """When the shift of ``now`` ends: the next of the times of a day (``08:00``). Raises UsageError."""
    ends = []
    for text in shifts:
        try:
            clock = datetime.strptime(text, "%H:%M").time()
        except (ValueError, TypeError) as error:
            raise UsageError(_("设置 shifts：{text} 不是时刻（应写成 08:00）").format(text=text)) from error
        today = datetime.combine(now.date(), clock)
        ends.append(today if today > now else today + timedelta(days=1))
    return min(ends, default=now + timedelta(hours=8))


def meter(raised: NDArray[np.object_], now: datetime) -> int:
    """How many alarms came up within the last ten minutes, of when each did."""
    since = now - WINDOW
    lately = raised[raised >= f"{since:%Y-%m-%d}"]  # thousands are older, and need not be read
    return sum(at is not None and since < at <= now for at in map(moment, lately.tolist()))

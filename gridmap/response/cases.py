"""The incidents of a township as cases with their history, and the one change that each step is.

The row of an incident says how it stands, its ``incident_steps`` how it came there. A change carries no
personal data in its words: reasons, evidence and names are in the rows only.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

import numpy as np

from gridmap.errors import StepRefused, UsageError
from gridmap.i18n import _
from gridmap.response.incidents import ENDED, SETTLED, STAGES, VERBS, Case, Step, stage_of
from gridmap.response.where import Where
from gridmap.township.change import Change
from gridmap.township.schemas import SCHEMAS
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

TABLES = (
    "township", "villages", "groups", "grids", "households", "staff", "assignments", "incidents",
    "incident_steps", "alarm_steps", "places",
)  # fmt: skip
"""What has to be loaded to report, follow and list incidents."""

REPORTED = _("上报事件 {number}")
"""What the record says of a new incident: when it was written down is known from there."""
AHEAD = timedelta(minutes=5)
"""How much later than now a moment may be: clocks differ."""


@dataclass(frozen=True)
class Report:
    """A new incident, as somebody tells it: what, where, who, how urgent, and the words themselves.

    ``person`` stays in the content, which is masked.
    """

    title: str
    category: str = ""
    urgency: str = "P3"
    content: str = ""
    person: str = ""
    where: Where = field(default_factory=Where)
    happened_at: datetime | None = None
    restricted: bool = False
    source: str = ""


def cases(snapshot: Snapshot) -> list[Case]:
    """Every incident with its steps, in the order of the rows."""
    steps = steps_by_incident(snapshot)
    return [
        case_of(snapshot["incidents"], row, steps.get(int(fid), ()))
        for row, fid in enumerate(snapshot["incidents"].fids())
    ]


def one_case(snapshot: Snapshot, row: int) -> Case:
    """One incident with its steps."""
    table = snapshot["incidents"]
    return case_of(table, row, steps_by_incident(snapshot).get(int(table.fids()[row]), ()))


def case_of(table: Table, row: int, steps: tuple[Step, ...]) -> Case:
    """The incident of a row with the steps taken with it, oldest first."""
    held = [step.stage for step in steps if step.verb == "suspend"]
    accepted = moment(str(table["accepted_at"][row]))
    return Case(
        category=str(table["category"][row]),
        level=str(table["level"][row]),
        urgency=str(table["urgency"][row]) or "P3",
        happened_at=moment(str(table["happened_at"][row])) or datetime.min,
        stage=stage_of(str(table["status"][row]), bool(table["finished_at"][row])),
        handler=str(table["handler"][row]),
        steps=steps,
        before=(held[-1] if held else "") or ("in_hand" if accepted else "reported"),
        accepted_at=accepted,
    )


def steps_by_incident(snapshot: Snapshot) -> dict[int, tuple[Step, ...]]:
    """The steps of every incident by its fid, oldest first."""
    table = snapshot["incident_steps"]
    found: defaultdict[int, list[Step]] = defaultdict(list)
    for row in np.argsort(table.text("at").astype("U19"), kind="stable").tolist():
        at = moment(str(table["at"][row]))
        if at is not None and str(table["verb"][row]) in VERBS:
            found[int(table.fids("incident_fid")[row])].append(_step_of(table, row, at))
    return {fid: tuple(steps) for fid, steps in found.items()}


def _step_of(table: Table, row: int, at: datetime) -> Step:
    stage = str(table["stage"][row])
    said = {name: str(table[name][row]) for name in ("verb", "who", "reason", "handler", "evidence", "level")}
    return Step(
        **said,
        at=at,
        called_back=bool(table["called_back"][row] == 1),
        stage=next((known for known in STAGES if known == stage), ""),
    )


def incident_row(snapshot: Snapshot, name: str) -> int:
    """The row of the incident with this number or identity. Raises UsageError."""
    table = snapshot["incidents"]
    rows = np.flatnonzero((table.text("incident_no") == name) | (table.text("uuid") == name))
    if not name or not len(rows):
        raise UsageError(_("没有编号为 {name} 的事件").format(name=name or "“”"))
    return int(rows[0])


def step_change(snapshot: Snapshot, row: int, steps: Sequence[Step]) -> Change:
    """The change that takes steps with the incident of a row, all of them or none.

    Raises StepRefused with the reason when one cannot be taken.
    """
    table = snapshot["incidents"]
    case = before = one_case(snapshot, row)
    for step in steps:
        case = case.after(step)
    taken = case.steps[len(before.steps) :]
    name = str(table["incident_no"][row])
    levels = [before.level, *(step.level for step in taken)]
    handed_up = (
        step.verb == "escalate" and level == "big" for step, level in zip(taken, levels, strict=False)
    )
    verbs = "、".join(VERBS[step.verb].title for step in taken)
    return Change(
        _("事件 {name}：{verbs}").format(name=name, verbs=verbs),
        {
            "incidents": _row_after(table.take([row]), case, taken[-1], any(handed_up)),
            "incident_steps": _step_rows(name, int(table.fids()[row]), table["uuid"][row], taken),
        },
        details={"incident": name, "verbs": [step.verb for step in taken], "stage": case.stage},
    )


def _row_after(one: Table, case: Case, last: Step, district: bool) -> Table:
    accepted = [step.at for step in case.steps if step.verb == "accept"]
    settled = "district" if district else str(one["settled_at_level"][0])
    if case.stage == "closed" and settled != "district":
        settled = SETTLED.get(case.level, "")
    ended = case.stage in ENDED
    said = {
        "status": STAGES[case.stage],
        "accepted_at": written(accepted[-1]) if accepted else str(one["accepted_at"][0]),
        "finished_at": written(last.at) if ended else "",
        "handler": case.handler,
        "level": case.level,
        "settled_at_level": settled,
    }
    return one.replace(**{name: np.array([value], object) for name, value in said.items()})


def _step_rows(number: str, fid: int, uuid: object, steps: Sequence[Step]) -> Table:
    count = len(steps)
    return Table.of(SCHEMAS["incident_steps"], {
        "uuid": [uuid4().hex for _step in steps],
        "incident": [number or str(uuid)] * count,
        "incident_fid": [fid] * count,
        "at": [written(step.at) for step in steps],
        "called_back": [int(step.called_back) for step in steps],
        **{name: [str(getattr(step, name)) for step in steps]
           for name in ("verb", "stage", "who", "reason", "handler", "evidence", "level")},
    })  # fmt: skip


def report_change(snapshot: Snapshot, report: Report, now: datetime) -> Change:
    """The change that adds a new incident, waiting to be accepted. Its level is the one that settles its
    category (``settings.levels``). Raises StepRefused when something is missing or cannot be."""
    happened = report.happened_at or now
    if not (report.title.strip() or report.category.strip()):
        raise StepRefused(_("事件没有写入：请写明是什么事（标题或类别）"))
    if report.urgency not in ("P1", "P2", "P3"):
        raise StepRefused(_("事件没有写入：紧急程度 {said} 应为 P1、P2 或 P3").format(said=report.urgency))
    if happened > now + AHEAD:
        raise StepRefused(_("事件没有写入：发生时间 {at:%m-%d %H:%M} 还没有到").format(at=happened))
    number = next_number(snapshot["incidents"], now)
    columns = {
        "uuid": uuid4().hex,
        "incident_no": number,
        "title": report.title.strip() or report.category.strip(),
        "category": report.category.strip(),
        "content": _content(report),
        "level": snapshot.settings.levels.get(report.category.strip(), ""),
        "urgency": report.urgency,
        "status": STAGES["reported"],
        "happened_at": written(happened),
        "place": report.where.place.strip(),
        "source": report.source or _("值班录入"),
        "restricted": int(report.restricted),
        "x": report.where.x,
        "y": report.where.y,
        **_references(snapshot, report.where),
    }
    rows = Table.of(SCHEMAS["incidents"], {name: [value] for name, value in columns.items()})
    label = _(REPORTED).format(number=number)
    return Change(label, {"incidents": rows}, details={"incident": number, "urgency": report.urgency})


def _content(report: Report) -> str:
    person = _("当事人：{name}").format(name=report.person.strip()) if report.person.strip() else ""
    return "\n".join(part for part in (person, report.content.strip()) if part)


def _references(snapshot: Snapshot, where: Where) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, table in (("village", "villages"), ("group", "groups"), ("grid", "grids")):
        row, rows = int(getattr(where, name)), snapshot[table]
        if row >= 0:
            found[name] = str(rows["code"][row]) or str(rows["name"][row])
            found[f"{name}_fid"] = int(rows.fids()[row])
    return found


def next_number(incidents: Table, now: datetime) -> str:
    """The number of the next incident of a day: ``SJ``, the date, one more than the highest so far."""
    start = f"SJ{now:%Y%m%d}"
    used = [text[len(start) :] for text in incidents.text("incident_no").tolist() if text.startswith(start)]
    last = max((int(tail) for tail in used if tail.isdecimal() and len(tail) < 9), default=0)
    return f"{start}{last + 1:04d}"


def levels_change(snapshot: Snapshot, levels: Mapping[str, str]) -> Change:
    """The change of the levels that settle some categories; '' takes one out of the library.

    Raises UsageError.
    """
    for category, level in levels.items():
        if not category.strip():
            raise UsageError(_("请写明事件类别"))
        if level not in (*SETTLED, ""):
            raise UsageError(_("级别 {level}：应为 {known}").format(level=level, known=" ".join(SETTLED)))
    before = snapshot.settings.levels
    after = {name: level for name, level in {**before, **levels}.items() if level}
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    label = _("定级：{categories}").format(categories="、".join(changed[:3]) + ("…" if changed[3:] else ""))
    return Change(label, details={"levels": after}, settings={"levels": after})


def moment(text: str) -> datetime | None:
    """A moment column's value; None where it is missing or no time."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def written(at: datetime) -> str:
    """A moment as a column has it."""
    return at.replace(microsecond=0).isoformat()

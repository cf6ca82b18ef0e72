"""The life of an incident: its stages, which step leads from one to another, and what a step needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from gridmap.errors import StepRefused
from gridmap.i18n import _

Stage = Literal[
    "reported", "accepted", "dispatched", "in_hand", "reported_back", "verified", "closed", "returned",
    "escalated", "suspended", "handed_over", "void",
]  # fmt: skip
STAGES: Mapping[Stage, str] = {
    "reported": _("待受理"),
    "accepted": _("已受理"),
    "dispatched": _("已派单"),
    "in_hand": _("处理中"),
    "reported_back": _("待核实"),
    "verified": _("已核实"),
    "closed": _("已办结"),
    "returned": _("已退回"),
    "escalated": _("已上交"),
    "suspended": _("已挂起"),
    "handed_over": _("已移交派出所"),
    "void": _("已作废"),
}
"""The stages with the words that stand in the column ``status``."""

ENDED: frozenset[Stage] = frozenset({"closed", "handed_over", "void"})

LEVELS: Mapping[str, str] = {"micro": _("微"), "small": _("小"), "big": _("大")}
"""Micro is settled in the grid, small in the village, big in the town (TOWNSHIP 2)."""

SETTLED: Mapping[str, str] = {"micro": "grid", "small": "village", "big": "town"}
"""Where an incident of a level is settled; what is handed up beyond the town is settled in the district."""

HIGHER: Mapping[str, str] = {"micro": "small", "small": "big", "big": "big", "": "small"}

_WORDS: Mapping[str, Stage] = {
    "待受理": "reported", "未受理": "reported", "已上报": "reported", "上报": "reported", "": "reported",
    "受理": "accepted", "待派单": "accepted", "派单": "dispatched", "待处理": "dispatched",
    "办理中": "in_hand", "处置中": "in_hand", "调解中": "in_hand", "已反馈": "reported_back",
    "待办结": "verified", "办结": "closed", "结案": "closed", "已结案": "closed", "已结": "closed",
    "关闭": "closed", "已关闭": "closed", "销号": "closed", "已销号": "closed", "已化解": "closed",
    "closed": "closed", "finished": "closed", "退回": "returned", "上交": "escalated", "挂起": "suspended",
    "作废": "void",
}  # fmt: skip


def stage_of(status: str, finished: bool = False) -> Stage:
    """The stage that a ledger's word means; one it does not know is in hand, unless it is finished."""
    own: dict[str, Stage] = {title: stage for stage, title in STAGES.items()}
    found = {**_WORDS, **own}.get(status.strip())
    return "closed" if finished and found not in ENDED else found or "in_hand"


@dataclass(frozen=True)
class Verb:
    """A step that can be taken: from which stages, to which, and what has to be said with it.

    ``to`` None leads back to where the incident stood before it was suspended.
    """

    title: str
    since: frozenset[Stage]
    to: Stage | None
    needs: tuple[str, ...] = ()


def _since(*stages: Stage) -> frozenset[Stage]:
    return frozenset(stages)


_OPEN = frozenset(STAGES) - ENDED - {"suspended"}

VERBS: Mapping[str, Verb] = {
    "accept": Verb(_("受理"), _since("reported"), "accepted"),
    "return": Verb(_("退回"), _since("reported", "accepted"), "returned", ("reason",)),
    "report": Verb(_("重新上报"), _since("returned"), "reported"),
    "dispatch": Verb(_("派单"), _since("accepted", "escalated", "dispatched"), "dispatched", ("handler",)),
    "begin": Verb(_("到场处理"), _since("dispatched"), "in_hand"),
    "report_back": Verb(_("反馈"), _since("in_hand"), "reported_back", ("reason",)),
    "verify": Verb(_("核实"), _since("reported_back"), "verified", ("evidence", "called_back")),
    "reject": Verb(_("核实未通过"), _since("reported_back"), "in_hand", ("reason",)),
    "close": Verb(_("办结"), _since("verified"), "closed"),
    "reopen": Verb(_("重新打开"), _since("closed"), "in_hand", ("reason",)),
    "escalate": Verb(_("上交"), _since("accepted", "dispatched", "in_hand"), "escalated", ("reason",)),
    "hand_over": Verb(_("移交派出所"), _OPEN, "handed_over", ("reason",)),
    "suspend": Verb(_("挂起"), _OPEN, "suspended", ("reason",)),
    "resume": Verb(_("恢复"), _since("suspended"), None),
    "void": Verb(_("作废"), _since("reported", "accepted", "returned"), "void", ("reason",)),
}

NEEDED: Mapping[str, str] = {
    "reason": _("请写明原因"),
    "handler": _("请指定处理人"),
    "evidence": _("请附上办结依据"),
    "called_back": _("请先回访当事人"),
}


@dataclass(frozen=True)
class Step:
    """What somebody did with an incident, and when. ``reason`` is also the result that is reported back;
    ``called_back`` whether the person concerned was asked. ``stage`` is where the incident stood before,
    ``level`` the one it has since: ``Case.after`` notes both."""

    verb: str
    at: datetime
    who: str
    reason: str = ""
    handler: str = ""
    evidence: str = ""
    called_back: bool = False
    stage: Stage | Literal[""] = ""
    level: str = ""


@dataclass(frozen=True)
class Case:
    """An incident with the steps taken, oldest first. Build with its first stage; go on with ``after``.

    ``accepted_at`` is what a ledger says of one whose acceptance is no step here.
    """

    category: str
    level: str
    urgency: str
    happened_at: datetime
    stage: Stage = "reported"
    handler: str = ""
    steps: tuple[Step, ...] = field(default=())
    before: Stage = "reported"
    accepted_at: datetime | None = None

    @property
    def verbs(self) -> list[str]:
        """The steps that can be taken now."""
        return [name for name, verb in VERBS.items() if self.stage in verb.since]

    @property
    def reopened(self) -> int:
        """How often it was closed and was not solved."""
        return sum(step.verb == "reopen" for step in self.steps)

    def after(self, step: Step) -> "Case":
        """The incident when ``step`` was taken. Raises StepRefused with the reason when it cannot be."""
        verb = VERBS.get(step.verb)
        if verb is None:
            raise StepRefused(
                _("没有“{verb}”这个步骤；可用：{known}").format(verb=step.verb, known=" ".join(VERBS))
            )
        if self.stage not in verb.since:
            words = _("“{stage}”的事件不能{verb}；可以：{known}")
            known = "、".join(VERBS[name].title for name in self.verbs) or _("无")
            raise StepRefused(words.format(stage=STAGES[self.stage], verb=verb.title, known=known))
        for need in verb.needs:
            said = getattr(step, need)
            if not (said.strip() if isinstance(said, str) else said):
                raise StepRefused(_("不能{verb}：{need}").format(verb=verb.title, need=NEEDED[need]))
        if self.steps and step.at < self.steps[-1].at:
            raise StepRefused(_("不能{verb}：时间早于上一步").format(verb=verb.title))
        level = HIGHER[self.level] if step.verb == "escalate" else self.level
        return replace(
            self,
            level=level,
            stage=verb.to or self.before,
            handler=step.handler or self.handler,
            steps=(*self.steps, replace(step, stage=self.stage, level=level)),
            before=self.stage if step.verb == "suspend" else self.before,
        )


def reopened_share(cases: Sequence[Case]) -> float:
    """The share of closed incidents that were reopened at least once: shown as closed, but not solved."""
    ended = [case for case in cases if any(step.verb == "close" for step in case.steps)]
    return sum(case.reopened > 0 for case in ended) / len(ended) if ended else 0.0

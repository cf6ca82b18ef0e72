"""One incident at the desk: what it is, its clock, the steps taken, and those that can be taken."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from gridmap.errors import GridmapError
from gridmap.i18n import _
from gridmap.response.cases import case_of, incident_row, step_change, steps_by_incident
from gridmap.response.clocks import clock
from gridmap.response.incident_report import Entry, clock_words, title_of, village_of
from gridmap.response.incidents import LEVELS, NEEDED, SETTLED, STAGES, VERBS, Case, Step
from gridmap.screens.desk.duty.step_form import StepForm
from gridmap.screens.desk.parts import button, clear, column, label, line, row, set_tone, surface
from gridmap.screens.desk.state import DeskState
from gridmap.township.mask import HIDDEN

TONES = {"late": "failed", "near": "warning", "": "second"}
LEVEL_PLACES = {"grid": _("网格解决"), "village": _("村(社区)解决"), "town": _("镇解决")}
A_ROW = 3
"""Buttons beside each other."""


class IncidentCard(QWidget):
    """The card. ``left`` says that the list is wanted again."""

    left = Signal()

    def __init__(self, state: DeskState, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._state, self._now = state, now
        self.uuid = ""
        self.case: Case | None = None
        self.title, self._stage = label("", 20, 600), label("", 13, 600)
        self.clock = label("", 13, 600)
        self.words = label("", 12, tone="failed", wrap=True)
        self._facts, self._steps, self._buttons = QGridLayout(), QVBoxLayout(), QGridLayout()
        self._form = QVBoxLayout()
        self.verbs: dict[str, QPushButton] = {}
        self.timeline: list[QLabel] = []
        self._compose()
        state.masked.connect(self.refresh)
        self._second = QTimer(self)
        self._second.timeout.connect(self._tick)
        self._second.start(1000)

    def _compose(self) -> None:
        for box, gap in ((self._facts, 4), (self._steps, 6), (self._buttons, 4), (self._form, 0)):
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(gap)
        self._facts.setColumnMinimumWidth(0, 56)
        self._facts.setColumnStretch(1, 1)
        back = button(_("← 列表"), self.left.emit, "link", _("回到事件列表"))
        place = button(_("在地图上"), self.fly, "link", _("飞到那里"))
        head = column(
            row(back, None, place), row(self.title, None, self._stage), margins=(12, 4, 12, 8), gap=2
        )
        head.setSpacing(2)
        history = column(
            row(label(_("经过"), 12, tone="second"), None), self._steps, margins=(12, 10, 12, 10), gap=6
        )
        body = column(
            head, line(), column(self._facts, margins=(12, 10, 12, 10)), line(),
            column(row(self.clock, None), self._buttons, self.words, margins=(12, 10, 12, 10), gap=8),
            self._form, line(), history, None,
        )  # fmt: skip
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(surface("panel", body))
        self.setLayout(column(area))
        self.words.hide()

    @property
    def row(self) -> int:
        """The row of the incident, -1 when it is gone."""
        found = self._state.session.snapshot["incidents"].rows_of([self.uuid])
        return int(found[0]) if len(found) else -1

    def show_incident(self, uuid: str) -> None:
        """Show another incident."""
        if uuid != self.uuid:
            clear(self._form)
            self.say("")
        self.uuid = uuid
        self.refresh()

    def refresh(self) -> None:
        """The document changed. An incident that is no more (undone) leads back to the list."""
        if not self.uuid:
            return
        at, snapshot = self.row, self._state.session.snapshot
        if at < 0:
            self.uuid, self.case = "", None
            self.left.emit()
            return
        table = snapshot["incidents"]
        self.case = case_of(table, at, steps_by_incident(snapshot).get(int(table.fids()[at]), ()))
        self.title.setText(title_of(snapshot, at))
        self._stage.setText(STAGES[self.case.stage])
        self._fill_facts(at, self.case)
        self._fill_steps(self.case)
        self._fill_buttons(self.case)
        self._tick()

    def fly(self) -> None:
        """Show where it is."""
        table, at = self._state.session.snapshot["incidents"], self.row
        place = [float(table.number(axis)[at]) for axis in ("x", "y")]
        if table["restricted"][at] == 1:
            self.say(_("不公开事件从不在地图上显示"))
        elif at >= 0 and np.isfinite(place).all():
            self._state.fly(*place)
        else:
            self.say(_("这件事件没有落图"))

    def say(self, words: str) -> None:
        """One line under the buttons."""
        self.words.setText(words)
        self.words.setVisible(bool(words))

    def take(self, verb: str, said: dict[str, object] | None = None) -> None:
        """Take a step; what it needs is asked for first."""
        session = self._state.session
        if session.refusal:
            self.say(session.refusal)
            return
        if VERBS[verb].needs and said is None:
            self._ask(verb)
            return
        step = Step(verb, self._now(), session.author, **(said or {}))  # type: ignore[arg-type]  # its fields
        try:
            row_now = incident_row(session.snapshot, self.uuid)
            session.write(step_change(session.snapshot, row_now, [step]))
        except GridmapError as error:
            self.say(str(error))
            return
        clear(self._form)
        self.say("")

    def _ask(self, verb: str) -> None:
        clear(self._form)
        form = StepForm(verb, self._state.session.snapshot)
        form.agreed.connect(self.take)
        form.cancelled.connect(lambda: clear(self._form))
        self._form.addWidget(form)
        form.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_facts(self, at: int, case: Case) -> None:
        clear(self._facts)
        snapshot, mask = self._state.session.snapshot, self._state.session.mask
        incident = snapshot["incidents"].row(at)
        level = LEVELS.get(case.level, "")
        settles = LEVEL_PLACES.get(SETTLED.get(case.level, ""), "")
        written, content = str(incident["place"]), str(incident["content"])
        place = village_of(snapshot, at) or mask.address(written)
        if not mask.on:
            place = " ".join(part for part in (village_of(snapshot, at), written) if part)
        hidden = mask.on and incident["restricted"] == 1
        told = _("{n} 字，已遮蔽").format(n=len(content)) if mask.on else content
        facts = (
            (_("编号"), str(incident["incident_no"])),
            (_("类别"), " ".join(part for part in (str(incident["category"]), case.urgency) if part)),
            (_("级别"), f"{level} → {settles}" if level else _("未定")),
            (_("地点"), HIDDEN if hidden else place or _("未说明")),
            (_("发生"), str(incident["happened_at"])[:16].replace("T", " ")),
            (_("处理人"), mask.name(case.handler) or "—"),
            (_("内容"), told if content else "—"),
        )
        for number, (name, words) in enumerate(facts):
            self._facts.addWidget(label(name, tone="second"), number, 0)
            self._facts.addWidget(label(words, wrap=True), number, 1)

    def _fill_steps(self, case: Case) -> None:
        clear(self._steps)
        mask = self._state.session.mask
        self.timeline = []
        first = case.happened_at.strftime("%m-%d %H:%M") if case.happened_at.year > 1 else ""
        self._step(first, _("发生"), "", "")
        if case.accepted_at and not any(step.verb == "accept" for step in case.steps):
            self._step(case.accepted_at.strftime("%m-%d %H:%M"), _("受理"), "", _("台账"))
        for step in case.steps:
            said = [mask.name(step.handler)] if step.handler and step.verb == "dispatch" else []
            said += [_("说明 {words}").format(words=mask.words(step.reason))] if step.reason else []
            said += [_("依据 {words}").format(words=mask.words(step.evidence))] if step.evidence else []
            said += [_("已回访")] if step.called_back else []
            self._step(
                f"{step.at:%m-%d %H:%M}", VERBS[step.verb].title, " · ".join(said), mask.name(step.who)
            )

    def _step(self, at: str, verb: str, said: str, who: str) -> None:
        moment, title = label(at, 12, tone="second"), label(verb, 13, 600)
        moment.setFixedWidth(84)
        self._steps.addLayout(
            row(moment, title, label(said, 12, tone="second"), None, label(who, 12, tone="second"))
        )
        self.timeline.append(title)

    def _fill_buttons(self, case: Case) -> None:
        clear(self._buttons)
        self.verbs = {}
        for at, verb in enumerate(case.verbs):
            needs = "；".join(NEEDED[need] for need in VERBS[verb].needs)
            look = "primary" if at == 0 else ""
            made = button(VERBS[verb].title, partial(self.take, verb), look, needs or _("不需要填写"))
            self._buttons.addWidget(made, at // A_ROW, at % A_ROW)
            self.verbs[verb] = made

    def _tick(self) -> None:
        if self.case is None:
            return
        running = clock(self.case, self._now(), self._state.session.snapshot.settings)
        entry = Entry(-1, self.case, running)
        left = running.left.total_seconds() if running else None
        stopped = running is not None and running.due is None
        words = clock_words(running.step if running else None, left, stopped)
        again = _("办结后重开 {n} 次").format(n=self.case.reopened) if self.case.reopened else ""
        self.clock.setText(" · ".join(part for part in (words, again) if part) or _("没有时限"))
        set_tone(self.clock, TONES[entry.tone])

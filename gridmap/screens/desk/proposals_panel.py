"""The left dock of proposals: what is asked, the ladder, the grids of the chosen rung, and why not."""

from collections.abc import Mapping, Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from gridmap.i18n import _
from gridmap.redraw.propose.wish import VillageProposal
from gridmap.screens.desk.ghost_layer import GhostLayer
from gridmap.screens.desk.parts import button, clear, column, label, line, row, set_tone, surface
from gridmap.screens.desk.proposal_form import ProposalForm
from gridmap.screens.desk.proposal_maps import ProposalMaps
from gridmap.screens.desk.proposal_table import ProposalTable
from gridmap.screens.desk.proposal_words import fullness, now_words, reason_of, rows_of, then_words
from gridmap.screens.desk.proposer import Option, Proposer
from gridmap.screens.desk.rung_row import RungRow
from gridmap.screens.desk.state import DeskState
from gridmap.township.census import POPULATION_TITLES

if TYPE_CHECKING:
    from gridmap.screens.desk.window import DeskWindow

WIDTH = 376
WORKSPACE = ("proposals", "publish", "changes")
"""The docks that stand open while proposals are looked at."""
AWAY = ("layers", "card", "findings", "table", "redraw", "scenarios", "history")
"""Those that give way to them."""


class ProposalsPanel(QWidget):
    """Asks the planner for one village, or for all of them, and shows what it found."""

    def __init__(self, window: "DeskWindow", state: DeskState) -> None:
        super().__init__()
        self._window, self._state = window, state
        self.maps = ProposalMaps(state, window.canvas)
        self.proposer = Proposer(self, state.session)
        self.ghost = GhostLayer(state, self)
        self.ask = button(_("计算"), self.propose, "link")
        self.form = ProposalForm(state, self.ask)
        self._ladder = QVBoxLayout()
        self._took, self._head = label("", 12, tone="second"), label("", 12, tone="second")
        self._bar, self._progress = QProgressBar(textVisible=False), label("", 12, tone="second")
        self.cancel = button(_("取消"), self.stop, "small")
        self.table = ProposalTable()
        self._why_title = label("", 12, tone="second")
        self._why, self._more = label("", 13, 600, wrap=True), label("", 12, tone="second", wrap=True)
        self.go_on = button(_("在地图上续改"), self.take_and_edit, tip=_("采用，然后用改界工具继续"))
        self.take = button(_("采用此提案"), self.accept, "primary", tip=_("一步写入草案，可撤销"))
        self.rungs: list[RungRow] = []
        self._options: list[Option] = []
        self._chosen = 0
        self._left: list[str] = []
        self._asked = self._seconds = 0.0
        self._build()
        self._connect()
        self._show_state()

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        """As wide as the dock is meant to be."""
        return QSize(WIDTH, 720)

    @property
    def option(self) -> Option | None:
        """The plan that would be taken."""
        return next((one for one in self._options if one.most == self._chosen), None)

    # what it is asked to do

    def begin(self) -> None:
        """Ask about the village in question, on the populations that the desk checks."""
        docks = self._window.docks
        if docks["proposals"].isHidden():
            self._left = [name for name in AWAY if not docks[name].isHidden()]
            for name in self._left:
                docks[name].hide()
            for name in WORKSPACE:
                docks[name].show()
            docks.fit(self._window)
        self.form.fill()
        self.propose()

    def end(self) -> None:
        """The docks as they were before."""
        docks, left, self._left = self._window.docks, self._left, []
        if left:
            for name in WORKSPACE:
                docks[name].hide()
            for name in left:
                docks[name].show()
            docks.fit(self._window)

    def propose(self) -> None:
        """Solve anew for what is chosen above."""
        self._forget()
        self._asked = perf_counter()
        self.proposer.ask(self.form.wish())
        self._show_state()

    def stop(self) -> None:
        """Cancel what is being solved."""
        self.proposer.cancel()
        self._progress.setText(_("正在停止…"))

    def choose(self, most: int) -> None:
        """Look at another rung."""
        if any(one.most == most for one in self._options):
            self._chosen = most
            self._show_found()

    def accept(self) -> bool:
        """Take the plan: one step, can be undone."""
        option = self.option
        if option is None or self._refusal():
            return False
        self._window.attempt(lambda: self._state.session.perform(option.proposal.edit))
        self._forget()
        self._show_state()
        return True

    def take_and_edit(self) -> None:
        """Take the plan and go on with the border brush."""
        if self.accept():
            self._window.docks["proposals"].close()
            self._window.commands["border"].trigger()

    # building

    def _build(self) -> None:
        self._ladder.setContentsMargins(0, 0, 0, 0)
        self._ladder.setSpacing(0)
        asked = row(self._bar, self.cancel)
        form = column(self.form, asked, self._progress, margins=(12, 10, 12, 10), gap=8)
        head = row(self._head, None, self._took, margins=(12, 8, 12, 8))
        why = column(self._why_title, self._why, self._more, None, margins=(12, 10, 12, 12), gap=8)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = column(form, line(), head, line(), self._ladder, self.table, why, None)
        area.setWidget(surface("panel", body))
        foot = row(self.go_on, self.take, margins=(12, 10, 12, 10), gap=8)
        foot.setStretch(1, 1)
        self.setLayout(column(area, line("rule"), foot))

    def _connect(self) -> None:
        self.proposer.planned.connect(self._hear)
        self.proposer.found.connect(self._found)
        self.proposer.failed.connect(self._failed)
        self.proposer.ended.connect(self._show_state)
        self._state.renewed.connect(self._renewed)
        self._state.shown.connect(self._show_found)

    # showing

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 Qt's name
        """A closed dock proposes nothing."""
        self._forget()
        if self._window.docks["proposals"].isHidden():
            self.end()
        super().hideEvent(event)

    def _forget(self) -> None:
        self.proposer.cancel()
        self._options, self._chosen = [], 0
        clear(self._ladder)
        self.rungs = []
        self.table.show_grids([], self._state.colours)
        self.maps.hide()
        for words in (self._took, self._head, self._why_title, self._why, self._more, self._progress):
            words.setText("")

    def _renewed(self, tables: frozenset[str]) -> None:
        """What was proposed was for another plan."""
        if (self._options or self.proposer.busy) and (
            not tables or tables & {"grids", "groups", "households"}
        ):
            self._forget()
            self._progress.setText(_("方案已改变：请重新计算"))
            self._show_state()

    def _hear(self, done: int, every: int, village: VillageProposal) -> None:
        self._bar.setRange(0, every)
        self._bar.setValue(done)
        words = _("{done}/{all} 村 · {village}：{what}")
        moved = village.because or _("移动 {n:,.0f} 人").format(n=village.solution.moved)
        self._progress.setText(words.format(done=done, all=every, village=village.units.name, what=moved))

    def _failed(self, words: str) -> None:
        self._progress.setText(words)

    def _found(self, options: Sequence[Option]) -> None:
        self._options, self._seconds = list(options), perf_counter() - self._asked
        self._progress.setText("")
        drawn = [one.most for one in self._options if any(v["grids"] for v in one.told["villages"])]
        self._chosen = drawn[0] if drawn else 0
        self._show_found()
        self._show_state()

    def _show_state(self) -> None:
        busy = self.proposer.busy
        for part in (self._bar, self.cancel):
            part.setVisible(busy)
        if busy and not self._options:
            self._bar.setRange(0, 0)
            self._progress.setText(_("正在计算：先整组，再拆一组、两组、三组"))
        self._progress.setVisible(bool(self._progress.text()))
        self.ask.setText(_("重新计算") if self._options else _("计算"))
        self.form.show_caps()
        reason = self._refusal()
        for one in (self.go_on, self.take):
            one.setEnabled(not reason)
            one.setToolTip(reason or _("一步写入草案，可撤销"))

    def _refusal(self) -> str:
        option = self.option
        if option is None:
            return _("还没有提案")
        if self._window.why_read_only():
            return self._window.why_read_only() or ""
        bad = [village for village in option.told["villages"] if not village["legal"]]
        return "；".join(bad[0]["notes"]) or bad[0]["infeasible_because"] or "" if bad else ""

    def _show_found(self) -> None:
        if not self._options:
            return
        told = self._options[0].told
        basis = POPULATION_TITLES[told["population"]]
        if len(told["villages"]) == 1:
            self._head.setText(_("多拆一组，少动多少人（{basis}）").format(basis=basis))
            self._show_ladder(told["villages"][0])
        else:
            self._head.setText(_("{n} 个村，整组（{basis}）").format(n=len(told["villages"]), basis=basis))
        self._took.setText(_("用时 {s:.1f} 秒").format(s=self._seconds))
        option = self.option
        if option is not None:
            self.table.show_grids(rows_of(option), self._state.colours, basis)
            self._show_why(option)
            self._show_maps(option)

    def _show_ladder(self, village: Mapping[str, Any]) -> None:
        steps = [step for step in village["ladder"] if not step["again"]]
        if len(self.rungs) != len(steps):
            clear(self._ladder)
            self.rungs = [RungRow(step["splits"]) for step in steps]
            for rung in self.rungs:
                rung.chosen.connect(self.choose)
                self._ladder.addWidget(rung)
        most = max((step["moved_population"] or 0 for step in steps), default=0)
        for rung, step in zip(self.rungs, steps, strict=True):
            rung.selected = step["splits"] == self._chosen
            option = next((one for one in self._options if one.most == step["splits"]), None)
            rung.show_step(step, most, fullness(option) if option else "", self._state.colours)

    def _show_why(self, option: Option) -> None:
        reason = reason_of(option)
        self._why_title.setText(reason.title)
        set_tone(self._why, "failed" if reason.failed else "")
        self._why.setText(reason.words)
        self._more.setText(reason.more)

    def _show_maps(self, option: Option) -> None:
        villages = option.told["villages"]
        if not any(village["grids"] for village in villages):
            self.maps.hide()
            return
        split = villages[0]["split_groups"]
        name = _("提案：拆 {n} 组").format(n=len(split)) if split else _("提案：整组")
        shown = self._state.population
        self.maps.show(option.proposal, name, now_words(option, shown), then_words(option, shown))

"""The roll-call that goes on: its clock, how far it is, the list, four answers, who must be sent."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QLayout, QLineEdit, QVBoxLayout, QWidget

from gridmap.i18n import _
from gridmap.response.roll_call import RESULTS, STATES, RollCall
from gridmap.screens.desk.ledger_panel import LedgerView
from gridmap.screens.desk.parts import button, clear, column, label, line, row
from gridmap.screens.desk.state import DeskState
from gridmap.screens.response.bars import StateBars
from gridmap.screens.response.lists import roll_list

SENT = 4
"""Homes to which somebody must be sent that are named at once; the rest are counted."""
PAD = (12, 8, 12, 8)


class RollPanel(QWidget):
    """``answered`` carries a home's uuid, a result and a note, ``ended`` that it is over, ``sent`` the uuid
    of a home that nobody answers in and to which somebody is to go."""

    answered = Signal(str, str, str)
    ended = Signal()
    sent = Signal(str)

    def __init__(self, state: DeskState) -> None:
        super().__init__()
        self._state = state
        self.call: RollCall | None = None
        self.title, self.clock = label("", 15, 600), label("", 20, 600)
        self.bars = StateBars(lambda: state.colours)
        self.missed = QVBoxLayout()
        self.missed.setSpacing(2)
        self.table = LedgerView(roll_list(state.session, None), state)
        self.table.setAccessibleName(_("点名名单"))
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.activated.connect(self._fly)
        self.table.selectionModel().selectionChanged.connect(self._picked)
        self.note = QLineEdit()
        self.note.setPlaceholderText(_("备注（可不填）"))
        self.answers = {
            result: button(f"{title}  Alt+{at}", partial(self._answer, result), "small")
            for at, (result, title) in enumerate(RESULTS.items(), 1)
        }
        for at, one in enumerate(self.answers.values(), 1):
            one.setShortcut(f"Alt+{at}")
        self._end = button(_("结束点名"), self.ended.emit)
        self.setLayout(self._laid_out())
        self.show_call(None)

    def show_call(self, call: RollCall | None) -> None:
        """How the roll-call stands; None when there is none."""
        chosen = tuple(self.table.chosen())
        self.call = call
        self.title.setText(_("没有进行中的点名：先圈范围，再按“开始点名”") if call is None else call.name)
        self.bars.show_counts(dict.fromkeys(STATES, 0) if call is None else call.counts)
        self.table.ledger_model.show(roll_list(self._state.session, call))
        self.table.choose(chosen)
        writable = call is not None and not self._state.session.read_only
        for part in (*self.answers.values(), self.note, self._end):
            part.setEnabled(writable)

    def tick(self, now: datetime) -> None:
        """The time since it began."""
        since = None if self.call is None else int((now - self.call.begun_at).total_seconds())
        self.clock.setText("" if since is None else f"{max(0, since) // 60:02d}:{max(0, since) % 60:02d}")

    def show_missed(self, lines: Sequence[tuple[str, str]]) -> None:
        """Homes with two calls without an answer, as uuid and words: who is proposed to go there."""
        clear(self.missed)
        if lines:
            words = _("▲ {n} 户两次未应答，建议派人").format(n=len(lines))
            self.missed.addWidget(label(words, 13, 600, "failed"))
        for uuid, words in lines[:SENT]:
            self.missed.addLayout(row(button(words, partial(self.sent.emit, uuid), "link"), None))
        if len(lines) > SENT:
            more = _("另有 {n} 户").format(n=len(lines) - SENT)
            self.missed.addWidget(label(more, 12, tone="second"))

    def choose_next(self) -> None:
        """Select the first home that nobody has called yet, else the first that did not answer."""
        call = self.call
        if call is None:
            return
        for wanted in ("waiting", "no_answer"):
            for at in range(len(call)):
                if call.stands(at) == wanted and call.household[at] >= 0:
                    uuids = self._state.session.snapshot["households"].take([int(call.household[at])])["uuid"]
                    self.table.choose((str(uuids[0]),))
                    return

    def _laid_out(self) -> QLayout:
        answers = list(self.answers.values())
        return column(
            column(row(self.title, None, self.clock), self.bars, margins=PAD, gap=6), line(),
            column(self.missed, margins=(12, 4, 12, 4)), self.table, line(),
            column(
                self.note, row(*answers[:2]), row(*answers[2:]), row(None, self._end),
                margins=(12, 10, 12, 12), gap=8,
            ),
        )  # fmt: skip

    def _answer(self, result: str) -> None:
        chosen = self.table.chosen()
        if len(chosen) == 1:
            note = self.note.text().strip()
            self.note.clear()
            self.answered.emit(chosen[0], result, note)

    def _picked(self) -> None:
        self._state.select("households", self.table.chosen())

    def _fly(self, index: QModelIndex) -> None:
        homes = self._state.session.snapshot["households"]
        at = homes.rows_of([self.table.ledger_model.uuid(index.row())])
        if len(at):
            self._state.fly(*(float(homes.number(axis)[at[0]]) for axis in ("x", "y")))

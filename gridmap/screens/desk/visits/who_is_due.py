"""The middle of the dock of visits: whose round, which homes, the list."""

import numpy as np
from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QComboBox, QTabBar, QWidget

from gridmap.i18n import _
from gridmap.response.call_sheet import grid_title
from gridmap.screens.desk.ledger import Ledger
from gridmap.screens.desk.parts import column, line, row, surface
from gridmap.screens.desk.places import place_of
from gridmap.screens.desk.state import DeskState
from gridmap.screens.desk.visits.answer import EVERYWHERE, Answer
from gridmap.screens.desk.visits.lists import visit_list
from gridmap.screens.desk.visits.table import VisitTable

DUE, SILENT, ALL = range(3)
TITLES = (_("到期"), _("失联"), _("全部"))
NEAR_SCALE = 0.6
"""Logical pixels a metre when the map flies to a home."""


class WhoIsDue(QWidget):
    """``turned`` says that another grid's round is wanted."""

    turned = Signal()

    def __init__(self, state: DeskState) -> None:
        super().__init__()
        self._state = state
        self._answer: Answer | None = None
        self.who, self.tabs = QComboBox(), QTabBar()
        self.who.setAccessibleName(_("网格员"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        for title in TITLES:
            self.tabs.addTab(title)
        self.table = VisitTable(self._ledger(), state)
        self.table.setAccessibleName(_("走访名单"))
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = surface("title", row(self.tabs, None, margins=(4, 0, 12, 0)))
        head.setFixedHeight(32)
        laid = column(row(self.who, margins=(12, 8, 12, 8)), head, self.table, line())
        laid.setStretch(2, 1)
        self.setLayout(laid)
        self.who.activated.connect(lambda _at: self.turned.emit())
        self.tabs.currentChanged.connect(self.list_again)
        state.masked.connect(self._mask)
        self.table.activated.connect(self._fly)
        self.table.selectionModel().selectionChanged.connect(self._picked)

    @property
    def grid(self) -> int:
        """The row of the grid whose round is wanted, ``EVERYWHERE`` for none in particular."""
        found = self.who.currentData()
        return EVERYWHERE if found is None else int(found)

    def choose_grid(self, grid: int) -> None:
        """Want one grid's round."""
        self.who.setCurrentIndex(max(self.who.findData(grid), 0))
        self.turned.emit()

    def show_answer(self, answer: Answer) -> None:
        """Other people are due."""
        self._answer = answer
        self._name_posts(answer)
        self.list_again()

    def after(self, uuid: str) -> str:
        """The home below another in the list, '' below the last."""
        model = self.table.ledger_model
        rows = model.rows_of([uuid])
        below = rows[0] + 1 if rows else len(model.ledger)
        return model.uuid(below) if below < len(model.ledger) else ""

    def follow(self) -> None:
        """A home was selected elsewhere."""
        chosen = self._state.selection
        wanted = chosen.uuids if chosen.table == "households" else ()
        if set(self.table.chosen()) != set(wanted):
            self.table.choose(wanted)

    def list_again(self, _tab: int = DUE) -> None:
        """List who is wanted; whoever is selected stays so."""
        chosen = tuple(self.table.chosen())
        self.table.ledger_model.show(self._ledger())
        self.table.choose(chosen)

    def _mask(self) -> None:
        """More or less may be seen of people than before."""
        if self._answer is not None:
            self.show_answer(self._answer)

    def _name_posts(self, answer: Answer) -> None:
        """The grids with their workers; the one whose round is looked at stays."""
        due = int(answer.owed.found.due.sum())
        entries = [(_("全部网格员 · 到期 {n:,} 户").format(n=due), EVERYWHERE)]
        for post in answer.posts:
            who = self._state.session.mask.name("、".join(post.workers)) or _("无网格员")
            words = _("{grid} · {who} · 到期 {due}").format(grid=post.title, who=who, due=post.due)
            entries.append((words + (_("，逾期 {n}").format(n=post.late) if post.late else ""), post.grid))
        if answer.grid not in (data for _words, data in entries):  # all of its homes were visited
            title = grid_title(self._state.session.snapshot["grids"], answer.grid)
            entries.append((_("{grid} · 今天没有到期").format(grid=title), answer.grid))
        if entries != [(self.who.itemText(at), self.who.itemData(at)) for at in range(self.who.count())]:
            self.who.clear()
            for words, data in entries:
                self.who.addItem(words, data)
            self.who.setCurrentIndex(self.who.findData(answer.grid))

    def _ledger(self) -> Ledger:
        answer, session = self._answer, self._state.session
        if answer is None:
            return visit_list(session, None, np.empty(0, np.int64), {})
        found = answer.owed.found
        everybody = np.ones(len(found.household), bool)
        here = everybody if answer.grid == EVERYWHERE else answer.owed.grid == answer.grid
        shown = [flags & here for flags in (found.due, found.silent, everybody)]
        for tab, (title, flags) in enumerate(zip(TITLES, shown, strict=True)):
            self.tabs.setTabText(tab, f"{title}  {int(flags.sum()):,}")
        stops = answer.round.stops if answer.round else ()
        places = {stop.contact: place for place, stop in enumerate(stops, 1)}
        return visit_list(session, answer.owed, np.flatnonzero(shown[self.tabs.currentIndex()]), places)

    def _picked(self) -> None:
        self._state.select("households", self.table.chosen())

    def _fly(self, index: QModelIndex) -> None:
        homes = self._state.session.snapshot["households"]
        at = homes.rows_of([self.table.ledger_model.uuid(index.row())])
        place = place_of(homes, int(at[0])) if len(at) else None
        if place is None:
            self._state.failed.emit(_("这一户还没有落图"))
        else:
            self._state.fly(*place, NEAR_SCALE)

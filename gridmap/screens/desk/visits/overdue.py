"""The card of overdue visits in the strip of what to do now: counted behind the window."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gridmap.i18n import _
from gridmap.response.visits import Contacts, contacts
from gridmap.screens.desk.todo import Card
from gridmap.screens.response.latest import Latest

if TYPE_CHECKING:
    from gridmap.screens.desk.window import DeskWindow

READ = frozenset(("visits", "households", "residents"))
"""The tables from which it follows who is overdue."""


class Overdue(QObject):
    """Keeps one card of a desk: how many of high risk are silent, else how many visits are overdue."""

    def __init__(self, window: "DeskWindow") -> None:
        super().__init__(window)
        self._window = window
        self._latest = Latest(window, self._found, window.fail)
        self._card: Card | None = None
        window.state.renewed.connect(self._renewed)

    def _renewed(self, tables: frozenset[str]) -> None:
        session = self._window.session
        if session.complete and (not tables or tables & READ):
            snapshot = session.snapshot
            self._latest.ask(lambda: contacts(snapshot, datetime.now()))

    def _found(self, found: Contacts) -> None:
        silent, late, due = (int(flags.sum()) for flags in (found.silent, found.late, found.due))
        self._card = None
        if silent or late:
            days = self._window.session.snapshot.settings.silent_days
            title = _("高风险户失联超过 {days} 天").format(days=days) if silent else _("走访逾期")
            detail = _("走访逾期 {late:,} 户，今天到期 {due:,} 户").format(late=late, due=due - late)
            self._card = Card(
                "visits_due", "error" if silent else "warning", "at_home", silent or late, _("户"), title,
                detail, (), partial(self._window.duty.show, "visits"),
            )  # fmt: skip
        self._window.turns.take(self._show)

    def _show(self) -> None:
        self._window.todo.put("visits_due", self._card)

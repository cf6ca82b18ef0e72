"""Keeps the search of one window fresh: landmarks at once, people a while later, both in the background."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gridmap.errors import GridmapError
from gridmap.i18n import _
from gridmap.screens import jobs
from gridmap.session import Session
from gridmap.township.search import NOBODY, TABLES, People, SearchIndex, letters

PEOPLE = frozenset({"households", "residents"})
FOUND = PEOPLE | frozenset(TABLES)
"""The tables that can be searched."""


class Finder(QObject):
    """The index of a session's newest snapshot; its people are those of the last gathering.

    ``renewed`` says that the index is another one. ``note`` is one line about what it cannot answer yet.
    """

    renewed = Signal()

    def __init__(self, window: QWidget, session: Session, failed: Callable[[Exception], None]) -> None:
        super().__init__(window)
        self._window, self._session, self._failed = window, session, failed
        self.note = _("居民姓名正在编入搜索，请稍候")
        self._people = NOBODY
        self._index: SearchIndex | None = None
        self._turn = 0
        self._gathered = -1  # the version that was there when the last gathering began
        self._gathering = self._again = False
        self._changed = FOUND

    @property
    def index(self) -> SearchIndex:
        """The newest index there is."""
        if self._index is None:
            self._index = SearchIndex(self._session.snapshot, self._people)
        return self._index

    def hear(self, tables: frozenset[str]) -> None:
        """These tables changed (none: any may have); the next ``refresh`` looks at them."""
        self._changed |= tables or FOUND

    def refresh(self) -> None:
        """Make the index again if a table that is searched changed since the last one was made."""
        changed, self._changed = self._changed & FOUND, frozenset()
        if not changed:
            return
        self._join()
        if changed & PEOPLE or self._unread():
            self._gather()

    def _unread(self) -> bool:
        """Whether a name has a character whose pinyin is not known yet."""
        return not letters(self._session.snapshot) <= self._people.readings.keys()

    def _join(self) -> None:
        """Make an index of the snapshot and the people that are here."""
        self._turn += 1
        turn, snapshot, people = self._turn, self._session.snapshot, self._people

        def take(index: SearchIndex) -> None:
            if turn == self._turn:
                self._index = index
                self.renewed.emit()

        jobs.start(self._window, lambda _ticket: SearchIndex(snapshot, people), take, self._failed)

    def _gather(self) -> None:
        """Have the people gathered, unless they are those of the last gathering; never two at a time."""
        version = self._session.snapshot.version
        if self._gathering or version == self._gathered:
            self._again = version != self._gathered
            return
        self._gathering, self._again, self._gathered = True, False, version

        def work(ticket: jobs.Ticket) -> People:
            return self._session.read_people(lambda: ticket.say(0, 0))

        jobs.start(self._window, work, self._take, self._give_up)

    def _take(self, people: People) -> None:
        self._people, self.note = people, ""
        self._join()
        self._end()

    def _give_up(self, error: Exception) -> None:
        self._gathered = -1
        self._changed |= PEOPLE
        self.note = _("居民姓名暂时搜索不到：{why}").format(why=error)
        self.renewed.emit()
        self._end()
        if not isinstance(error, GridmapError):
            self._failed(error)

    def _end(self) -> None:
        self._gathering = False
        if self._again:
            self._gather()

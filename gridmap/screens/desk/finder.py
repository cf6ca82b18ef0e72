"""Keeps the search index of one window fresh, made in the background after every change."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from gridmap.screens import jobs
from gridmap.session import Session
from gridmap.township.search import SearchIndex, spots_of

FOUND = frozenset({"grids", "villages", "groups", "households", "places"})
"""The tables that can be searched."""


class Finder:
    """The index of a session's current snapshot; one without pinyin until the first is ready."""

    def __init__(self, window: QWidget, session: Session, failed: Callable[[Exception], None]) -> None:
        self._window, self._session, self._failed = window, session, failed
        self._index: SearchIndex | None = None

    @property
    def index(self) -> SearchIndex:
        """The newest index there is."""
        if self._index is None:
            self._index = SearchIndex.of(self._session.snapshot, pinyin=False)
        return self._index

    def refresh(self, tables: frozenset[str] = frozenset()) -> None:
        """Make the index again if one of these tables is searched (empty: any may be)."""
        if tables and not tables & FOUND:
            return
        snapshot = self._session.snapshot
        spots = spots_of(snapshot)
        jobs.start(
            self._window, lambda _ticket: SearchIndex.of(snapshot, spots=spots), self._take, self._failed
        )

    def _take(self, index: SearchIndex) -> None:
        self._index = index

"""How an open township keeps up with its store: the tables that come later, what another process wrote."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from gridmap.errors import GridmapError
from gridmap.session.ahead import bring, look_ahead
from gridmap.session.reading import Reading
from gridmap.session.state import State
from gridmap.township.schemas import SCHEMAS
from gridmap.township.snapshot import Snapshot


class Following(Reading):
    """One township as it is read, and read again.

    What touches the state shown is done in the windows' own thread; any thread may read for it beforehand.
    """

    def load_rest(self) -> None:
        """Bring the tables that the first map did without."""
        self.show_rest(self.read_rest())

    def read_rest(self) -> State:
        """The state with those tables too. Touches nothing here, so that any thread may read."""
        known = self._state
        rest = self._store.load([name for name in SCHEMAS if name not in self._loaded], deferred=True)
        whole = known.snapshot.with_tables(rest.tables, rest.version)
        bring(whole)
        state = look_ahead(State(whole, known.census, standing=known.standing), known.asked)
        return self._with_public(state, ("resident",))

    def show_rest(self, fresh: State) -> None:
        """Show what ``read_rest`` gave, in the windows' own thread; read again if it is outdated."""
        known, names = self._state, frozenset(SCHEMAS) - self._loaded
        if fresh.moment != known.moment:
            rest = self._store.load(names, deferred=True)
            fresh = State(known.snapshot.with_tables(rest.tables), known.census, standing=known.standing)
        if names:
            self._loaded |= names
            self._accept(fresh)
            self.changed.emit(names)

    def read_again(self) -> State:
        """What is loaded, as it is saved now. Touches nothing here, so that any thread may read.

        When only the record of plans is another one, no table is read; otherwise those that changed.
        """
        standing, before = self._store.standing(), self._state.standing
        if standing.version == self._state.snapshot.version:
            stays = standing.differs and standing.public == before.public
            return replace(self._state, standing=standing, public=self._public if stays else None)
        known = self._state.snapshot
        fresh = self._changed_tables(known)
        bring(fresh)
        fresh = fresh.like(known)
        whole = Snapshot(fresh.settings, {**known.tables, **fresh.tables}, fresh.version)
        state = look_ahead(State.of(whole, standing=self._store.standing()), self._state.asked)
        return state if self._public is None else self._with_public(state, self._public.asked)

    def _with_public(self, state: State, populations: Iterable[str]) -> State:
        """The state with that of the published plan, which is the same where the plan is."""
        public = self._record.public(state)
        return state if public is state else replace(state, public=look_ahead(public, populations))

    def _changed_tables(self, known: Snapshot) -> Snapshot:
        """The tables that differ from those of ``known``; all that are loaded when that is not certain."""
        names = self._store.changed_since(known.version)
        if names is not None:
            some = sorted(names & self._loaded)
            fresh = self._store.load(some, deferred=True) if some else None
            if fresh is not None and self._store.changed_since(fresh.version) == frozenset():
                return fresh  # nobody wrote between the question and the answer
        return self._store.load(sorted(self._loaded), deferred=True)

    def show(self, fresh: State) -> None:
        """Show what ``read_again`` gave, in the windows' own thread; an older state is left alone."""
        if fresh.moment >= self._state.moment:
            self._renew(fresh)

    def is_outdated(self) -> bool:
        """Whether another process changed the store since. One that cannot be read just now is no crash:
        ``failed`` says it and what is shown stays. Any thread may ask."""
        try:
            outdated = self._store.standing().moment != self._state.moment
        except GridmapError as error:
            self.failed.emit(str(error))
            return False
        if not outdated:
            self.loaded_at = datetime.now()
        return outdated

    def refresh(self) -> bool:
        """Show what another process changed, if it did."""
        if not self.is_outdated():
            return False
        try:
            self._reload(frozenset())
        except GridmapError as error:
            self.failed.emit(str(error))
            return False
        return True

    def _reload(self, tables: Iterable[str]) -> None:
        names = frozenset(tables)
        fresh = self._store.load(sorted(names) if names else sorted(self._loaded), deferred=True)
        fresh = fresh.like(self._state.snapshot)
        snapshot = Snapshot(fresh.settings, {**self._state.snapshot.tables, **fresh.tables}, fresh.version)
        self._renew(State.of(snapshot, standing=self._store.standing()), names)

    def _renew(self, state: State, names: frozenset[str] = frozenset()) -> None:
        """Show another state, of which only these tables are new (none: all of them), and tell of it."""
        before = self._state.standing.public
        self._accept(state, names)
        self.changed.emit(names)
        if state.standing.public != before:
            self.published.emit()

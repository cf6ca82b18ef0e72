"""One open township: the snapshot everyone reads, and the few ways in which it may change.

Both windows share one session. It holds no selection, no extent, no theme: those are a window's
own view. Every change goes to the store first and is heard of afterwards, so what is shown is
what is saved.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from psygnal import Signal

from gridmap.errors import GridmapError, ReadOnlyStore, StoreError
from gridmap.i18n import _
from gridmap.redraw.plan import Edit, GridPlan, difference
from gridmap.rules import check
from gridmap.store.protocol import Store, Taken
from gridmap.township import load
from gridmap.township.batch import Intake
from gridmap.township.census import Census, Population, take_census
from gridmap.township.change import Change
from gridmap.township.finding import SEVERITIES, Finding
from gridmap.township.schemas import SCHEMAS
from gridmap.township.search import People
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import SMALL

FIRST_TABLES = (
    "township", "villages", "groups", "grids", "households", "staff", "assignments", "roads", "waters",
    "neighbours",
)  # fmt: skip
"""What the first map needs; ``load_rest`` brings the other tables after it has been painted."""


BROUGHT: Mapping[str, tuple[str, ...]] = {
    "residents": (
        "household_no_fid", "at_home", "resident", "birth_date", "age", "lives_alone", "cannot_self_care",
        "left_behind", "disabled", "aged_80",
    ),
    "visits": ("household_no_fid", "visited_at", "tier"),
    "patrols": ("uuid", "started_at", "village_fid", "group_fid", "member_count"),
}  # fmt: skip
"""What the windows show of the large tables: brought with the rest, so that no window waits for it."""


@dataclass(frozen=True)
class State:
    """A snapshot with what follows from it. Made in any thread, of tables that no other thread has."""

    snapshot: Snapshot
    census: Census
    found: dict[Population, list[Finding]] = field(default_factory=dict)
    shared: dict[str, list[Finding]] = field(default_factory=dict)

    @classmethod
    def of(cls, snapshot: Snapshot, asked: Iterable[Population] = ()) -> "State":
        """The state of a snapshot; ``asked`` are populations whose findings will be wanted."""
        state = cls(snapshot, take_census(snapshot))
        for population in asked:
            if population in state.census.grids:  # a forecast may be gone
                state.findings(population)
        return state

    def findings(self, *populations: Population) -> list[Finding]:
        """What the rules say on a population, or on several, the gravest first; worked out once for each."""
        found = [self._findings(population) for population in populations]
        if len(found) == 1 or not len(self.snapshot["grids"]):
            return found[0]
        once = {id(finding) for shared in self.shared.values() for finding in shared}
        more = [finding for others in found[1:] for finding in others if id(finding) not in once]
        return sorted(found[0] + more, key=lambda finding: SEVERITIES.index(finding.severity))

    def _findings(self, population: Population) -> list[Finding]:
        if population not in self.found:
            self.found[population] = check(self.snapshot, population, census=self.census, shared=self.shared)
        return self.found[population]


class Session:
    """One township opened from a store.

    ``changed`` carries the set of table names that changed (empty: everything may have changed),
    ``published`` that the public plan changed, ``failed`` one line for the user. ``loaded_at`` is
    when the data shown was last known to equal the store.
    """

    changed = Signal(frozenset)
    published = Signal()
    failed = Signal(str)

    def __init__(self, store: Store, author: str = "") -> None:
        self._store = store
        self.author = author
        self._loaded = set(FIRST_TABLES)
        self._accept(State.of(store.load(FIRST_TABLES, deferred=True)))

    @property
    def snapshot(self) -> Snapshot:
        """The township as it is shown."""
        return self._state.snapshot

    @property
    def census(self) -> Census:
        """Where everybody is in it."""
        return self._state.census

    @property
    def address(self) -> str:
        """The store's file or server address."""
        return self._store.address

    @property
    def read_only(self) -> bool:
        """Whether changes are refused, because of the file or of another writer."""
        return self._store.read_only

    @property
    def holder(self) -> str:
        """Who writes the store while this session may only read; '' otherwise."""
        return self._store.holder

    @property
    def complete(self) -> bool:
        """Whether every table has been loaded."""
        return self._loaded >= set(SCHEMAS)

    def findings(self, *populations: Population) -> list[Finding]:
        """What the rules say of the current snapshot on some populations (none: on residents)."""
        return self._state.findings(*populations or ("resident",))

    def get_ready(self) -> None:
        """Work out what the first map shows. Any thread may do it, before a window has the session."""
        for name in ("township", "villages", "grids", "staff", "assignments"):
            self.snapshot[name].bring(*SCHEMAS[name].columns)
        self.findings()

    def examine(self) -> None:
        """Ask whether the store's file is whole, and keep what makes the next opening quick.

        Any thread may do it. Raises StoreError; then nothing can be changed any more.
        """
        self._store.examine()
        self._store.keep()

    def load_rest(self) -> None:
        """Bring the tables that the first map did without."""
        self.show_rest(self.read_rest())

    def read_rest(self) -> Snapshot:
        """Those tables as the store has them. Touches nothing here, so that any thread may read."""
        rest = self._store.load([name for name in SCHEMAS if name not in self._loaded], deferred=True)
        _bring(rest)
        _bring(self.snapshot)
        load.prepare(self.snapshot["households"], rest["residents"])
        return rest

    def read_people(self, beat: Callable[[], None]) -> People:
        """Everyone who can be searched for, as saved now. Any thread may wait; see ``Store.people``."""
        return self._store.people(beat)

    def show_rest(self, rest: Snapshot) -> None:
        """Show what ``read_rest`` gave, in the windows' own thread; read again if it is outdated."""
        if rest.version != self.snapshot.version:
            rest = self._store.load(rest.tables, deferred=True)
        names = frozenset(rest.tables)
        if names:
            self._loaded |= names
            self._accept(State(self.snapshot.with_tables(rest.tables), self.census))
            self.changed.emit(names)

    def perform(self, edit: Edit) -> None:
        """Apply one edit and save it; returns when it is durable.

        Raises EditError (the plan is as it was) or ReadOnlyStore.
        """
        before = GridPlan.of(self.snapshot)
        self.write(difference(before, edit.apply(before), edit))

    def write(self, change: Change) -> None:
        """Save one change and show it."""
        self._refuse_when_read_only()
        self._store.write(change, self.author)
        # whoever referred to a removed row was changed with it; settings are read with any table
        settings_only = frozenset(("township",)) if change.settings else frozenset()
        self._reload(frozenset() if change.removed else change.tables or settings_only)

    def take(self, intake: Intake) -> list[Taken]:
        """Write an import's accepted rows in one transaction, then show them."""
        taken = self.write_intake(intake)
        self._reload(frozenset())
        return taken

    def write_intake(self, intake: Intake) -> list[Taken]:
        """Only write it; ``show`` shows it. Touches nothing here, so that any thread may write."""
        self._refuse_when_read_only()
        return self._store.take(intake, self.author)

    def undo_label(self) -> str | None:
        """What an undo would take back; None when there is nothing."""
        return None if self.read_only else self._store.undo_label()

    def redo_label(self) -> str | None:
        """What a redo would bring back; None when there is nothing."""
        return None if self.read_only else self._store.redo_label()

    def undo(self) -> str | None:
        """Take the last change back, as a new operation; its label, or None."""
        label = self.write_undo()
        self._reload(frozenset())
        return label

    def write_undo(self) -> str | None:
        """Only write the undo; ``show`` shows it. Any thread may do it."""
        self._refuse_when_read_only()
        return self._store.undo(self.author)

    def redo(self) -> str | None:
        """Bring the last undone change back, as a new operation; its label, or None."""
        label = self.write_redo()
        self._reload(frozenset())
        return label

    def write_redo(self) -> str | None:
        """Only write the redo; ``show`` shows it. Any thread may do it."""
        self._refuse_when_read_only()
        return self._store.redo(self.author)

    def read_again(self) -> State:
        """What is loaded, as it is saved now. Touches nothing here, so that any thread may read."""
        fresh = self._store.load(sorted(self._loaded), deferred=True)
        _bring(fresh)
        fresh = fresh.like(self.snapshot)
        load.prepare(fresh["households"], fresh["residents"])
        return State.of(fresh, tuple(self._state.found))

    def show(self, fresh: State) -> None:
        """Show what ``read_again`` gave, in the windows' own thread; an older state is left alone."""
        if fresh.snapshot.version >= self.snapshot.version:
            self._accept(fresh)
            self.changed.emit(frozenset())

    def is_outdated(self) -> bool:
        """Whether another process changed the store since. One that cannot be read just now is no crash:
        ``failed`` says it and what is shown stays. Any thread may ask."""
        try:
            outdated = self._store.version != self.snapshot.version
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

    def spare(self, path: Path) -> None:
        """Refuse ``path`` as the place of an export or picture when it is this store. Raises StoreError.

        The file is not opened to find out: another handle on a live store, closed, drops its locks.
        """
        own = Path(self.address)
        if path.exists() and own.exists() and path.samefile(own):
            raise StoreError(_("{path}：这是镇库本身，不能覆盖；请换一个文件名").format(path=path))

    def close(self) -> None:
        """Close the store; the file is then one file again."""
        self._store.close()

    def _refuse_when_read_only(self) -> None:
        if self.read_only:
            who = self.holder or _("文件只读")
            raise ReadOnlyStore(_("{store}：不能修改（{who}）").format(store=self.address, who=who))

    def _reload(self, tables: Iterable[str]) -> None:
        names = frozenset(tables)
        fresh = self._store.load(sorted(names) if names else sorted(self._loaded), deferred=True)
        fresh = fresh.like(self.snapshot)
        self._accept(
            State.of(Snapshot(fresh.settings, {**self.snapshot.tables, **fresh.tables}, fresh.version))
        )
        self.changed.emit(names)

    def _accept(self, state: State) -> None:
        self._state = state
        self.loaded_at = datetime.now()


def _bring(snapshot: Snapshot) -> None:
    """Small tables whole, of large ones what is shown."""
    for name, table in snapshot.tables.items():
        table.bring(*(BROUGHT.get(name, ()) if len(table) > SMALL else table.schema.columns))

"""What an open township says: the draft on which planners draw, the published plan that the wall shows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gridmap.errors import StoreError
from gridmap.i18n import _
from gridmap.session.masking import Masking
from gridmap.session.record import Record
from gridmap.session.signal import Signal
from gridmap.session.state import State
from gridmap.store.protocol import Store
from gridmap.township.census import Census, Population
from gridmap.township.change import EDITED
from gridmap.township.finding import Finding
from gridmap.township.mask import Mask
from gridmap.township.revision import Revision, Step
from gridmap.township.schemas import SCHEMAS
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

if TYPE_CHECKING:
    from gridmap.redraw.preflight import Preflight
    from gridmap.township.search import People

FIRST_TABLES = (
    "township", "villages", "groups", "grids", "households", "staff", "assignments", "roads", "waters",
    "ridges", "neighbours",
)  # fmt: skip
"""What the first map needs; ``load_rest`` brings the other tables after it has been painted."""

PANELS = ("staff", "assignments", "groups")
"""Of those, what only the panels show whole."""


class Reading:
    """One township opened from a store, as it is read: the draft, the published plan, and for a while an
    older one.

    ``changed`` carries the set of table names that changed (empty: everything may have changed),
    ``published`` that the public plan changed, ``failed`` one line for the user. ``loaded_at`` is
    when the data shown was last known to equal the store. While it is looked back at an older plan,
    that one is what everybody reads, and nothing may be changed.
    """

    _state: State

    def __init__(self, store: Store, author: str = "") -> None:
        self.changed, self.published, self.failed = Signal(), Signal(), Signal()
        self._store = store
        self.author = author
        self._loaded = set(FIRST_TABLES)
        self._record = Record(store)
        self.masking = Masking(store)
        self._public: State | None = None
        self._past: State | None = None
        self._past_is_public = False
        snapshot = store.load(FIRST_TABLES, deferred=True)
        self._accept(State.of(snapshot, standing=store.standing(), known=store.places(snapshot.version)))

    @property
    def snapshot(self) -> Snapshot:
        """The township as it is shown."""
        return self._shown.snapshot

    @property
    def census(self) -> Census:
        """Where everybody is in it."""
        return self._shown.census

    @property
    def draft(self) -> State:
        """The township with the plan that is drawn on, also while an older one is looked at."""
        return self._state

    @property
    def public(self) -> State:
        """The township with the plan that was published last: the very state that the desk shows while
        the draft is that plan, or none was published yet."""
        if self._past is not None and self._past_is_public:
            return self._past
        if self._public is None:
            self._public = self._record.public(self._state)
        return self._public

    @property
    def looking_at(self) -> int:
        """The revision that is looked back at, 0 for the draft of now."""
        return self._past.seq if self._past else 0

    @property
    def refusal(self) -> str | None:
        """Why nothing may be changed; None when it may."""
        if self._past is not None:
            return _("正在看第 {seq} 版；先离开").format(seq=self._past.seq)
        if not self.read_only:
            return None
        return _("{who} 正在编辑这个文件").format(who=self.holder) if self.holder else _("文件只读")

    @property
    def _shown(self) -> State:
        return self._past or self._state

    @property
    def differs(self) -> bool:
        """Whether the draft is another plan than the published one."""
        return self._state.standing.differs

    @property
    def mask(self) -> Mask:
        """What may be seen of personal values just now, in every window but the wall."""
        return self.masking.mask

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
        return self._shown.findings(*populations or ("resident",))

    def get_ready(self, *, public: bool = False, hurried: bool = False) -> None:
        """Work out what the first map shows. Any thread may do it, before a window has the session.

        ``hurried``: what only panels show, and the rules that measure the ground, wait for ``measure``.
        """
        for name in ("township", "villages", "grids", *(() if hurried else PANELS)):
            self.snapshot[name].bring(*SCHEMAS[name].columns)
        self._state = replace(self._state, hurried=hurried)
        (self.public if public else self._state).findings("resident")

    def measure(self) -> bool:
        """Work out what ``get_ready`` put off; whether the ground has a flaw that the first map did not
        show. Any thread may do it."""
        for name in PANELS:
            self.snapshot[name].bring(*SCHEMAS[name].columns)
        return bool(self._state.measure())

    def examine(self) -> None:
        """Ask whether the store's file is whole, and keep what makes the next opening quick.

        Any thread may do it. Raises StoreError; then nothing can be changed any more.
        """
        self._store.examine()
        state = self._state
        self._store.keep(state.snapshot.version, state.census.grid_of_household)

    def steps(self) -> list[Step]:
        """The changes that the draft was made of, oldest first, those taken back among them."""
        return self._store.steps()

    def revisions(self) -> list[Revision]:
        """The record of published plans, oldest first."""
        return self._store.revisions()

    def plan_of(self, seq: int) -> Mapping[str, Table]:
        """``grids`` and ``assignments`` of a revision. Raises StoreError when there is none such."""
        return self._store.plan_of(seq)

    def as_of(self, when: str) -> State:
        """The township with the plan of then: of a revision's number, or of a day or moment in local time.

        People and houses are those of now. Raises UsageError when there is no such plan.
        """
        return self._record.as_of(self._state, when)

    def look(self, past: State | None, *, everywhere: bool = False) -> None:
        """Show what ``as_of`` gave, or with None the draft again; ``everywhere``: on the wall too."""
        self._past, self._past_is_public = past, everywhere
        self.changed.emit(frozenset())

    def preflight(self, populations: Sequence[str] = ("resident",)) -> "Preflight":
        """What stands against publishing the draft, judged on these populations."""
        from gridmap.redraw.preflight import preflight

        state, public = self._state, self.public
        return preflight(state, public, populations, self.revisions())

    def read_people(self, beat: Callable[[], None]) -> "People":
        """Everyone who can be searched for, as saved now. Any thread may wait; see ``Store.people``."""
        return self._store.people(beat)

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

    def _accept(self, state: State, names: frozenset[str] = frozenset()) -> None:
        """What an edit changes of the draft changes nothing of what is published."""
        stays = bool(names) and names <= set(EDITED) and self._is_public_of(state)
        if not stays:
            self._public = state.public
        self._state = state
        if self._past is not None:
            self._past = self._record.as_of(state, str(self._past.seq))
        self.loaded_at = datetime.now()

    def _is_public_of(self, state: State) -> bool:
        if self._public is None or not state.standing.differs:
            return False
        return self._state.standing.public == state.standing.public

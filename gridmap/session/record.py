"""The published plans of an open township: which one the wall shows, and how another becomes it."""

from collections.abc import Mapping

from gridmap.errors import PublishError
from gridmap.i18n import _
from gridmap.session.state import State
from gridmap.store.protocol import Store
from gridmap.township.change import Change
from gridmap.township.revision import Publication, RevisionKind, revision_at
from gridmap.township.table import Table


class Record:
    """The record of one store. The tables of the published plan are kept, so that whatever was worked out
    of their columns stands while people and ledgers come and go around them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: tuple[int, dict[str, Table]] = (0, {})

    def public(self, state: State) -> State:
        """The state with the published plan: the same one while its plan is that, or none is published."""
        standing = state.standing
        of_one_moment = standing.version == state.snapshot.version
        if not standing.public or (of_one_moment and not standing.differs):
            return state
        if self._kept[0] != standing.public:
            self._kept = standing.public, self._store.plan_of(standing.public)
        return self._with_plan(state, *self._kept)

    def as_of(self, state: State, when: str) -> State:
        """The state with the plan of then. Raises UsageError when there is no such plan."""
        seq = revision_at(self._store.revisions(), when).seq
        return self._with_plan(state, seq, self._store.plan_of(seq))

    def publish(self, state: State, author: str, reason: str, name: str) -> int:
        """Record the draft, every new grid with its number; the revision's number."""
        from gridmap.redraw.plan import GridPlan, difference
        from gridmap.redraw.publish import numbered

        before = GridPlan.of(state.snapshot)
        change = difference(before, numbered(before, self._store.revisions()))
        return self._write(state, author, "published", name, reason, _called(change, _("发布：为新网格编号")))

    def take_back(self, state: State, author: str, seq: int, reason: str) -> int:
        """Record an older plan once more, and make it the draft; the revision's number."""
        from gridmap.redraw.plan import GridPlan, difference
        from gridmap.redraw.publish import replaced

        if not reason:
            raise PublishError(_("没有撤回：请填写理由"))
        if seq == state.standing.public and not state.standing.differs:
            raise PublishError(_("没有撤回：第 {seq} 版就是现行方案").format(seq=seq))
        before = GridPlan.of(state.snapshot)
        change = difference(before, replaced(before, self._store.plan_of(seq)))
        label = _("撤回到第 {seq} 版").format(seq=seq)
        return self._write(state, author, "taken_back", label, reason, _called(change, label))

    def name(self, state: State, author: str, name: str) -> int:
        """Record the draft under a name; the revision's number."""
        if not name:
            raise PublishError(_("没有命名：名称不能为空"))
        return self._write(state, author, "named", name, "", Change(""))

    def _write(
        self, state: State, author: str, kind: RevisionKind, name: str, reason: str, change: Change
    ) -> int:
        publication = Publication(kind, state.standing.public, state.snapshot.version, name, reason, change)
        return self._store.publish(publication, author)

    @staticmethod
    def _with_plan(state: State, seq: int, plan: Mapping[str, Table]) -> State:
        return State.of(state.snapshot.with_tables(plan), standing=state.standing, seq=seq)


def _called(change: Change, label: str) -> Change:
    return Change(label, change.rows, change.removed, {"rows": sum(map(len, change.rows.values()))})

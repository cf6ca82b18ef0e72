"""One open township: the snapshot everyone reads, and the few ways in which it may change.

Both windows share one session. It holds no selection, no extent, no theme: those are a window's
own view. Every change goes to the store first and is heard of afterwards, so what is shown is
what is saved.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gridmap.errors import EditError, ReadOnlyStore
from gridmap.i18n import _
from gridmap.session.following import Following
from gridmap.store.protocol import Taken
from gridmap.township.change import Change

if TYPE_CHECKING:
    from gridmap.redraw.plan import Edit, GridPlan
    from gridmap.township.batch import Intake


class Session(Following):
    """One township opened from a store: what it says, how it follows the store, every way to change it."""

    def perform(self, edit: "Edit", after: "GridPlan | None" = None) -> None:
        """Apply one edit and save it; returns when it is durable. ``after`` is what it makes of the plan as
        it is now, where that is known already.

        Raises EditError (the plan is as it was) or ReadOnlyStore.
        """
        from gridmap.redraw.plan import GridPlan, difference

        before = GridPlan.of(self._state.snapshot)
        self.write(difference(before, edit.apply(before) if after is None else after, edit))

    def write(self, change: Change) -> None:
        """Save one change and show it."""
        self._refuse_when_read_only()
        self._store.write(change, self.author)
        # whoever referred to a removed row was changed with it; settings are read with any table
        settings_only = frozenset(("township",)) if change.settings else frozenset()
        self._reload(frozenset() if change.removed else change.tables or settings_only)

    def take(self, intake: "Intake") -> list[Taken]:
        """Write an import's accepted rows in one transaction, then show them."""
        taken = self.write_intake(intake)
        self._reload(frozenset())
        return taken

    def write_intake(self, intake: "Intake") -> list[Taken]:
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

    def write_way_to(self, op: int) -> None:
        """Only write the undos or redos that make this step the last one of the draft (0: none of them is).
        Any thread may do it. Raises EditError for a step that cannot come back."""
        self._refuse_when_read_only()
        now = [step.op for step in self.steps() if step.state == "done"]
        later = [step.op for step in self.steps() if step.state == "undone"]
        if op in later:
            for _step in range(sum(one <= op for one in later)):
                self._store.redo(self.author)
        elif op in now or not op:
            for _step in range(sum(one > op for one in now)):
                self._store.undo(self.author)
        else:
            raise EditError(_("这一步撤销以后又做了别的，不能再恢复"))

    def publish(self, reason: str = "", name: str = "", populations: Sequence[str] = ("resident",)) -> int:
        """Publish the draft; returns when it is durable, with the revision's number.

        Raises PublishError while something must be mended or said first, Outdated when somebody was quicker,
        ReadOnlyStore; nothing is changed then.
        """
        seq = self.write_publication(reason, name, populations)
        self.show(self.read_again())
        return seq

    def write_publication(
        self, reason: str = "", name: str = "", populations: Sequence[str] = ("resident",)
    ) -> int:
        """Only write the publication; ``show`` shows it. Any thread may do it."""
        self._refuse_when_read_only()
        self.preflight(populations).refuse(reason)
        return self._record.publish(self._state, self.author, reason.strip(), name.strip())

    def take_back(self, seq: int, reason: str) -> int:
        """Publish the plan of an older revision once more; it becomes the draft too, as one operation that
        can be undone. Raises as ``publish`` does."""
        taken = self.write_take_back(seq, reason)
        self.show(self.read_again())
        return taken

    def write_take_back(self, seq: int, reason: str) -> int:
        """Only write it; ``show`` shows it. Any thread may do it."""
        self._refuse_when_read_only()
        return self._record.take_back(self._state, self.author, seq, reason.strip())

    def write_name(self, name: str) -> int:
        """Only record the draft as a point with a name, which is not published. Any thread may do it."""
        self._refuse_when_read_only()
        return self._record.name(self._state, self.author, name.strip())

    def begin_drill(self, path: Path) -> None:
        """Make a copy to practise on, marked as a drill; nothing is changed here. Any thread may do it.

        Raises StoreError.
        """
        self._store.begin_drill(path, self.author)

    def _refuse_when_read_only(self) -> None:
        if why := self.refusal:
            raise ReadOnlyStore(_("{store}：不能修改（{why}）").format(store=self.address, why=why))

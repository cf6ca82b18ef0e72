"""What every store can do, whether a file on this machine or a server."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from gridmap.township.change import Change
from gridmap.township.revision import Publication, Revision, Standing, Step
from gridmap.township.settings import Settings
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from gridmap.township.batch import Intake
    from gridmap.township.search import People


@dataclass(frozen=True)
class Taken:
    """What became of one file's rows for one table."""

    path: str
    kind: str
    inserted: int
    updated: int
    unchanged: int


@dataclass(frozen=True)
class AuditRow:
    """One line of the record: who did what to which object, when (UTC), with what result."""

    seq: int
    at_utc: str
    who: str
    what: str
    object: str
    result: str


class Store(Protocol):
    """A township's data with its record. Every change returns only when it is durable."""

    @property
    def address(self) -> str:
        """The file's path or the server's address."""
        ...

    @property
    def read_only(self) -> bool:
        """Whether changes are refused."""
        ...

    @property
    def holder(self) -> str:
        """Which other process writes it, when that is why it is read-only; '' otherwise."""
        ...

    @property
    def settings(self) -> Settings:
        """The township's settings."""
        ...

    @property
    def version(self) -> int:
        """The number of the last operation, those of other processes included."""
        ...

    def load(self, names: Iterable[str] | None = None, *, deferred: bool = False) -> Snapshot:
        """Tables as they are now, all of them when no names are given.

        With ``deferred`` texts are read when they are first asked for, as they are saved then.
        """
        ...

    def changed_since(self, version: int) -> frozenset[str] | None:
        """The tables that differ from what they were at an earlier version; None: perhaps all of them."""
        ...

    def examine(self) -> None:
        """Ask whether everything in the store is whole, once. Raises StoreError.

        What was opened for showing at once is examined before its first change at the latest.
        """
        ...

    def places(self, version: int) -> "NDArray[np.int64] | None":
        """The row of every household's grid as it was found when this version was opened before, if it was
        kept."""
        ...

    def keep(self, version: int, places: "NDArray[np.int64]") -> None:
        """Keep what makes the next opening quick; ``places`` is the row of every household's grid in a
        version."""
        ...

    def people(self, beat: Callable[[], None]) -> "People":
        """Everyone who can be searched for. It takes seconds; what ``beat`` raises meanwhile ends it."""
        ...

    def take(self, intake: "Intake", author: str) -> list[Taken]:
        """Write an import's rows, settings and record in one transaction."""
        ...

    def write(self, change: Change, author: str) -> int:
        """Write one change with its record in one transaction; the new version."""
        ...

    def steps(self) -> list[Step]:
        """The changes that the draft was made of, oldest first, those taken back among them."""
        ...

    def standing(self) -> Standing:
        """How the draft stands to the record of published plans. A few rows are read: ask often."""
        ...

    def revisions(self) -> list[Revision]:
        """The record of published plans, oldest first."""
        ...

    def plan_of(self, seq: int) -> dict[str, Table]:
        """``grids`` and ``assignments`` as a revision has them. Raises StoreError when there is none such."""
        ...

    def publish(self, publication: Publication, author: str) -> int:
        """Record the draft, after its change, as a revision in one transaction; its number.

        Raises Outdated, and changes nothing, when somebody published or edited since its author looked.
        """
        ...

    def undo_label(self) -> str | None:
        """What ``undo`` would take back."""
        ...

    def redo_label(self) -> str | None:
        """What ``redo`` would bring back."""
        ...

    def undo(self, author: str) -> str | None:
        """Take the last change back as a new operation; its label, None when there is none."""
        ...

    def redo(self, author: str) -> str | None:
        """Bring the last undone change back as a new operation; its label, None when there is none."""
        ...

    def note(self, what: str, object_: str, result: str, author: str) -> None:
        """Write a line of the record about what changes nothing: who looked at what, and why."""
        ...

    def audit(self) -> list[AuditRow]:
        """The record, oldest first."""
        ...

    def verify(self) -> list[str]:
        """One line for each thing that does not hold together; empty when the store is sound."""
        ...

    def backup(self, folder: Path) -> Path:
        """A verified copy in ``folder``."""
        ...

    def begin_drill(self, target: Path, author: str) -> None:
        """A marked copy at ``target``, to practise on. Raises StoreError."""
        ...

    def close(self) -> None:
        """Let go of the store; a file is then one single file."""
        ...

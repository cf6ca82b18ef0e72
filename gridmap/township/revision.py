"""The record of plans as values: what was published, and how the draft stands to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from gridmap.township.change import Change

RevisionKind = Literal["published", "taken_back", "named", "imported"]
REVISION_TITLES: Mapping[str, str] = {
    "published": "发布", "taken_back": "撤回", "named": "命名", "imported": "导入",
}  # fmt: skip


@dataclass(frozen=True)
class Revision:
    """One line of the record. It never changes and never goes.

    ``base`` is the published revision that it followed (0: none), ``op`` the store's last operation in it,
    ``edits`` the operations since the revision before (label and parameters, nothing personal), ``codes``
    the codes that no revision before gave to that grid (by its uuid), ``digest`` the SHA-256 of its plan.
    """

    seq: int
    at_utc: str
    author: str
    kind: RevisionKind
    name: str
    reason: str
    base: int
    op: int
    edits: tuple[Mapping[str, Any], ...]
    codes: Mapping[str, str]
    digest: str

    @property
    def public(self) -> bool:
        """Whether the wall showed it: a named point is only a draft that somebody wanted to find again."""
        return self.kind != "named"


@dataclass(frozen=True)
class Standing:
    """How the draft stands to the record at one moment.

    ``version`` is the last operation, ``newest`` the last revision, ``public`` the last published one (0:
    none); ``differs`` says whether the draft is another plan than that.
    """

    version: int = 0
    newest: int = 0
    public: int = 0
    differs: bool = False


@dataclass(frozen=True)
class Publication:
    """What is to be recorded: the draft, after ``change``.

    ``base`` and ``version`` say what the author saw: with a newer published revision, or a newer draft,
    the store refuses.
    """

    kind: RevisionKind
    base: int
    version: int
    name: str = ""
    reason: str = ""
    change: Change = field(default_factory=lambda: Change(""))

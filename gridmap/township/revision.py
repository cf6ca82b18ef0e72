"""The record of plans as values: what was published, and how the draft stands to it."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import UTC, datetime, time
from typing import Any, Literal

from gridmap.errors import UsageError
from gridmap.i18n import _
from gridmap.township.change import Change
from gridmap.township.value import dataclass

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
class Step:
    """One change of the draft: ``done`` stands, ``undone`` can be brought back, ``gone`` was taken back
    before something else was done."""

    op: int
    at_utc: str
    author: str
    label: str
    state: Literal["done", "undone", "gone"]


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

    @property
    def moment(self) -> tuple[int, int]:
        """Changes with every operation and every revision."""
        return self.version, self.newest


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


def revision_at(revisions: Sequence[Revision], when: str) -> Revision:
    """The plan that was public then: ``when`` is a revision's number, or a day or moment in local time.

    A number finds named points too. Raises UsageError with one line.
    """
    text = when.strip()
    if text.isdecimal() and len(text) < 8:
        found = [revision for revision in revisions if revision.seq == int(text)]
        if not found:
            raise UsageError(_unknown(text, revisions))
    else:
        moment = _utc(text)
        found = [revision for revision in revisions if revision.public and revision.at_utc <= moment]
    if not found:
        told = _("{when}：那时还没有发布的方案；版本见 gridmap revisions").format(when=text)
        raise UsageError(told)
    return found[-1]


def _unknown(text: str, revisions: Sequence[Revision]) -> str:
    """That there is no such number, and which there are."""
    if not revisions:
        return _("没有第 {seq} 版：还没有发布过方案").format(seq=text)
    seqs = [revision.seq for revision in revisions]
    first, last = min(seqs), max(seqs)
    known = _("第 {first} 到 {last} 版").format(first=first, last=last)
    known = known if first < last else _("第 {seq} 版").format(seq=last)
    return _("没有第 {seq} 版：现有{known}，见 gridmap revisions").format(seq=text, known=known)


def _utc(text: str) -> str:
    """A day's end or a moment, local time, as the record writes it."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        told = _("{when}：应写成版本号、2026-11-23 或 2026-11-23T14:30").format(when=text)
        raise UsageError(told) from error
    if len(text) <= len("2026-11-23"):
        moment = datetime.combine(moment.date(), time(23, 59, 59))
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"

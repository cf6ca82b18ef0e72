"""Which rules say something else of one plan than of the other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gridmap.redraw.compare.side import Side
from gridmap.rules import check, title
from gridmap.township.finding import SEVERITIES, Finding

_Key = tuple[str, frozenset[str]]


@dataclass(frozen=True)
class RuleChange:
    """A rule that changes state for some grids: ``before`` and ``after`` are severities, '' for passed.

    ``finding`` is what it says now, or said before it passed.
    """

    rule: str
    title: str
    before: str
    after: str
    finding: Finding

    @property
    def better(self) -> bool:
        """Whether it was graver before."""
        return _grave(self.after) > _grave(self.before)


def rule_changes(before: Side, after: Side, pair: Iterable[int], population: str) -> tuple[RuleChange, ...]:
    """The changes, what got worse first. Findings that only say other numbers are none."""
    mine, theirs = before.grids["uuid"].tolist(), after.grids["uuid"].tolist()
    renamed = {mine[row]: theirs[other] for row, other in enumerate(pair) if other >= 0}
    old, new = _gravest(before, population, renamed), _gravest(after, population, {})
    found = []
    for key in dict.fromkeys([*new, *old]):
        then, now = old.get(key), new.get(key)
        said = now or then
        if said is not None and (then.severity if then else "") != (now.severity if now else ""):
            found.append(
                RuleChange(
                    said.rule,
                    title(said.rule),
                    then.severity if then else "",
                    now.severity if now else "",
                    said,
                )
            )
    return tuple(sorted(found, key=lambda change: (change.better, _grave(change.after), change.rule)))


def _gravest(side: Side, population: str, renamed: Mapping[str, str]) -> dict[_Key, Finding]:
    """The gravest finding of each rule about the same grids, named as in the second plan."""
    found: dict[_Key, Finding] = {}
    for finding in check(side.snapshot, population, census=side.census):
        key = (finding.rule, frozenset(renamed.get(uuid, uuid) for uuid in finding.grids))
        found.setdefault(key, finding)
    return found


_RANK: Mapping[str, int] = {severity: rank for rank, severity in enumerate(SEVERITIES)}


def _grave(severity: str) -> int:
    return _RANK.get(severity, len(_RANK))

"""What became of a grid's code, and where it came from: read from the published plans, matched by people.

A grid is known by its uuid; one that an import brought under a new uuid is the grid of before when most of
the people of either live in the other. Nothing is renumbered: a code means one grid for ever.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gridmap.township.census import inner_points
from gridmap.township.partition import Partition
from gridmap.township.revision import Revision
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

AliasKind = Literal["begun", "renamed", "recoded", "split_from", "merged_into", "ended"]
MOST = 0.5
"""The share of the people of both that makes two grids one."""
Plans = Callable[[int], Mapping[str, Table]]


@dataclass(frozen=True)
class Alias:
    """One thing that a revision did to a code: ``code`` and ``name`` are those after it (before it, for a
    code that ended); ``other`` is the code or name on the other side, ``people`` how many it was about."""

    seq: int
    at_utc: str
    kind: AliasKind
    code: str
    name: str
    other: str = ""
    people: int = 0


@dataclass(frozen=True)
class _Plan:
    """The grids of one revision, and the grid row of every place where people live."""

    grids: Table
    of_place: NDArray[np.int64]

    def word(self, row: int) -> str:
        return str(self.grids["code"][row] or self.grids["name"][row])


def aliases(snapshot: Snapshot, revisions: Iterable[Revision], plan_of: Plans) -> tuple[Alias, ...]:
    """Everything that the published plans did to codes, oldest first; people are those of the snapshot."""
    x, y, people = _places(snapshot)
    before: _Plan | None = None
    digest, found = "", list[Alias]()
    for revision in revisions:
        if revision.public and revision.digest != digest:
            grids, digest = plan_of(revision.seq)["grids"], revision.digest
            after = _Plan(grids, Partition.of(grids["geometry"]).locate(x, y))
            found += _begun(revision, after) if before is None else _changes(revision, before, after, people)
            before = after
    return tuple(found)


def history_of(code: str, known: Sequence[Alias]) -> tuple[Alias, ...]:
    """What concerns a code: its own changes and those in which it is on the other side."""
    return tuple(alias for alias in known if code in (alias.code, alias.other))


def _places(snapshot: Snapshot) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Where people live and how many: households, or groups where there are none."""
    table = snapshot["households"]
    if not len(table):
        table = snapshot["groups"]
    x, y = (table.number("x"), table.number("y")) if "x" in table else inner_points(table)
    return x, y, np.nan_to_num(table.number("resident"), nan=1.0)


def _begun(revision: Revision, plan: _Plan) -> list[Alias]:
    return [
        Alias(revision.seq, revision.at_utc, "begun", str(grid["code"]), str(grid["name"]))
        for grid in plan.grids.rows()
    ]


def _changes(revision: Revision, before: _Plan, after: _Plan, people: NDArray[np.float64]) -> list[Alias]:
    common = _common(before, after, people)
    partner = _partners(before, after, common)
    here = revision.seq, revision.at_utc
    found = []
    for old, new in partner.items():
        names = [str(plan.grids["name"][row]) for plan, row in ((before, old), (after, new))]
        codes = [str(plan.grids["code"][row]) for plan, row in ((before, old), (after, new))]
        if codes[0] != codes[1]:
            found.append(Alias(*here, "recoded" if codes[0] else "begun", codes[1], names[1], codes[0]))
        elif names[0] != names[1]:
            found.append(Alias(*here, "renamed", codes[1], names[1], names[0]))
    for new in sorted(set(range(len(after.grids))) - set(partner.values())):
        source = int(common[:, new].argmax()) if common[:, new].any() else -1
        other = before.word(source) if source >= 0 else ""
        count = int(common[source, new]) if source >= 0 else 0
        kind: AliasKind = "split_from" if other else "begun"
        found.append(Alias(*here, kind, after.word(new), str(after.grids["name"][new]), other, count))
    for old in sorted(set(range(len(before.grids))) - set(partner)):
        target = int(common[old].argmax()) if common[old].any() else -1
        other = after.word(target) if target >= 0 else ""
        count = int(common[old, target]) if target >= 0 else 0
        kind = "merged_into" if other else "ended"
        found.append(Alias(*here, kind, before.word(old), str(before.grids["name"][old]), other, count))
    return found


def _common(before: _Plan, after: _Plan, people: NDArray[np.float64]) -> NDArray[np.float64]:
    """How many people live in both, for each grid of before and after."""
    there = (before.of_place >= 0) & (after.of_place >= 0)
    common = np.zeros((len(before.grids), len(after.grids)))
    np.add.at(common, (before.of_place[there], after.of_place[there]), people[there])
    return common


def _partners(before: _Plan, after: _Plan, common: NDArray[np.float64]) -> dict[int, int]:
    """The row after of each grid that goes on: by its uuid, else by its people."""
    rows = {uuid: row for row, uuid in enumerate(after.grids.text("uuid"))}
    partner = {
        row: rows[uuid] for row, uuid in enumerate(before.grids.text("uuid")) if uuid in rows
    }  # fmt: skip
    taken = set(partner.values())
    for old in range(len(before.grids)):
        if old in partner or not common[old].any():
            continue
        new = int(common[old].argmax())
        most = MOST * max(common[old].sum(), common[:, new].sum())
        if new not in taken and common[old, new] > most:
            partner[old] = new
            taken.add(new)
    return partner

"""Paper that follows from a plan: a notice for each household, a handover for each two workers."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gridmap.redraw.compare.comparison import Comparison
from gridmap.redraw.compare.side import Person, Side
from gridmap.response.risk import RISKS
from gridmap.township.table import Table

_CARE_RISKS = tuple(RISKS)[:3]


@dataclass(frozen=True)
class Notice:
    """What one household (a group, where there are none) is told. Nothing is masked here.

    ``row`` is that of ``Side.units``, ``at`` that of ``Moves.rows``; ``people`` on each population (None
    unknown); ``changes`` names what changes: grid, worker, leader. ``care`` is why it must not be lost
    on the way, ``far_from`` and ``far_to`` the metres to the middle of the worker's grid (None unknown),
    ``incidents`` the open ones at the door, ``own_home`` whether a worker lives there.
    """

    row: int
    at: int
    number: str
    head_name: str
    group: str
    address: str
    people: Mapping[str, int | None]
    came_from: str
    goes_to: str
    worker_from: tuple[Person, ...]
    worker_to: tuple[Person, ...]
    leader_from: tuple[Person, ...]
    leader_to: tuple[Person, ...]
    changes: tuple[str, ...]
    care: tuple[str, ...]
    far_from: int | None
    far_to: int | None
    incidents: int
    own_home: bool


@dataclass(frozen=True)
class Handover:
    """The households that one grid's workers hand to those of another; the workers may be the same."""

    came_from: str
    goes_to: str
    worker_from: tuple[Person, ...]
    worker_to: tuple[Person, ...]
    notices: tuple[Notice, ...]

    def people(self, population: str) -> int:
        """Everybody in it; unknown numbers are 0."""
        return sum(notice.people[population] or 0 for notice in self.notices)

    @property
    def careful(self) -> int:
        """Households in which somebody must not be lost on the way."""
        return sum(bool(notice.care) for notice in self.notices)


def notices_of(found: Comparison) -> list[Notice]:
    """One for every household for which grid, worker or leader changes: by grid, new grid and number."""
    moves = found.moves
    units = moves.units.take(moves.rows)
    known = units.schema.name == "households"
    number = units.text("household_no" if known else "code")
    blank = np.full(len(units), "", object)
    heads = units.text("head_name" if known else "name")
    address = units.text("address") if known else blank
    group = _groups(found.after, units) if known else units.text("name").tolist()
    people = {name: moves.people(name) for name in moves.populations}
    duty = {
        role: [[*side.on_duty(role), ()] for side in (found.before, found.after)]
        for role in ("grid_worker", "grid_leader")
    }
    flags = (("grid", moves.grid), ("worker", moves.worker), ("leader", moves.leader))
    made, own = [], moves.own_home
    for at, (one, other) in enumerate(zip(moves.came_from.tolist(), moves.goes_to.tolist(), strict=True)):
        made.append(Notice(
            int(moves.rows[at]), at, str(number[at]), str(heads[at]), str(group[at]), str(address[at]),
            {name: _whole(counts[at]) for name, counts in people.items()},
            found.before.grid_title(one), found.after.grid_title(other),
            duty["grid_worker"][0][one], duty["grid_worker"][1][other],
            duty["grid_leader"][0][one], duty["grid_leader"][1][other],
            tuple(name for name, changed in flags if changed[at]), _care(found, at),
            _whole(moves.far_from[at]), _whole(moves.far_to[at]), int(moves.incidents_here[at]),
            bool(own[at]),
        ))  # fmt: skip
    return sorted(made, key=lambda notice: (notice.came_from, notice.goes_to, notice.number))


def handovers(notices: list[Notice]) -> list[Handover]:
    """The notices of those whose worker or grid changes, by who gives and who takes; the largest first."""
    found: dict[tuple[object, ...], list[Notice]] = {}
    for notice in notices:
        if notice.changes != ("leader",):
            key = (notice.came_from, notice.goes_to, notice.worker_from, notice.worker_to)
            found.setdefault(key, []).append(notice)
    made = [
        Handover(own[0].came_from, own[0].goes_to, own[0].worker_from, own[0].worker_to, tuple(own))
        for own in found.values()
    ]
    return sorted(made, key=lambda one: (-len(one.notices), one.came_from, one.goes_to))


def _groups(side: Side, households: Table) -> list[str]:
    groups = side.snapshot["groups"]
    names, at = groups.text("name"), groups.index_of(households.fids("group_fid"))
    written = zip(at.tolist(), households.text("group").tolist(), strict=True)
    return [str(names[row]) if row >= 0 else str(word) for row, word in written]


def _care(found: Comparison, at: int) -> tuple[str, ...]:
    homes = found.moves.homes
    if homes is None:
        return ()
    return tuple(RISKS[name] for number, name in enumerate(_CARE_RISKS) if homes.risks[at, number])


def _whole(number: float) -> int | None:
    return None if np.isnan(number) else round(float(number))

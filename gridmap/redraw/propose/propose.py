"""A proposal for some villages: the problems, their solutions, and the edit that would draw them."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from gridmap.errors import UsageError
from gridmap.i18n import _
from gridmap.redraw.propose.process import Solver
from gridmap.redraw.propose.rooms import Planned, Rooms
from gridmap.redraw.propose.units import Units, units_of
from gridmap.redraw.propose.village import Village
from gridmap.redraw.propose.wish import Proposal, VillageProposal, Wish
from gridmap.township.census import Census
from gridmap.township.scenario import chosen
from gridmap.township.snapshot import Snapshot

Hear = Callable[[int, int, VillageProposal], None]
"""Hears how many villages are done, of how many, and what was found for the last one."""


def propose(
    snapshot: Snapshot,
    census: Census,
    wish: Wish,
    solver: Solver,
    hear: Hear = lambda _done, _all, _village: None,
) -> Proposal:
    """The best plan of whole groups for each village wished for, and its ladder when that is wanted.

    Villages whose grids have leaders in common are one after the other only while the leaders have room
    for what comes of it; else they are solved at once.
    Raises UsageError for a village that is not there, a population that nobody counted or when there
    are no groups at all, and SolveCancelled when the solver was cancelled.
    """
    populations = chosen(wish.populations, census)
    every = list(_wanted(units_of(snapshot, census, populations), wish.villages))
    cap = wish.cap if wish.cap is not None else snapshot.settings.worker_cap
    people = np.column_stack([np.nan_to_num(census.grids[name]) for name in populations])
    done: dict[int, VillageProposal] = {}
    for linked in _linked(every, census):
        for at, village in _planned(
            {at: Village(snapshot, every[at], wish, cap, solver, census, people) for at in linked}
        ):
            done[at] = village
            hear(len(done), len(every), village)
    return Proposal(wish, cap, tuple(done[at] for at in sorted(done)), snapshot, census)


def _planned(villages: Mapping[int, Village]) -> Iterator[tuple[int, VillageProposal]]:
    """Villages bound by their leaders: each by itself, then their leaders, then what is above."""
    found = {at: village.planned() for at, village in villages.items()}
    plans = {at: plan for at, plan in found.items() if isinstance(plan, Planned)}
    first = next(iter(villages.values()))
    leader_cap = float(first.snapshot.settings.leader_cap)
    rooms = Rooms(first.census, first.people, leader_cap, list(plans.values()))
    rooms.settle(first.solver)
    numbers = {at: number for number, at in enumerate(plans)}
    for at, plan in found.items():
        yield at, plan if isinstance(plan, VillageProposal) else villages[at].led(rooms, numbers[at])


def _linked(every: Sequence[Units], census: Census) -> list[list[int]]:
    """The villages in groups that no leader binds to another, in their order."""
    village = {int(row): at for at, units in enumerate(every) for row in units.grids}
    together = [{at} for at in range(len(every))]
    for leader in census.leaders:
        at = sorted({village[row] for row in leader.grids if row in village})
        joined = set[int]().union(*(together[one] for one in at))
        for one in joined:
            together[one] = joined
    return [sorted(one) for at, one in enumerate(together) if at == min(one)]


def _wanted(every: Sequence[Units], wanted: Sequence[str]) -> Iterator[Units]:
    if not any(len(units.rows) for units in every):
        raise UsageError(_("还没有村民小组（带边界）：先导入村民小组，再计算方案"))
    for name in wanted:
        if not any(name in (units.code, units.name) for units in every):
            known = "、".join(units.code or units.name for units in every)
            raise UsageError(_("没有 {name} 这个村(社区)；可用：{known}").format(name=name, known=known))
    yield from (units for units in every if not wanted or units.code in wanted or units.name in wanted)

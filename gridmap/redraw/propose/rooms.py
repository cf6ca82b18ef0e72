"""The second tier: how much room every grid leader has, and who leads what when that is not enough."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from gridmap.redraw.propose.problem import Leading, Problem, Solution
from gridmap.redraw.propose.process import Solver
from gridmap.redraw.propose.units import Rows, Units
from gridmap.township.census import Census

Floats = NDArray[np.float64]


@dataclass
class Town:
    """The whole town while its villages are planned one after the other.

    ``people[grid, population]`` are those of every current grid, of a village that is planned already
    those of its plan; ``more[leader, population]`` those of new grids. ``cap`` is the leaders'.
    """

    census: Census
    people: Floats
    cap: float
    more: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.more = np.zeros((len(self.census.leaders), self.people.shape[1]))

    def rooms(self, units: Units, free: Rows) -> tuple[list[Leading], list[int]]:
        """The leaders of the ``free`` grids of a village (indices into ``units.grids``), with the room
        that their other grids leave them; and which of the census's leaders they are."""
        at = {int(units.grids[name]): int(name) for name in free}
        found, who = [], []
        for number, leader in enumerate(self.census.leaders):
            names = [at[row] for row in leader.grids if row in at]
            if names:
                others = [row for row in leader.grids if row not in at]
                room = self.cap - self.people[others].sum(axis=0) - self.more[number]
                found.append(Leading(names, room.tolist()))
                who.append(number)
        return found, who

    def settle(self, units: Units, free: Rows, held: dict[int, Floats], new: dict[int, Floats]) -> None:
        """Remember the plan of a village for the next ones: people of the grids that go on (``held``, by
        index into ``units.grids``) and of new grids by the leader of the census who gets them."""
        self.people[units.grids[free]] = 0.0
        for name, number in held.items():
            self.people[units.grids[name]] = number
        for leader, number in new.items():
            self.more[leader] += number


@dataclass(frozen=True)
class Areas:
    """Who leads the grids of a plan: for each grid of ``Solution.members`` whose leader changes, the
    index of the new one among the leaders asked about, -1 for somebody who is still ``missing``.
    ``moved`` people get another leader."""

    leader: dict[int, int]
    moved: float = 0.0
    missing: int = 0


def fits(leaders: Sequence[Leading], solution: Solution, groups: Floats) -> bool:
    """Whether every leader has room for the grids that go on under his or her names."""
    inside = {
        name: groups[rows].sum(axis=0)
        for rows, name in zip(solution.members, solution.names, strict=True)
        if name >= 0
    }
    none = np.zeros(groups.shape[1])
    return all(
        (sum((inside.get(name, none) for name in leader.names), none) <= np.array(leader.room) + 1e-6).all()
        for leader in leaders
    )


def areas_of(
    problem: Problem, solution: Solution, leaders: Sequence[Leading], cap: float, solver: Solver
) -> Areas | None:
    """Give the finished grids to the leaders anew, exactly: connected areas under the leader's cap, as
    few leaders more as can be, then as few people as can be with another leader. None when there is no
    such plan in the time."""
    people = [[sum(row[unit] for unit in grid) for grid in solution.members] for row in problem.populations]
    grid_of = {unit: at for at, grid in enumerate(solution.members) for unit in grid}
    shared: dict[tuple[int, int], float] = {}
    for one, other, metres in problem.borders:
        low, high = sorted((grid_of[one], grid_of[other]))
        if low != high:
            shared[low, high] = shared.get((low, high), 0.0) + metres
    now = [_leader(leaders, name) for name in solution.names]
    asked = Problem(
        people=people[0],
        borders=[(one, other, metres) for (one, other), metres in shared.items()],
        stay=[
            [number * (at == leader) for at in range(len(leaders))]
            for number, leader in zip(people[0], now, strict=True)
        ],
        home=now,
        cap=cap,
        seconds=problem.seconds,
        others=people[1:],
        leaders=[Leading([at], leader.room) for at, leader in enumerate(leaders)],
    )
    for grids in range(max(len(set(now) - {-1}), 1), len(solution.members) + 1):
        found = solver.solve(replace(asked, grids=grids))
        if found.members:
            return _areas(found, now)
    return None


def _leader(leaders: Sequence[Leading], name: int) -> int:
    return next((at for at, leader in enumerate(leaders) if name in leader.names), -1)


def _areas(found: Solution, now: Sequence[int]) -> Areas:
    leader = {
        grid: name
        for area, name in zip(found.members, found.names, strict=True)
        for grid in area
        if name != now[grid] or name < 0
    }
    return Areas(leader, found.moved, sum(name < 0 for name in found.names))

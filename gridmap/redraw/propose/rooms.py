"""The second tier: how much room every grid leader has, and who leads what when that is not enough."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from gridmap.redraw.propose.problem import Leader, Leading, Problem, Solution, Together
from gridmap.redraw.propose.process import Solver
from gridmap.redraw.propose.units import Rows, Units
from gridmap.township.census import Census

Floats = NDArray[np.float64]


@dataclass(eq=False)
class Planned:
    """A village with a plan: ``free`` are the grids that no lock holds (indices into ``units.grids``).

    ``leader`` says for a grid of ``plan.members`` whose leader changes who gets it, as an index among
    the leaders of ``Rooms``, -1 for somebody who is still ``missing`` (so many of them). ``held`` are the
    people by the label of their grid: its index into ``units.grids``, beyond the last for each new one.
    """

    units: Units
    free: Rows
    problem: Problem
    plan: Solution
    leader: dict[int, int] = field(default_factory=dict)
    missing: int = 0
    held: dict[int, Floats] = field(init=False)

    def __post_init__(self) -> None:
        self.take(self.plan)

    def take(self, plan: Solution) -> None:
        """Go on with another plan of whole groups."""
        people = np.array(self.problem.populations).T
        self.plan = plan
        self.held = dict(zip(self.labels, (people[rows].sum(axis=0) for rows in plan.members), strict=True))

    @property
    def labels(self) -> list[int]:
        """The label of each grid of the plan."""
        new, found = len(self.units.grids), list[int]()
        for name in self.plan.names:
            found.append(name if name >= 0 else new)
            new += name < 0
        return found


class Rooms:
    """The leaders of villages that are planned together. ``who`` are they in the census.

    ``people[grid, population]`` are those of today: of a grid that no plan changes they count in full.
    ``at_once`` says that the plans were found all at once, for the leaders' sake.
    """

    def __init__(self, census: Census, people: Floats, cap: float, villages: Sequence[Planned]) -> None:
        self.villages, self.cap = villages, cap
        self.at_once = False
        self.leaders, self.who = list[Leader](), list[int]()
        at = {
            int(village.units.grids[name]): (number, int(name))
            for number, village in enumerate(villages)
            for name in village.free
        }
        for number, leader in enumerate(census.leaders):
            names = [at[row] for row in leader.grids if row in at]
            if names:
                others = [row for row in leader.grids if row not in at]
                self.leaders.append(Leader(names, (cap - people[others].sum(axis=0)).tolist()))
                self.who.append(number)

    @property
    def fit(self) -> bool:
        """Whether every leader has room for what he or she would lead."""
        return all(
            (self._held(number) <= np.array(leader.room) + 1e-6).all()
            for number, leader in enumerate(self.leaders)
        )

    def settle(self, solver: Solver) -> None:
        """Make every leader have room: by other plans of all villages at once, or by another leader for
        some grids, whichever takes fewer people from their grid or leader. A new grid needs a leader too.
        What cannot be is left as it is."""
        fit = self.fit
        fresh = any(name < 0 for village in self.villages for name in village.plan.names)
        if not self.leaders or (fit and not fresh):
            return
        areas = self._areas(solver)
        missing = sum(plan.names.count(-1) for plan in areas)
        other = [] if fit else self._other_plans(solver)
        price = sum(plan.moved for plan in areas) + sum(village.plan.moved for village in self.villages)
        if other and (not areas or missing or sum(plan.moved for plan in other) <= price):
            self.at_once = True
            for village, plan in zip(self.villages, other, strict=True):
                village.take(plan)
        elif areas:
            for number, plan in enumerate(areas):
                village = self.villages[number]
                village.leader, village.missing = dict(self._changed(number, plan)), plan.names.count(-1)

    def left(self, number: int) -> list[Leading]:
        """The leaders of one village who could have too many, with the room that all their other grids
        leave them: never less than what they have now, so that nothing gets worse."""
        found, cap = [], self.villages[number].problem.cap
        for leader, of in enumerate(self.leaders):
            here = self._here(leader, number)
            others = self._held(leader) - here
            labels = [label for label, led in self._led(number) if leader in led]
            room = np.maximum(np.array(of.room) - others, here)
            if (len(labels) * cap > room).any():
                found.append(Leading(labels, room.tolist()))
        return found

    def _held(self, leader: int) -> Floats:
        here = [self._here(leader, number) for number in range(len(self.villages))]
        return np.asarray(np.sum(here, axis=0), np.float64)

    def _here(self, leader: int, number: int) -> Floats:
        held = self.villages[number].held
        none = np.zeros(len(self.leaders[leader].room))
        return sum((held[label] for label, led in self._led(number) if leader in led and label in held), none)

    def _led(self, number: int) -> Iterator[tuple[int, set[int]]]:
        """Every label of a village, and who leads it."""
        village = self.villages[number]
        changed = {village.labels[grid]: leader for grid, leader in village.leader.items()}
        for label in sorted({*village.free.tolist(), *village.labels}):
            if label in changed:
                yield label, {changed[label]} - {-1}
            else:
                yield label, {at for at, one in enumerate(self.leaders) if (number, label) in one.names}

    def _other_plans(self, solver: Solver) -> list[Solution]:
        problems = [replace(village.problem, grids=len(village.plan.members)) for village in self.villages]
        return solver.together(Together(problems, self.leaders, self._seconds))

    @property
    def _seconds(self) -> float:
        return max(village.problem.seconds for village in self.villages)

    def _areas(self, solver: Solver) -> list[Solution]:
        """The finished grids as units and the leaders as what they go on as: connected areas under the
        leader's cap, the fewest of new leaders, then the fewest people with another."""
        asked = [self._units(number) for number in range(len(self.villages))]
        leaders = [
            Leader([(number, at) for number in range(len(self.villages))], leader.room)
            for at, leader in enumerate(self.leaders)
        ]
        return solver.together(Together(asked, leaders, self._seconds))

    def _units(self, number: int) -> Problem:
        village = self.villages[number]
        plan, problem = village.plan, village.problem
        people = [[sum(row[unit] for unit in grid) for grid in plan.members] for row in problem.populations]
        grid_of = {unit: at for at, grid in enumerate(plan.members) for unit in grid}
        shared: dict[tuple[int, int], float] = {}
        for one, other, metres in problem.borders:
            low, high = sorted((grid_of[one], grid_of[other]))
            if low != high:
                shared[low, high] = shared.get((low, high), 0.0) + metres
        now = self._now(number)
        return Problem(
            people=people[0],
            borders=[(one, other, metres) for (one, other), metres in shared.items()],
            stay=[
                [count * (at == leader) for at in range(len(self.leaders))]
                for count, leader in zip(people[0], now, strict=True)
            ],
            home=now,
            cap=self.cap,
            seconds=problem.seconds,
            others=people[1:],
        )

    def _now(self, number: int) -> list[int]:
        """The first leader of each grid of a plan, -1 for a new one."""
        led = dict(self._led(number))
        return [min(led[label], default=-1) for label in self.villages[number].labels]

    def _changed(self, number: int, areas: Solution) -> Iterator[tuple[int, int]]:
        now = self._now(number)
        for area, leader in zip(areas.members, areas.names, strict=True):
            yield from ((grid, leader) for grid in area if leader != now[grid] or leader < 0)

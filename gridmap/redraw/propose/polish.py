"""Polish house by house: annealing that may only move houses of groups that are split already.

A flip gives one house to a neighbouring grid; the grid that loses it must stay in one piece. Fixed seed
and number of flips, so that the same village gives the same plan again.
"""

import math
import random
import time
from collections.abc import Callable, Sequence

import numpy as np

from gridmap.redraw.propose.problem import Problem

FLIPS = 60_000
SEED = 1
PERSON_M = 4.0
"""Metres of border that one moved resident is worth while annealing."""
OVER_M = 60.0
"""Metres that one resident over the cap costs meanwhile."""
HOT, COLD = 60.0, 1.0


def polished(problem: Problem, label: Sequence[int], free: Sequence[bool], end: float) -> list[int]:
    """The plan with houses that are ``free`` moved where that costs less; never more people moved."""
    walk = _Walk(problem, label, free)
    if not walk.border:
        return list(label)
    return walk.run(end)


class _Walk:
    """A plan that is changed house by house, with its people, pieces and cost kept up to date."""

    def __init__(self, problem: Problem, label: Sequence[int], free: Sequence[bool]) -> None:
        self.label, self.free = list(label), free
        self.cap = problem.cap
        self.people = list(zip(*problem.populations, strict=True))
        labels, units = max(label) + 1, len(label)
        self.beside: list[list[tuple[int, float]]] = [[] for _unit in range(units)]
        for one, other, metres in problem.borders:
            self.beside[one].append((other, metres))
            self.beside[other].append((one, metres))
        self.near = [frozenset(other for other, _metres in row) for row in self.beside]
        width = max(labels, len(problem.stay[0]))
        self.stay = [[*row, *[0.0] * (width - len(row))] for row in problem.stay]
        self.held = [[0.0] * len(problem.populations) for _label in range(labels)]
        self.size = [0] * labels
        for unit, mine in enumerate(self.label):
            self.size[mine] += 1
            for at, number in enumerate(self.people[unit]):
                self.held[mine][at] += number
        self.border: list[int] = []
        self.where: dict[int, int] = {}
        for unit in range(units):
            self._refresh(unit)

    def run(self, end: float) -> list[int]:
        """Anneal, and give back the best legal plan: no more people moved than at first, and cheaper."""
        dice = random.Random(SEED)
        cost = moved = 0.0  # against the plan at first
        best, best_label = 0.0, self.label.copy()
        for step in range(FLIPS):
            if step % 512 == 0:
                heat = HOT * (COLD / HOT) ** (step / FLIPS)
                if time.perf_counter() > end or not self.border:
                    break
            unit = self.border[int(dice.random() * len(self.border))]
            target = self._neighbour(unit, dice)
            source = self.label[unit]
            more, step_moved = self._price(unit, target)
            strain = self._strain(unit, source, target)
            price = more + OVER_M * strain
            if price > 0 and dice.random() >= math.exp(-price / heat):
                continue
            if self.size[source] == 1 or not self._keeps(unit):
                continue
            self._flip(unit, target)
            cost, moved = cost + more, moved + step_moved
            if cost < best - 1e-6 and moved <= 1e-6 and not self._over():
                best, best_label = cost, self.label.copy()
        return best_label

    def _neighbour(self, unit: int, dice: random.Random) -> int:
        mine = self.label[unit]
        others = [self.label[other] for other, _metres in self.beside[unit] if self.label[other] != mine]
        return others[int(dice.random() * len(others))]

    def _price(self, unit: int, target: int) -> tuple[float, float]:
        """Metres more border with the people more who have moved, and those alone."""
        source, metres = self.label[unit], 0.0
        for other, length in self.beside[unit]:
            mine = self.label[other]
            metres += length if mine == source else -length if mine == target else 0.0
        moved = self.stay[unit][source] - self.stay[unit][target]
        return metres + PERSON_M * moved, moved

    def _strain(self, unit: int, source: int, target: int) -> float:
        """How many people more are over the cap."""
        found = 0.0
        for number, here, there in zip(self.people[unit], self.held[source], self.held[target], strict=True):
            found += max(there + number - self.cap, 0.0) - max(there - self.cap, 0.0)
            found -= max(here - self.cap, 0.0) - max(here - number - self.cap, 0.0)
        return found

    def _over(self) -> bool:
        return any(number > self.cap + 1e-9 for held in self.held for number in held)

    def _keeps(self, unit: int) -> bool:
        """Whether the grid stays in one piece without the house."""
        mine = self.label[unit]
        own = [other for other, _metres in self.beside[unit] if self.label[other] == mine]
        if not own:
            return False
        around = self._reach(
            own[0], lambda at: [other for other in self.near[at] if other in self.near[unit]]
        )
        if around.issuperset(own):
            return True
        return self._reach(own[0], lambda at: self.near[at], frozenset((unit,)), own).issuperset(own)

    def _reach(
        self,
        first: int,
        near: Callable[[int], "Sequence[int] | frozenset[int]"],
        without: frozenset[int] = frozenset(),
        wanted: Sequence[int] = (),
    ) -> set[int]:
        """The houses of the same grid that can be reached; no further than all that are wanted."""
        mine, seen, todo, left = self.label[first], {first}, [first], set(wanted) - {first}
        while todo and (left or not wanted):
            for other in near(todo.pop()):
                if self.label[other] == mine and other not in seen and other not in without:
                    seen.add(other)
                    left.discard(other)
                    todo.append(other)
        return seen

    def _flip(self, unit: int, target: int) -> None:
        source = self.label[unit]
        self.label[unit] = target
        self.size[source] -= 1
        self.size[target] += 1
        for at, number in enumerate(self.people[unit]):
            self.held[source][at] -= number
            self.held[target][at] += number
        self._refresh(unit)
        for other, _metres in self.beside[unit]:
            self._refresh(other)

    def _refresh(self, unit: int) -> None:
        """Whether the house lies at a border and may be moved."""
        mine = self.label[unit]
        there = self.free[unit] and any(self.label[other] != mine for other, _metres in self.beside[unit])
        if there and unit not in self.where:
            self.where[unit] = len(self.border)
            self.border.append(unit)
        elif not there and unit in self.where:
            at, last = self.where.pop(unit), self.border.pop()
            if last != unit:
                self.border[at] = last
                self.where[last] = at


def legal(problem: Problem, label: Sequence[int]) -> bool:
    """Whether no grid and no leader has more people than allowed."""
    names = np.array(label)
    for at, people in enumerate(problem.populations):
        held = np.bincount(names, people)
        if (held > problem.cap + 1e-9).any():
            return False
        for leader in problem.leaders:
            if sum(held[name] for name in leader.names if name < len(held)) > leader.room[at] + 1e-9:
                return False
    return True

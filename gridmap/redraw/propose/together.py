"""Villages whose grids have leaders in common, solved at once: the room of a leader is that of all.

A village's columns stand beside those of the next; only the leaders bind them. Runs in the solver's process.
"""

import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from gridmap.redraw.propose.choose import COLUMNS, Columns, members, named
from gridmap.redraw.propose.cover import (
    Answer,
    Floats,
    Limit,
    OutOfTime,
    Rules,
    cheapest,
    rules_of,
    side_by_side,
)
from gridmap.redraw.propose.problem import Leader, Solution, Together
from gridmap.redraw.propose.task import Task
from gridmap.redraw.propose.unions import TooManyUnions


def solve_together(asked: Together) -> list[Solution]:
    """The plan of every village, [] when there is none under these leaders, or none was found in time.

    ``optimal`` is of all of them: no other plans with these leaders move fewer people together.
    """
    start = time.perf_counter()
    end = start + asked.seconds
    try:
        best = _Together(asked, end).best()
    except (TooManyUnions, OutOfTime):
        return []
    return [replace(plan, seconds=time.perf_counter() - start) for plan in best]


class _Together:
    """The columns of all villages, one after the other; ``village`` is the one of each."""

    def __init__(self, asked: Together, end: float) -> None:
        self.asked, self.end = asked, end
        self.tasks = [Task(problem, end, lambda _plan: None) for problem in asked.villages]
        self.columns = [self._columns(task) for task in self.tasks]
        if sum(len(columns.masks) for columns in self.columns) > COLUMNS:
            raise TooManyUnions
        self.village = np.repeat(np.arange(len(self.columns)), [len(one.masks) for one in self.columns])

    def best(self) -> list[Solution]:
        """One measure after the other: new grids, people moved, metres of border."""
        if not all(len(columns.masks) for columns in self.columns):
            return []
        rules = side_by_side([
            rules_of(members(columns.masks, task.units), columns.names, task.problem.grids)
            for task, columns in zip(self.tasks, self.columns, strict=True)
        ]).within(self._rooms())  # fmt: skip
        fresh = self._measure("names") < 0
        found, limits = None, list[Limit]()
        for cost in (fresh.astype(np.float64), self._measure("moved"), self._measure("border")):
            answer = self._cheapest(cost, rules, limits)
            if answer is None:
                break
            found = answer
            limits.append((cost, answer.value))
            if not answer.optimal:
                break
        return self._plans(found, len(limits) == 3 and bool(found and found.optimal)) if found else []

    def _cheapest(self, cost: Floats, rules: Rules, limits: Sequence[Limit]) -> Answer | None:
        left = self.end - time.perf_counter()
        try:
            return cheapest(cost, rules.within(limits), left)
        except OutOfTime:
            if not limits:
                raise
            return None

    def _columns(self, task: Task) -> Columns:
        """Those of one village, with its names."""
        problem = task.problem
        columns = task.unions(problem.grids, problem.cap)
        columns = columns if task.tied else named(problem, columns)
        return columns if problem.grids is None else columns.take(columns.names >= 0)

    def _measure(self, name: str) -> Floats:
        return np.concatenate([getattr(columns, name) for columns in self.columns]).astype(np.float64)

    def _rooms(self) -> list[Limit]:
        """What the leaders have room for."""
        inside = [
            members(columns.masks, task.units) @ np.array(task.problem.populations).T
            for task, columns in zip(self.tasks, self.columns, strict=True)
        ]
        names, people = self._measure("names"), np.concatenate(inside)
        return [
            (people[:, at] * self._led(leader, names), room)
            for leader in self.asked.leaders
            for at, room in enumerate(leader.room)
        ]

    def _led(self, leader: Leader, names: Floats) -> Floats:
        led = [(self.village == village) & (names == name) for village, name in leader.names]
        return np.asarray(np.any(led, axis=0), np.float64)

    def _plans(self, answer: Answer, optimal: bool) -> list[Solution]:
        masks = np.concatenate([columns.masks for columns in self.columns])
        names = self._measure("names").astype(np.int64)
        plans = []
        for at, task in enumerate(self.tasks):
            mine = answer.rows[self.village[answer.rows] == at]
            plan = task.solution(masks[mine], names[mine], "moved", 0.0)
            plans.append(replace(plan, optimal=optimal))
        return plans

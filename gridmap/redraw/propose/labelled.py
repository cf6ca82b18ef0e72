"""The best plan that may split a few groups: every yard has a label, and CP-SAT proves the best labelling.

Extended form: an edge between two yards lies inside one grid, or is cut. A grid in pieces is forbidden by
a separator once it has been seen, and the model is solved again. Runs in the solver's process only: the
library and HiGHS of another package cannot share one.
"""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gridmap.redraw.propose.problem import Problem
from gridmap.redraw.propose.unions import pieces

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

WORKERS = 8
"""Also on two processors: with fewer, the searches that find the bound are left out."""
SEED = 1

Labels = list[int]


@dataclass(frozen=True)
class Labelled:
    """The best labelling found ([] none), the proved bound of its first measure, whether all is proved.

    ``impossible`` says that there is none at all.
    """

    label: Labels
    bound: float = 0.0
    optimal: bool = False
    impossible: bool = False


def labels_of(problem: Problem) -> int:
    """How many labels there are: the current grids, and new ones when more are wanted."""
    return max(len(problem.stay[0]) if problem.stay else 0, problem.grids or 1)


def best_labels(problem: Problem, group: Sequence[int], most: int, hint: Labels, end: float) -> Labelled:
    """The best plan of ``problem.grids`` grids that splits at most ``most`` groups.

    ``hint`` is a plan that is legal, [] when none is known: it is the answer when time is over first.
    """
    model = _Model(problem, group, most)
    best, bound = hint, 0.0
    while time.perf_counter() < end:
        found = model.solve(best, end - time.perf_counter())
        if found is None:
            return Labelled(best, bound, impossible=not best)
        bound, best = max(bound, found.bound), model.best or best
        if not found.label:
            break
        cuts = separators(problem, found.label)
        if not cuts:
            return Labelled(found.label, bound, found.optimal)
        model.forbid(cuts)
    return Labelled(best, bound)


class _Model:
    """The model of one rung; ``forbid`` makes it stricter, ``solve`` may be asked again.

    ``best`` is the best labelling seen on the way whose grids hang together.
    """

    def __init__(self, problem: Problem, group: Sequence[int], most: int) -> None:
        from ortools.sat.python import cp_model

        self.problem, self.units, self.labels = problem, len(problem.people), labels_of(problem)
        self.model: CpModel = cp_model.CpModel()
        self.own = [[self._bool() for _label in range(self.labels)] for _unit in range(self.units)]
        self.used = [self._bool() for _label in range(self.labels)]
        self.cut = [self._bool() for _border in problem.borders]
        self._cover()
        self._caps()
        self._edges()
        self._splits(group, most)
        self.first = self._minimize()
        self.best: Labels = []
        self._least = math.inf

    def _bool(self) -> "IntVar":
        return self.model.new_bool_var("")

    def _cover(self) -> None:
        """Every unit has one label, every grid a unit; what is drawn stays."""
        for unit, own in enumerate(self.own):
            self.model.add_exactly_one(own)
            for mine, used in zip(own, self.used, strict=True):
                self.model.add_implication(mine, used)
            if self.problem.drawn and self.problem.drawn[unit] >= 0:
                self.model.add(own[self.problem.drawn[unit]] == 1)
        for label, used in enumerate(self.used):
            self.model.add_bool_or([own[label] for own in self.own]).only_enforce_if(used)
        self.model.add(sum(self.used) == (self.problem.grids or 1))

    def _caps(self) -> None:
        for at, people in enumerate(self.problem.populations):
            held = [
                sum(math.ceil(people[unit]) * own[label] for unit, own in enumerate(self.own))
                for label in range(self.labels)
            ]
            for label, number in enumerate(held):
                self.model.add(number <= math.floor(self.problem.cap) * self.used[label])
            for leader in self.problem.leaders:
                self.model.add(sum(held[name] for name in leader.names) <= math.floor(leader.room[at]))

    def _edges(self) -> None:
        for (one, other, _metres), cut in zip(self.problem.borders, self.cut, strict=True):
            inside = [self._bool() for _label in range(self.labels)]
            for label, within in enumerate(inside):
                self.model.add_implication(within, self.own[one][label])
                self.model.add_implication(within, self.own[other][label])
            self.model.add_exactly_one([*inside, cut])

    def _splits(self, group: Sequence[int], most: int) -> None:
        split = []
        for name in sorted(set(group)):
            mine = [own for own, of in zip(self.own, group, strict=True) if of == name]
            if len(mine) == 1:
                continue
            here = [self._bool() for _label in range(self.labels)]
            for own in mine:
                for label, there in enumerate(here):
                    self.model.add_implication(own[label], there)
            split.append(self._bool())
            self.model.add(sum(here) <= 1 + (self.labels - 1) * split[-1])
        self.model.add(sum(split) <= most)

    def _minimize(self) -> int:
        """The measures in their order as one number; what the first is multiplied by."""
        from ortools.sat.python.cp_model import LinearExpr

        problem = self.problem
        lengths = [round(metres) for _a, _b, metres in problem.borders]
        border, ground = LinearExpr.weighted_sum(self.cut, lengths), sum(lengths) + 1
        moved, everyone = self._moved(), round(sum(map(sum, problem.stay))) + 1
        if problem.objective == "compact":
            self.model.minimize(border * everyone + moved)
            return everyone
        if problem.objective == "change":
            self.model.minimize(moved * ground + border)
            return ground
        self.model.minimize(self._spread() * (everyone * ground) + moved * ground + border)
        return everyone * ground

    def _moved(self) -> "LinearExpr":
        """How many people are not where they were."""
        from ortools.sat.python.cp_model import LinearExpr

        stay = np.zeros((self.units, self.labels))
        known = np.array(self.problem.stay).reshape(self.units, -1)
        stay[:, : known.shape[1]] = known
        leave = np.rint(known.sum(axis=1, keepdims=True) - stay).astype(int).ravel().tolist()
        return LinearExpr.weighted_sum([mine for own in self.own for mine in own], leave)

    def _spread(self) -> "IntVar":
        """The largest distance from the equal share, times the number of grids so that it is whole."""
        people, grids = self.problem.people, self.problem.grids or 1
        total = round(sum(people))
        far = self.model.new_int_var(0, total * grids, "")
        for label, used in enumerate(self.used):
            held = sum(round(people[unit]) * own[label] for unit, own in enumerate(self.own))
            for sign in (1, -1):
                self.model.add(sign * (held * grids - total) <= far).only_enforce_if(used)
        return far

    def forbid(self, cuts: Sequence[tuple[int, int, list[int]]]) -> None:
        """Two units are in one grid only with one of the units that separate them."""
        for one, other, between in cuts:
            for label in range(self.labels):
                others = [self.own[unit][label] for unit in between]
                self.model.add_bool_or([~self.own[one][label], ~self.own[other][label], *others])

    def solve(self, hint: Labels, seconds: float) -> Labelled | None:
        """The best labelling that keeps what is in the model, connected or not; None when there is none."""
        from ortools.sat.python import cp_model

        asked = self.model.clone()
        for own, label in zip(self.own, hint, strict=False):
            for at, mine in enumerate(own):
                asked.add_hint(mine, int(at == label))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = WORKERS
        solver.parameters.random_seed = SEED
        solver.parameters.max_time_in_seconds = max(seconds, 0.05)
        model = self

        class Watch(cp_model.CpSolverSolutionCallback):
            def on_solution_callback(self) -> None:
                model.see(self.objective_value, [model.label(self.value, own) for own in model.own])

        status = solver.solve(asked, Watch())
        if status == cp_model.INFEASIBLE:
            return None
        scale = self.problem.grids or 1 if self.problem.objective == "balance" else 1
        bound = max(0.0, math.floor(solver.best_objective_bound / self.first + 1e-9) / scale)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Labelled([], bound)
        found = [self.label(solver.value, own) for own in self.own]
        return Labelled(found, bound, status == cp_model.OPTIMAL)

    def label(self, value: "Callable[[IntVar], int]", own: "Sequence[IntVar]") -> int:
        """The label of one unit in a solution."""
        return next(at for at, mine in enumerate(own) if value(mine))

    def see(self, cost: float, label: Labels) -> None:
        """Keep a labelling that was met on the way, if its grids hang together and none better did."""
        if cost < self._least and not separators(self.problem, label):
            self._least, self.best = cost, label


def separators(problem: Problem, label: Labels) -> list[tuple[int, int, list[int]]]:
    """For every grid in pieces: a unit of its largest piece, one of another, and what must join them."""
    inner = [line for line in problem.borders if label[line[0]] == label[line[1]]]
    found: dict[int, list[list[int]]] = {}
    for piece in pieces(len(label), inner):
        found.setdefault(label[piece[0]], []).append(piece)
    beside: list[set[int]] = [set() for _unit in label]
    for one, other, _metres in problem.borders:
        beside[one].add(other)
        beside[other].add(one)
    cuts = []
    for parts in found.values():
        parts.sort(key=lambda part: -sum(problem.people[unit] for unit in part))
        for part in parts[1:]:
            between = _between(beside, part, parts[0][0])
            cuts += [(unit, parts[0][0], between) for unit in part]
    return cuts


def _between(beside: Sequence[set[int]], part: Sequence[int], target: int) -> list[int]:
    """The neighbours of a piece that can be reached from ``target`` without passing one of them."""
    rim = set().union(*(beside[unit] for unit in part)) - set(part)
    seen, todo, found = {target}, [target], set[int]()
    if target in rim:
        return [target]
    while todo:
        for other in beside[todo.pop()]:
            if other in rim:
                found.add(other)
            elif other not in seen:
                seen.add(other)
                todo.append(other)
    return sorted(found)

"""What no plan can do better, house by house: people flow from their groups to grids, not tied to a place."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from gridmap.redraw.propose.labelled import SEED, WORKERS, labels_of
from gridmap.redraw.propose.problem import Problem

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import IntVar


def fewest_moved(
    problem: Problem, group: Sequence[int], most: int, seconds: float, allowed: Sequence[int] | None = None
) -> float:
    """A proved bound: in any plan of ``problem.grids`` grids that splits at most ``most`` groups (only
    those ``allowed``, None for any), of houses wherever they are, at least so many people move.

    A group that is not split is in one grid; of a group that is split, any number may be anywhere.
    That the grids must hang together is left out, which can only make the bound lower.
    """
    from ortools.sat.python import cp_model

    flow = _Flow(problem, group)
    flow.split(most, allowed)
    for at in range(len(problem.populations)):
        flow.fill(at)
    flow.model.maximize(sum(flow.staying))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = WORKERS
    solver.parameters.random_seed = SEED
    solver.parameters.max_time_in_seconds = max(seconds, 0.05)
    if solver.solve(flow.model) == cp_model.INFEASIBLE:
        return math.inf
    return max(0.0, math.floor(flow.everyone + 1e-6) - math.floor(solver.best_objective_bound + 1e-6))


class _Flow:
    """How many people of each group are in each grid."""

    def __init__(self, problem: Problem, group: Sequence[int]) -> None:
        from ortools.sat.python import cp_model

        known, of = np.unique(group, return_inverse=True)
        self.problem, self.of, self.groups, self.labels = problem, of, len(known), labels_of(problem)
        self.known = known.tolist()
        self.stay = np.zeros((self.groups, self.labels))
        stay = np.array(problem.stay).reshape(len(group), -1)
        np.add.at(self.stay[:, : stay.shape[1]], of, stay)
        self.everyone = float(self.stay.sum())
        self.model = cp_model.CpModel()
        self.here = [[self.model.new_bool_var("") for _label in range(self.labels)] for _group in known]
        self.used = [self.model.new_bool_var("") for _label in range(self.labels)]
        self.staying: list[IntVar] = []

    def split(self, most: int, allowed: Sequence[int] | None) -> None:
        """A group is in one grid; but so many groups, of those that are allowed, may be in several."""
        apart = [self.model.new_bool_var("") for _group in self.here]
        for name, split in zip(self.known, apart, strict=True):
            if allowed is not None and name not in allowed:
                self.model.add(split == 0)
        self.model.add(sum(apart) <= most)
        self.model.add(sum(self.used) == (self.problem.grids or 1))
        for mine, split in zip(self.here, apart, strict=True):
            self.model.add(sum(mine) <= 1 + (self.labels - 1) * split)
            for there, on in zip(mine, self.used, strict=True):
                self.model.add_implication(there, on)

    def fill(self, at: int) -> None:
        """Everyone of a population is somewhere, no grid and no leader has too many of them."""
        people = np.bincount(self.of, self.problem.populations[at], self.groups)
        held = [self._spread(row, math.floor(total)) for row, total in zip(self.here, people, strict=True)]
        for label, used in enumerate(self.used):
            self.model.add(sum(row[label] for row in held) <= math.floor(self.problem.cap) * used)
        for leader in self.problem.leaders:
            mine = [row[label] for row in held for label in leader.names]
            self.model.add(sum(mine) <= math.floor(leader.room[at]))
        if at == 0:
            self.staying = [
                self._at_most(number, math.floor(self.stay[group, label]))
                for group, row in enumerate(held) for label, number in enumerate(row)
                if self.stay[group, label] > 0
            ]  # fmt: skip

    def _spread(self, here: Sequence["IntVar"], total: int) -> list["IntVar"]:
        held = [self.model.new_int_var(0, total, "") for _label in here]
        self.model.add(sum(held) == total)
        for number, there in zip(held, here, strict=True):
            self.model.add(number <= total * there)
        return held

    def _at_most(self, number: "IntVar", most: int) -> "IntVar":
        """Those of the people there who are there now."""
        stays = self.model.new_int_var(0, most, "")
        self.model.add(stays <= number)
        return stays

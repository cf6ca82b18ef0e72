"""The best plan that splits one group: each group in turn is parted into its yards, all others stay whole."""

import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from gridmap.redraw.propose.floor import fewest_moved
from gridmap.redraw.propose.labelled import Labelled, labels_of, separators
from gridmap.redraw.propose.problem import Problem, Solution
from gridmap.redraw.propose.solve import solve
from gridmap.redraw.propose.unions import TooManyUnions, connected_unions, neighbours
from gridmap.redraw.propose.yards import coarse

FLOOR_S = 0.5
UNIONS = 40_000


def best_of_one_split(problem: Problem, group: Sequence[int], hint: list[int], end: float) -> Labelled | None:
    """The best plan of yards that splits at most one of the groups, exactly; None when the time is over
    before that is proved.

    So few units are left when only one group is parted that every plan can be looked at. The groups
    that could save the most come first, and those that cannot be better than what is found are left out.
    """
    of = np.array(group)
    groups = np.unique(of).tolist()
    least = {
        name: fewest_moved(problem, group, 1, FLOOR_S, allowed=(name,))
        if problem.objective == "change"
        else 0.0
        for name in groups
    }
    best: tuple[Solution, list[int]] | None = None
    for name in sorted(groups, key=lambda name: least[name]):
        if best and least[name] > best[0].moved + 1e-6:
            break
        if time.perf_counter() > end:
            return None
        units = np.where(of == name, len(group) + np.arange(len(group)), of)
        units = np.unique(units, return_inverse=True)[1]
        parted = replace(coarse(problem, units), seconds=end - time.perf_counter())
        if not _few_unions(parted):
            return None
        found = solve(parted)
        if found.clash in ("time", "size") or (found.members and not found.optimal):
            return None
        if found.members and (best is None or _order(found, problem) < _order(best[0], problem)):
            best = found, _labels(found, units, problem)
    if best is None:
        return Labelled(hint, impossible=not hint)
    if separators(problem, best[1]):
        return None  # a group of several pieces, which only hangs together by its name
    return Labelled(best[1], best[0].value, optimal=True)


def _few_unions(problem: Problem) -> bool:
    """Whether there are so few unions that it is over in a moment."""
    beside = neighbours(len(problem.people), problem.borders)
    try:
        connected_unions(np.array(problem.populations).T, beside, problem.cap, UNIONS)
    except TooManyUnions:
        return False
    return True


def _order(found: Solution, problem: Problem) -> tuple[float, ...]:
    """The measures in their order, without the rounding of sums."""
    names = {"change": ("moved", "border"), "compact": ("border", "moved"),
             "balance": ("spread", "moved", "border")}  # fmt: skip
    return tuple(round(getattr(found, name), 3) for name in names[problem.objective])


def _labels(found: Solution, units: NDArray[np.int64], problem: Problem) -> list[int]:
    """The label of each yard: a new grid gets one that no other has."""
    free = iter(sorted(set(range(labels_of(problem))) - set(found.names), reverse=True))
    label: dict[int, int] = {}
    for members, name in zip(found.members, found.names, strict=True):
        mine = name if name >= 0 else next(free)
        label |= dict.fromkeys(members, mine)
    return [label[unit] for unit in units.tolist()]

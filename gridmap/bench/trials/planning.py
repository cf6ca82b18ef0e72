"""Planning a village that has outgrown its grids: ours, on the five villages that ReCom gets too."""

from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from gridmap.bench.towns.village import CAP, village
from gridmap.bench.trials.clock import processor, timed, wall
from gridmap.redraw.propose.ascent import climb_up, measures, split_groups
from gridmap.redraw.propose.cells import Cells, cells_of
from gridmap.redraw.propose.climb import Climb
from gridmap.redraw.propose.problem import Problem, Solution
from gridmap.redraw.propose.solve import solve
from gridmap.redraw.propose.units import Units, units_of
from gridmap.township.census import take_census

SEEDS = range(5)
LADDER_S = 10.0

Figures = dict[str, float]


def task(seed: int) -> tuple[Problem, Problem, list[int], Cells]:
    """The village of a seed as groups and as houses, for as many grids as whole groups need, and the
    group of each house."""
    snapshot = village(seed)
    census = take_census(snapshot)
    (units,) = units_of(snapshot, census, ("resident",))
    cells = cells_of(snapshot, census, units, ("resident",))
    groups = _problem(units)
    houses = replace(
        groups, people=cells.people[:, 0].tolist(), borders=cells.borders, stay=cells.stay.tolist(),
        home=cells.home.tolist(), grids=len(solve(groups).members),
    )  # fmt: skip
    return groups, houses, cells.group.tolist(), cells


def _problem(units: Units) -> Problem:
    return Problem(
        people=units.people[:, 0].tolist(), borders=units.borders, stay=units.stay.tolist(),
        home=units.home.tolist(), cap=float(CAP), seconds=LADDER_S,
    )  # fmt: skip


def labels(found: Solution, group: list[int], grids: int) -> list[int]:
    """The grid of each house in a plan of whole groups; new grids come after the present ones."""
    label: dict[int, int] = {}
    new = grids
    for members, name in zip(found.members, found.names, strict=True):
        label |= dict.fromkeys(members, name if name >= 0 else new)
        new += name < 0
    return [label[name] for name in group]


def figures(houses: Problem, group: list[int], label: list[int]) -> Figures:
    """What a plan is judged by: the same for everyone, house by house."""
    told = measures(houses, label)
    return {
        "moved": told["moved"],
        "split": float(len(split_groups(group, label))),
        "border_m": told["border"],
        "over": float(np.maximum(np.bincount(label, houses.people) - houses.cap, 0).sum()),
    }


def middle(told: list[Figures]) -> Figures:
    """The median of each figure over the villages."""
    return {name: median(one[name] for one in told) for name in told[0]}


def propose(_store: Path) -> dict[str, Any]:
    """The plan of whole groups that moves the fewest people, proved; processor seconds."""
    rounds, told = [], []
    for seed in SEEDS:
        groups, houses, group, _cells = task(seed)
        found, seconds = timed(lambda asked=groups: solve(asked), processor)  # type: ignore[misc]
        assert found.optimal
        rounds.append([seconds])
        told.append(figures(houses, group, labels(found, group, len(houses.stay[0]))))
    return {"rows": {"propose": rounds}, "figures": {"propose": middle(told)}}


def ladder(_store: Path) -> dict[str, Any]:
    """The rungs of one, two and three groups split above it, each with its bound; seconds by the wall."""
    rounds, told = [], []
    for seed in SEEDS:
        groups, houses, group, cells = task(seed)
        start = labels(solve(groups), group, len(houses.stay[0]))
        climb = Climb(houses, group, [(float(x), float(y)) for x, y in cells.xy], [1, 2, 3], start)
        rungs, seconds = timed(lambda asked=climb: climb_up(asked, lambda _rung: None), wall)  # type: ignore[misc]
        rounds.append([seconds])
        told.append(figures(houses, group, rungs[-1].label if rungs else start))
    return {"rows": {"propose_ladder": rounds}, "figures": {"propose_ladder": middle(told)}}


def recom(_store: Path) -> dict[str, Any]:
    """A thousand steps of ReCom on the same villages; processor seconds."""
    from gridmap.bench.peers.recom import plan

    rounds, told = [], []
    for seed in SEEDS:
        _groups, houses, group, _cells = task(seed)
        label, seconds = timed(lambda asked=houses, dice=seed: plan(asked, dice), processor)  # type: ignore[misc]
        rounds.append([seconds])
        told.append(figures(houses, group, label))
    return {"rows": {"recom": rounds}, "figures": {"recom": middle(told)}}

"""Planning villages that have outgrown their grids: ours, on the villages that ReCom gets too."""

from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from gridmap.bench.peers.recom import PERSON_M
from gridmap.bench.towns.village import CAP, GROUPS, village
from gridmap.bench.trials.clock import processor, timed, wall
from gridmap.redraw.propose.ascent import climb_up, measures, split_groups
from gridmap.redraw.propose.cells import Cells, cells_of
from gridmap.redraw.propose.climb import Climb
from gridmap.redraw.propose.problem import Problem, Solution
from gridmap.redraw.propose.solve import solve
from gridmap.redraw.propose.trade import best, trade
from gridmap.redraw.propose.units import Units, units_of
from gridmap.redraw.propose.wish import BROAD
from gridmap.township.census import take_census

VILLAGES = [(groups, seed) for groups in GROUPS for seed in range(5)]
LADDER_S = 10.0

Figures = dict[str, float]


def task(seed: int, count: int = GROUPS[0]) -> tuple[Problem, Problem, list[int], Cells]:
    """The village of a seed as groups and as houses, for as many grids as whole groups need, and the
    group of each house."""
    snapshot = village(seed, count)
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
    """The plan of whole groups that moves the fewest people; all steps to shorter borders from there, proved,
    and the best of them where a person is worth as many metres of border as for ReCom; processor seconds."""
    strict, traded = [], []
    told: list[Figures] = []
    chosen: list[Figures] = []
    for count, seed in VILLAGES:
        groups, houses, group, _cells = task(seed, count)
        found, seconds = timed(lambda asked=groups: solve(asked), processor)  # type: ignore[misc]
        assert found.optimal
        strict.append([seconds])
        asked = replace(groups, grids=houses.grids, leeway=BROAD)
        step, seconds = timed(lambda asked=asked: best(trade(asked), PERSON_M), processor)  # type: ignore[misc]
        traded.append([seconds])
        for plan, noted in ((found, told), (step, chosen)):
            noted.append(figures(houses, group, labels(plan, group, len(houses.stay[0]))))
    return {
        "rows": {"propose": strict, "propose_trade": traded},
        "figures": {"propose": middle(told), "propose_trade": middle(chosen)},
    }


def ladder(_store: Path) -> dict[str, Any]:
    """The rungs of one, two and three groups split above it, each with its bound; seconds by the wall."""
    rounds, told = [], []
    for seed in range(5):
        groups, houses, group, cells = task(seed)
        start = labels(solve(groups), group, len(houses.stay[0]))
        climb = Climb(houses, group, [(float(x), float(y)) for x, y in cells.xy], [1, 2, 3], start)
        rungs, seconds = timed(lambda asked=climb: climb_up(asked, lambda _rung: None), wall)  # type: ignore[misc]
        rounds.append([seconds])
        told.append(figures(houses, group, rungs[-1].label if rungs else start))
    return {"rows": {"propose_ladder": rounds}, "figures": {"propose_ladder": middle(told)}}


def recom(_store: Path) -> dict[str, Any]:
    """A thousand steps of ReCom on the same villages; processor seconds. ``each`` village is told with our
    plans beside it; ``beaten`` of them in everything by the plan that moves the fewest, ``traded`` by the
    step that is best by ReCom's own measure: nothing that ReCom found is known to it."""
    from gridmap.bench.peers.recom import plan as planned

    rounds, told, each = [], [], []
    for count, seed in VILLAGES:
        groups, houses, group, _cells = task(seed, count)
        label, seconds = timed(lambda asked=houses, dice=seed: planned(asked, dice), processor)  # type: ignore[misc]
        rounds.append([seconds])
        told.append(figures(houses, group, label))
        steps = trade(replace(groups, grids=houses.grids, leeway=BROAD))
        first, step = (
            figures(houses, group, labels(plan, group, len(houses.stay[0])))
            for plan in (steps[0], best(steps, PERSON_M))
        )
        each.append({
            "village": f"{count}-{seed}", "peer": told[-1], "first": first, "step": step,
            "beaten": beats(first, told[-1]), "traded": beats(step, told[-1]),
        })  # fmt: skip
    counts = {name: float(sum(bool(one[name]) for one in each)) for name in ("beaten", "traded")}
    return {
        "rows": {"recom": rounds}, "figures": {"recom": middle(told) | counts}, "each": {"recom": each},
    }  # fmt: skip


def beats(ours: Figures, peer: Figures) -> bool:
    """Whether fewer people move, no more groups are split, borders are shorter, and nobody is over."""
    return (
        ours["moved"] < peer["moved"]
        and ours["split"] <= peer["split"]
        and ours["border_m"] < peer["border_m"]
        and ours["over"] <= peer["over"]
    )

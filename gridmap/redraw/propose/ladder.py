"""The ladder of one village: what it asks the solver, and what each rung would draw."""

import math
from dataclasses import replace
from uuid import uuid4

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.i18n import _
from gridmap.redraw.propose.cells import Cells, cells_of
from gridmap.redraw.propose.climb import Climb, Rung
from gridmap.redraw.propose.parts import parts_of
from gridmap.redraw.propose.problem import Leading, Problem
from gridmap.redraw.propose.process import Solver
from gridmap.redraw.propose.units import Rows
from gridmap.redraw.propose.wish import Drawn, Part, Step, VillageProposal, Wish
from gridmap.township.census import Census
from gridmap.township.scenario import chosen
from gridmap.township.snapshot import Snapshot

MORE_GRIDS = 2
"""How many grids more are tried when no rung has a plan and the number is not fixed."""


def climb_ladder(
    snapshot: Snapshot, census: Census, village: VillageProposal, wish: Wish, problem: Problem, free: Rows,
    solver: Solver,
) -> VillageProposal:  # fmt: skip
    """The village with its rungs. ``problem`` is that of its ``free`` groups (indices into its units)."""
    cells = _only(cells_of(snapshot, census, village.units, chosen(wish.populations, census)), free)
    climb = _climb(village, wish, problem, cells, free)
    rungs = solver.climb(climb)
    for _more in range(MORE_GRIDS):
        if wish.grids or village.solution.members or any(rung.label for rung in rungs):
            break
        climb = replace(climb, houses=replace(climb.houses, grids=(climb.houses.grids or 0) + 1))
        rungs = solver.climb(climb)
    names = _names(snapshot, village, climb)
    steps = tuple(_step(snapshot, village, cells, rung, names) for rung in rungs)
    below = [climb.start, *(rung.label for rung in rungs)]
    steps = tuple(
        replace(step, again=bool(step.rung.label) and step.rung.label == below[at])
        for at, step in enumerate(steps)
    )
    whole = _moved_households(cells, np.array(climb.start)) if climb.start else None
    out = (*_way_out(village, steps), *village.out)
    return replace(village, steps=steps, cells=cells, households=whole, out=out)


def _way_out(village: VillageProposal, steps: tuple[Step, ...]) -> tuple[str, ...]:
    """Where whole groups have no plan: the fewest groups to split."""
    found = next((step for step in steps if step.drawn), None)
    if village.solution.members or found is None:
        return ()
    words = _("拆分{groups}（{moved:,.0f} 人换网格）")
    return (words.format(groups="、".join(found.split), moved=found.rung.moved),)


def _only(cells: Cells, free: Rows) -> Cells:
    """The cells of the free groups; their groups are still indices into the units."""
    keep = np.isin(cells.group, free)
    at = np.cumsum(keep) - 1
    mine = keep[cells.owner]
    borders = [(int(at[a]), int(at[b]), metres) for a, b, metres in cells.borders if keep[a] and keep[b]]
    return Cells(
        cells.group[keep], cells.xy[keep], cells.people[keep], cells.stay[keep], cells.homes[keep],
        cells.home[keep], cells.faces[mine], at[cells.owner[mine]], borders,
    )  # fmt: skip


def _climb(village: VillageProposal, wish: Wish, problem: Problem, cells: Cells, free: Rows) -> Climb:
    solution = village.solution
    current = len(village.units.grids)
    total = max(cells.people.sum(axis=0))
    grids = len(solution.members) or problem.grids or max(1, math.ceil(total / problem.cap - 1e-9))
    start: list[int] = []
    if solution.members:
        of_group = _labels(solution.members, solution.names, current, free)
        start = [of_group[group] for group in cells.group.tolist()]
    houses = replace(
        problem,
        people=cells.people[:, 0].tolist(),
        borders=cells.borders,
        stay=_without_locked(cells.stay, problem).tolist(),
        home=cells.home.tolist(),
        grids=grids,
        others=cells.people[:, 1:].T.tolist(),
        seconds=wish.seconds,
        leaders=_known(problem.leaders, max(current, grids)),
    )
    place = [(float(x), float(y)) for x, y in cells.xy]
    return Climb(houses, cells.group.tolist(), place, list(wish.steps), start)


def _known(leaders: list[Leading], labels: int) -> list[Leading]:
    """The leaders of the labels that there are."""
    return [replace(one, names=[name for name in one.names if name < labels]) for one in leaders]


def _without_locked(stay: NDArray[np.float64], problem: Problem) -> NDArray[np.float64]:
    """Nobody stays in a locked grid: those columns are empty in the problem of the groups too."""
    empty = np.array(problem.stay).reshape(len(problem.people), -1).sum(axis=0) == 0
    return np.where(empty, 0.0, stay)


def _labels(members: list[list[int]], names: list[int], current: int, free: Rows) -> dict[int, int]:
    """The label of each group: its current grid's, or one beyond the last for each new grid."""
    found: dict[int, int] = {}
    new = current
    for rows, name in zip(members, names, strict=True):
        label = name
        if name < 0:
            label, new = new, new + 1
        found |= {int(free[row]): label for row in rows}
    return found


def _names(snapshot: Snapshot, village: VillageProposal, climb: Climb) -> dict[int, str]:
    """The uuid that each label stands for."""
    uuids = snapshot["grids"].text("uuid")[village.units.grids].tolist()
    most = len(uuids) + (climb.houses.grids or 1)
    return dict(enumerate([*map(str, uuids), *(str(uuid4()) for _label in range(len(uuids), most))]))


def _step(
    snapshot: Snapshot, village: VillageProposal, cells: Cells, rung: Rung, names: dict[int, str]
) -> Step:
    if not rung.label:
        return Step(rung, (), 0, None)
    label = np.array(rung.label)
    groups = snapshot["groups"].take(village.units.rows)
    split = tuple(str(groups["name"][at] or groups["code"][at]) for at in rung.split)
    households = _moved_households(cells, label)
    return Step(rung, split, households, _drawn(groups.text("uuid"), groups["geometry"], cells, rung, names))


def _moved_households(cells: Cells, label: Rows) -> int:
    known = np.flatnonzero(label < cells.homes.shape[1])
    return round(float(cells.homes.sum() - cells.homes[known, label[known]].sum()))


def _drawn(
    uuids: NDArray[np.object_], shapes: NDArray[np.generic], cells: Cells, rung: Rung, names: dict[int, str]
) -> Drawn:
    label = np.array(rung.label)
    whole: dict[int, list[str]] = {int(name): [] for name in np.unique(label)}
    parts: list[Part] = []
    for at in np.unique(cells.group).tolist():
        group = str(uuids[at])
        if at not in rung.split:
            whole[int(label[cells.group == at][0])].append(group)
            continue
        for name, part in parts_of(shapes[at], cells, at, label).items():
            parts.append((names[name], group, shapely.to_wkb(part, hex=True)))
    grids = tuple((names[name], tuple(groups)) for name, groups in whole.items())
    return Drawn(grids, tuple(parts))

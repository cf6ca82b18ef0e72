"""The best completion of a half-drawn plan: what the planner has drawn stays, the rest is proposed."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
import shapely

from gridmap.redraw.coverage import joined
from gridmap.redraw.propose.problem import Problem, Solution
from gridmap.redraw.propose.solve import solve
from gridmap.redraw.propose.units import Units
from gridmap.township.snapshot import Snapshot

SECONDS = 0.5
"""What a ghost may take; nobody waits for it."""


@dataclass(frozen=True)
class Ghost:
    """How the grids of a village would best go on: the ground of each, and how many people would move
    beside those that are drawn already. ``proved`` says that no completion of whole groups is better.
    Without ``grids`` there is none, for the reason that ``solution.clash`` gives."""

    grids: tuple[shapely.Geometry, ...]
    moved: float
    proved: bool
    solution: Solution


def complete(
    snapshot: Snapshot, units: Units, drawn: Collection[str], cap: float, seconds: float = SECONDS
) -> Ghost:
    """The best completion for one village in which the groups ``drawn`` (uuids) stay where they are.

    Pure, and for idle time: some hundredths of a second for a village of twenty groups. As many grids as
    there are, all populations of ``units`` under the ``cap``, the fewest people moved, short borders.
    """
    problem = problem_of(snapshot, units, drawn, cap, seconds)
    found = solve(problem)
    if not found.members:
        return Ghost((), 0.0, False, found)
    shapes = snapshot["groups"].text("geometry")[units.rows]
    grids = tuple(joined(shapes[members]) for members in found.members)
    return Ghost(grids, found.moved, found.optimal, found)


def problem_of(
    snapshot: Snapshot, units: Units, drawn: Collection[str], cap: float, seconds: float
) -> Problem:
    """The village as a problem in which the groups drawn are in the grid where they are now."""
    uuids = snapshot["groups"].text("uuid")[units.rows]
    people = np.nan_to_num(units.people)
    problem = Problem(
        people=people[:, 0].tolist(),
        borders=units.borders,
        stay=units.stay.tolist(),
        home=units.home.tolist(),
        cap=cap,
        grids=max(len(units.grids), 1),
        seconds=seconds,
        others=people[:, 1:].T.tolist(),
    )
    held = [int(home) if str(uuid) in drawn else -1 for uuid, home in zip(uuids, units.home, strict=True)]
    return replace(problem, drawn=held if max(held, default=-1) >= 0 else [])

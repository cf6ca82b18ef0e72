"""What an edit would make of the plan, worked out at every move of the pen. Nothing here changes."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.redraw.ground import Ground
from gridmap.redraw.plan import Edit, GridPlan
from gridmap.township.finding import Severity

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class GridCount:
    """A grid's people by population (NaN: unknown) before and after, under the grid worker's cap."""

    row: int
    name: str
    before: Mapping[str, float]
    after: Mapping[str, float]
    cap: int


@dataclass(frozen=True)
class LeaderCount:
    """The people of all grids that a leader answers for, before and after, under the leader's cap.

    ``name`` is personal: mask it on a screen. ``staff_fid`` is 0 for somebody who is not on the staff.
    """

    name: str
    staff_fid: int
    grids: tuple[int, ...]
    before: Mapping[str, float]
    after: Mapping[str, float]
    cap: int


@dataclass(frozen=True)
class GroupSplit:
    """A villager group whose households would be in several grids: ``here`` of them in the grid of
    most, ``elsewhere`` the others."""

    row: int
    name: str
    here: int
    elsewhere: int


@dataclass(frozen=True)
class Problem:
    """What would be wrong, in words, with the edit that mends it, to be applied after the previewed one.

    ``kind``: ``over``, ``leader_over``, ``pieces``, ``split_group``, ``empty``.
    """

    kind: str
    severity: Severity
    words: str
    repair: Edit | None = None
    repair_words: str = ""


@dataclass(frozen=True)
class Preview:
    """The plan as it would be, and what is new about it.

    Grid rows are those of the plan before; grids that would be new follow after its last row, and one
    that would be gone has an empty shape. ``ground`` changes hands, ``old_border`` and ``new_border`` are
    the lines that go and come. ``households`` are the rows that change grid, ``came_to`` the grid row of
    each (-1: none). ``grids`` are those that are drawn anew or gain or lose people.
    """

    edit: Edit
    plan: GridPlan
    shapes: Mapping[int, shapely.Geometry]
    ground: shapely.Geometry
    old_border: shapely.Geometry
    new_border: shapely.Geometry
    households: Integers
    came_to: Integers
    grids: tuple[GridCount, ...]
    leaders: tuple[LeaderCount, ...]
    split_groups: tuple[GroupSplit, ...]
    problems: tuple[Problem, ...]


def preview(ground: Ground, edit: Edit) -> Preview:
    """What ``edit`` makes of the plan. Raises EditError, with the reason, when it is refused."""
    after = edit.apply(ground.plan)
    shapes = _shapes(ground.plan, after)
    known = {row: shape for row, shape in shapes.items() if row < len(ground.shapes)}
    step = ground.recount.step(known)
    cap = ground.snapshot.settings.worker_cap
    names = ground.snapshot["grids"].text("name")
    grids = tuple(
        GridCount(row, str(names[row]), _before(ground, row), dict(sums), cap)
        for row, sums in step.sums.items()
    )
    empty = shapely.Polygon()
    return Preview(edit, after, shapes, empty, empty, empty, step.rows, step.polygon, grids, (), (), ())


def _before(ground: Ground, row: int) -> dict[str, float]:
    return {name: float(ground.recount.tally.sums(name)[row]) for name in ground.people}


def _shapes(before: GridPlan, after: GridPlan) -> dict[int, shapely.Geometry]:
    """The shapes that changed, by the row of the plan before; new grids follow after its last."""
    old, new = before.grids.text("geometry"), after.grids.text("geometry")
    known = {str(uuid): row for row, uuid in enumerate(before.grids["uuid"])}
    shapes: dict[int, shapely.Geometry] = {}
    added = len(old)
    for uuid, shape in zip(after.grids["uuid"], new, strict=True):
        row = known.pop(str(uuid), added)
        if row == added:
            added += 1
        if row >= len(old) or old[row] is not shape:
            shapes[row] = shape
    return {**shapes, **dict.fromkeys(known.values(), shapely.Polygon())}

"""What an edit would make of the plan, worked out at every move of the pen. Nothing here changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from operator import is_

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.redraw.counting import Counted, GridCount, GroupSplit, LeaderCount, counted
from gridmap.redraw.coverage import SPECK_M2
from gridmap.redraw.ground import Ground
from gridmap.redraw.plan import Edit, GridPlan
from gridmap.redraw.problems import Problem, problems_of
from gridmap.redraw.seams import Segments, as_places

Integers = NDArray[np.int64]
Shapes = Mapping[int, shapely.Geometry]

__all__ = ["GridCount", "GroupSplit", "LeaderCount", "Preview", "Problem", "preview"]


@dataclass(frozen=True)
class Preview:
    """The plan as it would be, and what is new about it. Build with ``preview``.

    Grid rows are those of the plan before; grids that would be new follow after its last row, and one
    that would be gone has an empty shape. ``shapes`` are drawn anew; ``redealt`` are the rows among them that
    gain or lose ground. ``households`` are the rows that change grid, ``came_to`` the grid row of each
    (-1: none). ``grids`` are the counts of those that gain or lose ground or people, ``leaders`` of those who
    answer for one of them, ``split_groups`` the groups in them that live in several grids. Lines
    and problems are worked out when they are asked for.
    """

    before: Ground
    edit: Edit
    plan: GridPlan
    shapes: Shapes
    redealt: tuple[int, ...]
    counted: Counted = field(repr=False)

    @property
    def households(self) -> Integers:
        """The rows of the households that change grid."""
        return self.counted.households

    @property
    def came_to(self) -> Integers:
        """The grid row that each of them comes to."""
        return self.counted.came_to

    @property
    def grids(self) -> tuple[GridCount, ...]:
        """The people of each grid concerned, before and after."""
        return self.counted.grids

    @property
    def leaders(self) -> tuple[LeaderCount, ...]:
        """The people of each leader concerned, before and after."""
        return self.counted.leaders

    @property
    def split_groups(self) -> tuple[GroupSplit, ...]:
        """The groups concerned that would live in several grids."""
        return self.counted.split_groups

    @cached_property
    def ground(self) -> shapely.Geometry:
        """The ground that changes hands."""
        won = []
        for row in self.redealt:
            old = self.before.shapes[row] if row < len(self.before.shapes) else shapely.Polygon()
            won += shapely.get_parts(shapely.difference(self.shapes[row], old)).tolist()
        return shapely.union_all([part for part in won if shapely.area(part) > SPECK_M2])

    @cached_property
    def old_border(self) -> shapely.Geometry:
        """The lines between two of the grids concerned that go."""
        return self._borders[0]

    @cached_property
    def new_border(self) -> shapely.Geometry:
        """The lines between two of the grids concerned that come."""
        return self._borders[1]

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What would be wrong, worst first, with repairs to be applied after the edit."""
        return problems_of(self.before, self.plan, self.shapes, self.redealt, self.counted)

    @cached_property
    def _borders(self) -> tuple[shapely.Geometry, shapely.Geometry]:
        old = _inner([self.before.shapes[row] for row in self.redealt if row < len(self.before.shapes)])
        new = _inner([self.shapes[row] for row in self.redealt])
        return _line(old.without(new)), _line(new.without(old))


def preview(ground: Ground, edit: Edit) -> Preview:
    """What ``edit`` makes of the plan. Raises EditError, with the reason, when it is refused."""
    after = edit.apply(ground.plan)
    rows = _rows(ground.plan, after)
    shapes = _shapes(ground, after, rows)
    redealt = tuple(row for row, shape in shapes.items() if _redealt(ground, row, shape))
    return Preview(ground, edit, after, shapes, redealt, counted(ground, after, rows, shapes, redealt))


def _rows(before: GridPlan, after: GridPlan) -> Integers:
    """Of each grid after, the row it had before, or the next beyond the last."""
    if np.array_equal(before.grids["uuid"], after.grids["uuid"]):
        return np.arange(len(after.grids))
    known = {str(uuid): row for row, uuid in enumerate(before.grids["uuid"])}
    rows, added = [], len(before.grids)
    for uuid in after.grids["uuid"]:
        rows.append(known.get(str(uuid), added))
        added += str(uuid) not in known
    return np.array(rows, np.int64)


def _shapes(ground: Ground, after: GridPlan, rows: Integers) -> dict[int, shapely.Geometry]:
    """The shapes that changed, by row; those that are gone are empty."""
    old, new = ground.shapes, after.grids.text("geometry")
    was = np.append(old, [None] * int(rows.max(initial=-1) + 1 - len(old)))[rows]
    same = np.fromiter(map(is_, was, new), bool, len(new))
    shapes = {int(rows[at]): new[at] for at in np.flatnonzero(~same)}
    gone = np.setdiff1d(np.arange(len(old)), rows) if len(rows) != len(old) else rows[:0]
    return {**shapes, **dict.fromkeys(gone.tolist(), shapely.Polygon())}


def _redealt(ground: Ground, row: int, shape: shapely.Geometry) -> bool:
    """Whether a grid gains or loses ground: a neighbour that only gets a corner does not."""
    if row >= len(ground.shapes) or shapely.is_empty(shape):
        return True
    old = ground.shapes[row]
    if abs(float(shapely.area(shape) - shapely.area(old))) > SPECK_M2:
        return True
    corners, were = (np.unique(as_places(shapely.get_coordinates(one))) for one in (shape, old))
    if np.isin(corners, were).all() or np.isin(were, corners).all():
        return False
    return bool(shapely.area(shapely.symmetric_difference(shape, old)) > SPECK_M2)


def _inner(shapes: list[shapely.Geometry]) -> Segments:
    """The segments that two of some shapes share."""
    edges = Segments.of(np.array(shapes, object))
    return edges.take(np.array([one for one, _other in edges.twins()], np.int64))


def _line(segments: Segments) -> shapely.Geometry:
    return (
        shapely.line_merge(shapely.multilinestrings(segments.lines()))
        if len(segments)
        else shapely.LineString()
    )

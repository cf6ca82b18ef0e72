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
from gridmap.redraw.seams import Segments, as_coordinates, as_places

Integers = NDArray[np.int64]
Shapes = Mapping[int, shapely.Geometry]

__all__ = ["GridCount", "GroupSplit", "LeaderCount", "Preview", "Problem", "preview"]


@dataclass(frozen=True)
class Preview:
    """The plan as it would be, and what is new about it. Build with ``preview``.

    Grid rows are those of the plan before; grids that would be new follow after its last row, and one
    that would be gone has an empty shape; ``rows`` has the one of each grid of ``plan``. ``shapes`` are
    drawn anew; ``redealt`` are the rows among them that gain or lose ground. ``households`` are the rows that
    change grid, ``came_to`` the grid row of each (-1: none). ``grids`` are the counts of those that gain or
    lose ground or people, ``leaders`` of those who answer for one of them, ``split_groups`` the groups in
    them that live in several grids. Lines and problems are worked out when they are asked for.
    """

    before: Ground
    edit: Edit
    plan: GridPlan
    rows: Integers = field(repr=False)
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
        """The ground that changes hands: what all grids but one lose or win, for that one does with them."""
        old, none = self.before.shapes, shapely.Polygon()
        pairs = [(self.shapes[row], old[row] if row < len(old) else none) for row in self.redealt[1:]]
        parts = shapely.get_parts([shapely.symmetric_difference(*pair) for pair in pairs])
        return shapely.union_all(parts[shapely.area(parts) > SPECK_M2])

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
        return problems_of(self.before, self.plan, self.rows, self.shapes, self.redealt, self.counted)

    @cached_property
    def _borders(self) -> tuple[shapely.Geometry, shapely.Geometry]:
        old = _inner([self.before.shapes[row] for row in self.redealt if row < len(self.before.shapes)])
        new = _inner([self.shapes[row] for row in self.redealt])
        return _line(old - new), _line(new - old)


def preview(ground: Ground, edit: Edit) -> Preview:
    """What ``edit`` makes of the plan. Raises EditError, with the reason, when it is refused.

    The last one is remembered: a hand that moves on seldom changes what it would do.
    """
    last: list[Preview] = ground.previewed
    if not last or last[0].edit != edit:
        last[:] = [_preview(ground, edit)]
    return last[0]


def _preview(ground: Ground, edit: Edit) -> Preview:
    after = edit.apply(ground.plan)
    rows = _rows(ground.plan, after)
    shapes = _shapes(ground, after, rows)
    redealt = tuple(row for row, shape in shapes.items() if _redealt(ground, row, shape))
    return Preview(ground, edit, after, rows, shapes, redealt, counted(ground, after, rows, shapes, redealt))


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


def _inner(shapes: list[shapely.Geometry]) -> set[tuple[complex, complex]]:
    """The ends of the segments that two of some shapes share."""
    met: set[tuple[complex, complex]] = set()
    shared: set[tuple[complex, complex]] = set()
    for key in Segments.of(np.array(shapes, object)).joins():
        (shared if key in met else met).add(key)
    return shared


def _line(ends: set[tuple[complex, complex]]) -> shapely.Geometry:
    if not ends:
        return shapely.LineString()
    places = as_coordinates(np.array(list(ends)).ravel()).reshape(-1, 2, 2)
    lines: NDArray[np.object_] = np.asarray(shapely.linestrings(places), object)
    merged: shapely.Geometry = shapely.line_merge(shapely.MultiLineString(lines.tolist()))
    return merged

"""What would be wrong with a plan, and how it can be mended: problems are shown, not forbidden."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.i18n import _
from gridmap.redraw.counting import Counted, GridCount, GroupSplit, LeaderCount
from gridmap.redraw.edits.assign_groups import AssignGroups
from gridmap.redraw.edits.declare_enclave import DeclareEnclave
from gridmap.redraw.edits.merge_grids import MergeGrids
from gridmap.redraw.edits.move_ground import MoveGround
from gridmap.redraw.ground import Ground
from gridmap.redraw.plan import Edit, GridPlan
from gridmap.redraw.relief import beside_longest, relief
from gridmap.township.census import POPULATION_TITLES
from gridmap.township.finding import SEVERITIES, Severity

FORECAST_TITLE = "预测"

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Repair:
    """An edit that mends a problem, to be applied after the previewed one."""

    words: str
    edit: Edit


def _none() -> Sequence[Repair]:
    return ()


@dataclass(frozen=True)
class Problem:
    """What would be wrong, in words. ``kind``: ``over`` (more people in a grid than the worker's cap),
    ``leader_over``, ``pieces`` (a grid in parts that are no declared enclave), ``split_group``, ``empty``.

    Repairs are worked out when they are asked for; the first is the one to offer.
    """

    kind: str
    severity: Severity
    words: str
    population: str = ""
    mend: Callable[[], Sequence[Repair]] = field(default=_none, repr=False, compare=False)

    @cached_property
    def repairs(self) -> tuple[Repair, ...]:
        """What would mend it, the best first; () when nothing is known."""
        return tuple(self.mend())

    @property
    def repair(self) -> Edit | None:
        """The edit of the first repair."""
        return self.repairs[0].edit if self.repairs else None

    @property
    def repair_words(self) -> str:
        """What the first repair does."""
        return self.repairs[0].words if self.repairs else ""


def problems_of(
    before: Ground,
    after: GridPlan,
    rows: Integers,
    shapes: Mapping[int, shapely.Geometry],
    redealt: Sequence[int],
    counted: Counted,
) -> tuple[Problem, ...]:
    """The problems of a plan with the grids that an edit concerns, errors first."""
    scene = _Scene(before, after, rows, shapes)
    found = [problem for count in counted.grids for problem in scene.over(count)]
    found += [problem for count in counted.leaders for problem in scene.leader_over(count)]
    found += [problem for row in redealt for problem in scene.pieces(row)]
    found += [scene.empty(count) for count in counted.grids if scene.is_empty(count, counted)]
    found += [scene.split(group) for group in counted.split_groups if group.fresh]
    return tuple(sorted(found, key=lambda problem: SEVERITIES.index(problem.severity)))


@dataclass(frozen=True)
class _Scene:
    before: Ground
    after: GridPlan
    rows: Integers
    shapes: Mapping[int, shapely.Geometry]

    @cached_property
    def ground(self) -> Ground:
        """The ground after the edit: made only for repairs."""
        return self.before.after(self.after)

    def at(self, row: int) -> int:
        """The row of the plan after."""
        return int(np.flatnonzero(self.rows == row)[0])

    def uuid(self, row: int) -> str:
        """A grid's identity."""
        return str(self.after.grids["uuid"][self.at(row)])

    def name(self, row: int) -> str:
        """What a grid is called."""
        return self.after.name(self.at(row))

    def over(self, count: GridCount) -> list[Problem]:
        """One for each population above the cap."""
        return [
            Problem(
                "over", _weight(name),
                _("{grid}：{population} {people:,.0f} 人，超 {excess:,.0f} 人").format(
                    grid=count.name, population=_title(name), people=people, excess=people - count.cap),
                name, partial(self._relieve, count, name),
            )
            for name, people in count.after.items() if people > count.cap
        ]  # fmt: skip

    def leader_over(self, count: LeaderCount) -> list[Problem]:
        """One for each population above the leader's cap; no name, for it is a person's."""
        return [
            Problem(
                "leader_over", _weight(name),
                _("网格长所辖 {grids} 个网格：{population} {people:,.0f} 人，超 {excess:,.0f} 人").format(
                    grids=len(count.grids), population=_title(name), people=people, excess=people - count.cap,
                ),
                name,
            )
            for name, people in count.after.items() if people > count.cap
        ]  # fmt: skip

    def pieces(self, row: int) -> list[Problem]:
        """One for a grid that falls into parts."""
        shape = self.shapes[row]
        if shapely.get_num_geometries(shape) < 2 or self.after.grids["enclaves"][self.at(row)] == 1:
            return []
        parts = shapely.get_parts(shapely.union_all(shapely.get_parts(shape)))
        if len(parts) < 2:
            return []
        words = _("{grid}：分成 {parts} 块，未申报飞地").format(
            grid=self.name(row), parts=len(parts))  # fmt: skip
        return [Problem("pieces", "error", words, mend=partial(self._rejoin, row, parts))]

    def is_empty(self, count: GridCount, counted: Counted) -> bool:
        """Whether the last household leaves a grid that stays."""
        if count.row in self.shapes and shapely.is_empty(self.shapes[count.row]):
            return False
        came = (counted.came_to == count.row).any()
        left = int((self.before.recount.polygon[counted.households] == count.row).sum())
        return not came and 0 < left == self.before.households_of(count.row)

    def empty(self, count: GridCount) -> Problem:
        """A grid in which nobody would live."""
        words = _("{grid}：没有住户").format(grid=count.name)
        return Problem("empty", "warning", words, mend=partial(self._dissolve, count.row))

    def split(self, group: GroupSplit) -> Problem:
        """A group of which households go and others stay."""
        words = _("{group}：{here} 户在“{grid}”，{elsewhere} 户在别的网格").format(
            group=group.name, here=group.here, elsewhere=group.elsewhere,
            grid=self.name(group.home))  # fmt: skip
        return Problem("split_group", "warning", words, mend=partial(self._reunite, group))

    def _relieve(self, count: GridCount, population: str) -> list[Repair]:
        row = self.at(count.row)
        return [
            Repair(_("把最近的 {households} 户（{people:,.0f} 人）划给“{grid}”").format(
                households=way.households, people=way.people, grid=self.after.name(way.to)), way.edit)
            for way in relief(self.ground, row, population, count.after[population] - count.cap)
        ]  # fmt: skip

    def _rejoin(self, row: int, parts: NDArray[np.object_]) -> list[Repair]:
        plan, found = self.after, []
        for part in parts[np.argsort(-shapely.area(parts))[1:]]:
            to = beside_longest(self.ground, part, self.at(row))
            if to >= 0:
                words = _("把零散的一块划给“{grid}”").format(grid=plan.name(to))
                found.append(Repair(words, MoveGround.of(part, str(plan.grids["uuid"][to]))))
        return [*found, Repair(_("申报为飞地"), DeclareEnclave(self.uuid(row)))]

    def _dissolve(self, row: int) -> list[Repair]:
        plan, at = self.after, self.at(row)
        to = beside_longest(self.ground, plan.grids.text("geometry")[at], at)
        if to < 0:
            return []
        into = str(plan.grids["uuid"][to])
        return [Repair(_("并入“{grid}”").format(grid=plan.name(to)), MergeGrids(into, self.uuid(row)))]

    def _reunite(self, group: GroupSplit) -> list[Repair]:
        words = _("整组划给“{grid}”").format(grid=self.name(group.home))
        edit = AssignGroups((str(self.after.groups["uuid"][group.row]),), self.uuid(group.home))
        return [Repair(words, edit)]


def _weight(population: str) -> Severity:
    """The caps count residents; the other populations are for the planner to think of."""
    return "error" if population == "resident" else "warning"


def _title(population: str) -> str:
    return POPULATION_TITLES.get(population, FORECAST_TITLE)

"""A proposal for some villages: the problems, their solutions, and the edit that would draw them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

import numpy as np

from gridmap.errors import UsageError
from gridmap.i18n import _
from gridmap.redraw.propose.ladder import climb_ladder
from gridmap.redraw.propose.problem import Problem, Solution
from gridmap.redraw.propose.process import Solver
from gridmap.redraw.propose.rooms import Areas, Floats, Town, areas_of, fits
from gridmap.redraw.propose.units import LOST_M2, Rows, Units, units_of
from gridmap.redraw.propose.why import PROVED, Why, why_not
from gridmap.redraw.propose.wish import KEEP, STEPS, Drawn, Proposal, VillageProposal, Wish
from gridmap.township.census import Census
from gridmap.township.mask import mask_name
from gridmap.township.scenario import chosen
from gridmap.township.snapshot import Snapshot

SPLIT_S = 10.0
"""How long it is looked for groups to split when there is no plan of whole ones."""

Hear = Callable[[int, int, VillageProposal], None]
"""Hears how many villages are done, of how many, and what was found for the last one."""


def propose(
    snapshot: Snapshot,
    census: Census,
    wish: Wish,
    solver: Solver,
    hear: Hear = lambda _done, _all, _village: None,
) -> Proposal:
    """The best plan of whole groups for each village wished for, and its ladder when that is wanted.

    Raises UsageError for a village that is not there, a population that nobody counted or when there
    are no groups at all, and SolveCancelled when the solver was cancelled.
    """
    populations = chosen(wish.populations, census)
    every = list(_wanted(units_of(snapshot, census, populations), wish.villages))
    cap = wish.cap if wish.cap is not None else snapshot.settings.worker_cap
    people = np.column_stack([np.nan_to_num(census.grids[name]) for name in populations])
    town = Town(census, people, float(snapshot.settings.leader_cap))
    villages = []
    for units in every:
        villages.append(_Village(snapshot, units, wish, cap, solver, town).propose())
        hear(len(villages), len(every), villages[-1])
    return Proposal(wish, cap, tuple(villages), snapshot, census)


def _wanted(every: Sequence[Units], wanted: Sequence[str]) -> Iterator[Units]:
    if not any(len(units.rows) for units in every):
        raise UsageError(_("还没有村民小组（带边界）：先导入村民小组，再计算方案"))
    for name in wanted:
        if not any(name in (units.code, units.name) for units in every):
            known = "、".join(units.code or units.name for units in every)
            raise UsageError(_("没有 {name} 这个村(社区)；可用：{known}").format(name=name, known=known))
    yield from (units for units in every if not wanted or units.code in wanted or units.name in wanted)


@dataclass(frozen=True)
class _Village:
    """One village being planned."""

    snapshot: Snapshot
    units: Units
    wish: Wish
    cap: int
    solver: Solver
    town: Town

    @property
    def held(self) -> Rows:
        """The locked grids, as indices into ``units.grids``."""
        grids = self.snapshot["grids"].take(self.units.grids)
        locked = np.array([uuid in self.wish.locked for uuid in grids.text("uuid")], bool)
        return np.flatnonzero(locked | (grids["locked"] == 1))

    @property
    def free(self) -> Rows:
        """The groups that no lock holds, as indices into ``units.rows``."""
        return np.flatnonzero(~np.isin(self.units.home, self.held))

    def propose(self) -> VillageProposal:
        """The plan of whole groups and the ladder above it, or why there is none."""
        uuids = self.snapshot["grids"].text("uuid")[self.units.grids]
        locked = tuple(str(uuid) for uuid in uuids[self.held])
        reason = self._refusal()
        if reason:
            return VillageProposal(self.units, Solution([], []), None, locked, reason)
        problem = self.problem()
        solution = self._solved(problem)
        solution, areas = self._led(problem, solution)
        why = Why("") if solution.members else self._why(problem, solution)
        drawn = self._drawn(solution, areas) if solution.members else None
        found = VillageProposal(
            self.units, solution, drawn, locked, why.words, why.rules, why.out,
            tuple(self._notes()), tuple(self._breaks()), chosen=self.wish.splits,
        )  # fmt: skip
        self._settle(solution, areas)
        return self._above(found, problem)

    def _above(self, found: VillageProposal, problem: Problem) -> VillageProposal:
        """With the ladder, if it is wanted; without a plan at least with what splitting groups would do."""
        wish = self.wish
        if self.town.census.source != "households" or not (wish.steps or found.solution.clash in PROVED):
            return found
        if not wish.steps:
            wish = replace(wish, steps=STEPS[:2], seconds=min(wish.seconds, SPLIT_S))
        above = climb_ladder(self.snapshot, self.town, found, wish, problem, self.free, self.solver)
        return above if self.wish.steps else replace(found, out=above.out)

    def problem(self, held: Rows | None = None) -> Problem:
        """The problem of the units that no lock holds."""
        held = self.held if held is None else held
        units, free = self.units, np.flatnonzero(~np.isin(self.units.home, held))
        at = {int(unit): index for index, unit in enumerate(free)}
        stay = units.stay[free].copy()
        stay[:, held] = 0.0
        people = np.nan_to_num(units.people[free])
        wanted = len(units.grids) if self.wish.grids == KEEP else self.wish.grids
        return Problem(
            people=people[:, 0].tolist(),
            borders=[(at[a], at[b], metres) for a, b, metres in units.borders if a in at and b in at],
            stay=stay.tolist(),
            home=units.home[free].tolist(),
            cap=float(self.cap),
            grids=None if not wanted else max(wanted - len(held), 1),
            objective=self.wish.objective,
            seconds=self.wish.seconds,
            others=people[:, 1:].T.tolist(),
        )

    def _solved(self, problem: Problem) -> Solution:
        found = self.solver.solve(problem)
        if found.members or self.wish.grids != KEEP or found.clash == "group_over_cap":
            return found
        return self.solver.solve(replace(problem, grids=found.least or None))

    def _led(self, problem: Problem, solution: Solution) -> tuple[Solution, Areas | None]:
        """The plan with which every leader has room: another plan, or another leader for some grids,
        whichever takes fewer people from their grid or leader."""
        leaders, _who = self.town.rooms(self.units, np.setdiff1d(np.arange(len(self.units.grids)), self.held))
        people = np.array(problem.populations).T
        if not solution.members:
            return solution, None
        fresh = any(name < 0 for name in solution.names) and bool(leaders)
        if fits(leaders, solution, people) and not fresh:
            return solution, None
        cap = self.town.cap
        areas = areas_of(problem, solution, leaders, cap, self.solver) if leaders else None
        if fits(leaders, solution, people):
            return solution, areas
        grids = len(solution.members)
        other = self.solver.solve(replace(problem, leaders=leaders, grids=grids))
        if not other.members or any(name < 0 for name in other.names):
            return solution, areas
        if areas is None or areas.missing or other.moved <= solution.moved + areas.moved:
            return other, None
        return solution, areas

    def _settle(self, solution: Solution, areas: Areas | None) -> None:
        if not solution.members:
            return
        free = np.setdiff1d(np.arange(len(self.units.grids)), self.held)
        _leaders, who = self.town.rooms(self.units, free)
        people = np.nan_to_num(self.units.people[self.free])
        inside = [people[rows].sum(axis=0) for rows in solution.members]
        going = dict(zip(solution.names, inside, strict=True))
        new: dict[int, Floats] = {}
        for grid, leader in (areas.leader if areas else {}).items():
            if leader >= 0:
                new[who[leader]] = new.get(who[leader], 0.0) + inside[grid]
        self.town.settle(self.units, free, {name: sum_ for name, sum_ in going.items() if name >= 0}, new)

    def _drawn(self, solution: Solution, areas: Areas | None) -> Drawn:
        grids = self.snapshot["grids"].text("uuid")[self.units.grids]
        groups = self.snapshot["groups"].text("uuid")[self.units.rows[self.free]]
        names = [str(grids[name]) if name >= 0 else str(uuid4()) for name in solution.names]
        lines = tuple(
            (name, tuple(groups[rows].tolist())) for name, rows in zip(names, solution.members, strict=True)
        )
        leaders, notes = self._leaders(names, areas)
        return Drawn(lines, (), leaders, notes)

    def _leaders(
        self, names: Sequence[str], areas: Areas | None
    ) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
        """Who leads a grid from now on, and the words for it."""
        if areas is None:
            return (), ()
        free = np.setdiff1d(np.arange(len(self.units.grids)), self.held)
        _leaders, who = self.town.rooms(self.units, free)
        staff, lines, notes = self.snapshot["staff"], [], []
        for grid, leader in areas.leader.items():
            person = self.town.census.leaders[who[leader]] if leader >= 0 else None
            if person and person.staff_fid:
                row = int(staff.index_of(np.array([person.staff_fid]))[0])
                lines.append((names[grid], str(staff["uuid"][row])))
                notes.append(_("一个网格改由 {name} 负责").format(name=mask_name(person.name)))
        if areas.missing:
            words = _("还缺 {n} 名网格长：现有网格长接管后都会超过 {cap:,} 人")
            notes.append(words.format(n=areas.missing, cap=int(self.town.cap)))
        return tuple(lines), tuple(notes)

    def _why(self, problem: Problem, solution: Solution) -> Why:
        def lifted(lock: int) -> Problem:
            return self.problem(np.setdiff1d(self.held, [lock]))

        names = self.snapshot["grids"]["name"][self.units.grids]
        locks = {str(names[lock]): lifted(int(lock)) for lock in self.held}
        groups = self.snapshot["groups"].take(self.units.rows[self.free])
        return why_not(problem, solution, groups, locks, self.wish.populations, self.solver)

    def _refusal(self) -> str:
        """What makes a plan impossible before anything is solved, '' when nothing does."""
        if not len(self.units.rows):
            return _("没有村民小组的边界，无法按整组划分")
        if np.isnan(self.units.people).all(axis=0).any():
            return _("没有人口数，无法核对上限")
        return self._locked_wrong() if len(self.held) else ""

    def _locked_wrong(self) -> str:
        units, free, held = self.units, self.free, self.held
        if not len(free):
            return _("所有网格都已锁定，没有可划分的村民小组")
        torn = int((units.stay[free][:, held].sum(axis=1) > 0).sum())
        if torn:
            return _("{n} 个村民小组有住户在锁定的网格内，整组无法划分").format(n=torn)
        full = int((self.town.people[units.grids[held]] > self.cap).any(axis=1).sum())
        if full:
            return _("{n} 个锁定的网格本身已超过上限 {cap:,}").format(n=full, cap=self.cap)
        if self.wish.grids and self.wish.grids <= len(held):
            words = _("锁定了 {held} 个网格，还要划分其余的组，{grids} 个网格不够")
            return words.format(held=len(held), grids=self.wish.grids)
        return ""

    def _notes(self) -> Iterator[str]:
        unknown = int(np.isnan(self.units.people).any(axis=1).sum())
        if unknown:
            yield _("{n} 个村民小组没有人口数，按 0 计").format(n=unknown)

    def _breaks(self) -> Iterator[str]:
        if self.units.lost_m2 > LOST_M2:
            yield _("村界内有 {area:,.0f} 平方米不在任何村民小组内，方案覆盖不到").format(
                area=self.units.lost_m2
            )
        if self.units.double_m2 > LOST_M2:
            yield _("村民小组之间重叠 {area:,.0f} 平方米").format(area=self.units.double_m2)

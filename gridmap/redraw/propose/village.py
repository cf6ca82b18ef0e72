"""One village of a proposal: its problem, the plan of whole groups and what is above it, or why not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

import numpy as np

from gridmap.i18n import _
from gridmap.redraw.propose.ladder import climb_ladder
from gridmap.redraw.propose.problem import Problem, Solution
from gridmap.redraw.propose.process import Solver
from gridmap.redraw.propose.rooms import Floats, Planned, Rooms
from gridmap.redraw.propose.trade import best
from gridmap.redraw.propose.units import LOST_M2, Rows, Units
from gridmap.redraw.propose.why import PROVED, Why, why_not
from gridmap.redraw.propose.wish import KEEP, STEPS, Drawn, VillageProposal, Wish
from gridmap.township.census import Census
from gridmap.township.mask import mask_name
from gridmap.township.snapshot import Snapshot

SPLIT_S = 10.0
"""How long it is looked for groups to split when there is no plan of whole ones."""


@dataclass(frozen=True)
class Village:
    """One village being planned; ``people[grid, population]`` are those of every grid of the town today."""

    snapshot: Snapshot
    units: Units
    wish: Wish
    cap: int
    solver: Solver
    census: Census
    people: Floats

    @property
    def held(self) -> Rows:
        """The locked grids, as indices into ``units.grids``."""
        grids = self.snapshot["grids"].take(self.units.grids)
        locked = np.array([uuid in self.wish.locked for uuid in grids.text("uuid")], bool)
        return np.flatnonzero(locked | (grids["locked"] == 1))

    @property
    def locked(self) -> tuple[str, ...]:
        """Their uuids."""
        return tuple(str(uuid) for uuid in self.snapshot["grids"].text("uuid")[self.units.grids[self.held]])

    @property
    def free(self) -> Rows:
        """The groups that no lock holds, as indices into ``units.rows``."""
        return np.flatnonzero(~np.isin(self.units.home, self.held))

    def planned(self) -> Planned | VillageProposal:
        """The best plan of whole groups, whatever leaders have room for; or why there is none."""
        reason = self._refusal()
        if reason:
            return VillageProposal(self.units, Solution([], []), None, self.locked, reason)
        problem = self.problem()
        solution = self._solved(problem)
        if not solution.members:
            why = self._why(problem, solution)
            found = VillageProposal(
                self.units, solution, None, self.locked, why.words, why.rules, why.out,
                tuple(self._notes()), tuple(self._breaks()), chosen=self.wish.splits,
            )  # fmt: skip
            return self._above(found, problem)
        return Planned(
            self.units, np.setdiff1d(np.arange(len(self.units.grids)), self.held), problem, solution
        )

    def led(self, rooms: Rooms, number: int) -> VillageProposal:
        """The same when its leaders, shared with other villages, are settled: with what shorter borders
        cost, and the ladder. Whoever comes after has what this plan leaves of the leaders' room."""
        planned = rooms.villages[number]
        problem = replace(planned.problem, grids=len(planned.plan.members), leaders=rooms.left(number))
        trade = self._trade(planned, problem, led=bool(rooms.leaders))
        if trade:
            seconds = planned.plan.seconds + trade[-1].seconds
            planned.take(replace(best(trade, self.wish.worth), seconds=seconds))
        found = VillageProposal(
            self.units, planned.plan, self._drawn(planned, rooms), self.locked, "", (), (),
            (*self._notes(), *_together(rooms, number)), tuple(self._breaks()), chosen=self.wish.splits,
            trade=tuple(trade),
        )  # fmt: skip
        found = self._above(found, problem)
        if found.step and found.cells:
            label = np.array(found.step.rung.label)
            people = found.cells.people
            planned.held = {int(name): people[label == name].sum(axis=0) for name in np.unique(label)}
        return found

    def _trade(self, planned: Planned, problem: Problem, led: bool) -> list[Solution]:
        """The steps to shorter borders. None where grids are new to their leaders (``led``): a step could
        not say who leads them."""
        new = planned.leader or (led and any(name < 0 for name in planned.plan.names))
        if not self.wish.leeway or self.wish.objective != "change" or new:
            return []
        return self.solver.trade(replace(problem, leeway=self.wish.leeway))

    def _above(self, found: VillageProposal, problem: Problem) -> VillageProposal:
        """With the ladder, if it is wanted; without a plan at least with what splitting groups would do."""
        wish = self.wish
        if self.census.source != "households" or not (wish.steps or found.solution.clash in PROVED):
            return found
        if not wish.steps:
            wish = replace(wish, steps=STEPS[:2], seconds=min(wish.seconds, SPLIT_S))
        above = climb_ladder(self.snapshot, self.census, found, wish, problem, self.free, self.solver)
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

    def _drawn(self, planned: Planned, rooms: Rooms) -> Drawn:
        grids = self.snapshot["grids"].text("uuid")[self.units.grids]
        groups = self.snapshot["groups"].text("uuid")[self.units.rows[self.free]]
        plan = planned.plan
        names = [str(grids[name]) if name >= 0 else str(uuid4()) for name in plan.names]
        lines = tuple(
            (name, tuple(groups[rows].tolist())) for name, rows in zip(names, plan.members, strict=True)
        )
        leaders, notes = self._leaders(names, planned, rooms)
        return Drawn(lines, (), leaders, notes)

    def _leaders(
        self, names: Sequence[str], planned: Planned, rooms: Rooms
    ) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
        """Who leads a grid from now on, and the words for it."""
        staff, lines, notes = self.snapshot["staff"], [], []
        for grid, leader in planned.leader.items():
            person = self.census.leaders[rooms.who[leader]] if leader >= 0 else None
            if person and person.staff_fid:
                row = int(staff.index_of(np.array([person.staff_fid]))[0])
                lines.append((names[grid], str(staff["uuid"][row])))
                notes.append(_("一个网格改由 {name} 负责").format(name=mask_name(person.name)))
        if planned.missing:
            words = _("还缺 {n} 名网格长：现有网格长接管后都会超过 {cap:,} 人")
            notes.append(words.format(n=planned.missing, cap=int(rooms.cap)))
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
        full = int((self.people[units.grids[held]] > self.cap).any(axis=1).sum())
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


def _together(rooms: Rooms, number: int) -> Iterator[str]:
    """That the plan was found together with those of other villages."""
    others = [village.units.name for at, village in enumerate(rooms.villages) if at != number]
    if rooms.at_once and others:
        yield _("网格长跨村，与{names}一起计算").format(names="、".join(others))

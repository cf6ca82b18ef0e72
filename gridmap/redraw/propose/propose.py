"""A proposal for some villages: the problems, their solutions, and the edit that would draw them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from gridmap.errors import UsageError
from gridmap.i18n import _
from gridmap.redraw.edits.apply_proposal import ApplyProposal
from gridmap.redraw.plan import GridPlan
from gridmap.redraw.propose.problem import Objective, Problem, Solution
from gridmap.redraw.propose.process import Solver
from gridmap.redraw.propose.units import LOST_M2, Units, units_of
from gridmap.redraw.propose.words import because
from gridmap.township.census import Census, take_census
from gridmap.township.snapshot import Snapshot


@dataclass(frozen=True)
class Wish:
    """What is asked for.

    ``villages`` are codes or names (none: every village), ``cap`` people a grid (None: the township's
    worker cap), ``grids`` how many in each village (None: as few as possible), ``seconds`` for each
    village, ``locked`` the uuids of grids that stay as they are.
    """

    villages: tuple[str, ...] = ()
    population: str = "resident"
    cap: int | None = None
    grids: int | None = None
    objective: Objective = "change"
    seconds: float = 10.0
    locked: frozenset[str] = frozenset()


@dataclass(frozen=True)
class VillageProposal:
    """What is proposed for one village: uuids of its grids, or ``because``, the reason why nothing is.

    ``notes`` say what to know of a plan, ``breaks`` what keeps it from being drawn.
    """

    units: Units
    solution: Solution
    grids: tuple[str, ...]
    because: str = ""
    notes: tuple[str, ...] = ()
    breaks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """The villages, the edit that draws all of their plans, and the township after it."""

    wish: Wish
    cap: int
    villages: tuple[VillageProposal, ...]
    edit: ApplyProposal
    after: Snapshot
    census: Census


def propose(snapshot: Snapshot, census: Census, wish: Wish, solver: Solver) -> Proposal:
    """The best plan of whole groups for each village wished for.

    Raises UsageError for a village that is not there or when there are no groups at all, and
    SolveCancelled when the solver was cancelled.
    """
    chosen = list(_chosen(units_of(snapshot, census, wish.population), wish.villages))
    cap = wish.cap if wish.cap is not None else snapshot.settings.worker_cap
    grids: list[tuple[str, tuple[str, ...]]] = []
    removed: list[str] = []
    villages = []
    for units in chosen:
        village, drawn = _village(snapshot, units, wish, cap, solver)
        villages.append(village)
        if not village.because:
            grids += drawn
            mine = snapshot["grids"].text("uuid")[units.grids].tolist()
            removed += [uuid for uuid in mine if uuid not in village.grids]
    edit = ApplyProposal(tuple(grids), tuple(removed))
    after = edit.apply(GridPlan.of(snapshot)).onto(snapshot)
    return Proposal(wish, cap, tuple(villages), edit, after, take_census(after))


def _chosen(every: Sequence[Units], wanted: Sequence[str]) -> Iterator[Units]:
    if not any(len(units.rows) for units in every):
        raise UsageError(_("还没有村民小组（带边界）：先导入村民小组，再计算方案"))
    for name in wanted:
        if not any(name in (units.code, units.name) for units in every):
            known = "、".join(units.code or units.name for units in every)
            raise UsageError(_("没有 {name} 这个村(社区)；可用：{known}").format(name=name, known=known))
    yield from (units for units in every if not wanted or units.code in wanted or units.name in wanted)


def _village(
    snapshot: Snapshot, units: Units, wish: Wish, cap: int, solver: Solver
) -> tuple[VillageProposal, list[tuple[str, tuple[str, ...]]]]:
    grid_uuids = snapshot["grids"].text("uuid")[units.grids]
    held = np.flatnonzero([uuid in wish.locked for uuid in grid_uuids])
    free = np.flatnonzero(~np.isin(units.home, held))
    reason = _refusal(units, free, held, wish, cap)
    if reason:
        return VillageProposal(units, Solution([], []), (), reason), []
    problem = _problem(units, free, held, wish, cap)
    solution = solver.solve(problem)
    if solution.clash:
        groups = snapshot["groups"].take(units.rows[free])
        reason = because(solution, problem, groups, len(held))
        return VillageProposal(units, solution, (), reason), []
    names = [str(grid_uuids[name]) if name >= 0 else str(uuid4()) for name in solution.names]
    group_uuids = snapshot["groups"].text("uuid")[units.rows[free]]
    drawn = [
        (name, tuple(group_uuids[rows].tolist())) for name, rows in zip(names, solution.members, strict=True)
    ]
    locked = [str(uuid) for uuid in grid_uuids[held]]
    found = VillageProposal(
        units, solution, (*names, *locked), "", tuple(_notes(units)), tuple(_breaks(units))
    )
    return found, drawn


def _refusal(units: Units, free: NDArray[np.int64], held: NDArray[np.int64], wish: Wish, cap: int) -> str:
    """What makes a plan impossible before anything is solved, '' when nothing does."""
    if not len(units.rows):
        return _("没有村民小组的边界，无法按整组划分")
    if np.isnan(units.people).all():
        return _("没有人口数，无法核对上限")
    return _locked_wrong(units, free, held, wish, cap) if len(held) else ""


def _locked_wrong(
    units: Units, free: NDArray[np.int64], held: NDArray[np.int64], wish: Wish, cap: int
) -> str:
    if not len(free):
        return _("所有网格都已锁定，没有可划分的村民小组")
    torn = int((units.stay[free][:, held].sum(axis=1) > 0).sum())
    if torn:
        return _("{n} 个村民小组有住户在锁定的网格内，整组无法划分").format(n=torn)
    full = int((units.stay[:, held].sum(axis=0) > cap).sum())
    if full:
        return _("{n} 个锁定的网格本身已超过上限 {cap:,}").format(n=full, cap=cap)
    if wish.grids is not None and wish.grids <= len(held):
        words = _("锁定了 {held} 个网格，还要划分其余的组，{grids} 个网格不够")
        return words.format(held=len(held), grids=wish.grids)
    return ""


def _problem(units: Units, free: NDArray[np.int64], held: NDArray[np.int64], wish: Wish, cap: int) -> Problem:
    """The problem of the units that no lock holds."""
    at = {int(unit): index for index, unit in enumerate(free)}
    borders = [(at[a], at[b], metres) for a, b, metres in units.borders if a in at and b in at]
    stay = units.stay[free].copy()
    stay[:, held] = 0.0
    return Problem(
        people=np.nan_to_num(units.people[free]).tolist(),
        borders=borders,
        stay=stay.tolist(),
        home=units.home[free].tolist(),
        cap=float(cap),
        grids=None if wish.grids is None else wish.grids - len(held),
        objective=wish.objective,
        seconds=wish.seconds,
    )


def _notes(units: Units) -> Iterator[str]:
    unknown = int(np.isnan(units.people).sum())
    if unknown:
        yield _("{n} 个村民小组没有人口数，按 0 计").format(n=unknown)


def _breaks(units: Units) -> Iterator[str]:
    if units.lost_m2 > LOST_M2:
        yield _("村界内有 {area:,.0f} 平方米不在任何村民小组内，方案覆盖不到").format(area=units.lost_m2)
    if units.double_m2 > LOST_M2:
        yield _("村民小组之间重叠 {area:,.0f} 平方米").format(area=units.double_m2)

"""Why there is no plan: the smallest set of rules that clash, and the ways out of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from gridmap.i18n import _
from gridmap.redraw.propose.problem import Problem, Solution
from gridmap.redraw.propose.process import Solver
from gridmap.redraw.propose.words import because
from gridmap.township.census import POPULATION_TITLES
from gridmap.township.table import Table

PROVED = ("group_over_cap", "too_few_grids", "too_many_grids", "islands", "contiguity", "drawn")
"""Clashes that are proved: taking a rule away says something."""
PACKINGS = 200_000
"""Ways to put groups into grids that are tried before it is left open whether any fits."""


@dataclass(frozen=True)
class Why:
    """``words`` for a person, the ``rules`` that clash (none can be left out), the ways ``out``: those
    that move the fewest people first."""

    words: str
    rules: tuple[str, ...] = ()
    out: tuple[str, ...] = ()


def why_not(
    problem: Problem,
    solution: Solution,
    groups: Table,
    locks: Mapping[str, Problem],
    populations: Sequence[str],
    solver: Solver,
) -> Why:
    """``locks`` are the locked grids by name, each with the problem as it would be without that lock."""
    counted = POPULATION_TITLES[populations[solution.counted]] if len(populations) > 1 else ""
    words = because(solution, problem, groups, len(locks), counted)
    if solution.clash not in PROVED:
        return Why(words)
    lifted = {name: solver.solve(other) for name, other in locks.items()}
    rules = _rules(problem, solution, lifted, populations, solver)
    ways = [
        (found.moved, _("解锁 {name}（{moved:,.0f} 人换网格）").format(name=name, moved=found.moved))
        for name, found in lifted.items()
        if found.members
    ]
    if solution.least and solution.clash != "too_many_grids":
        more = solver.solve(replace(problem, grids=solution.least))
        if more.members:
            say = _("增加到 {n} 个网格（{moved:,.0f} 人换网格）")
            ways.append((more.moved, say.format(n=solution.least + len(locks), moved=more.moved)))
    return Why(words, rules, tuple(say for _moved, say in sorted(ways)))


def _rules(
    problem: Problem,
    solution: Solution,
    lifted: Mapping[str, Solution],
    populations: Sequence[str],
    solver: Solver,
) -> tuple[str, ...]:
    """The rules that clash: whatever can be left out while there is still no plan, is."""
    rules = [_("整组")]
    if solution.clash == "too_many_grids":
        return (*rules, _("{n} 个网格").format(n=problem.grids))
    titles = _titles(problem, populations, solver)
    rules.append(_("每格不超过 {cap:,.0f} 人{titles}").format(cap=problem.cap, titles=titles))
    if problem.grids:
        rules.append(_("{n} 个网格").format(n=problem.grids + len(lifted)))
        if solution.clash in ("contiguity", "islands", "drawn") and packs(problem) is True:
            rules.append(_("连片"))
    rules += [_("锁定 {name}").format(name=name) for name, found in lifted.items() if found.members]
    return tuple(rules)


def _titles(problem: Problem, populations: Sequence[str], solver: Solver) -> str:
    """The populations without which there would be a plan."""
    if len(populations) == 1:
        return ""
    for at, people in enumerate(problem.populations):
        alone = replace(problem, people=people, others=[], stay=[[0.0] * len(row) for row in problem.stay])
        if not solver.solve(alone).members:
            return f"（{POPULATION_TITLES[populations[at]]}）"
    return "（" + "、".join(POPULATION_TITLES[name] for name in populations) + "）"


def packs(problem: Problem) -> bool | None:
    """Whether whole groups fit into the grids when they need not hang together; None: left open."""
    grids = problem.grids or 1
    people = sorted(zip(*problem.populations, strict=True), reverse=True)
    left = [PACKINGS]

    def place(at: int, held: tuple[tuple[float, ...], ...]) -> bool:
        left[0] -= 1
        if at == len(people) or left[0] < 0:
            return left[0] >= 0
        for target in sorted(set(held)):
            there = tuple(a + b for a, b in zip(target, people[at], strict=True))
            if max(there) <= problem.cap and left[0] >= 0:
                others = list(held)
                others[others.index(target)] = there
                if place(at + 1, tuple(others)):
                    return True
        return False

    found = place(0, tuple((0.0,) * len(problem.populations) for _grid in range(grids)))
    return None if left[0] < 0 else found

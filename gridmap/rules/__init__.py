"""The rules of grid governance: one file each, found by being in this folder, none knowing another.

A rule is a module with ``TITLE`` (Chinese, for lists), ``check(snapshot, census, population) ->
list[Finding]`` and the wording of its findings; ``COUNTS_PEOPLE = False`` in it says that it finds the
same for every population, and so is asked once; ``MEASURES = True`` that it measures the ground of
every area, which takes some tenths of a second the first time. Every number a rule compares with is
a setting of the township. Errors are real breaks of a rule; warnings ask for a look; notes inform.
"""

import pkgutil
from collections.abc import Callable, Iterable, MutableMapping, Sequence
from functools import cache
from importlib import import_module
from types import ModuleType

from gridmap.errors import UsageError
from gridmap.i18n import _
from gridmap.township import scenario
from gridmap.township.census import Census, take_census
from gridmap.township.finding import SEVERITIES, Finding
from gridmap.township.snapshot import Snapshot

Rule = Callable[[Snapshot, Census, str], list[Finding]]

_NO_RULES = frozenset({"report"})
RULES: tuple[str, ...] = tuple(
    sorted(found.name for found in pkgutil.iter_modules(__path__) if found.name not in _NO_RULES)
)
"""The name of every rule, as ``--rule`` and ``Finding.rule`` say it."""


def check(
    snapshot: Snapshot,
    population: str | Iterable[str] = "resident",
    rules: Iterable[str] = (),
    census: Census | None = None,
    shared: MutableMapping[str, list[Finding]] | None = None,
) -> list[Finding]:
    """What the rules say of one state of the township, the gravest first.

    ``rules`` chooses some of ``RULES`` (none: all), ``population`` the numbers that the caps count: one,
    or several scenarios, each of which must hold.
    ``census`` is the census of this snapshot when the caller has it. ``shared`` remembers, for one
    snapshot, the findings of rules that are the same for every population: hand the same one in
    again. A township without grids gets one note. Raises UsageError for an unknown rule or population.
    """
    chosen = tuple(rules) or RULES
    for name in chosen:
        if name not in RULES:
            raise UsageError(
                _("没有名为 {name} 的规则；可用：{rules}").format(name=name, rules="、".join(RULES))
            )
    counted = take_census(snapshot) if census is None else census
    scenarios = scenario.chosen(population, counted)
    if not len(snapshot["grids"]):
        return [Finding("grids", "note", _("还没有网格：导入或划分网格后再检查"))]
    shared = {} if shared is None else shared
    found = [finding for name in chosen for finding in _findings(name, snapshot, counted, scenarios, shared)]
    return sorted(found, key=lambda finding: SEVERITIES.index(finding.severity))


def quick() -> tuple[str, ...]:
    """Those of ``RULES`` that answer at once of a township never seen before; the others measure ground.

    A window shows what these find with its first map, has ``check`` ask the others in another thread
    with the same ``shared``, and shows everything when that is done.
    """
    return tuple(name for name in RULES if name not in measuring())


def measuring() -> tuple[str, ...]:
    """Those of ``RULES`` that measure ground."""
    return tuple(name for name in RULES if getattr(_module(name), "MEASURES", False))


def title(rule: str) -> str:
    """The Chinese title of one of ``RULES``, for lists and reports."""
    return _(str(_module(rule).TITLE)) if rule in RULES else rule


def _findings(
    name: str,
    snapshot: Snapshot,
    census: Census,
    scenarios: Sequence[str],
    shared: MutableMapping[str, list[Finding]],
) -> list[Finding]:
    rule, counts_people = _rule(name)
    if counts_people:
        return [finding for one in scenarios for finding in rule(snapshot, census, one)]
    if name not in shared:
        shared[name] = rule(snapshot, census, scenarios[0])
    return shared[name]


def _rule(name: str) -> tuple[Rule, bool]:
    """A rule, and whether what it finds depends on the population."""
    return _module(name).check, bool(getattr(_module(name), "COUNTS_PEOPLE", True))


@cache
def _module(name: str) -> ModuleType:
    return import_module(f"{__name__}.{name}")

"""The answer of ``gridmap check`` as plain values for JSON."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from gridmap.i18n import _
from gridmap.rules import check
from gridmap.township import scenario
from gridmap.township.census import (
    POPULATION_TITLES,
    Census,
    Population,
    Status,
    leader_people,
    leader_statuses,
    load_statuses,
    take_census,
)
from gridmap.township.finding import Finding
from gridmap.township.mask import mask_name
from gridmap.township.snapshot import Snapshot

Value = object
_STATUS = {"ok": "　　", "near": _("接近"), "limit": _("临界"), "over": _("超限"), "unknown": _("未知")}
_SEVERITY = {"error": "▲", "warning": "◇", "note": "·"}


def report(
    snapshot: Snapshot,
    population: str | Iterable[str] = "resident",
    rules: Iterable[str] = (),
    census: Census | None = None,
) -> dict[str, Any]:
    """Grids, leaders and findings with plain values only: whole numbers are int, unknown ones None.

    ``load`` is the share of the cap that is used. Ids are uuids. Of several scenarios ``population`` is
    the first, ``populations`` all of them; status and load are then those of the fullest, and ``broken``
    names those that break the cap. Raises UsageError for an unknown rule or population.
    """
    counted = take_census(snapshot) if census is None else census
    scenarios = scenario.chosen(population, counted)
    findings = check(snapshot, scenarios, rules, counted)
    several = {"populations": list(scenarios)} if len(scenarios) > 1 else {}
    return {
        "township": snapshot.settings.name,
        "population": scenarios[0],
        **several,
        "source": counted.source,
        "grids": _grids(snapshot, counted, scenarios),
        "leaders": _leaders(snapshot, counted, scenarios),
        "findings": [_finding(finding) for finding in findings],
        "unplaced": counted.unplaced,
    }


def has_errors(found: Mapping[str, Any]) -> bool:
    """Whether a report has a finding that breaks a rule: exit code 1."""
    return any(finding["severity"] == "error" for finding in found["findings"])


def lines(found: Mapping[str, Any]) -> list[str]:
    """The same for a person: a line for each grid, each leader (masked) and each finding."""
    names = found.get("populations", [found["population"]])
    counted = _("按{basis} · 未落图 {n} 户").format(
        basis="、".join(_(POPULATION_TITLES[name]) for name in names), n=found["unplaced"]
    )
    told = [" · ".join(filter(None, (found["township"], counted)))]
    for grid in found["grids"]:
        told.append(
            f"  {_numbers(grid, grid['population'], names)}  {grid['name']}  {mask_name(grid['leader'])}"
        )
    for leader in found["leaders"]:
        text = _("网格长 {name} · {n} 个网格").format(name=mask_name(leader["name"]), n=len(leader["grids"]))
        people = leader.get("populations", {names[0]: leader["population"]})
        told.append(f"  {_numbers(leader, people, names)}  {text}")
    told += [f"{_SEVERITY[finding['severity']]} {finding['message']}" for finding in found["findings"]]
    return told


def _numbers(row: Mapping[str, Any], people: Mapping[str, float | None], names: Sequence[str]) -> str:
    """The people of each scenario, those that break the cap marked, over the cap, and the status."""
    broken = row.get("broken", ())
    numbers = " ".join(f"{'▲' if name in broken else ''}{_people(people[name])}".rjust(7) for name in names)
    return f"{numbers.removeprefix(' ')}/{row['cap']:,}  {_STATUS[row['status']]}"


def _people(people: float | None) -> str:
    return "?" if people is None else f"{people:,}"


def _grids(snapshot: Snapshot, census: Census, scenarios: Sequence[Population]) -> list[dict[str, Value]]:
    grids, villages, cap = snapshot["grids"], snapshot["villages"], snapshot.settings.worker_cap
    statuses = [load_statuses(census, name, snapshot.settings) for name in scenarios]
    found: list[dict[str, Value]] = []
    for row in range(len(grids)):
        village = int(census.village_of_grid[row])
        people = {name: float(census.grids[name][row]) for name in scenarios}
        found.append({
            "id": grids["uuid"][row],
            "code": grids["code"][row],
            "name": grids["name"][row],
            "village": villages["name"][village] if village >= 0 else grids["village"][row],
            "leader": census.leader_name[row],
            "population": {name: _plain(census.grids[name][row]) for name in scenario.available(census)},
            "cap": cap,
            **_standing(people, cap, [each[row] for each in statuses]),
        })  # fmt: skip
    return found


def _leaders(snapshot: Snapshot, census: Census, scenarios: Sequence[Population]) -> list[dict[str, Value]]:
    uuids, cap = snapshot["grids"].text("uuid"), snapshot.settings.leader_cap
    totals = {name: leader_people(census, name) for name in scenarios}
    statuses = [leader_statuses(census, name, snapshot.settings) for name in scenarios]
    found: list[dict[str, Value]] = []
    for at, leader in enumerate(census.leaders):
        people = {name: float(total[at]) for name, total in totals.items()}
        several = {"populations": {name: _plain(total) for name, total in people.items()}}
        found.append({
            "name": leader.name,
            "grids": [uuids[row] for row in leader.grids],
            "population": _plain(people[scenarios[0]]),
            **(several if len(scenarios) > 1 else {}),
            "cap": cap,
            **_standing(people, cap, [each[at] for each in statuses]),
        })  # fmt: skip
    return found


def _standing(people: Mapping[Population, float], cap: int, statuses: Sequence[Status]) -> dict[str, Value]:
    """How full a cap is in the fullest scenario, and, of several, which of them break it."""
    known = [total for total in people.values() if np.isfinite(total)]
    found: dict[str, Value] = {
        "load": _load(max(known), cap) if known else None, "status": scenario.worst(statuses),
    }  # fmt: skip
    if len(people) > 1:
        found["broken"] = [name for name, total in people.items() if total > cap]
    return found


def _finding(finding: Finding) -> dict[str, Value]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "grids": list(finding.grids),
        "numbers": {name: _plain(number) for name, number in finding.numbers.items()},
        "message": finding.message,
        "place": None if finding.place is None else [round(number, 2) for number in finding.place],
    }


def _load(people: float, cap: int) -> int | float | None:
    return _plain(round(float(people) / cap, 4)) if cap else None


def _plain(number: float) -> int | float | None:
    if not np.isfinite(number):
        return None
    return int(number) if float(number).is_integer() else float(number)

"""The answer of ``gridmap check`` as plain values for JSON."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from gridmap.i18n import _
from gridmap.rules import check
from gridmap.township.census import (
    POPULATION_TITLES,
    POPULATIONS,
    Census,
    leader_people,
    leader_statuses,
    load_statuses,
    take_census,
)
from gridmap.township.finding import Finding
from gridmap.township.snapshot import Snapshot

Value = object
_STATUS = {"ok": "　　", "near": _("接近"), "limit": _("临界"), "over": _("超限"), "unknown": _("未知")}
_SEVERITY = {"error": "▲", "warning": "◇", "note": "·"}


def report(
    snapshot: Snapshot,
    population: str = "resident",
    rules: Iterable[str] = (),
    census: Census | None = None,
) -> dict[str, Any]:
    """Grids, leaders and findings with plain values only: whole numbers are int, unknown ones None.

    ``load`` is the share of the cap that is used. Ids are uuids. Raises UsageError for an unknown
    rule or population.
    """
    counted = take_census(snapshot) if census is None else census
    findings = check(snapshot, population, rules, counted)
    return {
        "township": snapshot.settings.name,
        "population": population,
        "source": counted.source,
        "grids": _grids(snapshot, counted, population),
        "leaders": _leaders(snapshot, counted, population),
        "findings": [_finding(finding) for finding in findings],
        "unplaced": counted.unplaced,
    }


def has_errors(found: Mapping[str, Any]) -> bool:
    """Whether a report has a finding that breaks a rule: exit code 1."""
    return any(finding["severity"] == "error" for finding in found["findings"])


def lines(found: Mapping[str, Any]) -> list[str]:
    """The same for a person: a line for each grid, each leader and each finding."""
    basis = POPULATION_TITLES[found["population"]]
    counted = _("按{basis} · 未落图 {n} 户").format(basis=basis, n=found["unplaced"])
    told = [" · ".join(filter(None, (found["township"], counted)))]
    for grid in found["grids"]:
        people = grid["population"][found["population"]]
        told.append(
            f"  {_people(people, grid['cap'])}  {_STATUS[grid['status']]}  {grid['name']}  {grid['leader']}"
        )
    for leader in found["leaders"]:
        text = _("网格长 {name} · {n} 个网格").format(name=leader["name"], n=len(leader["grids"]))
        told.append(f"  {_people(leader['population'], leader['cap'])}  {_STATUS[leader['status']]}  {text}")
    told += [f"{_SEVERITY[finding['severity']]} {finding['message']}" for finding in found["findings"]]
    return told


def _people(people: float | None, cap: int) -> str:
    return f"{'?' if people is None else f'{people:,}':>6}/{cap:,}"


def _grids(snapshot: Snapshot, census: Census, population: str) -> list[dict[str, Value]]:
    grids, villages, cap = snapshot["grids"], snapshot["villages"], snapshot.settings.worker_cap
    statuses = load_statuses(census, population, snapshot.settings)
    found: list[dict[str, Value]] = []
    for row, status in enumerate(statuses):
        village = int(census.village_of_grid[row])
        found.append({
            "id": grids["uuid"][row],
            "code": grids["code"][row],
            "name": grids["name"][row],
            "village": villages["name"][village] if village >= 0 else grids["village"][row],
            "leader": census.leader_name[row],
            "population": {name: _plain(census.grids[name][row]) for name in POPULATIONS},
            "cap": cap,
            "load": _load(census.grids[population][row], cap),
            "status": status,
        })  # fmt: skip
    return found


def _leaders(snapshot: Snapshot, census: Census, population: str) -> list[dict[str, Value]]:
    uuids, cap = snapshot["grids"].text("uuid"), snapshot.settings.leader_cap
    people = leader_people(census, population)
    statuses = leader_statuses(census, population, snapshot.settings)
    return [
        {
            "name": leader.name,
            "grids": [uuids[row] for row in leader.grids],
            "population": _plain(total),
            "cap": cap,
            "load": _load(total, cap),
            "status": status,
        }
        for leader, total, status in zip(census.leaders, people, statuses, strict=True)
    ]


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

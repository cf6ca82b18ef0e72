"""The answer of ``gridmap propose`` as plain values for JSON, and in lines for a person."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely

from gridmap.i18n import _
from gridmap.redraw.propose.propose import Proposal, VillageProposal
from gridmap.township.census import POPULATION_TITLES, leader_people

Plain = dict[str, Any]

UNITS = {
    "change": "",
    "compact": _("内部界线 {value:,.0f} 米，"),
    "balance": _("与均值最多差 {value:,.0f} 人，"),
}


def report(proposal: Proposal) -> Plain:
    """Villages with their grids, the leaders over their cap, whether it was all possible.

    ``objective`` is the value of the first measure of ``goal`` (people moved, metres of border between
    grids, or people off the equal share), ``bound`` what is proved that no plan of as many grids is
    below, ``gap`` their distance as a share. Areas in square metres, lengths in metres.
    """
    return {
        "population": proposal.wish.population,
        "cap": proposal.cap,
        "goal": proposal.wish.objective,
        "villages": [_village(proposal, village) for village in proposal.villages],
        "leaders_over": _leaders_over(proposal),
        "applied": None,
    }


def drawable(found: Mapping[str, Any]) -> bool:
    """Whether every village has a plan, and none breaks anything."""
    return all(village["legal"] for village in found["villages"])


def lines(found: Mapping[str, Any]) -> list[str]:
    """The same for a person."""
    told = [_("方案 · 按{basis} · 网格上限 {cap:,}").format(
        basis=POPULATION_TITLES[found["population"]], cap=found["cap"]
    )]  # fmt: skip
    for village in found["villages"]:
        told.append(_village_line(village, UNITS[found["goal"]]))
        told += [
            f"    {_number(grid['population']):>6}  {grid['name']}" + (_("（新）") if grid["new"] else "")
            for grid in village["grids"]
        ]
        told += [f"  ◇ {note}" for note in village["notes"]]
    for leader in found["leaders_over"]:
        told.append(
            "▲ "
            + _("网格长 {name}：{n} 个网格共 {people:,} 人，超过上限 {cap:,}").format(
                name=leader["name"], n=len(leader["grids"]), people=leader["population"], cap=leader["cap"]
            )
        )
    if found["applied"] is not None:
        told.append(
            _("已采用，可撤销")
            if found["applied"]
            else _("没有采用：并非每个村都有可用的方案，请用 --village 选村")
        )
    return told


def _village_line(village: Plain, measure: str) -> str:
    name = village["name"] or village["code"]
    if village["infeasible_because"]:
        return _("▲ {village}：没有方案。{reason}").format(village=name, reason=village["infeasible_because"])
    proof = (
        _("已证明最优")
        if village["optimal"]
        else _("未证明最优，距最优不超过 {gap:.0%}").format(gap=village["gap"])
    )
    words = _("{village}：{n} 个网格，{moved:,} 人换网格，{measure}{proof}（{seconds:.2f} 秒）")
    return words.format(
        village=name, n=len(village["grids"]), moved=village["moved_population"],
        measure=measure.format(value=village["objective"]), proof=proof, seconds=village["seconds"],
    )  # fmt: skip


def _village(proposal: Proposal, village: VillageProposal) -> Plain:
    solution, none = village.solution, bool(village.because)
    order = {uuid: row for row, uuid in enumerate(proposal.after["grids"]["uuid"])}
    grids = [_grid(proposal, order[uuid]) for uuid in sorted(village.grids, key=order.__getitem__)]
    breaks = [*village.breaks, *_breaks(proposal, grids)]
    return {
        "code": village.units.code,
        "name": village.units.name,
        "grids": grids,
        "objective": None if none else _number(solution.value),
        "moved_population": None if none else _number(solution.moved),
        "internal_border_m": None if none else _number(solution.border),
        "optimal": solution.optimal,
        "bound": None if none else _number(solution.bound),
        "gap": None if none else round(solution.gap, 6),
        "seconds": round(solution.seconds, 3),
        "infeasible_because": village.because or None,
        "legal": not (none or breaks),
        "notes": [*village.notes, *breaks],
    }


def _breaks(proposal: Proposal, grids: list[Plain]) -> list[str]:
    """What the drawn plan breaks, as the map itself counts it: a plan never does so in silence."""
    told = []
    for grid in grids:
        if (grid["population"] or 0) > proposal.cap:
            told.append(_("{grid}：实际 {people:,} 人，超过上限").format(
                grid=grid["name"], people=grid["population"]
            ))  # fmt: skip
        if grid["parts"] > 1 and not grid["enclaves"]:
            told.append(_("{grid}：分成 {parts} 块").format(grid=grid["name"], parts=grid["parts"]))
    return told


def _grid(proposal: Proposal, row: int) -> Plain:
    grids, census = proposal.after["grids"], proposal.census
    shape = grids["geometry"][row]
    area, perimeter = float(shapely.area(shape)), float(shapely.length(shape))
    homes = census.grid_of_household
    uuid = str(grids["uuid"][row])
    return {
        "id": uuid,
        "code": grids["code"][row],
        "name": grids["name"][row],
        "new": bool(row >= len(grids) - _added(proposal)),
        "population": _number(census.grids[proposal.wish.population][row]),
        "households": int((homes == row).sum()) if census.source == "households" else 0,
        "groups": list(dict(proposal.edit.grids).get(uuid, ())),
        "area_m2": round(area, 2),
        "perimeter_m": round(perimeter, 2),
        "polsby_popper": round(4 * math.pi * area / perimeter**2, 6),
        "enclaves": bool(grids["enclaves"][row] == 1),
        "parts": int(shapely.get_num_geometries(shape)),
    }


def _added(proposal: Proposal) -> int:
    """New grids are the last rows; they have no alias of their own yet."""
    return sum(name < 0 for village in proposal.villages for name in village.solution.names)


def _leaders_over(proposal: Proposal) -> list[Plain]:
    cap, uuids = proposal.after.settings.leader_cap, proposal.after["grids"].text("uuid")
    people = leader_people(proposal.census, proposal.wish.population)
    return [
        {
            "name": leader.name,
            "grids": [uuids[row] for row in leader.grids],
            "population": _number(total),
            "cap": cap,
        }
        for leader, total in zip(proposal.census.leaders, people, strict=True)
        if total > cap
    ]


def _number(number: float) -> int | float | None:
    if not np.isfinite(number):
        return None
    return int(number) if float(number).is_integer() else round(float(number), 3)

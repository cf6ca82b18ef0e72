"""The answer of ``gridmap propose`` as plain values for JSON, and in lines for a person."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import shapely

from gridmap.i18n import _
from gridmap.redraw.propose.wish import Proposal, Step, VillageProposal
from gridmap.township.census import POPULATION_TITLES, leader_people
from gridmap.township.mask import mask_name

Plain = dict[str, Any]

UNITS = {
    "change": "",
    "compact": _("内部界线 {value:,.0f} 米，"),
    "balance": _("与均值最多差 {value:,.0f} 人，"),
}


def report(proposal: Proposal) -> Plain:
    """Villages with their grids and ladder, the leaders over their cap, whether it was all possible.

    ``objective`` is the value of the first measure of ``goal`` (people moved, metres of border between
    grids, or people off the equal share), ``bound`` what is proved that no plan of as many grids is
    below, ``gap`` their distance as a share. Areas in square metres, lengths in metres.
    """
    return {
        "population": proposal.wish.populations[0],
        "populations": list(proposal.wish.populations),
        "cap": proposal.cap,
        "leader_cap": proposal.before.settings.leader_cap,
        "goal": proposal.wish.objective,
        "leeway": proposal.wish.leeway,
        "worth": proposal.wish.worth,
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
        basis="、".join(POPULATION_TITLES[name] for name in found["populations"]), cap=found["cap"]
    )]  # fmt: skip
    for village in found["villages"]:
        told.append(_village_line(village, UNITS[found["goal"]]))
        told += [
            "    " + "  ".join(f"{number:>6}" for number in grid["populations"].values())
            + f"  {grid['name']}" + (_("（新）") if grid["new"] else "")
            for grid in village["grids"]
        ]  # fmt: skip
        marks = ["→" if step["chosen"] else "⇄" for step in village["trade"]]
        told += [f"  {mark} {words}" for mark, words in zip(marks, trade_lines(found, village), strict=True)]
        told += [_step_line(step) for step in village["ladder"]]
        told += [f"  ◇ {note}" for note in village["notes"]]
    for leader in found["leaders_over"]:
        told.append(
            "▲ "
            + _("网格长 {name}：{n} 个网格共{basis} {people:,} 人，超过上限 {cap:,}").format(
                name=mask_name(leader["name"]),
                n=len(leader["grids"]),
                people=leader["population"],
                cap=leader["cap"],
                basis=POPULATION_TITLES[leader["counted"]] if len(found["populations"]) > 1 else "",
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
        words = _("▲ {village}：没有方案。{reason}").format(
            village=name, reason=village["infeasible_because"]
        )
        if village["ways_out"]:
            words += _("。出路：{ways}").format(ways=_("；或").join(village["ways_out"]))
        return words
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


def proof_of(step: Mapping[str, Any]) -> str:
    """The state of the proof of one rung, in words."""
    if step["optimal"]:
        return _("已证明最优")
    words = _("院落最优，距下界 ≤ {gap:.0%}") if step["yards_optimal"] else _("距下界 ≤ {gap:.0%}")
    return words.format(gap=step["gap"])


def _step_line(step: Plain) -> str:
    if step["infeasible_because"]:
        return _("  {n} 组拆分：{reason}").format(n=step["splits"], reason=step["infeasible_because"])
    if step["again"]:
        words = _("  {n} 组拆分：不会更少") if step["yards_optimal"] else _("  {n} 组拆分：时间内没有更好的")
        return words.format(n=step["splits"])
    split = _("拆{groups}，").format(groups="、".join(step["split_groups"])) if step["split_groups"] else ""
    words = _("  {mark}{n} 组拆分：{moved:,} 人 {homes:,} 户换网格，{split}{proof}（{seconds:.1f} 秒）")
    return words.format(
        mark="→ " if step["chosen"] else "", n=step["splits"], moved=step["moved_population"],
        homes=step["moved_households"] or 0, split=split, proof=proof_of(step), seconds=step["seconds"],
    )  # fmt: skip


def _village(proposal: Proposal, village: VillageProposal) -> Plain:
    solution, plan, step = village.solution, village.plan, village.step
    order = {uuid: row for row, uuid in enumerate(proposal.after["grids"]["uuid"])}
    grids = [_grid(proposal, village, order[uuid]) for uuid in sorted(village.grids, key=order.__getitem__)]
    breaks = [*village.breaks, *_breaks(proposal, grids)] if plan else []
    told = _measures(village, proposal.wish.objective)
    return {
        "code": village.units.code,
        "name": village.units.name,
        "grids": grids,
        **(told if plan else dict.fromkeys(told)),
        "optimal": bool(told["optimal"]),
        "split_groups": list(step.split) if step else [],
        "seconds": round(solution.seconds + sum(other.rung.seconds for other in village.steps), 3),
        "infeasible_because": None if plan else village.because or _("没有方案"),
        "rules": list(village.rules),
        "ways_out": list(village.out),
        "legal": bool(plan) and not breaks,
        "ladder": [_whole(village), *(_step(village, other) for other in village.steps)]
        if village.steps
        else [],
        "trade": list(_trade(village)),
        "notes": [*village.notes, *(plan.notes if plan else ()), *breaks],
    }


def _measures(village: VillageProposal, goal: str) -> Plain:
    """The value, the bound and the proof of the plan that is to be drawn."""
    if village.step:
        step = _step(village, village.step)
        return {"objective": _number(_value(village.step, goal))} | {
            name: step[name] for name in ("moved_population", "internal_border_m", "optimal", "bound", "gap")
        }
    found = village.solution
    return {
        "objective": _number(found.value),
        "moved_population": _number(found.moved),
        "internal_border_m": _number(found.border),
        "optimal": found.optimal,
        "bound": _number(found.bound),
        "gap": round(found.gap, 6),
    }


def _value(step: Step, goal: str) -> float:
    return {"change": step.rung.moved, "compact": step.rung.border, "balance": step.rung.spread}[goal]


def _trade(village: VillageProposal) -> Iterator[Plain]:
    """The steps to shorter borders, from the plan that moves the fewest people; all are proved."""
    for step in village.trade:
        first = village.trade[0]
        yield {
            "moved_population": _number(step.moved),
            "internal_border_m": _number(step.border),
            "more_moved": _number(step.moved - first.moved),
            "shorter_m": _number(first.border - step.border),
            "chosen": village.step is None and step.moved == village.solution.moved,
        }


def trade_lines(found: Mapping[str, Any], village: Mapping[str, Any]) -> list[str]:
    """Every step of a village's trade in words, or that there is nothing to trade."""
    steps = village["trade"]
    if len(steps) == 1:
        return [_("多动 {leeway:.0%} 以内，没有更短的界线").format(leeway=found["leeway"])]
    return [_trade_words(step) for step in steps]


def _trade_words(step: Plain) -> str:
    """A step in words: what it costs and what for."""
    if not step["more_moved"]:
        return _("动人最少：{moved:,} 人，内部界线 {border:,.0f} 米").format(
            moved=step["moved_population"], border=step["internal_border_m"]
        )
    return _("多动 {more:,} 人，界线短 {shorter:,.0f} 米（{moved:,} 人，{border:,.0f} 米）").format(
        more=step["more_moved"], shorter=step["shorter_m"], moved=step["moved_population"],
        border=step["internal_border_m"],
    )  # fmt: skip


def _whole(village: VillageProposal) -> Plain:
    """The lowest rung: whole groups."""
    solution = village.solution
    moved = None if village.drawn is None else _number(solution.moved)
    return {
        "splits": 0, "split_groups": [], "again": False,
        "moved_population": moved, "moved_households": village.households,
        "internal_border_m": None if moved is None else _number(solution.border),
        "optimal": solution.optimal, "bound": _number(solution.bound), "gap": round(solution.gap, 6),
        "yards_optimal": solution.optimal, "yards_bound": _number(solution.bound),
        "seconds": round(solution.seconds, 3), "chosen": village.step is None and village.drawn is not None,
        "infeasible_because": village.because or None,
    }  # fmt: skip


def _step(village: VillageProposal, step: Step) -> Plain:
    rung, none = step.rung, step.drawn is None
    words = {"contiguity": _("拆分后仍没有方案"), "time": _("时间内没有找到方案")}
    return {
        "splits": rung.most, "split_groups": list(step.split),
        "moved_population": None if none else _number(rung.moved), "moved_households": step.households,
        "internal_border_m": None if none else _number(rung.border), "optimal": rung.proved and not none,
        "bound": _number(rung.floor), "gap": round(rung.gap, 6),
        "yards_optimal": rung.optimal, "yards_bound": _number(rung.bound),
        "seconds": round(rung.seconds, 3), "chosen": step is village.step, "again": step.again,
        "infeasible_because": words.get(rung.clash),
    }  # fmt: skip


def _breaks(proposal: Proposal, grids: list[Plain]) -> list[str]:
    """What the drawn plan breaks, as the map itself counts it: a plan never does so in silence."""
    told = []
    for grid in grids:
        for name, people in grid["populations"].items():
            if (people or 0) > proposal.cap:
                told.append(_("{grid}：实际{basis} {people:,} 人，超过上限").format(
                    grid=grid["name"], people=people, basis=POPULATION_TITLES[name]
                ))  # fmt: skip
        if grid["parts"] > 1 and not grid["enclaves"]:
            told.append(_("{grid}：分成 {parts} 块").format(grid=grid["name"], parts=grid["parts"]))
    return told


def _grid(proposal: Proposal, village: VillageProposal, row: int) -> Plain:
    grids, census = proposal.after["grids"], proposal.census
    shape = grids["geometry"][row]
    area, perimeter = float(shapely.area(shape)), float(shapely.length(shape))
    homes = census.grid_of_household
    uuid = str(grids["uuid"][row])
    people = {name: _number(census.grids[name][row]) for name in proposal.wish.populations}
    plan = village.plan
    return {
        "id": uuid,
        "code": grids["code"][row],
        "name": grids["name"][row],
        "new": uuid not in set(proposal.before["grids"]["uuid"].tolist()),
        "population": people[proposal.wish.populations[0]],
        "populations": people,
        "households": int((homes == row).sum()) if census.source == "households" else 0,
        "groups": list(dict(plan.grids).get(uuid, ())) if plan else [],
        "area_m2": round(area, 2),
        "perimeter_m": round(perimeter, 2),
        "polsby_popper": round(4 * math.pi * area / perimeter**2, 6),
        "enclaves": bool(grids["enclaves"][row] == 1),
        "parts": int(shapely.get_num_geometries(shape)),
    }


def _leaders_over(proposal: Proposal) -> list[Plain]:
    cap, uuids = proposal.after.settings.leader_cap, proposal.after["grids"].text("uuid")
    return [
        {
            "name": leader.name,
            "grids": [uuids[row] for row in leader.grids],
            "population": _number(total),
            "counted": name,
            "cap": cap,
        }
        for name in proposal.wish.populations
        for leader, total in zip(proposal.census.leaders, leader_people(proposal.census, name), strict=True)
        if total > cap
    ]


def _number(number: float) -> int | float | None:
    if not np.isfinite(number):
        return None
    return int(number) if float(number).is_integer() else round(float(number), 3)

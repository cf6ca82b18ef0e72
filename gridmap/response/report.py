"""The answers of this room as plain values for JSON, and as lines for a person."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from gridmap.i18n import _
from gridmap.response.affected import Affected, total
from gridmap.response.call_sheet import grid_title
from gridmap.response.patrols import STATES, PatrolWeek
from gridmap.response.reach import Nearest
from gridmap.response.risk import RISKS
from gridmap.response.rounds import Round
from gridmap.response.visits import TIER_TITLES, TIERS, Contacts
from gridmap.township.census import POPULATION_TITLES
from gridmap.township.mask import mask_address, mask_name
from gridmap.township.settings import Settings
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table


def area_report(found: Affected, grids: Table) -> dict[str, Any]:
    """Who is inside, for JSON: the households inside in calling order, those on the edge apart.

    ``id`` is a household's uuid, ``grid`` the name of the grid its place lies in ('' outside all of
    them), ``people`` null where unknown. Addresses are masked. ``no_phone`` counts households with
    somebody there, the other sums people.
    """
    homes = [_home(found, grids, row) for row in range(len(found.households))]
    return {
        "population": found.population,
        "households": [home for home, inside in zip(homes, found.inside, strict=True) if inside],
        "people": found.people,
        "aged_60": found.aged_60,
        "lives_alone": found.lives_alone,
        "cannot_self_care": found.cannot_self_care,
        "no_phone": found.no_phone,
        "by_grid": _by_grid(found, grids),
        "edge": [home for home, edge in zip(homes, found.edge, strict=True) if edge],
        "notes": list(found.notes),
    }


def area_lines(report: Mapping[str, Any]) -> list[str]:
    """The same for a person: sums, a line for each grid, the notes."""
    basis = _(POPULATION_TITLES[report["population"]])
    told = [
        _("范围内 {homes} 户 · {basis} {people} 人").format(
            homes=len(report["households"]), basis=basis, people=_shown(report["people"])
        )
    ]
    if report["aged_60"] is not None:
        text = _("60岁以上 {aged_60} 人 · 独居 {lives_alone} 人 · 失能 {cannot_self_care} 人")
        told.append(text.format(**report))
    told.append(_("无电话 {n} 户").format(n=report["no_phone"]))
    told += [
        _("  {grid}  {households} 户 {people} 人").format(
            grid=grid["name"] or _("网格外"),
            households=grid["households"],
            people=_shown(grid["people"]),
        )
        for grid in report["by_grid"]
    ]
    if report["edge"]:
        told.append(_("边缘 {n} 户，请逐户确认").format(n=len(report["edge"])))
    return told + [f"· {note}" for note in report["notes"]]


def nearest_report(found: Nearest, settings: Settings) -> dict[str, Any]:
    """The nearest helpers for JSON. Names are masked; ``minutes`` and ``metres`` are those of the way."""
    helpers = [
        {
            "name": mask_name(helper.name),
            "role": helper.role,
            "title": settings.roles.get(helper.role, helper.role),
            "grid": helper.grid,
            "minutes": round(helper.minutes, 1),
            "metres": round(helper.metres),
            "fix_age_minutes": None if helper.fix_age_minutes is None else round(helper.fix_age_minutes, 1),
            "live": helper.live,
            "routed": helper.routed,
            "reason": helper.reason,
        }
        for helper in found.helpers
    ]
    return {"by": found.by, "helpers": helpers, "notes": list(found.notes)}


def nearest_lines(report: Mapping[str, Any]) -> list[str]:
    """The same for a person: a line for each helper."""
    text = _("{minutes:>6} 分  {metres:>6} 米  {title} {name}（{reason}）")
    told = [text.format(**helper) for helper in report["helpers"]] or [_("没有可派的人")]
    return told + [f"· {note}" for note in report["notes"]]


def patrols_report(found: PatrolWeek, snapshot: Snapshot) -> dict[str, Any]:
    """A week's patrols for JSON, group by group; ``id`` is a group's uuid, ``coverage`` a share."""
    groups, villages = snapshot["groups"], snapshot["villages"]
    village = villages.index_of(groups.fids("village_fid"))
    told = [
        {
            "id": str(groups["uuid"][one.group]),
            "name": str(groups["name"][one.group]),
            "village": str(
                villages["name"][village[one.group]]
                if village[one.group] >= 0
                else groups["village"][one.group]
            ),
            "planned": one.planned,
            "count": one.count,
            "members": one.members,
            "coverage": one.coverage,
            "short": one.short,
            "state": one.state,
            "missed": len(one.missed),
            "start_due": one.start_due.isoformat() if one.start_due else None,
            "start_overdue": one.overdue,
        }
        for one in found.groups
    ]
    return {
        "week": str(found.week),
        "from": found.week.monday.isoformat(),
        "to": found.week.sunday.isoformat(),
        "groups": told,
        "short": sum(one.short for one in found.groups),
        "notes": list(found.notes),
    }


def patrols_lines(report: Mapping[str, Any]) -> list[str]:
    """The same for a person: the sum, then a line for each group that is short."""
    told = [
        _("{week} · {n} 组中 {short} 组不足").format(
            week=report["week"], n=len(report["groups"]), short=report["short"]
        )
    ]
    for group in (group for group in report["groups"] if group["short"]):
        coverage = "—" if group["coverage"] is None else f"{group['coverage']:.0%}"
        members = _shown(group["members"])
        text = _("  {count}/{planned} 次  最少 {members} 人  覆盖 {coverage:>4}  {village}{name}  {state}")
        state = _(STATES[group["state"]])
        told.append(text.format(**{**group, "coverage": coverage, "members": members, "state": state}))
    return told + [f"· {note}" for note in report["notes"]]


def visits_report(
    found: Contacts, made: Sequence[Round], snapshot: Snapshot, *, whole: bool = True
) -> dict[str, Any]:
    """Who is owed a visit, for JSON: sums of every tier, who of high risk is silent, the day's rounds.

    Whoever is in none of the rounds is counted while they are those of the ``whole`` township.

    ``id`` is a household's uuid, ``days`` those since the last visit, null where there was none;
    ``metres`` and ``minutes`` are on foot from the home before, null for the first. Names are masked.
    """
    placed = {stop.contact for one in made for stop in one.stops}
    waiting = sum(one.waiting for one in made)
    due = int(found.due.sum())
    return {
        "tiers": [
            {
                "tier": tier,
                "title": TIER_TITLES[tier],
                "households": int((found.tier == place).sum()),
                "due": int((found.due & (found.tier == place)).sum()),
                "overdue": int((found.late & (found.tier == place)).sum()),
            }
            for place, tier in enumerate(TIERS)
        ],
        "silent": [_contact(found, snapshot, row) for row in np.flatnonzero(found.silent).tolist()],
        "rounds": [_round(one, found, snapshot) for one in made],
        "notes": _without_round(due - waiting - len(placed)) if whole else [],
    }


def _without_round(count: int) -> list[str]:
    return [_("{n} 户到期但未落图或不在网格内，没有排进路线").format(n=count)] if count else []


def visits_lines(report: Mapping[str, Any]) -> list[str]:
    """The same for a person: tiers, the silent, a line for each round."""
    told = [
        _("{title} {households} 户 · 到期 {due} · 逾期 {overdue}").format(**tier) for tier in report["tiers"]
    ]
    told += [
        _("◆ 失联：{grid} {household_no} · {days} 天").format(**{**one, "days": _shown(one["days"])})
        for one in report["silent"]
    ]
    for one in report["rounds"]:
        text = _("  {grid}  {workers}  {n} 户  步行 {metres:,} 米 {minutes} 分")
        workers = "、".join(one["workers"]) or _("无网格员")
        told.append(text.format(**{**one, "workers": workers, "n": len(one["stops"])}))
    return told + [f"· {note}" for note in report["notes"]]


def _contact(found: Contacts, snapshot: Snapshot, row: int) -> dict[str, Any]:
    homes, home = snapshot["households"], int(found.household[row])
    days = found.days[row]
    return {
        "id": str(homes["uuid"][home]),
        "household_no": str(homes["household_no"][home]),
        "grid": str(homes["grid"][home]),
        "tier": TIERS[int(found.tier[row])],
        "days": None if np.isnan(days) else int(days),
    }


def _round(one: Round, found: Contacts, snapshot: Snapshot) -> dict[str, Any]:
    return {
        "id": str(snapshot["grids"]["uuid"][one.grid]),
        "grid": one.title,
        "workers": [mask_name(name) for name in one.workers],
        "stops": [
            {
                **_contact(found, snapshot, stop.contact),
                "grid": one.title,
                "metres": None if np.isnan(stop.metres) else round(stop.metres),
                "minutes": None if np.isnan(stop.minutes) else round(stop.minutes, 1),
                "routed": stop.routed,
            }
            for stop in one.stops
        ],
        "metres": round(one.metres),
        "minutes": round(one.minutes),
        "waiting": one.waiting,
    }


def _shown(count: int | None) -> str:
    return "—" if count is None else str(count)


def _home(found: Affected, grids: Table, row: int) -> dict[str, Any]:
    people, grid = found.homes.people[row], int(found.grid[row])
    return {
        "id": str(found.households["uuid"][row]),
        "household_no": str(found.households["household_no"][row]),
        "grid": grid_title(grids, grid) if grid >= 0 else "",
        "people": None if np.isnan(people) else int(people),
        "address": mask_address(str(found.households["address"][row])),
        "risks": [name for name, has in zip(RISKS, found.homes.risks[row], strict=True) if has],
        "inside": bool(found.inside[row]),
        "edge": bool(found.edge[row]),
    }


def _by_grid(found: Affected, grids: Table) -> list[dict[str, Any]]:
    """Households and people inside, for each grid that has any; those outside every grid last."""
    told = []
    for grid in sorted(np.unique(found.grid[found.inside]).tolist(), key=lambda row: (row < 0, row)):
        own = found.inside & (found.grid == grid)
        told.append({
            "id": str(grids["uuid"][grid]) if grid >= 0 else "",
            "code": str(grids["code"][grid]) if grid >= 0 else "",
            "name": grid_title(grids, grid) if grid >= 0 else "",
            "households": int(own.sum()),
            "people": total(found.homes.people[own]),
        })  # fmt: skip
    return told

"""The answer of ``gridmap compare`` as plain values for JSON."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from gridmap.redraw.compare.bands import Bands
from gridmap.redraw.compare.comparison import Comparison, LeaderPair
from gridmap.redraw.compare.shape import hull_share, polsby_popper, reock
from gridmap.redraw.compare.side import Side, names_of
from gridmap.redraw.compare.words import CARE
from gridmap.township.census import status
from gridmap.township.mask import mask_name

Plain = dict[str, Any]


def report(found: Comparison, bands: Bands | None = None) -> Plain:
    """The comparison with plain values only; whole numbers are int, unknown ones null, names masked.

    - ``from``, ``to``: the plans: title and number of grids; ``population``: what is counted;
      ``villages``: where anything differs, and so what ``measures`` are of
    - ``moved``: households and people (on each population) who change grid, elders, open incidents and
      workers' own homes among them (null: not known)
    - ``grids``: pairs matched by people: ``from``, ``to`` (null: only in the other plan), people,
      status and shape of both, ``stay``: people in both
    - ``leaders``: people before and after; ``flows``: from which grid to which
    - ``border_km``: border inside villages; ``added`` and ``removed`` metres lie on other ground
    - ``measures``: name -> from, to, band [5 %, 95 %] of sampled legal plans (null: none), middle
    - ``rules``: what changed state: passed, note, warning, error
    - ``households``: every one for which grid, worker or leader changes; ``way_to_worker_m`` is how far it
      is from the middle of its worker's grid, ``open_incidents`` those at its door, ``own_home`` a worker's
    - ``bands``: how the bands were sampled, or why there are none
    """
    before, after, moves = found.before, found.after, found.moves
    border = next(measure for measure in found.measures if measure.name == "border_m")
    return {
        "from": {"plan": before.title, "grids": len(before.grids)},
        "to": {"plan": after.title, "grids": len(after.grids)},
        "population": found.population,
        "same": found.same,
        "villages": [after.village_title(row) for row in found.scope],
        "moved": {
            "households": int(moves.grid.sum()),
            "population": {name: _number(people) for name, people in moves.moved.items()},
            **{name: moves.cared_for(name) for name in CARE},
            "open_incidents": len(moves.incidents),
            "own_homes": sum(home.moves for home in moves.own_homes),
            "own_homes_unknown": sum(home.household < 0 for home in moves.own_homes),
            "worker_changes": int(moves.worker.sum()),
            "leader_changes": int(moves.leader.sum()),
            "way_to_worker_m": dict(zip(("from", "to"), map(_number, moves.way_to_worker), strict=True)),
        },
        "grids": [_pair(found, one, other) for one, other in found.pairs],
        "leaders": [_leader(found, pair) for pair in found.leaders],
        "flows": [
            {
                "from": before.grid_title(flow.came_from), "to": after.grid_title(flow.goes_to),
                "households": flow.households,
                "population": {name: _number(people) for name, people in flow.people.items()},
            }
            for flow in found.flows
        ],
        "border_km": {
            "from": round(border.before / 1000, 4), "to": round(border.after / 1000, 4),
            "added": round(found.added_m / 1000, 4), "removed": round(found.removed_m / 1000, 4),
        },
        "measures": {measure.name: {
            "title": measure.title, "from": _number(measure.before), "to": _number(measure.after),
            **_band(bands, measure.name),
        } for measure in found.measures},
        "rules": [
            {
                "rule": change.rule, "title": change.title,
                "from": change.before or "passed", "to": change.after or "passed",
                "grids": list(change.finding.grids), "message": change.finding.message,
            }
            for change in found.rules
        ],
        "households": _households(found),
        "bands": None if bands is None else {
            "samples": bands.samples, "seed": bands.seed, "units": bands.units,
            "villages": list(bands.villages),
            "seconds": round(bands.seconds, 3), "notes": list(bands.notes),
        },
    }  # fmt: skip


def _pair(found: Comparison, one: int, other: int) -> Plain:
    both = one >= 0 and other >= 0
    stay = None
    if both:
        before, after = found.before, found.after
        here = (before.grid_of_unit == one) & (after.grid_of_unit == other)
        stay = _number(float(np.nansum(after.units.number(found.population)[here])))
    return {
        "from": _grid(found.before, one), "to": _grid(found.after, other),
        "cap": found.after.snapshot.settings.worker_cap, "stay": stay,
    }  # fmt: skip


def _grid(side: Side, row: int) -> Plain | None:
    if row < 0:
        return None
    shape, settings = side.grids.text("geometry")[[row]], side.snapshot.settings
    people = {name: float(side.census.grids[name][row]) for name in side.populations}
    return {
        "id": str(side.grids["uuid"][row]), "code": str(side.grids["code"][row]),
        "name": side.grid_title(row),
        "village": side.village_title(int(side.census.village_of_grid[row])),
        "population": {name: _number(count) for name, count in people.items()},
        "status": {name: status(count, settings.worker_cap, settings) for name, count in people.items()},
        "polsby_popper": _number(float(polsby_popper(shape)[0])),
        "reock": _number(float(reock(shape)[0])),
        "hull": _number(float(hull_share(shape)[0])),
    }  # fmt: skip


def _leader(found: Comparison, pair: LeaderPair) -> Plain:
    settings = found.after.snapshot.settings

    def told(people: Mapping[str, float] | None) -> Plain | None:
        return None if people is None else {name: _number(count) for name, count in people.items()}

    def states(people: Mapping[str, float] | None) -> Plain | None:
        if people is None:
            return None
        return {name: status(count, settings.leader_cap, settings) for name, count in people.items()}

    return {
        "name": mask_name(pair.person[1]), "cap": settings.leader_cap,
        "from": told(pair.before), "to": told(pair.after),
        "status_from": states(pair.before), "status_to": states(pair.after),
    }  # fmt: skip


def _households(found: Comparison) -> list[Plain]:
    moves, before, after = found.moves, found.before, found.after
    units = moves.units.take(moves.rows)
    number = "household_no" if "household_no" in units else "code"
    people = moves.people(found.population)
    duty = [
        [[mask_name(names_of(people)) for people in side.on_duty(role)] + [""] for side in (before, after)]
        for role in ("grid_worker", "grid_leader")
    ]
    told, own = [], moves.own_home
    for at, (one, other) in enumerate(zip(moves.came_from.tolist(), moves.goes_to.tolist(), strict=True)):
        (worker_from, worker_to), (leader_from, leader_to) = ((old[one], new[other]) for old, new in duty)
        told.append({
            "id": str(units["uuid"][at]), "number": str(units[number][at]), "people": _number(people[at]),
            "from": before.grid_title(one), "to": after.grid_title(other),
            "worker_from": worker_from, "worker_to": worker_to,
            "leader_from": leader_from, "leader_to": leader_to,
            "way_to_worker_m": {"from": _metres(moves.far_from[at]), "to": _metres(moves.far_to[at])},
            "open_incidents": int(moves.incidents_here[at]), "own_home": bool(own[at]),
            "changes": [
                name for name, flags in
                (("grid", moves.grid), ("worker", moves.worker), ("leader", moves.leader)) if flags[at]
            ],
        })  # fmt: skip
    return told


def _band(bands: Bands | None, name: str) -> Plain:
    if bands is None or name not in bands.ranges:
        return {"band": None, "middle": None}
    low, middle, high = bands.ranges[name]
    return {"band": [_number(low), _number(high)], "middle": _number(middle)}


def _metres(far: float) -> int | None:
    return None if np.isnan(far) else round(far)


def _number(number: float) -> int | float | None:
    if not np.isfinite(number):
        return None
    return int(number) if float(number).is_integer() else round(float(number), 4)

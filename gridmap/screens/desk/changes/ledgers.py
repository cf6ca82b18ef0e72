"""The tables of a comparison: households that change, flows between grids, rules that say something else."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gridmap.i18n import _
from gridmap.redraw.compare.comparison import Comparison
from gridmap.redraw.compare.notices import Notice
from gridmap.redraw.compare.side import Person, names_of
from gridmap.redraw.compare.words import MARKS, STATES
from gridmap.screens.desk.finding_ink import TONES
from gridmap.screens.desk.ledger import Column, Ledger, whole
from gridmap.township.census import POPULATION_TITLES, POPULATIONS
from gridmap.township.mask import mask_name

_SHOWN = ("registered", "resident", "at_home")


def household_changes(found: Comparison, notices: Sequence[Notice]) -> Ledger:
    """A row for each notice; names masked."""
    units = found.moves.units
    uuids = units.take(found.moves.rows).text("uuid")
    people = [
        Column(_(POPULATION_TITLES[name]), _numbers([one.people[name] for one in notices]), whole, 56, True)
        for name in _SHOWN
    ]
    return Ledger(units.schema.name, len(notices), _texts([str(uuids[one.at]) for one in notices]), (
        Column(_("户号"), _texts([one.number for one in notices]), width=104),
        Column(_("户主"), _texts([mask_name(one.head_name) for one in notices]), width=72),
        Column(_("组"), _texts([one.group for one in notices]), width=80),
        *people,
        Column(_("照护标签"), _texts(["、".join(one.care) for one in notices]), width=128),
        Column(_("网格"), _texts([_way(one.came_from, one.goes_to) for one in notices]), width=152),
        Column(_("网格员"), _texts([_who(one.worker_from, one.worker_to) for one in notices]), width=144),
        Column(_("网格长"), _texts([_who(one.leader_from, one.leader_to) for one in notices]), width=0),
    ))  # fmt: skip


def flow_ledger(found: Comparison) -> Ledger:
    """A row for each way between two grids; its identity is its place in ``found.flows``."""
    flows, outside = found.flows, _("网格外")
    titles = [
        (found.before.grid_title(one.came_from) or outside, found.after.grid_title(one.goes_to) or outside)
        for one in flows
    ]
    before, after = ([*side.on_duty("grid_worker"), ()] for side in (found.before, found.after))
    workers = [_who(before[one.came_from], after[one.goes_to]) for one in flows]
    return Ledger("", len(flows), _texts([str(at) for at in range(len(flows))]), (
        Column(_("原网格"), _texts([one for one, _other in titles]), width=112),
        Column(_("新网格"), _texts([other for _one, other in titles]), width=112),
        Column(_("户"), _numbers([one.households for one in flows]), whole, 64, True),
        *(
            Column(_(POPULATION_TITLES[name]), _numbers([one.people[name] for one in flows]), whole, 64, True)
            for name in POPULATIONS
        ),
        Column(_("网格员"), _texts(workers), width=0),
    ))  # fmt: skip


def rule_ledger(found: Comparison) -> Ledger:
    """A row for each rule that changes state, its state as mark and word; identity as above."""
    rules = found.rules
    states = [change.after or "passed" for change in rules]
    return Ledger("", len(rules), _texts([str(at) for at in range(len(rules))]), (
        Column(_("规则"), _texts([change.title for change in rules]), width=152),
        Column(_("原"), _texts([change.before or "passed" for change in rules]), _state, 72, tone=_tone),
        Column(_("现"), _texts(states), _state, 72, tone=_tone),
        Column(_("说明"), _texts([change.finding.message for change in rules]), width=0),
    ))  # fmt: skip


def _way(one: str, other: str) -> str:
    if one == other:
        return one
    return f"{one or _('网格外')} → {other or _('网格外')}"


def _who(one: tuple[Person, ...], other: tuple[Person, ...]) -> str:
    before, after = (mask_name(names_of(people)) or "—" for people in (one, other))
    return before if one == other else f"{before} → {after}"


def _state(state: str) -> str:
    return f"{MARKS[state]} {STATES[state]}"


def _tone(state: str) -> str:
    return TONES.get(state, "passed")


def _texts(values: Sequence[str]) -> NDArray[np.object_]:
    column = np.empty(len(values), object)
    column[:] = values
    return column


def _numbers(values: Sequence[float | None]) -> NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], np.float64)

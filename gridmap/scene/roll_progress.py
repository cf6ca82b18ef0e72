"""How far a roll-call is, as everyone in the room may know it: counts of homes, no names, nobody's number."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import shapely

from gridmap.response.roll_call import STATES, RollCall, running
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

SILENT, REACHED, MOVED = ("waiting", "no_answer"), ("reached", "refused"), ("moved",)
"""Three exclusive states that add up to the roll: nobody has answered yet, reached but still there, moved."""


@dataclass(frozen=True)
class GroupSilence:
    """How many homes of one villager group on the roll have not answered; ``place`` is their middle."""

    name: str
    village: str
    silent: int
    place: tuple[float, float]


@dataclass(frozen=True)
class RollProgress:
    """Homes of one roll-call: ``silent`` + ``reached`` + ``moved`` = ``homes``.

    ``waiting`` of the silent have not been called yet, ``missed`` did not answer twice in a row, ``refused``
    of the reached do not want to go. ``people`` are those at home there, None where unknown. ``call`` is
    what the map draws on ``ground``, of ``households``. ``groups`` are those with somebody
    silent, most first.
    """

    name: str
    begun_at: datetime
    homes: int
    people: int | None
    silent: int
    reached: int
    moved: int
    waiting: int
    missed: int
    refused: int
    call: RollCall
    ground: shapely.Geometry | None
    households: Table
    groups: tuple[GroupSilence, ...] = ()


def roll_progress(snapshot: Snapshot, now: datetime) -> RollProgress | None:
    """The roll-call that goes on at ``now``; None without one."""
    call = running(snapshot, now)
    if call is None:
        return None
    counts = call.counts
    known = call.household[call.household >= 0]
    at_home = snapshot["households"].number("at_home")[known]
    return RollProgress(
        name=call.name,
        begun_at=call.begun_at,
        homes=len(call),
        people=None if np.isnan(at_home).all() else int(np.nansum(at_home)),
        silent=sum(counts[state] for state in SILENT),
        reached=sum(counts[state] for state in REACHED),
        moved=sum(counts[state] for state in MOVED),
        waiting=counts["waiting"],
        missed=len(call.missed),
        refused=counts["refused"],
        call=call,
        ground=snapshot["roll_calls"]["geometry"][call.row],
        households=snapshot["households"],
        groups=silent_groups(snapshot, call),
    )


def silent_groups(snapshot: Snapshot, call: RollCall) -> tuple[GroupSilence, ...]:
    """The groups with homes that have not answered, those with most first."""
    homes, groups, villages = (snapshot[name] for name in ("households", "groups", "villages"))
    waits = np.isin(call.state, [list(STATES).index(state) for state in SILENT]) & (call.household >= 0)
    rows = call.household[waits]
    x, y = homes.number("x")[rows], homes.number("y")[rows]
    placed = np.isfinite(x) & np.isfinite(y)
    group = groups.index_of(homes.fids("group_fid")[rows])
    village = villages.index_of(groups.fids("village_fid"))
    found = []
    for row in sorted(set(group[group >= 0].tolist())):
        own = (group == row) & placed
        if own.any():
            name = str(villages["name"][village[row]]) if village[row] >= 0 else ""
            middle = (float(x[own].mean()), float(y[own].mean()))
            found.append(GroupSilence(str(groups["name"][row]), name, int((group == row).sum()), middle))
    return tuple(sorted(found, key=lambda silence: (-silence.silent, silence.village, silence.name)))

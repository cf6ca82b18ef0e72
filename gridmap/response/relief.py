"""Help on its way: how far those who were sent have to go, and how full the shelters of a roll-call are.

The ways along the roads take a moment, so they are worked out apart (``ways``, ``beds``) and kept; who has
arrived is counted anew each time.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.response.area import Area
from gridmap.response.reach import nearest
from gridmap.response.roll_call import STATES, RollCall
from gridmap.response.shelters import allot, shelters_beyond
from gridmap.township.census import Census
from gridmap.township.mask import mask_name
from gridmap.township.snapshot import Snapshot

EVERYBODY = 1_000_000


@dataclass(frozen=True)
class Coming:
    """Somebody who was sent to an incident (its uuid). ``who`` is masked; ``minutes`` are those of the whole
    way, ``way`` its corners (rows of x, y). It begins at the last known position where that is ``live``, else
    in the middle of the homes of their grid; ``fix_age_minutes`` is None where no position is known."""

    key: str
    who: str
    minutes: float
    live: bool
    fix_age_minutes: float | None
    way: NDArray[np.float64] = field(compare=False)


@dataclass(frozen=True)
class Fill:
    """A shelter with ``room`` for so many, ``arrived`` of whom the roll-call says were moved there."""

    name: str
    room: int
    arrived: int


def ways(
    snapshot: Snapshot, census: Census, sent: Iterable[tuple[str, str]], now: datetime
) -> tuple[Coming, ...]:
    """The ways at ``now`` of those ``sent``: incident (uuid) and name. Who has no known post, or goes where
    no place is known, is left out."""
    table = snapshot["incidents"]
    found = []
    for key, name in sent:
        for row in table.rows_of([key]).tolist():
            x, y = float(table.number("x")[row]), float(table.number("y")[row])
            if not np.isfinite(x):
                continue
            helpers = nearest(snapshot, (x, y), most=EVERYBODY, census=census, now=now).helpers
            own = next((helper for helper in helpers if helper.name == name), None)
            if own is not None:
                who, age = mask_name(name), own.fix_age_minutes
                found.append(Coming(key, who, own.minutes, own.live, age, own.way))
    return tuple(found)


def beds(snapshot: Snapshot, call: RollCall, ground: shapely.Geometry | None) -> NDArray[np.int64]:
    """The shelter (row of ``places``, -1 for none) of every home of a roll-call, filled in the order of the
    roll: the nearest by the way on foot with room for all of the home's people."""
    known = np.flatnonzero(call.household >= 0)
    place = np.full(len(call), -1)
    homes = snapshot["households"].take(call.household[known])
    able, _notes = shelters_beyond(snapshot, Area(ground) if ground is not None else None)
    place[known] = allot(snapshot, homes, people_of(snapshot, call)[known], able)[0]
    return place


def people_of(snapshot: Snapshot, call: RollCall) -> NDArray[np.int64]:
    """The people of every home of a roll-call: those at home, one where nobody knows."""
    at_home = snapshot["households"].number("at_home")[np.maximum(call.household, 0)]
    return np.maximum(np.nan_to_num(at_home), 1).astype(np.int64)


@dataclass(frozen=True)
class Relief:
    """What is known of help on its way."""

    coming: tuple[Coming, ...] = ()
    shelters: tuple[Fill, ...] = ()


def fills(snapshot: Snapshot, call: RollCall, place: NDArray[np.int64]) -> tuple[Fill, ...]:
    """The shelters that a roll-call uses, the fullest first; ``place`` is what ``beds`` said."""
    places = snapshot["places"]
    moved = call.state == list(STATES).index("moved")
    people, used = people_of(snapshot, call), sorted(set(place[place >= 0].tolist()))
    told = [
        Fill(str(places["name"][row]), int(places.number("capacity")[row]),
             int(people[moved & (place == row)].sum()))
        for row in used
    ]  # fmt: skip
    return tuple(sorted(told, key=lambda fill: (-fill.arrived, fill.name)))

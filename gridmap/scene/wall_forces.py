"""Who is out and where people can be brought: the forces of the day, as counts, with nobody's name."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from gridmap.response.incidents import stage_of
from gridmap.response.open_incidents import is_open
from gridmap.response.patrols import member_counts
from gridmap.township.snapshot import Snapshot

SENT = ("dispatched", "in_hand")
MEDIATION = ("mediation_team", "womens_mediation_team")


@dataclass(frozen=True)
class Station:
    """So many places of a kind, with room for ``room`` people (None: no place says)."""

    count: int
    room: int | None


@dataclass(frozen=True)
class Forces:
    """Patrols under way with their members (None: not written), those begun today; people sent to open
    incidents; teams; holders of the two roles; shelters and clinics."""

    out: int
    out_members: int | None
    begun: int
    sent: int
    patrol_teams: int
    mediation_teams: int
    leaders: int
    workers: int
    shelters: Station
    clinics: Station


def forces(snapshot: Snapshot, now: datetime) -> Forces:
    """The forces of a township at ``now`` (local civil time)."""
    patrols = snapshot["patrols"]
    begun, out = begun_today(patrols.text("started_at"), now), patrols_out(snapshot, now)
    members = member_counts(patrols.take(out))
    kinds = snapshot["organisations"].text("kind").tolist()
    return Forces(
        out=len(out),
        out_members=None if np.isnan(members).all() else int(np.nansum(members)),
        begun=int(begun.sum()),
        sent=len(_handlers(snapshot, now)),
        patrol_teams=kinds.count("patrol_team"),
        mediation_teams=sum(kinds.count(kind) for kind in MEDIATION),
        leaders=_holders(snapshot, "grid_leader"),
        workers=_holders(snapshot, "grid_worker"),
        shelters=_stations(snapshot, "shelter"),
        clinics=_stations(snapshot, "clinic"),
    )


def begun_today(started: NDArray[np.object_], now: datetime) -> NDArray[np.bool_]:
    """Which of some moments lie on the day of ``now``, up to it."""
    moment, day = now.isoformat(timespec="seconds"), now.date().isoformat()
    return np.asarray((started >= day) & (started <= moment), bool)


def patrols_out(snapshot: Snapshot, now: datetime) -> NDArray[np.int64]:
    """The rows of the patrols that began today and have not ended."""
    patrols = snapshot["patrols"]
    ended = patrols.text("ended_at")
    going = (ended == "") | (ended > now.isoformat(timespec="seconds"))
    return np.flatnonzero(begun_today(patrols.text("started_at"), now) & going)


def _handlers(snapshot: Snapshot, now: datetime) -> set[str]:
    table = snapshot["incidents"]
    rows = np.flatnonzero(is_open(table, now)).tolist()
    names = {str(table["handler"][row]) for row in rows if stage_of(str(table["status"][row])) in SENT}
    return names - {""}


def _holders(snapshot: Snapshot, role: str) -> int:
    """How many people have a role, in whatever grids."""
    table = snapshot["assignments"]
    words = {role, snapshot.settings.roles.get(role, role)}
    rows = [row for row, said in enumerate(table.text("role").tolist()) if said in words]
    fids, names = table.fids("staff_fid"), table.text("staff")
    return len({(int(fids[row]), "" if fids[row] > 0 else str(names[row])) for row in rows})


def _stations(snapshot: Snapshot, kind: str) -> Station:
    places = snapshot["places"]
    room = places.number("capacity")[places.text("kind") == kind]
    return Station(len(room), None if np.isnan(room).all() else int(np.nansum(room)))

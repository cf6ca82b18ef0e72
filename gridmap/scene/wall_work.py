"""The day's and the week's work as the wall counts it: visits, patrols, incidents by day."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from gridmap.response.patrols import IsoWeek
from gridmap.response.visits import in_time
from gridmap.township.bulk import in_parts
from gridmap.township.memory import once
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table


@dataclass(frozen=True)
class Share:
    """So many done of so many owed. ``done`` never exceeds ``owed``."""

    done: int
    owed: int


@dataclass(frozen=True)
class VillageShare:
    """One village's part of a share."""

    village: str
    done: int
    owed: int


Rows = NDArray[np.int64]
Texts = NDArray[np.object_]
NEVER = 1 << 40
"""Days after which a visit is due to whom none is owed."""

Week = tuple[tuple[date, int], ...]
"""Seven days, the last one today, with a count each."""


def visits_today(snapshot: Snapshot, now: datetime) -> Share | None:
    """Households visited today, of those visited or due by their tier; None without any visit.

    A household is due on the day its interval since the last earlier visit has passed, and stays
    due. Its tier is the one written last; without a tier it is owed nothing.
    """
    visits = snapshot["visits"]
    order, moments = in_time(visits.text("visited_at"))
    past = int(np.searchsorted(moments, np.datetime64(now, "s"), "right"))
    if not past:
        return None
    every = tuple(snapshot.settings.visit_days.items())
    homes, tiers = visits.fids("household_no_fid"), visits.text("tier")
    return _visits_of_day(homes, tiers, order, moments, past, now.date(), every)


@once
def _visits_of_day(
    homes: Rows, tiers: Texts, order: Rows, moments: NDArray[np.datetime64], past: int, day: date,
    every: tuple[tuple[str, int], ...],
) -> Share:  # fmt: skip
    """The same of the columns, of the ``past`` first visits in the order of time."""
    rows = order[:past]
    by_home = np.argsort(homes[rows], kind="stable")
    rows, when = rows[by_home], moments[:past][by_home].astype("M8[D]")
    own, home = np.unique(homes[rows], return_inverse=True)
    tier = in_parts(lambda some: some.astype(str), tiers)[rows]
    limit = np.full(len(rows), NEVER)
    for name, days in every:
        limit[tier == name] = days
    due_after = np.full(len(own), NEVER)
    last = _last_of_each(home, tier != "")
    due_after[home[last]] = limit[last]
    today = when == np.datetime64(day)
    earlier = _last_of_each(home, ~today)
    ago = (np.datetime64(day) - when[earlier]).astype(np.int64)
    visited = np.bincount(home[today], minlength=len(own)) > 0
    due = np.bincount(home[earlier[ago >= due_after[home[earlier]]]], minlength=len(own)) > 0
    return Share(int(visited.sum()), int((visited | due).sum()))


def _last_of_each(keys: NDArray[np.int64], wanted: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Among the rows ``wanted``, the last one of every key; ``keys`` are sorted."""
    rows = np.flatnonzero(wanted)
    kept = keys[rows]
    return rows[np.append(kept[1:] != kept[:-1], True)] if len(rows) else rows


def patrols_this_week(snapshot: Snapshot, now: datetime) -> tuple[Share | None, tuple[VillageShare, ...]]:
    """Patrols of this ISO week up to ``now`` against those owed to every group, and by village.

    One patrol too many of one group does not make up for another group's missing one.
    """
    groups = snapshot["groups"]
    if not len(groups):
        return None, ()
    walked = Counter(patrols_by_group(snapshot["patrols"], now))
    each = snapshot.settings.patrols_a_week
    done: Counter[int] = Counter()
    owed: Counter[int] = Counter()
    for fid, village in zip(groups.fids(), groups.fids("village_fid"), strict=True):
        done[int(village)] += min(walked[int(fid)], each)
        owed[int(village)] += each
    villages = snapshot["villages"]
    names = zip(villages.fids(), villages.text("name"), strict=True)
    by_village = tuple(VillageShare(str(name), done[int(fid)], owed[int(fid)]) for fid, name in names)
    return Share(done.total(), owed.total()), by_village


def patrols_by_group(patrols: Table, now: datetime) -> list[int]:
    """The group (its fid) of every patrol of this ISO week, up to ``now``."""
    return [int(fid) for fid in patrols.fids("group_fid")[in_this_week(patrols, now)]]


def in_this_week(patrols: Table, now: datetime) -> NDArray[np.bool_]:
    """Which patrols began in the ISO week of ``now``, up to ``now``."""
    return IsoWeek.of(now.date()).holds(patrols.text("started_at"), now)


def week_of_incidents(snapshot: Snapshot, now: datetime) -> Week:
    """How many incidents happened on each of the last seven days, today last and up to ``now``."""
    return _week(snapshot["incidents"].text("happened_at"), now)


def week_of_visits(snapshot: Snapshot, now: datetime) -> Week:
    """How many visits were made on each of the last seven days, today last and up to ``now``."""
    _order, moments = in_time(snapshot["visits"].text("visited_at"))
    dates = [now.date() - timedelta(days=back) for back in range(6, -1, -1)]
    end = np.searchsorted(moments, np.datetime64(now, "s"), "right")
    begin = np.searchsorted(moments, np.array(dates, "M8[s]"))
    counts = np.diff(np.minimum(np.append(begin, end), end))
    return tuple(zip(dates, counts.tolist(), strict=True))


def _week(moments: NDArray[np.object_], now: datetime) -> Week:
    first = (now.date() - timedelta(days=6)).isoformat()
    lately = moments[(moments >= first) & (moments <= now.isoformat(timespec="seconds"))]
    days = Counter(at[:10] for at in lately.tolist())
    dates = [now.date() - timedelta(days=back) for back in range(6, -1, -1)]
    return tuple((day, days[day.isoformat()]) for day in dates)

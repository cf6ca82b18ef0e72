"""Patrols of a week, plan against fact, for each villager group."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.errors import UsageError
from gridmap.i18n import _
from gridmap.response.patrol_ways import walked_lines
from gridmap.township.partition import Partition
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

State = Literal["done", "running", "warn", "fail"]
STATES: dict[State, str] = {
    "done": _("已完成"), "running": _("本周进行中"), "warn": _("周末前须补"), "fail": _("未完成"),
}  # fmt: skip
"""How a group stands: nothing is owed before Friday of the running week, everything on its Sunday."""

TABLES = ("villages", "groups", "households", "patrols")
"""What has to be loaded to compare."""

_WEEK = re.compile(r"(\d{4})-?W(\d{1,2})")
_BETWEEN = re.compile(r"[、，,;；/\s]+")


@dataclass(frozen=True)
class IsoWeek:
    """An ISO week, Monday to Sunday."""

    monday: date

    @classmethod
    def of(cls, day: date) -> "IsoWeek":
        """The week that ``day`` lies in."""
        return cls(day - timedelta(days=day.weekday()))

    @classmethod
    def parse(cls, text: str) -> "IsoWeek":
        """The week written as ``2026-W47``. Raises UsageError."""
        found = _WEEK.fullmatch(text.strip().upper())
        try:
            if found:
                return cls(date.fromisocalendar(int(found[1]), int(found[2]), 1))
        except ValueError:
            pass
        raise UsageError(_("没有“{text}”这一周：应写成 2026-W47").format(text=text))

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)

    def __str__(self) -> str:
        year, number, _day = self.monday.isocalendar()
        return f"{year}-W{number:02d}"

    def holds(self, moments: NDArray[np.object_], now: datetime) -> NDArray[np.bool_]:
        """Which moments (local civil time, as in a ``Table``) lie in it and not after ``now``."""
        end = min(now, datetime.combine(self.sunday, time(23, 59, 59)))
        start = self.monday.isoformat()
        found = (moments >= start) & (moments <= end.isoformat(timespec="seconds"))
        return np.asarray(found, bool)


@dataclass(frozen=True)
class GroupPatrols:
    """One group's week.

    ``group`` is its row in the groups. ``members`` are those of the smallest patrol, None where no
    patrol tells. ``coverage`` is the share of the group's homes near a track of that week, None
    without homes on the map or without any track; ``missed`` are the homes (rows of the households) that
    no track came near. ``short`` says whether patrols or members lack. ``start_due`` is the last day on which
    the next patrol has to set out for all to fit into the week, None when none is owed any more; ``overdue``
    says that it has passed.
    """

    group: int
    planned: int
    count: int
    members: int | None
    coverage: float | None
    short: bool
    state: State
    missed: tuple[int, ...] = ()
    start_due: date | None = None
    overdue: bool = False


@dataclass(frozen=True)
class PatrolWeek:
    """Every group's week, with what could not be counted."""

    week: IsoWeek
    groups: tuple[GroupPatrols, ...]
    notes: tuple[str, ...]


def compare(snapshot: Snapshot, week: IsoWeek, now: datetime) -> PatrolWeek:
    """What every group owed in ``week`` and what was walked up to ``now`` (local civil time).

    A group owes ``patrols_a_week`` patrols of ``patrol_strength`` members (settings). A home counts
    as covered within ``swath_m`` metres of any track of the week, whoever walked it; not along a leap or gap.
    """
    settings, groups, patrols = snapshot.settings, snapshot["groups"], snapshot["patrols"]
    walked = patrols_of(snapshot, week, now)
    group = groups.index_of(walked.fids("group_fid"))
    count = np.bincount(group[group >= 0], minlength=len(groups))
    members = _fewest(member_counts(walked), group, len(groups))
    coverage, missed = _coverage(snapshot, walked)
    told = []
    for row in range(len(groups)):
        weak = bool(members[row] < settings.patrol_strength)  # unknown (NaN) is not weak
        short = bool(count[row] < settings.patrols_a_week) or weak
        told.append(GroupPatrols(
            row, settings.patrols_a_week, int(count[row]),
            int(members[row]) if np.isfinite(members[row]) else None,
            round(float(coverage[row]), 4) if np.isfinite(coverage[row]) else None,
            short, _state(short, week, now.date()), missed.get(row, ()),
            *_start(int(count[row]), settings.patrols_a_week, week, now.date()),
        ))  # fmt: skip
    return PatrolWeek(week, tuple(told), _notes(patrols, walked, group))


def patrols_of(snapshot: Snapshot, week: IsoWeek, now: datetime) -> Table:
    """The patrols that began in a week, up to ``now``."""
    patrols = snapshot["patrols"]
    return patrols.take(week.holds(patrols.text("started_at"), now))


def _start(count: int, owed: int, week: IsoWeek, today: date) -> tuple[date | None, bool]:
    """When the next patrol has to set out: those of a week lie evenly in it, of two the first by Thursday."""
    if count >= owed:
        return None, False
    due = week.monday + timedelta(days=-(-7 * (count + 1) // owed) - 1)
    return due, today > due


def member_counts(patrols: Table) -> NDArray[np.float64]:
    """How many walked each patrol: the number written, else the names written; NaN where neither is."""
    names = [len(list(filter(None, _BETWEEN.split(text)))) for text in patrols.text("members").tolist()]
    written, named = patrols.number("member_count"), np.array(names, np.float64)
    return np.where(np.isnan(written) & (named > 0), named, written)


def _fewest(members: NDArray[np.float64], group: NDArray[np.int64], groups: int) -> NDArray[np.float64]:
    """The smallest number of members by group, NaN where none is known."""
    fewest = np.full(groups, np.inf)
    known = (group >= 0) & np.isfinite(members)
    np.minimum.at(fewest, group[known], members[known])
    return np.where(np.isinf(fewest), np.nan, fewest)


def _coverage(snapshot: Snapshot, walked: Table) -> tuple[NDArray[np.float64], dict[int, tuple[int, ...]]]:
    """The share of each group's homes near a track, NaN without homes or without any track; and the homes
    of each group that are not."""
    groups, households = snapshot["groups"], snapshot["households"]
    lines = walked_lines(walked, snapshot.settings.track)
    tracks = np.array([line for line in lines if line is not None and not line.is_empty], object)
    x, y = households.number("x"), households.number("y")
    placed = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    if (len(walked) and not len(tracks)) or not len(placed):
        return np.full(len(groups), np.nan), {}
    group = _group_of(groups, households.take(placed))
    tree = shapely.STRtree(np.asarray(shapely.points(x[placed], y[placed]), object))
    near = np.zeros(len(placed), bool)
    near[tree.query(tracks, predicate="dwithin", distance=snapshot.settings.swath_m)[1]] = True
    homes = np.bincount(group[group >= 0], minlength=len(groups))
    covered = np.bincount(group[(group >= 0) & near], minlength=len(groups))
    share = np.full(len(groups), np.nan)
    share[homes > 0] = covered[homes > 0] / homes[homes > 0]
    left = np.flatnonzero((group >= 0) & ~near)
    left = left[np.argsort(group[left], kind="stable")]
    ends = np.searchsorted(group[left], np.arange(len(groups) + 1))
    missed = {
        row: tuple(placed[left[ends[row] : ends[row + 1]]].tolist())
        for row in np.flatnonzero(np.diff(ends)).tolist()
    }
    return share, missed


def _group_of(groups: Table, households: Table) -> NDArray[np.int64]:
    """The row of the group each household belongs to: the one written, else where it stands; -1 for none."""
    row = groups.index_of(households.fids("group_fid"))
    row[households.fids("group_fid") <= 0] = -1
    lost = np.flatnonzero(row < 0)
    if len(lost):
        x, y = households.number("x")[lost], households.number("y")[lost]
        row[lost] = Partition.of(groups["geometry"]).locate(x, y)
    return row


def _state(short: bool, week: IsoWeek, today: date) -> State:
    if not short:
        return "done"
    if today >= week.sunday:
        return "fail"
    return "warn" if today >= week.monday + timedelta(days=4) else "running"


def _notes(patrols: Table, walked: Table, group: NDArray[np.int64]) -> tuple[str, ...]:
    untimed = int((patrols.text("started_at") == "").sum())
    strange = int((group < 0).sum())
    trackless = sum(line is None or line.is_empty for line in walked["geometry"])
    told = [
        (untimed, _("有 {n} 次巡防没有时间，不知是哪一周")),
        (strange, _("本周有 {n} 次巡防没有对应到小组")),
        (trackless, _("本周有 {n} 次巡防没有轨迹，不计覆盖")),
    ]
    return tuple(text.format(n=count) for count, text in told if count)

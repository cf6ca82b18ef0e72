"""What has happened lately, newest first: visits, patrols, incidents and their steps; nobody's name."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from gridmap.i18n import _
from gridmap.response.cases import moment
from gridmap.response.incidents import VERBS
from gridmap.response.titles import public_title
from gridmap.scene.alarms import names_by_fid
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

BACK = timedelta(hours=24)
ROWS = 12
ENDING = ("close", "hand_over", "void")
"""Steps that the incident's own end tells already."""

Villages = dict[int, str]


@dataclass(frozen=True)
class News:
    """One line of the feed: when, in which village ('': not said), what."""

    at: datetime
    where: str
    what: str


def feed(snapshot: Snapshot, now: datetime) -> tuple[News, ...]:
    """The latest news of the last 24 hours. Visits count together by village and hour; a title is said as the
    alarm list says it, a restricted case without its village."""
    villages = names_by_fid(snapshot["villages"])
    found = [*_incidents(snapshot, villages, now), *_steps(snapshot, villages, now),
             *_patrols(snapshot, villages, now), *_visits(snapshot, villages, now)]  # fmt: skip
    return tuple(sorted(found, key=lambda news: (news.at, news.where, news.what), reverse=True)[:ROWS])


def _recent(table: Table, column: str, now: datetime) -> NDArray[np.int64]:
    """The rows whose moment lies in the last 24 hours, the newest first."""
    at = table.text(column)
    since, until = ((now - back).isoformat(timespec="seconds") for back in (BACK, timedelta(0)))
    rows = np.flatnonzero((at > since) & (at <= until))
    return np.asarray(rows[np.argsort(at[rows], kind="stable")[::-1]], np.int64)


def _latest(table: Table, column: str, now: datetime) -> Iterator[tuple[int, datetime]]:
    """The newest rows with their moment, as many as a feed can hold."""
    for row in _recent(table, column, now)[:ROWS].tolist():
        at = moment(str(table[column][row]))
        if at is not None:
            yield row, at


def _incidents(snapshot: Snapshot, villages: Villages, now: datetime) -> Iterator[News]:
    table = snapshot["incidents"]
    for column, words in (("happened_at", _("{title} 上报")), ("finished_at", _("{title} 办结"))):
        for row, at in _latest(table, column, now):
            yield News(at, _public_where(table, row, villages), words.format(title=_title(table, row)))


def _steps(snapshot: Snapshot, villages: Villages, now: datetime) -> Iterator[News]:
    steps, table = snapshot["incident_steps"], snapshot["incidents"]
    row_of = table.index_of(steps.fids("incident_fid"))
    for step, at in _latest(steps, "at", now):
        verb, row = str(steps["verb"][step]), int(row_of[step])
        if verb in VERBS and verb not in ENDING and row >= 0:
            words = f"{_title(table, row)} {VERBS[verb].title}"
            yield News(at, _public_where(table, row, villages), words)


def _title(table: Table, row: int) -> str:
    if table["restricted"][row] == 1:
        return _("不公开事件")
    return public_title(str(table["title"][row]), str(table["category"][row])) or _("事件")


def _public_where(table: Table, row: int, villages: Villages) -> str:
    return "" if table["restricted"][row] == 1 else villages.get(int(table.fids("village_fid")[row]), "")


def _patrols(snapshot: Snapshot, villages: Villages, now: datetime) -> Iterator[News]:
    table = snapshot["patrols"]
    groups = names_by_fid(snapshot["groups"])
    village, group = table.fids("village_fid"), table.fids("group_fid")
    for column, words in (("started_at", _("{group} 巡防出发")), ("ended_at", _("{group} 巡防结束"))):
        for row, at in _latest(table, column, now):
            said = words.format(group=groups.get(int(group[row]), "")).strip()
            yield News(at, villages.get(int(village[row]), ""), said)


def _visits(snapshot: Snapshot, villages: Villages, now: datetime) -> Iterator[News]:
    table, homes = snapshot["visits"], snapshot["households"]
    rows = _recent(table, "visited_at", now)
    if not len(rows) or not len(homes):
        return
    home = homes.index_of(table.fids("household_no_fid")[rows])
    village = np.where(home >= 0, homes.fids("village_fid")[home], 0)
    at = table.text("visited_at")[rows]
    keys = [(int(fid), str(when)[:13]) for fid, when in zip(village.tolist(), at.tolist(), strict=True)]
    count = Counter(keys)
    last = dict(zip(reversed(keys), reversed(at.tolist()), strict=True))  # the newest comes last
    for key in list(count)[:ROWS]:
        when = moment(str(last[key]))
        if when is not None:
            yield News(when, villages.get(key[0], ""), _("走访 {n} 户次").format(n=count[key]))

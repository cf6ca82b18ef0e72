"""One axis of time for incidents, patrols and visits: what stood at any moment, and what happened next.

It can be asked as it happened or as it was known: an incident is known once it was written down, accepted or
acted upon, a patrol's way when it had come home, a visit when it was made.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gridmap.i18n import _
from gridmap.response.cases import REPORTED
from gridmap.response.titles import public_title
from gridmap.response.tracks import Rows, Tracks, tracks_of
from gridmap.township.revision import Step
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table
from gridmap.township.track import Floats, unix_of

Noun = Literal["incidents", "patrols", "visits"]
NOUNS: tuple[Noun, ...] = ("incidents", "patrols", "visits")
NOUN_TITLES: dict[Noun, str] = {"incidents": _("事件"), "patrols": _("巡防"), "visits": _("走访")}
TABLES = ("households", "incidents", "incident_steps", "patrols", "visits")
"""What has to be loaded to play back."""
URGENCIES = ("P1", "P2", "P3", "")
WORDS = (_("发生"), _("受理"), _("办理"), _("办结"), _("出发"), _("返回"), _("走访"))
"""What an event is, by its number in ``Timeline.what``."""
_HAPPENED, _ACCEPTED, _STEP, _FINISHED, _STARTED, _ENDED, _VISITED = range(7)
Look = NDArray[np.int8]
NOTHING: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True)
class Spans:
    """What stands at a place from one moment until another (Unix time; infinity where it still does).

    ``look`` is an incident's place in ``URGENCIES``; ``rows`` are those of the table.
    """

    x: Floats
    y: Floats
    since: Floats
    until: Floats
    look: Look
    rows: Rows

    def standing(self, moment: float) -> Rows:
        """Which of them stand at a moment."""
        return np.flatnonzero((self.since <= moment) & (moment < self.until))


@dataclass(frozen=True)
class Timeline:
    """The whole of it. ``at``, ``noun``, ``what`` and ``rows`` are the events in the order of time: when, of
    which of ``NOUNS``, which of ``WORDS`` and the row in its table. ``known``: as it was known.

    ``incidents`` and ``visits`` are those with a place that may be shown: no restricted case is among them.
    """

    tracks: Tracks
    incidents: Spans
    visits: Spans
    at: Floats
    noun: Look
    what: Look
    rows: Rows
    known: bool
    notes: tuple[str, ...] = ()

    @property
    def span(self) -> tuple[float, float]:
        """From the first event to the last."""
        return (float(self.at[0]), float(self.at[-1])) if len(self.at) else (0.0, 0.0)

    def of(self, nouns: Collection[Noun]) -> Rows:
        """The events of some nouns, in the order of time."""
        return np.flatnonzero(np.isin(self.noun, [NOUNS.index(noun) for noun in nouns]))

    def next(self, moment: float, nouns: Collection[Noun] = NOUNS) -> int:
        """The first event after a moment, -1 for none."""
        events = self.of(nouns)
        at = int(np.searchsorted(self.at[events], moment, side="right"))
        return int(events[at]) if at < len(events) else -1

    def last(self, moment: float, nouns: Collection[Noun] = NOUNS) -> int:
        """The last event before a moment, -1 for none."""
        events = self.of(nouns)
        at = int(np.searchsorted(self.at[events], moment, side="left")) - 1
        return int(events[at]) if at >= 0 else -1


def counts(moments: Floats, since: float, until: float, bins: int) -> Rows:
    """How many of some moments, in their order, lie in each of so many equal parts of a stretch of time."""
    low, high = np.searchsorted(moments, [since, until])
    part = ((moments[low:high] - since) / max(until - since, 1.0) * bins).astype(np.int64)
    return np.bincount(np.minimum(part, bins - 1), minlength=bins)


def reported_at(steps: Iterable[Step]) -> dict[str, float]:
    """When incidents were written down, by their numbers: what the record of changes tells."""
    begin = _(REPORTED).format(number="")
    return {
        step.label.removeprefix(begin): datetime.fromisoformat(step.at_utc).timestamp()
        for step in steps
        if step.label.startswith(begin)
    }


def timeline(snapshot: Snapshot, known: bool = False, reported: Mapping[str, float] = NOTHING) -> Timeline:
    """Everything of a township that has a time; ``known``: as it was known, ``reported`` as ``reported_at``
    tells it."""
    begun = _reported(snapshot, reported) if known else unix_of(snapshot["incidents"].text("happened_at"))
    tracks = tracks_of(snapshot["patrols"])
    parts = [
        _incidents(snapshot, begun),
        _patrols(snapshot["patrols"], known),
        _visits(snapshot["visits"]),
    ]
    at, what, rows = (np.concatenate([part[column] for part in parts]) for column in range(3))
    noun = np.repeat(np.arange(3), [len(part[0]) for part in parts])
    order = np.lexsort((rows, noun, at))
    order = order[np.isfinite(at[order])]
    return Timeline(
        tracks, _incident_spans(snapshot, begun), _visit_spans(snapshot), at[order],
        noun[order].astype(np.int8), what[order].astype(np.int8), rows[order], known, _notes(tracks),
    )  # fmt: skip


def words(line: Timeline, event: int, snapshot: Snapshot) -> str:
    """What an event is, without anything personal: no name, no free text, no place of a restricted case."""
    noun, row = NOUNS[int(line.noun[event])], int(line.rows[event])
    what = _(WORDS[int(line.what[event])])
    table = snapshot[noun]
    if noun == "visits":
        return what
    if noun == "patrols":
        return f"{table.one('team', row) or _('巡防')} {what}"
    if table.one("restricted", row) == 1:
        return f"{_('不公开事件')} {what}"
    title = public_title(str(table.one("title", row)), str(table.one("category", row)))
    return " ".join(part for part in (str(table.one("urgency", row)), title, what) if part)


Events = tuple[Floats, Rows, Rows]
"""When, which word, which row."""


def _events(*parts: tuple[Floats, int]) -> Events:
    count = len(parts[0][0])
    return (
        np.concatenate([at for at, _word in parts]),
        np.repeat([word for _at, word in parts], count),
        np.tile(np.arange(count), len(parts)),
    )


def _incidents(snapshot: Snapshot, begun: Floats) -> Events:
    table, steps = snapshot["incidents"], snapshot["incident_steps"]
    accepted, finished = (unix_of(table.text(name)) for name in ("accepted_at", "finished_at"))
    when, word, rows = _events((begun, _HAPPENED), (accepted, _ACCEPTED), (finished, _FINISHED))
    taken = np.flatnonzero(~np.isin(steps.text("verb"), ["report", "accept", "close"]))
    row = table.index_of(steps.fids("incident_fid")[taken]) if len(taken) else np.empty(0, np.int64)
    at, row = unix_of(steps.text("at")[taken])[row >= 0], row[row >= 0]
    word = np.append(word, np.full(len(at), _STEP))
    return np.append(when, at), word, np.append(rows, row)


def _reported(snapshot: Snapshot, reported: Mapping[str, float]) -> Floats:
    """When each incident was written down, first acted upon or accepted, whatever was first; else when it
    happened."""
    table, steps = snapshot["incidents"], snapshot["incident_steps"]
    numbers = table.text("incident_no").tolist() if reported else [""] * len(table)
    first = np.array([reported.get(number, np.nan) for number in numbers], np.float64)
    if len(steps):
        row, at = table.index_of(steps.fids("incident_fid")), unix_of(steps.text("at"))
        np.fmin.at(first, row[row >= 0], at[row >= 0])
    happened, accepted = (unix_of(table.text(name)) for name in ("happened_at", "accepted_at"))
    first = np.fmin(first, accepted)
    return np.where(np.isnan(first), happened, np.fmax(first, happened))


def _incident_spans(snapshot: Snapshot, since: Floats) -> Spans:
    table = snapshot["incidents"]
    until = unix_of(table.text("finished_at"))
    shown = np.isfinite(table.number("x")) & np.isfinite(since) & (table["restricted"] != 1)
    rows = np.flatnonzero(shown)
    known_as = {word: at for at, word in enumerate(URGENCIES)}
    look = np.array([known_as.get(word, 3) for word in table.text("urgency")[rows].tolist()], np.int8)
    until = np.where(np.isnan(until), np.inf, until)
    return Spans(table.number("x")[rows], table.number("y")[rows], since[rows], until[rows], look, rows)


def _patrols(table: Table, known: bool) -> Events:
    started, ended = (unix_of(table.text(name)) for name in ("started_at", "ended_at"))
    if known:  # nobody knew of it before it had come home
        started = np.where(np.isnan(ended), started, np.nan)
    return _events((started, _STARTED), (ended, _ENDED))


def _visits(table: Table) -> Events:
    return _events((unix_of(table.text("visited_at")), _VISITED))


def _visit_spans(snapshot: Snapshot) -> Spans:
    table, homes = snapshot["visits"], snapshot["households"]
    at, home = unix_of(table.text("visited_at")), homes.index_of(table.fids("household_no_fid"))
    x, y = (np.append(homes.number(name), np.nan)[home] for name in ("x", "y"))  # -1 is nowhere
    rows = np.flatnonzero(np.isfinite(x) & np.isfinite(y) & np.isfinite(at))
    rows = rows[np.argsort(at[rows], kind="stable")]
    never = np.full(len(rows), np.inf)
    return Spans(x[rows], y[rows], at[rows], never, np.zeros(len(rows), np.int8), rows)


def _notes(tracks: Tracks) -> tuple[str, ...]:
    told = [
        (len(tracks.untimed), _("{n} 条轨迹没有时间，不能回放；仍在地图和覆盖里")),
        (int((~tracks.measured).sum()), _("{n} 条轨迹的点没有时间，按起止时间均匀展开")),
    ]
    return tuple(text.format(n=count) for count, text in told if count)

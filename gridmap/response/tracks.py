"""The tracks of patrols as flat arrays: every place with its time, and where everybody was at any moment."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.township.table import Table
from gridmap.township.track import Floats, places_of, unix_of

Rows = NDArray[np.int64]

PACE = 1.2
"""Metres a second on foot: how a track is spread over time that has a start and nothing else."""


@dataclass(frozen=True)
class Tracks:
    """Tracks one after the other. ``rows`` are their rows in the patrols, ``begins`` where each begins in
    ``x``, ``y`` and ``at`` (with the end), which are metres and Unix time, never falling within a track.

    ``leads_on`` says whether a place is joined to the one before it. ``measured`` says of each track whether
    its places had times of their own; else they are spread evenly from its start to its end. ``untimed`` are
    the rows of patrols with a line and no time at all: they can be drawn, not played back.
    """

    rows: Rows
    begins: Rows
    x: Floats
    y: Floats
    at: Floats
    leads_on: NDArray[np.bool_]
    measured: NDArray[np.bool_]
    untimed: Rows

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def owner(self) -> Rows:
        """Which track each place is of."""
        return np.repeat(np.arange(len(self)), np.diff(self.begins))

    @cached_property
    def start(self) -> Floats:
        """When each track begins."""
        return self.at[self.begins[:-1]]

    @cached_property
    def end(self) -> Floats:
        """When each track ends."""
        return self.at[self.begins[1:] - 1]

    @cached_property
    def steps(self) -> Floats:
        """Metres from the place before to each place, 0 where they are not joined."""
        apart: Floats = np.hypot(np.diff(self.x, prepend=0.0), np.diff(self.y, prepend=0.0))
        return np.asarray(np.where(self.leads_on, apart, 0.0), np.float64)

    @cached_property
    def metres(self) -> Floats:
        """How long each track is."""
        gone: Floats = np.append(0.0, np.cumsum(self.steps))
        return np.asarray(gone[self.begins[1:]] - gone[self.begins[:-1]], np.float64)

    @cached_property
    def _span(self) -> float:
        return float((self.end - self.start).max(initial=0.0)) + 1.0

    @cached_property
    def _keys(self) -> Floats:
        """Ascending over all tracks: which track, and how long after its start."""
        return self.owner * self._span + (self.at - self.start[self.owner])

    def before(self, tracks: Rows, moments: Floats) -> Rows:
        """The last place of each of ``tracks`` at or before a moment of its own time."""
        wanted = tracks * self._span + (moments - self.start[tracks])
        found = np.searchsorted(self._keys, wanted, side="right") - 1
        return np.clip(found, self.begins[tracks], self.begins[tracks + 1] - 1)

    def where(self, tracks: Rows, moments: Floats) -> tuple[Floats, Floats]:
        """x and y of each of ``tracks`` at a moment of its own time: between two places on the way."""
        low = self.before(tracks, moments)
        high = np.minimum(low + 1, self.begins[tracks + 1] - 1)
        took = self.at[high] - self.at[low]
        share = np.where(took > 0, (moments - self.at[low]) / np.where(took > 0, took, 1.0), 0.0)
        share = np.clip(share, 0.0, 1.0) * self.leads_on[high]
        x = self.x[low] + (self.x[high] - self.x[low]) * share
        return x, self.y[low] + (self.y[high] - self.y[low]) * share

    def on_the_way(self, moment: float) -> Rows:
        """The tracks that somebody is walking at a moment."""
        return np.flatnonzero((self.start <= moment) & (moment <= self.end))


def tracks_of(patrols: Table) -> Tracks:
    """The tracks of some patrols. What has no times of its own is spread over the patrol's own time."""
    found = places_of(patrols["geometry"])
    row = np.repeat(found.owners, np.diff(found.parts))
    starts, ends = (unix_of(patrols.text(name)) for name in ("started_at", "ended_at"))
    known = np.isfinite(found.unix)
    owned = np.bincount(row[known], minlength=len(patrols))
    has_line = np.bincount(row, minlength=len(patrols)) > 0
    lost = has_line & (owned == 0) & np.isnan(starts)
    keep = ~lost[row]
    joined = np.ones(len(row), bool)
    joined[found.parts[:-1]] = False
    rows, begins = np.unique(row[keep], return_index=True)
    begins = np.append(begins, int(keep.sum()))
    x, y, own = found.x[keep], found.y[keep], found.unix[keep]
    at = _filled(x, y, own, begins, starts[rows], ends[rows])
    measured = np.add.reduceat(np.isfinite(own), begins[:-1]) * 2 > np.diff(begins) if len(rows) else rows > 0
    return Tracks(rows, begins, x, y, at, joined[keep], measured, np.flatnonzero(lost))


def _filled(x: Floats, y: Floats, own: Floats, begins: Rows, starts: Floats, ends: Floats) -> Floats:
    """A time for every place: its own, else by its way between those that have one."""
    if len(begins) < 2:
        return own
    first, last = begins[:-1], begins[1:] - 1
    at = own.copy()
    gone = np.cumsum(np.hypot(np.diff(x, prepend=x[0]), np.diff(y, prepend=y[0])))
    low = np.fmin.reduceat(own, first)
    high = np.fmax.reduceat(own, first)
    ends = np.where(np.isnan(ends), starts + (gone[last] - gone[first]) / PACE, ends)
    at[first] = np.where(np.isnan(at[first]), np.fmin(starts, low), at[first])
    at[last] = np.where(np.isnan(at[last]), np.fmax(ends, high), at[last])
    at[last] = np.fmax(at[first], at[last])
    gone[:] = gone + np.repeat(
        np.arange(len(first)), np.diff(begins)
    )  # no two tracks at one place of the axis
    known = np.isfinite(at)
    at = np.interp(gone, gone[known], at[known])
    start = np.repeat(at[first], np.diff(begins))
    since = np.maximum(at - start, 0.0)
    offset = np.repeat(np.arange(len(first)), np.diff(begins)) * (
        since.max() + 1.0
    )  # one pass for all tracks
    return np.asarray(np.maximum.accumulate(since + offset) - offset + start, np.float64)


def line_of(tracks: Tracks, track: int) -> shapely.LineString:
    """One track as a line, for what is measured around it."""
    part = slice(tracks.begins[track], tracks.begins[track + 1])
    return shapely.LineString(np.column_stack([tracks.x[part], tracks.y[part]]))

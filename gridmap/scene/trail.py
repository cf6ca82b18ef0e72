"""Ways and dots that appear in the order of time, ready to be set into a picture: pixels by number.

A way is drawn piece by piece, each when it has been walked. A place is worked out once for a view; what is
shown at a moment is then a slice.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gridmap.response.timeline import Spans
from gridmap.response.tracks import Tracks
from gridmap.scene.view import View
from gridmap.township.track import Floats

Singles = NDArray[np.float32]
LONGEST = 4096
"""Pixels of one piece: a longer one reaches out of any window."""
MOST = 6_000_000
"""Pixels worked out for a view; beyond them the ends of the pieces are enough."""


@dataclass(frozen=True)
class Trail:
    """Pieces from (``x0``, ``y0``) to (``x1``, ``y1``), metres from ``origin``, ordered by ``done``: the
    Unix time at which each has been walked. A dot is a piece without length."""

    origin: tuple[float, float]
    x0: Singles
    y0: Singles
    x1: Singles
    y1: Singles
    done: Floats

    def between(self, since: float, until: float) -> tuple[int, int]:
        """The first piece after ``since``, and the first after ``until``."""
        low, high = np.searchsorted(self.done, [since, until], side="right")
        return int(low), int(high)


@dataclass(frozen=True)
class Pixels:
    """The pixels of a trail in one view: ``flat`` numbers them along the rows of the picture, ``begins`` says
    where those of each piece begin (with the end). Pixels outside have the number just after the picture."""

    view: View
    flat: NDArray[np.int32]
    begins: NDArray[np.int64]

    def of(self, low: int, high: int) -> NDArray[np.int32]:
        """The pixels of some pieces."""
        return self.flat[self.begins[low] : self.begins[high]]


def trail_of(tracks: Tracks, known: bool, gap_s: float) -> Trail:
    """The pieces of tracks. One that nobody measured for ``gap_s`` is left out; ``known``: all of a track
    appears when it has ended."""
    took = np.diff(tracks.at, prepend=0.0)
    whole = tracks.leads_on & ((took <= gap_s) | ~tracks.measured[tracks.owner])
    whole[tracks.begins[:-1]] = False
    ends = np.flatnonzero(whole)
    done = tracks.end[tracks.owner[ends]] if known else tracks.at[ends]
    return _ordered(tracks.x[ends - 1], tracks.y[ends - 1], tracks.x[ends], tracks.y[ends], done)


def dots_of(spans: Spans) -> Trail:
    """A dot for each span, from its beginning on."""
    return _ordered(spans.x, spans.y, spans.x, spans.y, spans.since)


def _ordered(x0: Floats, y0: Floats, x1: Floats, y1: Floats, done: Floats) -> Trail:
    order = np.argsort(done, kind="stable")
    east, north = (float(values.mean()) if len(values) else 0.0 for values in (x1, y1))
    moved = (x0 - east, y0 - north, x1 - east, y1 - north)
    first, second, third, fourth = (values[order].astype(np.float32) for values in moved)
    return Trail((east, north), first, second, third, fourth, done[order])


def pixels_of(trail: Trail, view: View, margin: int = 4) -> Pixels:
    """The pixels of every piece in a view, ``margin`` away from the edges of the picture."""
    east, north = trail.origin
    scale = np.float32(view.scale)
    left = np.float32((east - view.x) * view.scale + view.width / 2)
    top = np.float32((view.y - north) * view.scale + view.height / 2)
    x0, y0 = trail.x0 * scale + left, top - trail.y0 * scale
    x1, y1 = trail.x1 * scale + left, top - trail.y1 * scale
    seen = (np.maximum(x0, x1) >= 0) & (np.minimum(x0, x1) < view.width)
    seen &= (np.maximum(y0, y1) >= 0) & (np.minimum(y0, y1) < view.height)
    long = np.ceil(np.maximum(np.abs(x1 - x0), np.abs(y1 - y0)))
    count = np.where(seen, np.clip(long, 1, LONGEST), 0).astype(np.int64)
    if count.sum() > MOST:
        count = np.minimum(count, 1)
    begins = np.concatenate([[0], np.cumsum(count)])
    if int(begins[-1]) > int(seen.sum()):  # pieces of several pixels
        piece = np.repeat(np.arange(len(count)), count)
        share = ((np.arange(len(piece)) - begins[piece] + 1) / count[piece]).astype(np.float32)
        x = x0[piece] + (x1 - x0)[piece] * share
        y = y0[piece] + (y1 - y0)[piece] * share
    else:
        x, y = x1[seen], y1[seen]
    column, row = x.astype(np.int32), y.astype(np.int32)
    inside = (column >= margin) & (column < view.width - margin)
    inside &= (row >= margin) & (row < view.height - margin)
    flat = np.where(inside, row * np.int32(view.width) + column, np.int32(view.width * view.height))
    return Pixels(view, flat.astype(np.int32), begins)

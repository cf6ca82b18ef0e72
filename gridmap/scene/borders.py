"""The borders of a coverage: each drawn once, cut where three areas meet."""

import numpy as np
from numpy.typing import NDArray

from gridmap.scene.detail import EMPTY_PATHS, EMPTY_RUNS, Paths, Runs
from gridmap.scene.shapes import Geometries, lines_of
from gridmap.township.memory import once
from gridmap.township.value import dataclass

MIX = 0x9E3779B97F4A7C15
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Borders:
    """The borders of a coverage, each drawn once: with an area on both sides, or with nothing beyond."""

    shared: Paths = EMPTY_PATHS
    outer: Paths = EMPTY_PATHS


def borders_of(geometries: Geometries, without: Geometries | None = None) -> Borders:
    """The borders of polygons whose shared edges match exactly, cut where three areas meet.

    ``without`` leaves out what is also a border of those polygons (a grid border that is a village
    border belongs to the village).
    """
    if not len(geometries):
        return Borders()
    outer = Paths(lambda: _borders(geometries, without)[1])
    if len(geometries) == 1:  # shares nothing
        return Borders(EMPTY_PATHS, outer)
    return Borders(Paths(lambda: _borders(geometries, without)[0]), outer)


@dataclass(frozen=True)
class _Edges:
    """The segments of all rings in the order in which the rings run through them.

    ``start`` is the vertex each begins with, ``ring`` the ring it belongs to, ``state`` the same where
    the same areas lie on both sides, -1 where it is not drawn; ``shared`` says whether two rings run
    through it.
    """

    start: Numbers
    ring: Numbers
    state: Numbers
    shared: NDArray[np.bool_]

    def take(self, order: Numbers) -> "_Edges":
        return _Edges(self.start[order], self.ring[order], self.state[order], self.shared[order])


@once
def _borders(geometries: Geometries, without: Geometries | None) -> tuple[Runs, Runs]:
    """Shared and outer borders."""
    rings, owners = lines_of(geometries)
    if not len(rings):
        return EMPTY_RUNS, EMPTY_RUNS
    other = lines_of(without)[0] if without is not None else EMPTY_RUNS
    xy = np.concatenate([rings.xy, other.xy])
    begins = np.ones(len(xy), bool)
    begins[rings.offsets[1:] - 1] = False  # the closing vertex begins no segment
    begins[len(rings.xy) + other.offsets[1:] - 1] = False
    start = np.flatnonzero(begins)
    place = numbered(xy)
    a, b = place[start], place[start + 1]
    number = _numbered(np.minimum(a, b) * len(xy) + np.maximum(a, b))
    own = int(np.searchsorted(start, len(rings.xy)))
    hidden = np.zeros(int(number.max()) + 1, bool)
    hidden[number[own:]] = True
    ring = np.repeat(np.arange(len(rings)), np.diff(rings.offsets) - 1)
    start, number = start[:own], number[:own]
    drawn = np.empty(len(hidden), np.int64)
    drawn[number[::-1]] = np.arange(own)[::-1]  # by the first ring that runs through it
    left_out = hidden[number] | (drawn[number] != np.arange(own))
    state = np.where(left_out, -1, _sides(number, owners[ring], len(hidden)))
    uses = np.bincount(number, minlength=len(hidden))
    return _pieces(xy, _begun_at_a_cut(_Edges(start, ring, state, uses[number] > 1)))


def numbered(xy: NDArray[np.float64], mix: int = MIX) -> Numbers:
    """A number for each place, the same for the same place.

    Places are told apart by a hash of 64 bits, for sorting pairs takes ten times as long; should two
    places share one, another hash is taken.
    """
    bits = (xy + 0.0).view(np.uint64)  # -0.0 is 0.0
    key = bits[:, 0] * np.uint64(mix)
    key ^= key >> np.uint64(29)
    key += bits[:, 1]
    key *= np.uint64(mix)
    number, order, first = _ranks(key)
    same = np.flatnonzero(~first)
    if (xy[order[same]] != xy[order[same - 1]]).any():
        return numbered(xy, mix * 3 + 2 & 0xFFFFFFFFFFFFFFFF | 1)
    return number


def _numbered(keys: Numbers) -> Numbers:
    return _ranks(keys)[0]


def _ranks(keys: NDArray[np.generic]) -> tuple[Numbers, Numbers, NDArray[np.bool_]]:
    """The rank of each key among the different ones, their order, and which of that order are new."""
    order = np.argsort(keys)
    ordered = keys[order]
    first = np.ones(len(keys), bool)
    first[1:] = ordered[1:] != ordered[:-1]
    rank = np.empty(len(keys), np.int64)
    rank[order] = np.cumsum(first) - 1
    return rank, order, first


def _sides(number: Numbers, owner: Numbers, count: int) -> Numbers:
    """A number for each segment that is the same where the same areas lie on both sides."""
    low, high = np.full(count, np.iinfo(np.int64).max), np.full(count, -1)
    np.minimum.at(low, number, owner)
    np.maximum.at(high, number, owner)
    return np.asarray((low * (owner.max() + 2) + high)[number], np.int64)


def _begun_at_a_cut(edges: _Edges) -> _Edges:
    """Every ring begun where the areas on its sides change, so that no piece runs over its end."""
    count = np.bincount(edges.ring)
    first = np.cumsum(count) - count
    at = np.arange(len(edges.ring)) - first[edges.ring]
    before = first[edges.ring] + (at - 1) % count[edges.ring]
    change = np.flatnonzero(edges.state != edges.state[before])
    begin = np.zeros(len(count), np.int64)
    begin[edges.ring[change][::-1]] = at[change][::-1]  # the first of each ring is written last
    return edges.take(first[edges.ring] + (at + begin[edges.ring]) % count[edges.ring])


def _pieces(xy: NDArray[np.float64], edges: _Edges) -> tuple[Runs, Runs]:
    """Cut where the areas on the sides change; leave out what is not drawn."""
    cut = np.ones(len(edges.ring), bool)
    cut[1:] = (edges.ring[1:] != edges.ring[:-1]) | (edges.state[1:] != edges.state[:-1])
    low = np.flatnonzero(cut)
    length = np.diff(np.append(low, len(cut)))
    kept = edges.state[low] >= 0
    shared, outer = kept & edges.shared[low], kept & ~edges.shared[low]
    return (
        _runs(xy, edges.start, low[shared], length[shared]),
        _runs(xy, edges.start, low[outer], length[outer]),
    )


def _runs(xy: NDArray[np.float64], start: Numbers, low: Numbers, length: Numbers) -> Runs:
    """The polylines along ``length`` segments from each ``low``: a vertex more than segments."""
    if not len(low):
        return EMPTY_RUNS
    offsets = np.concatenate([[0], np.cumsum(length + 1)])
    piece = np.repeat(np.arange(len(low)), length + 1)
    step = np.arange(offsets[-1]) - offsets[piece]
    vertex = start[low[piece] + np.minimum(step, length[piece] - 1)]
    vertex[offsets[1:] - 1] += 1  # the end of the last segment
    return Runs.of(xy[vertex], offsets)

"""One village as plain numbers: what goes to the sampling process."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.redraw.compare.comparison import Comparison
from gridmap.redraw.compare.measures import unit_edges, village_figures
from gridmap.redraw.compare.shape import cut_edges
from gridmap.redraw.propose.units import common_borders
from gridmap.township.census import village_rows
from gridmap.township.partition import Partition

Rows = NDArray[np.int64]
VILLAGE_SECONDS = 20.0
YARDS = 100
"""About so many in a village: enough for any shape of a grid, few enough to draw in a moment."""


@dataclass(frozen=True)
class Draw:
    """Units to be joined to ``grids`` legal grids, at random, ``samples`` times.

    ``shapes`` are WKB in hex, ``people`` per unit, ``neighbours`` pairs of units with a common border,
    ``links`` (unit, unit, n): n neighbouring places in two units; ``inner``: within one, never cut.
    ``stay[unit][grid]`` people in each grid of the plan before. ``start`` is a grid for each unit, for
    want of a random one. A grid has at most ``cap`` people.
    """

    shapes: list[str]
    people: list[float]
    neighbours: list[tuple[int, int]]
    links: list[tuple[int, int, int]]
    stay: list[list[float]]
    start: list[int]
    grids: int
    cap: float
    samples: int
    seed: int
    seconds: float = VILLAGE_SECONDS


def draw_of(
    found: Comparison, village: int, units: str, samples: int, seed: int
) -> tuple[Draw | None, dict[str, float]]:
    """What to draw in one village, None when there is nothing to draw from; and the figures of its own
    second plan."""
    after = found.after
    mine = np.flatnonzero(after.census.village_of_grid == village)
    edges = unit_edges(after, village)
    people = after.census.grids[found.population][mine]
    own = village_figures(after.grids.text("geometry")[mine], people, cut_edges(edges, after.grid_of_unit))
    own["moved"] = _moved(found, village)
    shapes, of_place, rows = _units(found, village, units)
    if len(mine) < 2 or len(shapes) <= len(mine):
        return None, own
    counts = np.nan_to_num(after.units.number(found.population)[rows])
    stay = np.zeros((len(shapes), len(found.before.grids)))
    there = found.before.grid_of_unit[rows] >= 0
    np.add.at(stay, (of_place[there], found.before.grid_of_unit[rows][there]), counts[there])
    stay = stay[:, stay.any(axis=0)]
    matched = bool(shapely.coverage_is_valid(shapes))
    start = np.searchsorted(mine, _majority(of_place, after.grid_of_unit[rows], mine, len(shapes)))
    return Draw(
        [shape.hex() for shape in shapely.to_wkb(shapes)],
        np.bincount(of_place, weights=counts, minlength=len(shapes)).tolist(),
        [(one, other) for one, other, _metres in common_borders(shapes, matched)],
        _links(edges, rows, of_place), stay.tolist(), start.tolist(), len(mine),
        float(after.snapshot.settings.worker_cap), samples, seed,
    ), own  # fmt: skip


def _moved(found: Comparison, village: int) -> float:
    """People of the second plan's village who change grid."""
    moves = found.moves
    where = np.append(found.after.census.village_of_grid, -2)[moves.goes_to]
    return float(np.nansum(moves.people(found.population)[moves.grid & (where == village)]))


def _units(found: Comparison, village: int, units: str) -> tuple[NDArray[np.object_], Rows, Rows]:
    """Shapes of the units, the unit of each place where people are counted, and the rows of these places."""
    after, snapshot = found.after, found.after.snapshot
    groups = snapshot["groups"]
    inside = np.append(after.census.village_of_grid, -2)[after.grid_of_unit] == village
    if after.census.source == "groups":
        rows = np.flatnonzero(inside & ~shapely.is_missing(groups.text("geometry")))
        return groups.text("geometry")[rows], np.arange(len(rows)), rows
    x, y = (snapshot["households"].number(name) for name in ("x", "y"))
    rows = np.flatnonzero(inside & np.isfinite(x))
    if units == "group":
        own = (village_rows(groups, snapshot["villages"]) == village) & ~shapely.is_missing(
            groups.text("geometry")
        )
        shapes = groups.text("geometry")[own]
        unit = Partition.of(shapes).locate(x[rows], y[rows]) if len(shapes) else np.full(len(rows), -1)
        return shapes, unit[unit >= 0], rows[unit >= 0]
    return _yards(found, village, rows, np.column_stack([x[rows], y[rows]]))


def _yards(
    found: Comparison, village: int, rows: Rows, places: NDArray[np.float64]
) -> tuple[NDArray[np.object_], Rows, Rows]:
    """The ground nearer to the middle of some neighbouring houses than to that of any others."""
    spots = np.unique(places, axis=0)
    if len(spots) < 3 or village < 0:
        return np.empty(0, object), np.empty(0, np.int64), rows[:0]
    outline = found.after.snapshot["villages"]["geometry"][village]
    middles = np.unique(_middles(spots, max(1, -(-len(spots) // YARDS))), axis=0)
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(middles), extend_to=outline, ordered=True)
    )
    unit = Partition.of(cells).locate(places[:, 0], places[:, 1])
    return shapely.intersection(cells, outline), unit, rows


def _middles(spots: NDArray[np.float64], most: int) -> NDArray[np.float64]:
    """The middles of parcels of at most ``most`` neighbouring places: halved across their longer side."""
    if len(spots) <= most:
        return np.asarray(spots.mean(axis=0, keepdims=True), np.float64)
    side = int(np.ptp(spots, axis=0).argmax())
    order = np.argsort(spots[:, side], kind="stable")
    half = len(spots) // 2
    return np.vstack([_middles(spots[order[:half]], most), _middles(spots[order[half:]], most)])


def _majority(unit: Rows, grid: Rows, grids: Rows, units: int) -> Rows:
    """The grid in which most places of each unit lie; the first one for a unit without any."""
    votes = np.zeros((units, len(grids)), np.int64)
    at = np.searchsorted(grids, grid)
    np.add.at(votes, (unit, np.minimum(at, len(grids) - 1)), 1)
    return np.asarray(grids[votes.argmax(axis=1)], np.int64)


def _links(edges: Rows, rows: Rows, unit: Rows) -> list[tuple[int, int, int]]:
    """How many neighbouring places lie in each two units."""
    if not len(edges):
        return []
    last = int(max(rows.max(initial=0), edges.max()))
    of_row = np.full(last + 1, -1, np.int64)
    of_row[rows] = unit
    ends = np.sort(of_row[edges], axis=1)
    ends = ends[(ends[:, 0] >= 0) & (ends[:, 0] != ends[:, 1])]
    pairs, times = np.unique(ends, axis=0, return_counts=True)
    return [(int(one), int(other), int(n)) for (one, other), n in zip(pairs, times, strict=True)]

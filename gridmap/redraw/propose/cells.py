"""The ground of every house: where a group may be parted, an exact coverage of each group by cells."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.redraw.propose.units import NEAR_M, Rows, Units, counted_table, group_of_household
from gridmap.township.census import Census
from gridmap.township.snapshot import Snapshot

Floats = NDArray[np.float64]
Shapes = NDArray[np.object_]


@dataclass(frozen=True)
class Cells:
    """The houses of one village; households at one place are one house, a group without any is one too.

    By house: ``group`` (index into ``Units.rows``), ``xy`` its place, ``people[house, population]``,
    ``stay[house, grid]`` the people of the first population and ``homes[house, grid]`` the households
    who are in each current grid, ``home`` the current grid of its place (-1 none). ``faces`` are the
    pieces of ground, ``owner`` the house of each; the faces of a group share every vertex. ``borders``
    are (house, house, metres), also across the borders of groups.
    """

    group: Rows
    xy: Floats
    people: Floats
    stay: Floats
    homes: Floats
    home: Rows
    faces: Shapes
    owner: Rows
    borders: list[tuple[int, int, float]]


def cells_of(snapshot: Snapshot, census: Census, units: Units, populations: tuple[str, ...]) -> Cells:
    """The cells of one village: what is nearest to each house, clipped to its group."""
    table, grid = counted_table(snapshot, census)
    rows = group_of_household(snapshot)
    shapes, place = snapshot["groups"]["geometry"], np.column_stack([table.number("x"), table.number("y")])
    faces, owner, group, xy, house, of = [], [], [], [], [], []
    count = 0
    for at, row in enumerate(units.rows.tolist()):
        here = np.flatnonzero(rows == row)
        pieces, owners, which = _parted(shapes[row], place[here])
        inner = shapely.point_on_surface(shapes[row])
        spots = np.array([[inner.x, inner.y]])
        if len(here):
            _once, first = np.unique(which, return_index=True)
            spots = place[here][first]
        faces.append(pieces)
        owner.append(owners + count)
        group.append(np.full(len(spots), at))
        xy.append(spots)
        house.append(which + count)
        of.append(here)
        count += len(spots)
    counted, at_house = np.concatenate(of), np.concatenate(house)
    people = np.column_stack([
        np.bincount(at_house, np.nan_to_num(table.number(name)[counted]), count) for name in populations
    ]).astype(np.float64)  # fmt: skip
    homes, stay = _stays(units, grid[counted], at_house, count, table.number(populations[0])[counted])
    every, owners = np.concatenate(faces), np.concatenate(owner)
    groups = np.concatenate(group)
    return Cells(
        groups, np.concatenate(xy), people, stay, homes, _home(units, groups, homes), every, owners,
        _borders(every, owners, groups),
    )  # fmt: skip


def _stays(units: Units, grid: Rows, house: Rows, count: int, number: Floats) -> tuple[Floats, Floats]:
    """Households and people of each house in each current grid of the village."""
    at = np.full(max(int(grid.max(initial=-1)), int(units.grids.max(initial=-1))) + 2, -1)
    at[units.grids] = np.arange(len(units.grids))
    mine = at[grid]
    homes, stay = np.zeros((count, len(units.grids))), np.zeros((count, len(units.grids)))
    known = mine >= 0
    np.add.at(homes, (house[known], mine[known]), 1.0)
    np.add.at(stay, (house[known], mine[known]), np.nan_to_num(number[known]))
    return homes, stay


def _home(units: Units, group: Rows, homes: Floats) -> Rows:
    """The grid of each house; of a group without houses that of its ground."""
    if not homes.shape[1]:
        return np.full(len(homes), -1)
    own = np.where(homes.sum(axis=1) > 0, homes.argmax(axis=1), units.home[group])
    return np.asarray(own, np.int64)


def _parted(shape: shapely.Geometry, places: Floats) -> tuple[Shapes, Rows, Rows]:
    """The faces of a shape, the house of each, and the house of each place.

    The edges of the Voronoi cells are cut with the outline all at once, so that faces share vertices.
    A face without a house in it, behind a bend of the outline, goes to whom it shares most border with.
    """
    if len(np.unique(places, axis=0)) < 2:
        return np.array([shape], object), np.zeros(1, np.int64), np.zeros(len(places), np.int64)
    edges = shapely.voronoi_polygons(shapely.multipoints(places), extend_to=shape, only_edges=True)
    lines = shapely.union(edges, shapely.boundary(shape))
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    shapely.prepare(shape)
    faces = faces[shapely.contains_properly(shape, shapely.point_on_surface(faces))]
    nearest = shapely.STRtree(faces).nearest(shapely.points(places))
    owned, house = np.unique(nearest, return_inverse=True)
    owner = np.full(len(faces), -1)
    owner[owned] = np.arange(len(owned))
    _adopt(owner, faces)
    return faces, owner, house


def _adopt(owner: Rows, faces: Shapes) -> None:
    """Give every face without an owner the one with which it shares most border."""
    if (owner >= 0).all():
        return
    one, other, metres = _matched(*_segments(faces))
    one, other, metres = np.r_[one, other], np.r_[other, one], np.r_[metres, metres]
    while (owner < 0).any():
        near = (owner[one] < 0) & (owner[other] >= 0)
        if not near.any():
            owner[owner < 0] = 0  # a part of its own without a house
            return
        shared = np.zeros((len(faces), int(owner.max()) + 1))
        np.add.at(shared, (one[near], owner[other[near]]), metres[near])
        new = np.flatnonzero(shared.max(axis=1) > 0)
        owner[new] = shared[new].argmax(axis=1)


def _borders(faces: Shapes, owner: Rows, group: Rows) -> list[tuple[int, int, float]]:
    """Which houses are neighbours, and the metres that their ground has in common."""
    face, ends = _segments(faces)
    one, other, metres = _matched(face, ends)
    same = group[owner[one]] == group[owner[other]]
    inner = (owner[one[same]], owner[other[same]], metres[same])
    outer = _touching(owner[face], group[owner[face]], ends)
    a, b, length = (np.concatenate(both) for both in zip(inner, outer, strict=True))
    apart = a != b
    low, high = np.minimum(a, b)[apart], np.maximum(a, b)[apart]
    pair, at = np.unique(low * len(group) + high, return_inverse=True)
    total = np.bincount(at, length[apart], len(pair))
    return [
        (int(key // len(group)), int(key % len(group)), float(sum_))
        for key, sum_ in zip(pair, total, strict=True)
        if sum_ > NEAR_M
    ]


def _segments(faces: Shapes) -> tuple[Rows, Floats]:
    """Every edge of the faces: whose it is, and its ends in a direction that does not depend on that."""
    rings, of = shapely.get_rings(faces, return_index=True)
    places, ring = shapely.get_coordinates(rings, return_index=True)
    along = ring[1:] == ring[:-1]
    ends = np.hstack([places[:-1], places[1:]])[along]
    turned = (ends[:, 0] > ends[:, 2]) | ((ends[:, 0] == ends[:, 2]) & (ends[:, 1] > ends[:, 3]))
    ends[turned] = ends[turned][:, [2, 3, 0, 1]]
    return of[ring[:-1][along]], ends


def _matched(face: Rows, ends: Floats) -> tuple[Rows, Rows, Floats]:
    """The pairs of faces that have an edge in common, vertex for vertex, and its length."""
    order = np.lexsort(ends.T)
    same = (ends[order][1:] == ends[order][:-1]).all(axis=1)
    first, second = order[:-1][same], order[1:][same]
    return face[first], face[second], np.hypot(*(ends[first, 2:] - ends[first, :2]).T)


def _touching(house: Rows, group: Rows, ends: Floats) -> tuple[Rows, Rows, Floats]:
    """The pairs of houses of different groups whose edges run along each other, and for how long."""
    lines: Shapes = np.asarray(shapely.linestrings(ends.reshape(-1, 2, 2)), object)
    a, b = shapely.STRtree(lines).query(lines, predicate="dwithin", distance=NEAR_M)
    keep = group[a] < group[b]
    a, b = a[keep], b[keep]
    start, along = ends[a, :2], ends[a, 2:] - ends[a, :2]
    length = np.hypot(*along.T)
    along /= length[:, None]
    at = np.einsum("ij,ikj->ik", along, ends[b].reshape(-1, 2, 2) - start[:, None])
    low, high = np.maximum(at.min(axis=1), 0.0), np.minimum(at.max(axis=1), length)
    off = _off(start, along, ends[b], at, low), _off(start, along, ends[b], at, high)
    runs = (high > low) & (np.maximum(*off) <= NEAR_M)
    return house[a[runs]], house[b[runs]], (high - low)[runs]


def _off(start: Floats, along: Floats, other: Floats, at: Floats, where: Floats) -> Floats:
    """How far the other edge is from the first at a place along it."""
    span = at[:, 1] - at[:, 0]
    share = np.divide(where - at[:, 0], span, out=np.zeros_like(span), where=span != 0)
    there = other[:, :2] + share[:, None] * (other[:, 2:] - other[:, :2])
    return np.asarray(np.hypot(*(there - start - where[:, None] * along).T))

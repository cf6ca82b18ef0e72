"""Borders from a divided mesh: natural lines that neighbours share vertex by vertex, at every level."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gridmap.sample.division import Division
from gridmap.sample.mesh import Mesh
from gridmap.sample.real import Town, to_degrees, to_metres

Rows = NDArray[np.int64]
Shapes = NDArray[np.object_]

_GRAIN = 0.001  # metres: lines that come nearer than this meet
_THIN = 2.5  # metres: how far a border may run beside its smoothed course
_DECIMALS = 9  # of a degree in the files


@dataclass(frozen=True)
class Boundaries:
    """Polygons in metres, by rows of the division: exact coverages, nested by shared vertices."""

    groups: Shapes
    grids: Shapes
    villages: Shapes
    towns: Shapes
    outline: Any


def draw(mesh: Mesh, towns: list[Town], division: Division, spacing: float) -> Boundaries:
    """The boundaries of ``division`` inside the outlines of ``towns``."""
    lines = [shapely.boundary(town.shape) for town in towns]
    for row, town in enumerate(towns):
        inner = _borders(mesh, division, row, town.shape, spacing)
        lines.append(shapely.intersection(inner, town.shape))
    network = shapely.union_all(lines, grid_size=_GRAIN)
    given = _keys(np.round(shapely.get_coordinates([town.shape for town in towns]), 3))
    arcs = _smooth(_arcs(network), [shapely.boundary(town.shape) for town in towns], given)
    groups = _label(shapely.get_parts(shapely.polygonize(arcs)), mesh, division, len(division.grid_of_group))
    groups = _as_written(groups)
    grids = _merge(groups, division.grid_of_group, len(division.village_of_grid))
    villages = _merge(grids, division.village_of_grid, len(division.town_of_village))
    of_town = _merge(villages, division.town_of_village, len(towns))
    return Boundaries(groups, grids, villages, of_town, shapely.coverage_union_all(of_town))


def _borders(mesh: Mesh, division: Division, town: int, shape: BaseGeometry, spacing: float) -> BaseGeometry:
    """The borders between the groups of one town, run on a little beyond its outline."""
    near = shapely.buffer(shape, 2.5 * spacing)
    shapely.prepare(near)
    close = shapely.contains_xy(near, mesh.points[:, 0], mesh.points[:, 1])
    own = np.flatnonzero((division.town == town) & (division.group >= 0))
    group = mesh.grow(own, np.where(close, 0, -1))
    group = np.where(group >= 0, division.group[own[group]], -1)
    sides = group[mesh.edges]
    between = (sides[:, 0] != sides[:, 1]) & (sides >= 0).all(1)
    return shapely.MultiLineString(list(mesh.borders[between]))


def _keys(points: NDArray[np.float64]) -> set[complex]:
    return set((points[:, 0] + 1j * points[:, 1]).tolist())


def _arcs(network: BaseGeometry) -> Shapes:
    """Lines from junction to junction, without those that end in the open."""
    arcs = shapely.get_parts(shapely.line_merge(network))
    while True:
        ends = [shapely.get_coordinates(shapely.get_point(arcs, at)) for at in (0, -1)]
        keys = np.concatenate([end[:, 0] + 1j * end[:, 1] for end in ends])
        _, where, count = np.unique(keys, return_inverse=True, return_counts=True)
        open_end = (count[where] == 1).reshape(2, -1).any(0)
        if not open_end.any():
            return np.asarray(arcs)
        arcs = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(arcs[~open_end])))


def _smooth(arcs: Shapes, outlines: list[Any], given: set[complex]) -> Shapes:
    """Inner arcs rounded and thinned, ends fixed; outlines only rid of vertices that are not theirs."""
    ring = shapely.buffer(shapely.union_all(outlines), 0.01)
    shapely.prepare(ring)
    outer = shapely.contains(ring, arcs)
    result = np.array([_thin(arc, given) if out else arc for arc, out in zip(arcs, outer, strict=True)])
    inner = np.flatnonzero(~outer)
    rounds = np.full(len(arcs), 3)
    while len(inner):
        for row in inner.tolist():
            result[row] = _rounded(arcs[row], int(rounds[row]))
        one, two = shapely.STRtree(result).query(result, predicate="intersects")
        pairs = (one < two) & ~shapely.is_empty(
            shapely.difference(shapely.intersection(result[one], result[two]), _ends(arcs[one]))
        )
        bad = np.union1d(np.union1d(one[pairs], two[pairs]), np.flatnonzero(~shapely.is_simple(result)))
        inner = np.intersect1d(bad, np.flatnonzero(~outer & (rounds > 0)))
        rounds[inner] -= 1
    return result


def _ends(arcs: Shapes) -> Shapes:
    first, last = shapely.get_point(arcs, 0), shapely.get_point(arcs, -1)
    pairs = shapely.get_coordinates(np.concatenate([first, last])).reshape(2, -1, 2).transpose(1, 0, 2)
    return np.asarray(shapely.multipoints(np.asarray(shapely.points(pairs))))


def _thin(arc: shapely.LineString, given: set[complex]) -> shapely.LineString:
    points = shapely.get_coordinates(arc)
    keep = np.array([complex(x, y) in given for x, y in points])
    keep[[0, -1]] = True
    return shapely.LineString(points[keep]) if keep.sum() > (3 if arc.is_closed else 1) else arc


def _rounded(arc: shapely.LineString, rounds: int) -> BaseGeometry:
    points = shapely.get_coordinates(arc)
    if not rounds or len(points) < 4:
        return arc
    for _ in range(rounds):
        inner = 0.25 * points[:-2] + 0.5 * points[1:-1] + 0.25 * points[2:]
        points = np.vstack([points[:1], inner, points[-1:]])
    return shapely.LineString(points).simplify(_THIN)


def _label(faces: Shapes, mesh: Mesh, division: Division, count: int) -> Shapes:
    """Faces joined to groups: by the mesh points inside them, splinters by their longest border."""
    rows = np.flatnonzero(division.group >= 0)
    face, point = shapely.STRtree(np.asarray(shapely.points(mesh.points[rows]))).query(
        faces, predicate="contains"
    )
    votes = np.zeros((len(faces), count), np.int32)
    np.add.at(votes, (face, division.group[rows[point]]), 1)
    owner = np.where(votes.max(1) > 0, votes.argmax(1), -1)
    biggest = np.zeros(count, np.int64)
    order = np.argsort(shapely.area(faces), kind="stable")
    voted = order[owner[order] >= 0]
    biggest[owner[voted]] = voted
    for row in order.tolist():
        if owner[row] < 0 or biggest[owner[row]] != row:
            others = np.setdiff1d(shapely.STRtree(faces).query(faces[row], predicate="touches"), [row])
            shared = shapely.length(shapely.intersection(faces[others], faces[row]))
            owner[row] = owner[others[int(np.argmax(shared))]]
    return _merge(faces, owner, count)


def _merge(shapes: Shapes, owner: Rows, count: int) -> Shapes:
    return np.array([shapely.coverage_union_all(shapes[owner == row]) for row in range(count)], object)


def _as_written(shapes: Shapes) -> Shapes:
    """The shapes as a reader of the files finds them: rounded in degrees and back in metres."""
    return np.array([shapely.transform(shape, lambda at: to_metres(written(at))) for shape in shapes], object)


def written(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points in metres as longitude and latitude, rounded as the files hold them."""
    return np.round(to_degrees(points), _DECIMALS)

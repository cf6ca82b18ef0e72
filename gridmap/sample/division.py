"""How the land divides: every piece of a mesh gets a town, a village, a grid and a group."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.sample.mesh import Mesh
from gridmap.sample.real import Town

Points = NDArray[np.float64]
Rows = NDArray[np.int64]


_ROUNDS = 5


@dataclass(frozen=True)
class Division:
    """Whose each mesh point is: rows of towns, villages, grids, groups; -1 outside every town.

    Villages, grids and groups are numbered in the order of their codes; ``town_of_village``,
    ``village_of_grid`` and ``grid_of_group`` lead up.
    """

    town: Rows
    group: Rows
    town_of_village: Rows
    village_of_grid: Rows
    grid_of_group: Rows
    seats: Rows


def divide(mesh: Mesh, towns: list[Town], grids: list[Rows], rng: np.random.Generator) -> Division:
    """Divide ``towns``; ``grids`` has, per town, the number of grids of each village."""
    town = _towns_of(mesh, towns)
    seats = np.array([mesh.nearest(np.array(t.seat), np.flatnonzero(town == i)) for i, t in enumerate(towns)])
    village, town_of_village = _villages(mesh, towns, town, seats, rng)
    grid, village_of_grid = _split(mesh, village, np.concatenate(grids), rng)
    groups = _group_counts(grid, len(village_of_grid), rng)
    group, grid_of_group = _split(mesh, grid, groups, rng)
    return Division(town, group, town_of_village, village_of_grid, grid_of_group, seats)


def _towns_of(mesh: Mesh, towns: list[Town]) -> Rows:
    town = np.full(len(mesh.points), -1, np.int64)
    for row, one in enumerate(towns):
        shapely.prepare(one.shape)
        town[shapely.contains_xy(one.shape, mesh.points[:, 0], mesh.points[:, 1])] = row
    return town


def _group_counts(grid: Rows, count: int, rng: np.random.Generator) -> Rows:
    """Three groups in a grid, on average and in sum; two to four."""
    groups = np.full(count, 3, np.int64)
    area = np.bincount(grid[grid >= 0], minlength=count) * rng.uniform(0.7, 1.3, count)
    order = np.argsort(area, kind="stable")
    change = count // 3
    groups[order[:change]] -= 1
    groups[order[-change:]] += 1
    return groups


def _villages(
    mesh: Mesh, towns: list[Town], town: Rows, seats: Rows, rng: np.random.Generator
) -> tuple[Rows, Rows]:
    """The first village of a town holds its seat; the others follow around it."""
    counts = np.array([len(one.villages) for one in towns], np.int64)
    village, town_of_village = _split(mesh, town, counts, rng)
    for row in range(len(towns)):
        own = np.flatnonzero(town_of_village == row)
        at = int(village[seats[row]])
        if at != own[0]:
            village = np.where(village == at, own[0], np.where(village == own[0], at, village))
    return village, town_of_village


def _split(mesh: Mesh, parent: Rows, counts: Rows, rng: np.random.Generator) -> tuple[Rows, Rows]:
    """Each region of ``parent`` grown apart into ``counts`` regions, numbered west to east."""
    seeds: list[int] = []
    for row, count in enumerate(counts.tolist()):
        rows = np.flatnonzero(parent == row)
        centres = _spread(mesh.points[rows], count, rng)
        centres = centres[np.lexsort((-centres[:, 1], np.round(centres[:, 0], -3)))]
        taken = rows
        for centre in centres:
            seed = mesh.nearest(centre, taken)
            seeds.append(seed)
            taken = taken[taken != seed]
    owner = np.repeat(np.arange(len(counts)), counts)
    return _balanced(mesh, np.array(seeds), parent, owner), owner


def _balanced(mesh: Mesh, seeds: Rows, parent: Rows, owner: Rows) -> Rows:
    """Regions grown from ``seeds`` to about even size: the large ones start later in each round.

    Of the rounds, each parent keeps the one whose smallest region is largest. Raises ValueError
    for a region without any point.
    """
    late, parents = np.zeros(len(seeds)), int(owner[-1]) + 1
    even = np.bincount(parent[parent >= 0], minlength=parents) / np.bincount(owner)
    reach = np.sqrt(even[owner]) * float(np.sqrt(np.median(mesh.effort)) * 6)
    best, fairness = np.full(len(parent), -1, np.int64), np.zeros(parents)
    for _ in range(_ROUNDS):
        child = mesh.grow(seeds, parent, late)
        size = np.bincount(child[child >= 0], minlength=len(seeds)) / even[owner]
        fair, first = np.full(parents, np.inf), np.full(parents, np.inf)
        np.minimum.at(fair, owner, size)
        better = np.append(fair > fairness, False)
        best = np.where(better[parent], child, best)
        fairness = np.maximum(fair, fairness)
        late += reach * np.clip(np.log(np.maximum(size, 0.01)), -1, 1) * 0.35
        np.minimum.at(first, owner, late)
        late -= first[owner]
    if not (fairness > 0).all():
        raise ValueError("a region came out empty: the mesh is too coarse")
    return best


def _spread(points: Points, count: int, rng: np.random.Generator) -> Points:
    """``count`` centres that share ``points`` about evenly (Lloyd's rounds from a far-apart start)."""
    centres = points[rng.integers(len(points))][None]
    near = ((points - centres[0]) ** 2).sum(1)
    while len(centres) < count:
        centres = np.vstack([centres, points[int(np.argmax(near))]])
        near = np.minimum(near, ((points - centres[-1]) ** 2).sum(1))
    for _ in range(8):
        owner = ((points[:, None] - centres[None]) ** 2).sum(2).argmin(1)
        size = np.maximum(np.bincount(owner, minlength=count), 1)
        sums = [np.bincount(owner, points[:, axis], minlength=count) / size for axis in (0, 1)]
        centres = np.column_stack(sums)
    return np.asarray(centres)

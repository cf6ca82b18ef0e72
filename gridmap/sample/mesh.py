"""Land in small pieces: jittered points, who neighbours whom, and growing regions over them."""

import heapq
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gridmap.sample.terrain import Terrain

Points = NDArray[np.float64]
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Mesh:
    """Points over an area, as a triangulation.

    ``edges`` are pairs of point rows, ``borders`` the piece of border between the two points (two
    ends, x and y), ``effort`` what it costs to cross from one to the other, metres made longer by
    climbing, ``water`` how far the river is; ``start`` and ``ways`` list, per point, the rows of
    ``edges`` at it.
    """

    points: Points
    height: NDArray[np.float64]
    water: NDArray[np.float64]
    edges: Rows
    borders: NDArray[np.float64]
    effort: NDArray[np.float64]
    start: Rows
    ways: Rows

    @classmethod
    def over(cls, area: BaseGeometry, spacing: float, terrain: Terrain, rng: np.random.Generator) -> "Mesh":
        """A mesh over ``area`` and a little around it, about one point per ``spacing`` squared."""
        west, south, east, north = shapely.buffer(area, 3 * spacing).bounds
        columns, rows = int((east - west) / spacing) + 1, int((north - south) / spacing) + 1
        column, row = np.meshgrid(np.arange(columns), np.arange(rows))
        points = np.column_stack([column.ravel() + 0.5 * (row.ravel() % 2), row.ravel()]).astype(float)
        points = (points + rng.uniform(-0.36, 0.36, points.shape)) * spacing + (west, south)
        near = shapely.buffer(area, 3 * spacing)
        shapely.prepare(near)
        points = np.round(points[shapely.contains_xy(near, points[:, 0], points[:, 1])], 3)
        points = points[np.lexsort((points[:, 1], points[:, 0]))]
        edges, borders = _dual(points)
        length = np.hypot(*(points[edges[:, 0]] - points[edges[:, 1]]).T)
        short = length < 4 * spacing
        edges, borders, length = edges[short], borders[short], length[short]
        height = terrain.height(points)
        middle = terrain.height((points[edges[:, 0]] + points[edges[:, 1]]) / 2)
        effort = length * (0.4 + 4.0 * middle**2) * rng.lognormal(0.0, 0.7, len(length))
        start, ways = _ways(edges, len(points))
        return cls(points, height, terrain.to_water(points), edges, borders, effort, start, ways)

    def grow(self, seeds: Rows, inside: Rows, late: NDArray[np.float64] | None = None) -> Rows:
        """The number of the seed that reaches each point with least effort, -1 where none can.

        A way leads only between points of one ``inside`` value; -1 there is closed ground. ``late``
        is the effort a seed has spent before it starts.
        """
        return self.reach(seeds, inside, late=late)[0]

    def reach(
        self,
        seeds: Rows,
        inside: Rows,
        effort: NDArray[np.float64] | None = None,
        late: NDArray[np.float64] | None = None,
    ) -> tuple[Rows, Rows]:
        """As ``grow``, and the edge by which each point was reached (-1 at seeds)."""
        cost = (self.effort if effort is None else effort).tolist()
        start, ways, ends = self._lists
        closed = inside.tolist()
        owner, came = [-1] * len(self.points), [-1] * len(self.points)
        begin = np.zeros(len(seeds)) if late is None else late
        queue = [(float(begin[number]), int(seed), number, -1) for number, seed in enumerate(seeds)]
        heapq.heapify(queue)
        while queue:
            far, at, number, edge = heapq.heappop(queue)
            if owner[at] >= 0:
                continue
            owner[at], came[at] = number, edge
            for way in ways[start[at] : start[at + 1]]:
                one, two = ends[way]
                other = two if one == at else one
                if owner[other] < 0 and closed[other] == closed[at] >= 0:
                    heapq.heappush(queue, (far + cost[way], other, number, way))
        return np.array(owner, np.int64), np.array(came, np.int64)

    @cached_property
    def _lists(self) -> tuple[list[int], list[int], list[list[int]]]:
        """``start``, ``ways`` and ``edges`` as lists: the walk in ``reach`` reads them one by one."""
        return self.start.tolist(), self.ways.tolist(), self.edges.tolist()

    def nearest(self, place: Points, among: Rows) -> int:
        """The row of ``among`` whose point is nearest to ``place``."""
        return int(among[np.argmin(((self.points[among] - place) ** 2).sum(1))])


def _dual(points: Points) -> tuple[Rows, NDArray[np.float64]]:
    """Edges of the triangulation that have a triangle on both sides, and the border across each."""
    corners = shapely.get_coordinates(
        shapely.get_parts(shapely.delaunay_triangles(shapely.multipoints(points)))
    )
    corners = corners.reshape(-1, 4, 2)[:, :3]
    key = points[:, 0] + 1j * points[:, 1]
    order = np.argsort(key)
    wanted = corners[..., 0] + 1j * corners[..., 1]
    triangles = np.sort(order[np.searchsorted(key[order], wanted)], axis=1)
    triangles = triangles[np.lexsort(triangles.T[::-1])]
    centres = np.round(_circumcentres(points[triangles]), 3)
    sides = np.concatenate([triangles[:, [0, 1]], triangles[:, [0, 2]], triangles[:, [1, 2]]])
    owner = np.tile(np.arange(len(triangles)), 3)
    order = np.lexsort((owner, sides[:, 1], sides[:, 0]))
    sides, owner = sides[order], owner[order]
    twin = np.flatnonzero((sides[1:] == sides[:-1]).all(1))
    return sides[twin], np.stack([centres[owner[twin]], centres[owner[twin + 1]]], axis=1)


def _circumcentres(corners: NDArray[np.float64]) -> Points:
    a = corners[:, 0]
    b, c = corners[:, 1] - a, corners[:, 2] - a
    twice = 2 * (b[:, 0] * c[:, 1] - b[:, 1] * c[:, 0])
    bb, cc = (b**2).sum(1), (c**2).sum(1)
    x = (c[:, 1] * bb - b[:, 1] * cc) / twice
    y = (b[:, 0] * cc - c[:, 0] * bb) / twice
    return np.asarray(a + np.column_stack([x, y]))


def _ways(edges: Rows, length: int) -> tuple[Rows, Rows]:
    ends = edges.ravel()
    order = np.argsort(ends, kind="stable")
    start = np.searchsorted(ends[order], np.arange(length + 1))
    return start.astype(np.int64), (order // 2).astype(np.int64)

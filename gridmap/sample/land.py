"""The whole land of a sample: towns divided, drawn, numbered, with hamlets, roads and rivers."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gridmap.sample import boundaries, division, quotas, real, roads
from gridmap.sample.boundaries import Boundaries
from gridmap.sample.division import Division
from gridmap.sample.mesh import Mesh
from gridmap.sample.roads import Hamlets, Roads
from gridmap.sample.terrain import Terrain

Rows = NDArray[np.int64]
Texts = NDArray[np.object_]

_FINE, _COARSE = 60.0, 110.0  # metres between mesh points: a few towns, a district
_WINDOW = (4.5, 2.6)  # how much wider and higher than the area: a wall is wide


@dataclass(frozen=True)
class Land:
    """Where everything is. Codes and names by rows of the division; shapes in metres."""

    towns: list[real.Town]
    mesh: Mesh
    division: Division
    boundaries: Boundaries
    hamlets: Hamlets
    roads: Roads
    waters: list[tuple[str, Any]]
    village_code: Texts
    village_name: Texts
    grid_code: Texts
    grid_name: Texts
    group_code: Texts
    group_name: Texts

    @property
    def town_of_grid(self) -> Rows:
        """The town of each grid."""
        return self.division.town_of_village[self.division.village_of_grid]

    @property
    def village_of_group(self) -> Rows:
        """The village of each group."""
        return self.division.village_of_grid[self.division.grid_of_group]

    @property
    def said(self) -> tuple[Texts, Texts, Texts]:
        """Villages, groups and grids as ledgers write them: names in a town, codes in a district."""
        if len(self.towns) > 1:
            return self.village_code, self.group_code, self.grid_code
        return self.village_name, self.group_name, self.grid_name

    @property
    def seat_grids(self) -> Rows:
        """The grid that holds the seat of each town."""
        return self.division.grid_of_group[self.division.group[self.division.seats]]


def make(count: int, seed: int) -> Land:
    """The land of ``count`` towns."""
    towns = real.towns()[:count]
    rng = np.random.default_rng((seed, 1))
    spacing = _FINE if count <= 4 else _COARSE
    area = shapely.union_all([town.shape for town in towns])
    waters = _waters(window(area))
    terrain = Terrain.of(rng, [line for _, line in waters])
    mesh = Mesh.over(area, spacing, terrain, rng)
    grids = quotas.grid_counts([len(town.villages) for town in towns])
    divided = division.divide(mesh, towns, grids, rng)
    drawn = boundaries.draw(mesh, towns, divided, spacing)
    wanted = np.clip(np.round(shapely.area(drawn.groups) / 145_000.0), 3, 9).astype(np.int64)
    hamlets = roads.settle(mesh, divided, drawn.groups, wanted, rng)
    ways = roads.build(mesh, divided, hamlets)
    return Land(towns, mesh, divided, drawn, hamlets, ways, waters, *_names(towns, divided))


def window(area: BaseGeometry) -> shapely.Polygon:
    """The box that is kept of the world around ``area``."""
    west, south, east, north = area.bounds
    wide, high = (east - west) * (_WINDOW[0] - 1) / 2, (north - south) * (_WINDOW[1] - 1) / 2
    return shapely.box(west - wide, south - high, east + wide, north + high)


def _waters(box: shapely.Polygon) -> list[tuple[str, Any]]:
    """The real rivers inside the window, rounded; the large one here is the 涪江."""
    lines = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(real.rivers())))
    found = []
    for line in lines:
        cut = shapely.get_parts(shapely.intersection(_rounded(line), box))
        name = "涪江" if shapely.length(line) > 200_000 else ""
        found += [(name, part) for part in cut if shapely.length(part) > 0]
    return found


def _rounded(line: shapely.LineString) -> shapely.LineString:
    """A coarse line with its corners cut (three rounds of Chaikin)."""
    points = shapely.get_coordinates(line)
    for _ in range(3):
        cut = np.stack([0.75 * points[:-1] + 0.25 * points[1:], 0.25 * points[:-1] + 0.75 * points[1:]], 1)
        points = np.vstack([points[:1], cut.reshape(-1, 2), points[-1:]])
    return shapely.LineString(points)


def _names(towns: list[real.Town], divided: Division) -> tuple[Texts, ...]:
    villages = [village for town in towns for village in town.villages]
    code = np.array([village[0] for village in villages], object)
    name = np.array([village[1] for village in villages], object)
    stem = np.array([text.removesuffix("社区").removesuffix("村") for text in name], object)
    grid_village = divided.village_of_grid
    in_village = _numbers(grid_village)
    in_town = _numbers(divided.town_of_village[grid_village])
    group_village = grid_village[divided.grid_of_group]
    group = _numbers(group_village)
    return (
        code, name,
        np.array([f"{code[v]}{n:03d}" for v, n in zip(grid_village, in_village, strict=True)], object),
        np.array([f"{stem[v]}{n:02d}" for v, n in zip(grid_village, in_town, strict=True)], object),
        np.array([f"{code[v]}{n:02d}" for v, n in zip(group_village, group, strict=True)], object),
        np.array([f"{n}组" for n in group], object),
    )  # fmt: skip


def _numbers(parent: Rows) -> Rows:
    """1, 2, 3 … among the rows of one parent; parents rise."""
    return np.arange(len(parent)) - np.searchsorted(parent, parent) + 1

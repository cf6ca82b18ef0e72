"""One synthetic village that has outgrown its grids: what planners are measured on, the same for all."""

from collections.abc import Iterable

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.redraw.propose.problem import Problem
from gridmap.redraw.propose.solve import solve
from gridmap.redraw.propose.units import common_borders
from gridmap.township.schemas import SCHEMAS
from gridmap.township.settings import Settings
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

HOUSEHOLDS = 1200
GROUPS = (12, 20)
"""Groups of a village: as in the study that the planner was chosen by, and as large as they come."""
CAP = 1000
RADIUS_M = 1300.0
SIZES = (0.18, 0.28, 0.22, 0.16, 0.10, 0.06)
"""Shares of households of one, two, … six people."""

Shapes = NDArray[np.object_]


def village(seed: int, count: int = GROUPS[0]) -> Snapshot:
    """1,200 households in hamlets of ``count`` groups; the grids are the best of whole groups for fewer
    people, those of some years ago, so that today some are over the cap."""
    dice = np.random.default_rng(seed)
    outline = _outline(dice)
    groups, hubs = _groups(outline, count, dice)
    place, group = _houses(groups, hubs, dice)
    people = dice.choice(np.arange(1, 7), len(place), p=SIZES).astype(float)
    then = dice.binomial(people.astype(int), dice.uniform(0.62, 0.98, count)[group])
    grid = _grids(groups, np.bincount(group, then, count).astype(np.float64))
    shapes = [shapely.coverage_union_all(groups[grid == name]) for name in range(int(grid.max()) + 1)]
    return Snapshot(Settings(name="村", worker_cap=CAP, leader_cap=10 * CAP), {
        "villages": _table("villages", 1, geometry=_column([outline]), name=["村"], code=["v"]),
        "groups": _table("groups", count, geometry=_column(groups),
                         name=[f"{at + 1}组" for at in range(count)],
                         village_fid=[1] * count),
        "grids": _table("grids", len(shapes), geometry=_column(shapes), village_fid=[1] * len(shapes),
                        name=[f"网格{at + 1:02}" for at in range(len(shapes))]),
        "households": _table("households", len(place), x=place[:, 0], y=place[:, 1], resident=people,
                             household_no=[str(at) for at in range(len(place))]),
    })  # fmt: skip


def _table(schema: str, rows: int, **columns: object) -> Table:
    own = {"fid": np.arange(1, rows + 1), "uuid": [f"{schema}-{at}" for at in range(rows)]}
    return Table.of(SCHEMAS[schema], {**own, **columns})


def _column(shapes: Iterable[shapely.Geometry]) -> Shapes:
    listed = list(shapes)
    column = np.empty(len(listed), object)
    column[:] = listed
    return column


def _outline(dice: np.random.Generator) -> shapely.Polygon:
    angle = np.linspace(0, 2 * np.pi, 96, endpoint=False)
    radius = np.full_like(angle, RADIUS_M)
    for wave in range(2, 7):
        radius *= 1 + dice.uniform(0, 0.28 / wave) * np.cos(wave * angle + dice.uniform(0, 2 * np.pi))
    return shapely.Polygon(np.column_stack([1.25 * radius * np.cos(angle), 0.8 * radius * np.sin(angle)]))


def _groups(
    outline: shapely.Polygon, count: int, dice: np.random.Generator
) -> tuple[Shapes, NDArray[np.float64]]:
    """The groups, an exact coverage of the outline, and the middle of each one's hamlets."""
    inner, hubs = shapely.buffer(outline, -120.0), list[NDArray[np.float64]]()
    spacing = 0.62 * np.sqrt(outline.area / count)
    bounds = np.array(outline.bounds).reshape(2, 2)
    while len(hubs) < count:
        hub = dice.uniform(*bounds)
        if shapely.contains_xy(inner, *hub) and all(np.hypot(*(hub - other)) > spacing for other in hubs):
            hubs.append(hub)
        else:
            spacing *= 0.9995
    lines = shapely.voronoi_polygons(shapely.multipoints(hubs), extend_to=outline, only_edges=True)
    edges = np.array([lines, outline.boundary], object)
    faces = shapely.get_parts(shapely.polygonize(np.array([shapely.union_all(edges)], object)))
    faces = faces[shapely.contains(outline, shapely.point_on_surface(faces))]
    owner = shapely.STRtree(np.asarray(shapely.points(np.array(hubs)), object)).nearest(
        shapely.point_on_surface(faces)
    )
    groups = [shapely.coverage_union_all(faces[owner == name]) for name in range(count)]
    return np.array(groups, object), np.array(hubs)


def _houses(
    groups: Shapes, hubs: NDArray[np.float64], dice: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Most houses stand in hamlets around the middle of their group, some alone; and the group of each."""
    share = dice.dirichlet(np.full(len(groups), 9.0))
    found, group = list[NDArray[np.float64]](), list[int]()
    hamlets = dice.normal(0, 150, (len(groups), 4, 2))
    while len(found) < HOUSEHOLDS:
        name = int(dice.choice(len(groups), p=share))
        close = dice.random() < 0.7
        off = hamlets[name, dice.integers(4)] + dice.normal(0, 45, 2) if close else dice.normal(0, 200, 2)
        if shapely.contains_xy(groups[name], *(hubs[name] + off)):
            found.append(np.round(hubs[name] + off, 2))
            group.append(name)
    return np.array(found), np.array(group)


def _grids(groups: Shapes, people: NDArray[np.float64]) -> NDArray[np.int64]:
    """The grid of each group some years ago: the fewest of whole groups, the shortest borders."""
    problem = Problem(
        people.tolist(), common_borders(groups, True), [[] for _group in groups], [-1] * len(groups),
        float(CAP), objective="compact", seconds=60.0,
    )  # fmt: skip
    grid = np.zeros(len(groups), np.int64)
    for name, members in enumerate(solve(problem).members):
        grid[members] = name
    return grid

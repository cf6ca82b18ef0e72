import numpy as np
import pytest
import shapely

from gridmap.redraw.ground import Ground
from gridmap.township.census import take_census


def nearest(points, centres):
    return np.argmin(((points[:, None] - centres[None]) ** 2).sum(axis=2), axis=1)


@pytest.fixture(name="town")
def _town(build):
    """``town(seed)``: 30 groups of irregular shape in some 8 grids in some 3 villages, exact coverage."""

    def town(seed, groups=30, grids=8, villages=3):
        rng = np.random.default_rng(seed)
        side = 3000.0
        centres, frame = rng.random((groups, 2)) * side, shapely.box(0, 0, side, side)
        cells = shapely.voronoi_polygons(shapely.multipoints(centres), extend_to=frame, ordered=True)
        cells = shapely.segmentize(shapely.intersection(shapely.get_parts(cells), frame), 150.0)
        cells = shapely.transform(cells, lambda places: np.round(places, 3))
        village_at = rng.random((villages, 2)) * side
        grid_at = rng.random((grids, 2)) * side
        village_of = nearest(grid_at, village_at)
        grid = nearest(centres, grid_at)
        used, grid = np.unique(grid, return_inverse=True)
        village = village_of[used]
        named, village = np.unique(village, return_inverse=True)
        shapes = np.array(
            [shapely.coverage_union_all(cells[grid == row]) for row in range(len(used))], object
        )
        lands = [shapely.coverage_union_all(shapes[village == row]) for row in range(len(named))]
        return build(
            villages={"geometry": lands, "name": [f"{row}村" for row in range(len(named))]},
            grids={"geometry": list(shapes), "name": [f"网格{row}" for row in range(len(used))],
                   "village_fid": village + 1},
            groups={"geometry": list(cells), "name": [f"{row}组" for row in range(groups)],
                    "village_fid": village[grid] + 1},
            staff={"name": ["张三", "李四"], "staff_no": ["G1", "G2"]},
            assignments={"staff_fid": [1, 2, 2], "staff": ["G1", "G2", "G2"], "grid_fid": [1, 1, 2],
                         "role": ["grid_leader", "volunteer", "volunteer"]},
        )  # fmt: skip

    return town


@pytest.fixture(name="lived_in")
def _lived_in(town, build):
    """``lived_in(seed)``: the same town with ``households`` that live anywhere, each in the group there;
    every twelfth has no place, and the first two share a house."""

    def lived_in(seed, households=400, **shape):
        snapshot, rng = town(seed, **shape), np.random.default_rng(seed)
        x, y = np.round(rng.uniform(1, 2999, (2, households)), 2)
        x[1], y[1] = x[0], y[0]
        groups = snapshot["groups"]["geometry"]
        group = [
            int(np.flatnonzero(shapely.intersects_xy(groups, *place))[0]) for place in zip(x, y, strict=True)
        ]
        x[::12], y[::12] = np.nan, np.nan
        x[0], y[0] = x[1], y[1]
        people = rng.integers(1, 6, households).astype(float)
        made = build(households={
            "household_no": [str(row) for row in range(households)], "group_fid": np.array(group) + 1,
            "x": x, "y": y, "resident": people, "registered": people + 1, "at_home": people - 1,
        })  # fmt: skip
        return snapshot.with_tables(made.tables)

    return lived_in


@pytest.fixture(name="ground")
def _ground(square_town):
    """The ground of the town of squares."""
    return Ground.of(square_town, take_census(square_town))

import numpy as np
import pytest
import shapely

from gridmap.redraw.propose.problem import Problem
from gridmap.redraw.propose.units import common_borders


@pytest.fixture(name="random_problem")
def _random_problem():
    """``random_problem(seed, units, …)``: a village of irregular groups whose grids no longer fit."""

    def make(seed, units, cap, grids=None, objective="change", people=300, current=3):
        rng = np.random.default_rng(seed)
        side = 1000.0
        centres, frame = rng.random((units, 2)) * side, shapely.box(0, 0, side, side)
        cells = shapely.voronoi_polygons(shapely.multipoints(centres), extend_to=frame, ordered=True)
        cells = shapely.intersection(shapely.get_parts(cells), frame)
        number = rng.integers(1, people, units).astype(float)
        home = np.argmin(((centres[:, None] - rng.random((current, 2)) * side) ** 2).sum(axis=2), axis=1)
        stay = np.zeros((units, current))
        stay[np.arange(units), home] = number
        return Problem(
            number.tolist(), common_borders(cells, True), stay.tolist(), home.tolist(), cap, grids, objective
        )

    return make

from datetime import date
from itertools import pairwise

import numpy as np
import pytest
import shapely

from gridmap.redraw.compare.comparison import compare
from gridmap.redraw.compare.side import Side


@pytest.fixture(name="street")
def _street(build):
    """``street(cuts)``: one village of 4 × 1 km with twenty homes of ten along it, cut into grids at ``cuts``
    (km). The worker of each grid and the leader of them all are named."""

    def street(cuts, uuids=None, workers=None, **more):
        ends = [0.0, *cuts, 4.0]
        count = len(ends) - 1
        workers = workers or [f"员{row}" for row in range(count)]
        x = np.arange(20) * 200.0 + 100.0
        grids = {
            "name": [f"街{row}" for row in range(count)],
            "village_fid": [1] * count,
            "geometry": [shapely.box(1000 * west, 0, 1000 * east, 1000) for west, east in pairwise(ends)],
        }
        if uuids:
            grids["uuid"] = uuids
        return build(
            settings={"name": "街镇", "crs": "EPSG:4544", "worker_cap": 100, "leader_cap": 300},
            villages={"name": ["街村"], "geometry": [shapely.box(0, 0, 4000, 1000)]},
            grids=grids,
            households={
                "household_no": [f"H{row}" for row in range(20)],
                "head_name": [f"户主{row}" for row in range(20)],
                "resident": [10.0] * 20, "registered": [11.0] * 20, "at_home": [3.0] * 20,
                "x": x, "y": [500.0] * 20,
            },
            staff={"name": [*workers, "长"], "staff_no": [*(f"W{row}" for row in range(count)), "L"],
                   "birth_date": [""] * (count + 1)},
            assignments={
                "staff_fid": [*range(1, count + 1), *[count + 1] * count],
                "staff": [*workers, *["长"] * count],
                "grid_fid": [*range(1, count + 1), *range(1, count + 1)],
                "role": [*["grid_worker"] * count, *["grid_leader"] * count],
            },
            **more,
        )  # fmt: skip

    return street


@pytest.fixture(name="compared")
def _compared():
    """``compared(before, after)`` -> the comparison of two snapshots on the resident population."""

    def compared(before, after, population="resident"):
        return compare(Side.of("甲", before), Side.of("乙", after), population, date(2026, 11, 26))

    return compared

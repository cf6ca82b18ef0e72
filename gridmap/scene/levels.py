"""Which level of detail a scale shows: township, village, grid, house.

The level follows from how wide a typical grid or village is on the screen, so it suits a small
community and a whole district alike.
"""

from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.scene.scene import Sizes
from gridmap.township.snapshot import Snapshot
from gridmap.township.value import dataclass

Level = Literal["township", "village", "grid", "house"]
LEVELS: tuple[Level, ...] = ("township", "village", "grid", "house")

GRID_LABEL = 64.0  # logical pixels a typical grid must be wide to carry its own label
GRID_ROOMY = 120.0  # from here the grains and roads of a grid need not be their finest
GRID_OPEN = 340.0  # from here the houses of a grid are told apart
HOUSE_OPEN = 1100.0  # from here single houses with their marks


@dataclass(frozen=True)
class Scales:
    """The scales, in logical pixels per metre, from which each nearer level is shown."""

    village: float
    roomy: float
    grid: float
    house: float


def sizes_of(snapshot: Snapshot) -> Sizes:
    """Typical widths of the villages and grids of a township, in metres."""
    return Sizes(
        village=_width(snapshot["villages"]["geometry"]) or 2500.0,
        grid=_width(snapshot["grids"]["geometry"]) or _width(snapshot["villages"]["geometry"]) or 1500.0,
    )


def _width(geometries: NDArray[np.generic]) -> float:
    areas = np.asarray(shapely.area(geometries), np.float64)
    areas = np.sort(areas[areas > 0])
    return float(areas[len(areas) // 2] ** 0.5) if len(areas) else 0.0  # np.median imports numpy.ma: 25 ms


def scales(sizes: Sizes) -> Scales:
    """From which scales the nearer levels are shown."""
    return Scales(
        GRID_LABEL / sizes.grid, GRID_ROOMY / sizes.grid, GRID_OPEN / sizes.grid, HOUSE_OPEN / sizes.grid
    )


def level(logical_scale: float, sizes: Sizes) -> Level:
    """The level of detail at a scale of so many logical pixels per metre."""
    steps = scales(sizes)
    if logical_scale < steps.village:
        return "township"
    if logical_scale < steps.grid:
        return "village"
    return "grid" if logical_scale < steps.house else "house"

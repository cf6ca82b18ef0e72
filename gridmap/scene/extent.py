"""How far a township reaches."""

import numpy as np
import shapely

from gridmap.scene.scene import Scene
from gridmap.scene.view import Bounds
from gridmap.township.snapshot import Snapshot


def extent(snapshot: Snapshot) -> Bounds:
    """What the township covers: its outline, else its villages, grids, groups or households.

    Grids are in view wherever they lie: one outside of every village is what somebody must see.
    """
    for name in ("township", "villages", "grids", "groups"):
        if len(snapshot[name]):
            ground = [*snapshot[name]["geometry"], *snapshot["grids"]["geometry"]]
            west, south, east, north = shapely.total_bounds(ground).tolist()
            return (west, south, east, north)
    houses = snapshot["households"]
    x, y = houses.number("x"), houses.number("y")
    if np.isnan(x).all():
        return Scene().bounds
    return (float(np.nanmin(x)), float(np.nanmin(y)), float(np.nanmax(x)), float(np.nanmax(y)))

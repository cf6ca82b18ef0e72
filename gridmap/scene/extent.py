"""How far a township reaches."""

import numpy as np
import shapely

from gridmap.scene.scene import Scene
from gridmap.scene.view import Bounds
from gridmap.township.snapshot import Snapshot


def extent(snapshot: Snapshot) -> Bounds:
    """What the township covers: its outline, else its villages, grids, groups or households."""
    for name in ("township", "villages", "grids", "groups"):
        table = snapshot[name]
        if len(table):
            west, south, east, north = shapely.total_bounds(table["geometry"]).tolist()
            return (west, south, east, north)
    houses = snapshot["households"]
    x, y = houses.number("x"), houses.number("y")
    if np.isnan(x).all():
        return Scene().bounds
    return (float(np.nanmin(x)), float(np.nanmin(y)), float(np.nanmax(x)), float(np.nanmax(y)))

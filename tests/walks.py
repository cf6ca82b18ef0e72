"""Made-up walks: lines that know when they were where, and patrols that walked them."""

import numpy as np
import shapely

from gridmap.township.track import timed

NINE = 1795136400.0  # 2026-11-20 09:00:00 in China


def walk(*places):
    """A line of (x, y, seconds after nine), or of (x, y) without times."""
    line = shapely.LineString([place[:2] for place in places])
    if len(places[0]) == 2:
        return line
    made = np.full(1, None, object)
    made[:] = [line]
    return timed(made, np.array([NINE + place[2] for place in places]))[0]


def patrols(build, *lines, **columns):
    columns.setdefault("started_at", [""] * len(lines))
    return build(patrols={"geometry": list(lines), **columns})["patrols"]

"""The cap check as geopandas users write it: a spatial join, grouped and summed."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gridmap.township.table import Table


class Sjoin:
    """Grids and households as frames, made once; ``count`` is what is timed."""

    def __init__(self, grids: Table, households: Table) -> None:
        import geopandas

        placed = np.isfinite(households.number("x"))
        points = geopandas.points_from_xy(households.number("x")[placed], households.number("y")[placed])
        people = np.nan_to_num(households.number("resident")[placed])
        self._points = geopandas.GeoDataFrame({"resident": people}, geometry=points)
        self._grids = geopandas.GeoDataFrame(
            {"grid": np.arange(len(grids))}, geometry=geopandas.GeoSeries(list(grids["geometry"]))
        )

    def count(self, predicate: Literal["within", "intersects"]) -> NDArray[np.float64]:
        """Residents of each grid, by row."""
        import geopandas

        joined = geopandas.sjoin(self._points, self._grids, predicate=predicate)
        summed = joined.groupby("grid")["resident"].sum()
        found: NDArray[np.float64] = summed.reindex(range(len(self._grids)), fill_value=0.0).to_numpy(float)
        return found

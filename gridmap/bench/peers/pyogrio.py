"""The rows of an import written by pyogrio: the fastest common way into a GeoPackage, and no store."""

from pathlib import Path

import numpy as np

from gridmap.bench.trials.clock import seconds
from gridmap.township.table import Table


def write(households: Table, residents: Table, crs: str, out: Path) -> float:
    """Seconds to write both tables with all their columns; ``out`` must not exist."""
    import geopandas
    import pandas
    import pyogrio

    x, y = households.number("x"), households.number("y")
    points = geopandas.points_from_xy(x, y)
    points[np.isnan(x)] = None
    houses = geopandas.GeoDataFrame(_columns(households), geometry=points, crs=crs)
    people = pandas.DataFrame(_columns(residents))

    def both() -> None:
        pyogrio.write_dataframe(houses, out, layer="households", driver="GPKG")
        pyogrio.write_dataframe(people, out, layer="residents", driver="GPKG", append=True)

    return seconds(both)


def _columns(table: Table) -> dict[str, object]:
    """Every column but the identity, which pyogrio numbers by itself, and the place."""
    return {name: table[name] for name in table.columns if name not in ("fid", "x", "y")}

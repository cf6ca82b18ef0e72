"""Places of the working CRS as the degrees that web maps and GeoJSON count in."""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gridmap.errors import UsageError
from gridmap.i18n import _

Shapes = NDArray[np.object_]

TOLERANCE_M = 1.0
"""How far a drawn line may stray from the stored one. Shared borders stray together."""

FINE = 12_000
"""The map of a wide area may be coarser: it shows this many tolerances from side to side."""


class Ground:
    """The way from the township's working CRS (metres) to WGS 84 (degrees, to 0.1 m).

    ``width`` is that of the whole map in metres, 0 for as fine as ``TOLERANCE_M``.
    """

    def __init__(self, crs: str, width: float = 0.0) -> None:
        if not crs:
            raise UsageError(_("还没有边界：先导入镇界、村界或网格"))
        from pyproj import Transformer

        self._tolerance = max(TOLERANCE_M, width / FINE)
        self._transformer = Transformer.from_crs(crs, "EPSG:4326", always_xy=True)

    def degrees(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Longitude and latitude of x, y rows."""
        return np.round(self.exact_degrees(points), 6)

    def exact_degrees(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Longitude and latitude of x, y rows, not rounded."""
        lon, lat = self._transformer.transform(points[:, 0], points[:, 1])
        return np.column_stack([lon, lat])

    def shapes(self, shapes: Shapes) -> Shapes:
        """Polygons or lines made lean and brought to degrees; None and empty ones stay missing.

        Polygons are taken as one coverage, so neighbours keep one common border.
        """
        lean = np.full(len(shapes), None, object)
        kinds = shapely.get_dimensions(shapes)
        areas = (kinds == 2) & ~shapely.is_empty(shapes)
        lines = (kinds == 1) & ~shapely.is_empty(shapes)
        if areas.any():
            # the tolerance of a coverage is the side of a square: removed triangles are smaller
            lean[areas] = shapely.coverage_simplify(shapes[areas], 4 * self._tolerance)
        lean[lines] = shapely.simplify(shapes[lines], self._tolerance)
        return np.asarray(shapely.transform(lean, self.degrees), object)


def feature(shape: BaseGeometry, properties: dict[str, Any]) -> dict[str, Any]:
    """One GeoJSON feature."""
    return {"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(shape)}


def point(place: NDArray[np.float64], properties: dict[str, Any]) -> dict[str, Any]:
    """One GeoJSON point feature from longitude and latitude."""
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Point", "coordinates": place.tolist()},
    }

"""Coordinates typed into the search box: a place of their own."""

import re

from gridmap.i18n import _
from gridmap.township.search.hit import Hit


def coordinates_hit(typed: str, crs: str) -> Hit | None:
    """The place of two numbers, degrees or in the working CRS ``crs``; None when it is something else."""
    numbers = re.findall(r"-?\d+(?:\.\d+)?", typed.replace("，", ","))
    if len(numbers) != 2 or re.sub(r"[-\d.,\s，en°]", "", typed) or not re.search(r"[,\s，]", typed):
        return None
    x, y = float(numbers[0]), float(numbers[1])
    if abs(x) <= 180 and abs(y) <= 90:
        x, y = _from_lonlat(x, y, crs)
    return Hit("coordinates", f"E {x:,.1f}  N {y:,.1f}", _("坐标"), "", "", x, y)


def _from_lonlat(lon: float, lat: float, crs: str) -> tuple[float, float]:
    from pyproj import Transformer  # 0.1 s, when the first degrees are typed

    x, y = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(lon, lat)
    return float(x), float(y)

"""Lines as an edit has them: places one after the other."""

import numpy as np
import shapely

from gridmap.errors import EditError
from gridmap.i18n import _

Line = tuple[tuple[float, float], ...]
"""Places (x, y) in the working CRS."""


def drawn_line(places: Line) -> shapely.Geometry:
    """The line. Raises EditError when it has no length or crosses itself."""
    coordinates = np.array(places, np.float64).reshape(-1, 2)
    if len(coordinates) < 2 or not np.isfinite(coordinates).all() or not np.ptp(coordinates, axis=0).any():
        raise EditError(_("画的线太短"))
    line = shapely.remove_repeated_points(shapely.linestrings(coordinates))
    if not shapely.is_simple(line):
        raise EditError(_("画的线与自己相交"))
    return line

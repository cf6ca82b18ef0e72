"""Lines as an edit has them: places one after the other."""

import numpy as np
import shapely

from gridmap.errors import EditError
from gridmap.i18n import _

Line = tuple[tuple[float, float], ...]
"""Places (x, y) in the working CRS."""


def drawn_line(places: Line) -> shapely.LineString:
    """The line. Raises EditError when it has no length or crosses itself."""
    coordinates = np.array(places, np.float64).reshape(-1, 2)
    if len(coordinates) < 2 or not np.isfinite(coordinates).all() or not np.ptp(coordinates, axis=0).any():
        raise EditError(_("画的线太短"))
    stays = np.append(True, (np.diff(coordinates, axis=0) != 0).any(axis=1))
    line = shapely.LineString(coordinates[stays])
    if not shapely.is_simple(line):
        raise EditError(_("画的线与自己相交"))
    return line

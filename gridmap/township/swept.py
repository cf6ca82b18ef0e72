"""Where the ground of a polygon can have changed hands when it is redrawn."""

import numpy as np
import shapely
from numpy.typing import NDArray

Box = tuple[float, float, float, float]
Floats = NDArray[np.float64]
Shapes = NDArray[np.object_]


def redrawn(before: Shapes, after: Shapes) -> NDArray[np.bool_]:
    """Which of two columns' shapes, row by row, are not drawn exactly alike."""
    same = shapely.equals_identical(before, after)
    return np.asarray(~(same | (shapely.is_missing(before) & shapely.is_missing(after))), bool)


def swept_boxes(before: shapely.Geometry, after: shapely.Geometry) -> set[Box]:
    """Boxes outside of which two (multi)polygons have the same ground and the same border.

    A place is in a polygon when a ray from it crosses its segments an odd number of times, so the
    ground that changes is enclosed by the segments that only one of the two has. Rings are compared
    one by one; where their number differs, everything may have changed.
    """
    old, new = _rings(before), _rings(after)
    if len(old) != len(new):
        return {_box(np.concatenate([*old, *new]))}
    return {_box(part) for part in map(_differing, old, new) if len(part)}


def _differing(old: Floats, new: Floats) -> Floats:
    """The ends of the segments of two rings that only one of them has, or of some more."""
    if len(old) == len(new):
        apart = (old != new).any(axis=1)
        near = apart.copy()
        near[1:] |= apart[:-1]
        near[:-1] |= apart[1:]
        return np.concatenate([old[near], new[near]])
    short = min(len(old), len(new))
    same = (old[:short] == new[:short]).all(axis=1)
    ahead = int(np.argmin(same)) if not same.all() else short
    same = (old[::-1][:short] == new[::-1][:short]).all(axis=1)
    behind = min(int(np.argmin(same)) if not same.all() else short, short - ahead)
    first = max(ahead - 1, 0)
    return np.concatenate([ring[first : len(ring) - max(behind - 1, 0)] for ring in (old, new)])


def _rings(shape: shapely.Geometry | None) -> list[Floats]:
    if shapely.get_type_id(shape) != shapely.GeometryType.POLYGON:
        return [ring for part in shapely.get_parts(shape) for ring in _rings(part)]
    return [shapely.get_coordinates(ring) for ring in shapely.get_rings(shape)]


def _box(points: Floats) -> Box:
    (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
    return float(x0), float(y0), float(x1), float(y1)

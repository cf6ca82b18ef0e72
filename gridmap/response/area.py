"""A piece of ground on which somebody asks who is there: a polygon, a circle, a strip along a line."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.errors import UsageError
from gridmap.i18n import _

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Area:
    """Every place within ``radius`` metres of ``core``, its border included.

    ``core`` is a valid geometry in the working CRS: a polygon (radius 0, or a margin around it), a
    point with the radius of a circle, a line with half the width of a strip. ``notes`` say, in a
    line each, what had to be assumed. Build with ``polygon``, ``circle`` or ``strip``.
    """

    core: shapely.Geometry
    radius: float = 0.0
    notes: tuple[str, ...] = ()

    def holds(self, x: Floats, y: Floats) -> Flags:
        """Which places lie inside; one without coordinates (NaN) never does."""
        if self.radius > 0:
            return self._within(self.core, x, y, self.radius)
        shapely.prepare(self.core)
        return np.asarray(shapely.intersects_xy(self.core, x, y), bool)

    def on_edge(self, x: Floats, y: Floats, tolerance: float) -> Flags:
        """Which places lie within ``tolerance`` metres of the border, on either side of it."""
        if self.radius > 0:
            near = self._within(self.core, x, y, self.radius + tolerance)
            deep = self.radius - tolerance
            return near & ~self._within(self.core, x, y, deep) if deep > 0 else near
        return self._within(shapely.boundary(self.core), x, y, tolerance)

    def window(self, margin: float) -> tuple[float, float, float, float]:
        """A box with at least every place within ``margin`` metres of the area: x0, y0, x1, y1."""
        x0, y0, x1, y1 = shapely.bounds(self.core).tolist()
        around = self.radius + margin + 1.0  # rounding
        return x0 - around, y0 - around, x1 + around, y1 + around

    @staticmethod
    def _within(shape: shapely.Geometry, x: Floats, y: Floats, metres: float) -> Flags:
        placed = np.isfinite(x) & np.isfinite(y)
        found = np.zeros(len(x), bool)
        shapely.prepare(shape)
        found[placed] = shapely.dwithin(shape, shapely.points(x[placed], y[placed]), metres)
        return found


def polygon(shape: shapely.Geometry) -> Area:
    """The ground inside a (multi)polygon. One that crosses itself counts with all that it encloses.

    Raises UsageError when it encloses nothing.
    """
    notes = () if shapely.is_valid(shape) else (_("范围的边自相交：按它围住的全部地方算，请核对"),)
    core = enclosed(shape) if notes else shape
    if not shapely.area(core) > 0:
        raise UsageError(_("范围没有面积：请画一个面"))
    return Area(core, notes=notes)


def circle(x: float, y: float, radius: float) -> Area:
    """The ground within ``radius`` metres of a place. Raises UsageError for a radius that is none."""
    return Area(shapely.Point(x, y), _positive(radius))


def strip(line: shapely.Geometry, reach: float) -> Area:
    """The ground within ``reach`` metres of a line, on both sides. Raises UsageError as ``circle``."""
    return Area(line, _positive(reach))


def enclosed(shape: shapely.Geometry) -> shapely.Geometry:
    """Every place that the border of a badly drawn (multi)polygon goes around, as a valid polygon.

    Somebody asks who is in danger: ground that a loop goes around twice stays in.
    """
    parts = []
    for part in shapely.get_parts(shape):
        ground = _faces(shapely.get_exterior_ring(part))
        holes = [_faces(ring) for ring in shapely.get_rings(part)[1:]]
        parts.append(shapely.difference(ground, shapely.union_all(holes)) if holes else ground)
    return shapely.union_all(parts)


def _faces(ring: shapely.Geometry) -> shapely.Geometry:
    lines = shapely.get_parts(shapely.node(shapely.LineString(shapely.get_coordinates(ring))))
    return shapely.union_all(shapely.get_parts(shapely.polygonize(lines)))


def _positive(metres: float) -> float:
    if not (np.isfinite(metres) and metres > 0):
        raise UsageError(_("半径 {metres}：应是大于 0 的米数").format(metres=metres))
    return float(metres)

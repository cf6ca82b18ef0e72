"""An area as a hand draws it: up to eight corners, a circle, or a strip along a road or river."""

from dataclasses import dataclass
from typing import Literal

import shapely

from gridmap.errors import UsageError
from gridmap.i18n import _
from gridmap.response.area import Area, circle, polygon, strip

MOST_CORNERS = 8
"""A hand that needs more corners draws two areas, or brings a file."""

Kind = Literal["corners", "circle", "strip"]
Place = tuple[float, float]


@dataclass(frozen=True)
class Drawn:
    """What has been drawn so far, in the working CRS.

    ``corners`` are those of a polygon, or the middle of a circle; ``radius`` metres belong to the circle
    and are half the width of a strip along ``line``.
    """

    kind: Kind = "corners"
    corners: tuple[Place, ...] = ()
    radius: float = 0.0
    line: shapely.Geometry | None = None

    def __bool__(self) -> bool:
        return bool(self.corners) or self.line is not None

    def area(self) -> Area:
        """The ground that is meant. Raises UsageError with one line while it is none."""
        if self.kind == "strip":
            if self.line is None:
                raise UsageError(_("单击一条道路或河流"))
            return strip(self.line, self.radius)
        if self.kind == "circle":
            if not self.corners:
                raise UsageError(_("按住中心拖出半径"))
            return circle(*self.corners[0], self.radius)
        if len(self.corners) < 3:
            raise UsageError(_("范围至少要三个角"))
        shape = shapely.Polygon(self.corners)
        if not shapely.is_valid(shape):
            raise UsageError(_("范围的边自相交：请把角拖开，或按 Esc 重画"))
        return polygon(shape)


def ground_of(area: Area) -> shapely.Geometry:
    """The shape of an area as a polygon, for drawing it and writing it down."""
    return shapely.buffer(area.core, area.radius, quad_segs=24) if area.radius > 0 else area.core

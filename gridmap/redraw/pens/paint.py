"""The brush: every group or household that a stroke touches goes to one grid."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from gridmap.redraw.ground import Ground
from gridmap.redraw.pens import Place, Unit
from gridmap.redraw.pens.units import groups_edit, groups_in, households_edit, households_in, losers
from gridmap.redraw.plan import Edit


@dataclass(frozen=True)
class PaintPen:
    """A round brush of ``radius_m`` that paints the grid ``target`` (a uuid). Locked grids lose nothing."""

    ground: Ground
    target: str
    radius_m: float
    unit: Unit = "group"

    def stroke(self, path: Sequence[Place]) -> Edit | None:
        """The edit of one stroke, None when it touches nobody of another grid of the village."""
        if not path:
            return None
        target = self.ground.plan.grid(self.target)
        places = np.array(path, np.float64)
        line: shapely.Geometry = shapely.Point(places[0]) if len(places) == 1 else shapely.LineString(places)
        brush, grids = shapely.buffer(line, self.radius_m), losers(self.ground, target)
        if self.unit == "household":
            return households_edit(self.ground, households_in(self.ground, brush, grids), target)
        groups = groups_in(self.ground, grids)
        shapes = self.ground.snapshot["groups"].text("geometry")[groups]
        return groups_edit(self.ground, groups[shapely.intersects(shapes, brush)], target)

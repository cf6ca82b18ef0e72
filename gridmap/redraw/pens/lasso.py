"""The lasso: every group or household inside a ring goes to one grid."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from gridmap.redraw.ground import Ground
from gridmap.redraw.pens import Place, Unit
from gridmap.redraw.pens.units import groups_edit, groups_in, households_edit, households_in, losers
from gridmap.redraw.plan import Edit


@dataclass(frozen=True)
class Lasso:
    """A ring drawn freely, for the grid ``target`` (a uuid). Locked grids lose nothing."""

    ground: Ground
    target: str
    unit: Unit = "group"

    def around(self, ring: Sequence[Place]) -> Edit | None:
        """The edit of a ring (closed by itself, it may cross itself), None when nobody of another grid of
        the village is inside. A group is inside when a place in its middle is."""
        if len(ring) < 3:
            return None
        target = self.ground.plan.grid(self.target)
        area = shapely.make_valid(shapely.Polygon(np.array(ring, np.float64)))
        grids = losers(self.ground, target)
        if self.unit == "household":
            return households_edit(self.ground, households_in(self.ground, area, grids), target)
        groups = groups_in(self.ground, grids)
        middles = shapely.point_on_surface(self.ground.snapshot["groups"].text("geometry")[groups])
        return groups_edit(self.ground, groups[shapely.intersects(area, middles)], target)

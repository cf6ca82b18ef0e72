"""The border brush: take a common border anywhere and push it; whole groups go over, or households."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from gridmap.redraw.ground import Ground
from gridmap.redraw.pens import Place, Unit
from gridmap.redraw.pens.units import ground_of_households, groups_edit
from gridmap.redraw.plan import Edit


@dataclass(frozen=True)
class BorderPen:
    """The common border of two grids (rows) in the hand, taken at ``place``. Build with ``at``."""

    ground: Ground
    one: int
    other: int
    border: shapely.Geometry
    place: Place

    @classmethod
    def at(cls, ground: Ground, x: float, y: float, reach_m: float) -> "BorderPen | None":
        """The border of two grids of one village nearest to a place, None when none is within reach."""
        point = shapely.Point(x, y)
        near = ground.tree.query(point, predicate="dwithin", distance=reach_m).tolist()
        village, found = ground.plan.village_of_grid, []
        for at, one in enumerate(near):
            for other in near[at + 1 :]:
                if village[one] == village[other] >= 0:
                    line = common_border(ground.shapes[one], ground.shapes[other])
                    found.append((shapely.distance(line, point), one, other, line))
        found = [item for item in found if item[0] <= reach_m]
        if not found:
            return None
        _far, one, other, line = min(found, key=lambda item: (item[0], item[1], item[2]))
        line = shapely.get_parts(line)[int(np.argmin(shapely.distance(shapely.get_parts(line), point)))]
        spot = shapely.line_interpolate_point(line, shapely.line_locate_point(line, point))
        return cls(ground, one, other, line, (float(spot.x), float(spot.y)))

    def push(self, path: Sequence[Place], unit: Unit = "group", along: bool = False) -> Edit | None:
        """The edit of a push along ``path`` (places of the pointer, the newest last), None while nobody
        goes over. The grid that is pushed into loses: with ``group`` every group of it that the path
        enters, with ``household`` those before the border as it bends to the pointer. ``along`` lets the
        new border follow roads and streams.
        """
        way = [self.place, *path]
        line = shapely.LineString(way)
        loser, winner = self._sides(line)
        if loser is None or line.length == 0:
            return None
        if unit == "group":
            return groups_edit(self.ground, line, loser, winner)
        bump = shapely.convex_hull(shapely.union(self._stretch(line.length), line))
        return ground_of_households(self.ground, bump, [loser], winner)

    def _sides(self, way: shapely.Geometry) -> tuple[int | None, int]:
        """Who loses and who wins: the push goes into the side where more of it lies."""
        lengths = [
            float(shapely.length(shapely.intersection(way, self.ground.shapes[row])))
            for row in (self.one, self.other)
        ]
        if max(lengths) == 0:
            return None, self.one
        return (self.one, self.other) if lengths[0] > lengths[1] else (self.other, self.one)

    def _stretch(self, pushed: float) -> shapely.Geometry:
        """The part of the border that bends: as far to both sides as it is pushed."""
        from shapely.ops import substring

        at = self.border.project(shapely.Point(self.place))
        return substring(self.border, max(0.0, at - pushed), min(self.border.length, at + pushed))


def common_border(one: shapely.Geometry, other: shapely.Geometry) -> shapely.Geometry:
    """The line that two grids share, as few parts as there are stretches; empty for none."""
    shared = shapely.intersection(shapely.boundary(one), shapely.boundary(other))
    parts = shapely.get_parts(shared)
    lines = parts[shapely.get_dimensions(parts) == 1]
    return shapely.line_merge(shapely.multilinestrings(lines)) if len(lines) else shapely.LineString()

"""The border brush: take a common border anywhere and push it; whole groups go over, or households."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.ground import Ground
from gridmap.redraw.lens import common_border, part
from gridmap.redraw.pens import Place, Unit
from gridmap.redraw.pens.snap import NATURAL, snap
from gridmap.redraw.pens.trace import REACH_M, trace
from gridmap.redraw.pens.units import ground_edit, groups_edit, groups_in, households_edit, households_in
from gridmap.redraw.plan import Edit

BEND = 1.5
"""How far the border bends to both sides of the hand, for each metre that it is pushed."""

FIRM_M = 15.0
"""A hand that goes less far moves no ground on which nobody lives: it trembles, or came back."""


@dataclass(frozen=True)
class BorderPen:
    """The common border of two grids (rows) in the hand, taken at ``place``. Build with ``at``."""

    ground: Ground
    one: int
    other: int
    border: shapely.LineString
    place: Place

    @classmethod
    def at(cls, ground: Ground, x: float, y: float, reach_m: float) -> "BorderPen | None":
        """The border of two grids of one village nearest to a place, None when none is within reach."""
        point = shapely.Point(x, y)
        near = sorted(ground.tree.query(point, predicate="dwithin", distance=reach_m).tolist())
        village, found = ground.plan.village_of_grid, []
        for at, one in enumerate(near):
            for other in near[at + 1 :]:
                if village[one] == village[other] >= 0:
                    line = common_border(ground.shapes[one], ground.shapes[other])
                    found.append((shapely.distance(line, point), one, other, line))
        found = [item for item in found if item[0] <= reach_m]
        if not found:
            return None
        _far, one, other, line = min(found, key=lambda item: item[:3])
        line = shapely.get_parts(line)[int(np.argmin(shapely.distance(shapely.get_parts(line), point)))]
        spot = shapely.line_interpolate_point(line, shapely.line_locate_point(line, point))
        return cls(ground, one, other, line, (float(spot.x), float(spot.y)))

    def push(self, path: Sequence[Place], unit: Unit = "group", along: bool = False) -> Edit | None:
        """The edit of a push along ``path`` (places of the pointer, the newest last), None while nobody
        goes over. The grid that is pushed into loses: with ``group`` every group of it that the path
        enters, with ``household`` those between the border and the pointer, to which it bends. A hand that
        comes back takes the border back. ``along`` lets the new border follow roads, streams and ridges.

        Where nobody lives between the border and the hand, the ground between goes over as it is drawn.
        Raises EditError for a push of groups into ground that no group has.
        """
        way = shapely.LineString(_without_retreats([self.place, *path]))
        loser, winner = self._sides(way)
        if loser < 0:
            return None
        if unit == "group":
            groups = groups_in(self.ground, np.array([loser]))
            shapes = self.ground.snapshot["groups"].text("geometry")[groups]
            entered = shapely.length(shapely.intersection(shapes, way)) > 0
            if not entered.any():
                raise EditError(_("这里没有村民小组，整组划不动：按住 Shift 逐户推界"))
            return groups_edit(self.ground, groups[entered], winner)
        stretch = self._stretch(float(shapely.length(way)))
        if along:
            return self._along(stretch, way, loser, winner)
        bump = shapely.convex_hull(shapely.union(stretch, way))
        homes = households_in(self.ground, bump, np.array([loser]))
        if not len(homes):
            if shapely.length(way) < FIRM_M:
                return None
            empty = shapely.intersection(bump, self.ground.shapes[loser])
            return ground_edit(self.ground, empty, loser, winner)
        return households_edit(self.ground, homes, winner)

    def _along(
        self, stretch: shapely.Geometry, way: shapely.Geometry, loser: int, winner: int
    ) -> Edit | None:
        """The ground between the border and the roads, streams and ridges that lead past the hand."""
        ends = shapely.get_coordinates(stretch)[[0, -1]]
        hand = shapely.get_coordinates(way)[-1]
        x, y = (float(value) for value in hand)
        spot = snap(self.ground, x, y, REACH_M, NATURAL)
        through = spot.place if spot else (x, y)
        reach = REACH_M + float(shapely.length(way))
        first, second = (trace(self.ground, tuple(end.tolist()), through, NATURAL, reach) for end in ends)
        lines = (first, shapely.reverse(second), shapely.reverse(stretch))
        ring = np.concatenate([shapely.get_coordinates(line) for line in lines])
        area = shapely.intersection(shapely.make_valid(shapely.Polygon(ring)), self.ground.shapes[loser])
        return ground_edit(self.ground, area, loser, winner)

    def _sides(self, way: shapely.Geometry) -> tuple[int, int]:
        """Who loses (-1: nobody) and who wins: the push goes into the side where more of it lies."""
        shapes = self.ground.shapes[[self.one, self.other]]
        into = shapely.length(shapely.intersection(shapes, way))
        if not into.any():
            return -1, self.one
        return (self.one, self.other) if into[0] > into[1] else (self.other, self.one)

    def _stretch(self, pushed: float) -> shapely.Geometry:
        """The part of the border that bends."""
        at = float(self.border.project(shapely.Point(self.place)))
        length = float(shapely.length(self.border))
        return part(self.border, max(0.0, at - BEND * pushed), min(length, at + BEND * pushed))


RETREAT = 0.25
"""A hand is back where it was when it comes nearer to an earlier place than this share of its way since."""


def _without_retreats(path: Sequence[Place]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """The way of a hand, without the loops in which it went and came back."""
    kept: list[complex] = []
    travelled: list[float] = []
    for x, y in path:
        place = complex(x, y)
        walked = travelled[-1] + abs(place - kept[-1]) if kept else 0.0
        back = [at for at, was in enumerate(kept) if abs(place - was) < RETREAT * (walked - travelled[at])]
        if back:
            del kept[back[0] + 1 :], travelled[back[0] + 1 :]
            walked = travelled[-1] + abs(place - kept[-1])
        kept.append(place)
        travelled.append(walked)
    if len(kept) == 1:
        kept.append(kept[0])
    return np.array(kept).view(np.float64).reshape(-1, 2)

"""Draw a stretch of a common border straight."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.coverage import beside
from gridmap.redraw.lens import common_border
from gridmap.redraw.mending import transformed
from gridmap.redraw.plan import GridPlan
from gridmap.redraw.seams import Places, as_places

Place = tuple[float, float]


@dataclass(frozen=True)
class StraightenBorder:
    """The common border of two grids (uuids) runs straight from one of its corners to another."""

    one: str
    other: str
    start: Place
    end: Place

    @property
    def label(self) -> str:
        """The words of the undo menu."""
        return _("拉直公共边界")

    def apply(self, plan: GridPlan) -> GridPlan:
        """The plan with the border straight. Raises EditError when the places are not corners of one
        stretch, when it is straight already, when another border ends between them, when a grid is locked
        and when borders would cross."""
        rows = [plan.grid(self.one), plan.grid(self.other)]
        grids = plan.grids.text("geometry")
        between = _between(common_border(*grids[rows]), complex(*self.start), complex(*self.end))
        x, y = between.real, between.imag
        near = np.setdiff1d(beside(grids, (x.min(), y.min(), x.max(), y.max())), rows)
        if np.isin(between, as_places(shapely.get_coordinates(grids[near]))).any():
            raise EditError(_("不能拉直：两点之间有第三个网格的边界"))
        shapes = {row: grids[row] for row in rows}
        return plan.redrawn(transformed(shapes, lambda ring: ring[~np.isin(ring, between)]))


def _between(border: shapely.Geometry, start: complex, end: complex) -> Places:
    """The corners of a border strictly between two of them; round a closed one the shorter way."""
    for arc in shapely.get_parts(border):
        places = as_places(shapely.get_coordinates(arc))
        closed = bool(shapely.is_closed(arc))
        places = places[:-1] if closed else places
        at = _index(places, start), _index(places, end)
        if min(at) < 0 or at[0] == at[1]:
            continue
        low, high = min(at), max(at)
        inner, outer = places[low + 1 : high], np.concatenate([places[high + 1 :], places[:low]])
        found = outer if closed and len(outer) < len(inner) else inner
        if not len(found):
            raise EditError(_("两点之间已经是直线"))
        return found
    raise EditError(_("不能拉直：两点不在同一段公共边界上"))


def _index(places: Places, place: complex) -> int:
    found: NDArray[np.int64] = np.flatnonzero(places == place)
    return int(found[0]) if len(found) else -1

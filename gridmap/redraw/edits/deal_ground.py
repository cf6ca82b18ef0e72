"""Deal pieces of ground to grids, all at once: what a table of who belongs where asks for."""

from dataclasses import dataclass

import numpy as np
import shapely

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.coverage import SPECK_M2, beside, cut, redealt
from gridmap.redraw.plan import GridPlan


@dataclass(frozen=True)
class DealGround:
    """Each of ``pieces`` (a polygon as WKB in hex, and the uuid of a grid) goes to its grid, as far as it
    lies in the grid's village. Where two overlap, the later one has it.
    """

    pieces: tuple[tuple[str, str], ...]

    @property
    def label(self) -> str:
        """The words of the undo menu."""
        return _("按分配表划界")

    def apply(self, plan: GridPlan) -> GridPlan:
        """The plan with the ground dealt. Raises EditError when a grid would be left without ground or is
        locked, and when nothing would change."""
        shapes = shapely.from_wkb(np.array([piece for piece, _grid in self.pieces], object))
        targets = np.array([plan.grid(grid) for _piece, grid in self.pieces], np.int64)
        changed: dict[int, shapely.Geometry] = {}
        for village in np.unique(plan.village_of_grid[targets]).tolist():
            own = np.flatnonzero(plan.village_of_grid[targets] == village)
            changed |= _dealt(plan, village, shapes[own], targets[own])
        if not changed:
            raise EditError(_("分配表与现在的网格一致，没有要改的"))
        for row, shape in changed.items():
            if shapely.area(shape) <= SPECK_M2:
                raise EditError(
                    _("不能划转：“{name}”将没有任何土地，请改用“合并网格”").format(name=plan.name(row))
                )
        return plan.redrawn(changed)


def _dealt(
    plan: GridPlan, village: int, pieces: "np.ndarray[tuple[int], np.dtype[np.object_]]",
    targets: "np.ndarray[tuple[int], np.dtype[np.int64]]",
) -> dict[int, shapely.Geometry]:  # fmt: skip
    """The shapes of the grids of one village that lose or gain."""
    grids = plan.grids.text("geometry")
    rows = beside(grids, tuple(shapely.total_bounds(pieces).tolist()))
    rows = np.union1d(rows[plan.village_of_grid[rows] == village], targets)
    lines = shapely.get_parts(shapely.union_all(shapely.boundary(pieces)))
    drawn = shapely.get_parts(shapely.polygonize(lines))  # so that pieces share every corner of theirs
    faces, owner = cut(grids, rows.tolist(), drawn)
    inner = shapely.point_on_surface(faces)
    x, y = shapely.get_x(inner), shapely.get_y(inner)
    holder = owner.copy()
    for piece, target in zip(pieces, targets.tolist(), strict=True):
        holder[shapely.intersects_xy(piece, x, y)] = target
    return redealt(faces, owner, holder, grids)
